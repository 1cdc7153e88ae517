"""What was entered for somebody (代记) and waits for his own word."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from daybook.daily.models import LogEntry
from daybook.org.models import Person


def unconfirmed(leader: Person) -> QuerySet[LogEntry]:
    """The entries written for a leader that he has not confirmed.

    Withdrawn and quarantined ones wait for nothing.
    """
    return LogEntry.objects.filter(
        person=leader,
        entered_by__isnull=False,
        confirmation__isnull=True,
        withdrawn_reason="",
        quarantined=False,
    )


def to_confirm(leader: Person, day: date | None = None) -> list[LogEntry]:
    """The unconfirmed entries of a leader, of one day or of all, in one statement."""
    rows = unconfirmed(leader)
    rows = rows if day is None else rows.filter(work_date=day)
    return list(rows.select_related("person", "entered_by").order_by("work_date", "id"))
