"""Instants and the bureau's days: acts happen at an instant, rules ask for a day."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.utils import timezone

from daybook.org.models import Bureau


def moment(at: datetime | None) -> datetime:
    """The instant of an act, to the second as books keep it; now where none is given."""
    instant = at or timezone.now()
    if timezone.is_naive(instant):
        raise ValueError(f"{instant} has no time zone")
    return instant.replace(microsecond=0)


def local_day(bureau: Bureau, at: datetime) -> date:
    """The day it is in the bureau at an instant."""
    return at.astimezone(zone(bureau.time_zone)).date()


@cache
def zone(name: str) -> ZoneInfo:
    """The time zone of a name."""
    return ZoneInfo(name)
