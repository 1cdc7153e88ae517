"""Sealing a month of the record: a month is submitted only when every entry makes all seven disclosures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, DateField, QuerySet
from django.utils.translation import ngettext

from daybook.daily.disclosures import missing_disclosures
from daybook.daily.models import LogEntry
from daybook.org.models import Person
from daybook.plans.actions.seal import hold_to_seal, seal_plan, unseal_plan
from daybook.plans.months import month_bounds
from daybook.web.refusals import Refused
from daybook.web.statements import Question, Slot


class _Told(NamedTuple):
    """What an entry discloses."""

    half_day: str
    start: time | None
    end: time | None
    place: str
    people: str
    content: str
    measures: str
    progress: int | None
    state: str
    outcome: str


def _told() -> QuerySet[Any, tuple[Any, ...]]:
    days = (Slot("first", DateField()), Slot("last", DateField()))
    rows = LogEntry.objects.filter(person=Slot("person", BigIntegerField()), work_date__range=days)
    return rows.filter(withdrawn_reason="", quarantined=False).values_list(*_Told._fields)


TOLD = Question(_told)


class Incomplete(Refused):
    """Entries without all seven disclosures keep a month from being sealed; `entries` are those."""

    def __init__(self, message: str, entries: Sequence[LogEntry]) -> None:
        super().__init__(message, field="entries")
        self.entries = entries


def seal_month(person: Person, month: str) -> None:
    """Seal a person's month, plan and record; inside the act that submits it. Raises Incomplete.

    Withdrawn entries are not asked for their disclosures: they do not count; nor those in quarantine, which
    their author cannot complete.
    """
    hold_to_seal(person)
    if _is_incomplete(person, month):
        entries = [entry for entry in entries_of_month(person, month) if not entry.quarantined]
        incomplete = [entry for entry in entries if missing_disclosures(entry)]
        days = "、".join(sorted({entry.work_date.isoformat() for entry in incomplete}))
        count = len(incomplete)
        text = ngettext(
            "%(count)s entry lacks one of the seven disclosures: %(days)s.",
            "%(count)s entries lack one of the seven disclosures: %(days)s.",
            count,
        )
        raise Incomplete(text % {"count": count, "days": days}, incomplete)
    seal_plan(person, month)


def _is_incomplete(person: Person, month: str) -> bool:
    """Whether an entry lacks a disclosure: as a rule none does, and no entry need be made of its row."""
    first, last = month_bounds(month)
    return any(missing_disclosures(_Told(*row)) for row in TOLD(person=person.pk, first=first, last=last))


def unseal_month(person: Person, month: str) -> None:
    """Open a returned month again; inside the act that returns it."""
    unseal_plan(person, month)


def entries_of_month(person: Person, month: str) -> list[LogEntry]:
    """The entries of a person's month that count, in order of day and writing."""
    rows = LogEntry.objects.filter(person=person, work_date__range=month_bounds(month), withdrawn_reason="")
    return list(rows.order_by("work_date", "id"))
