"""The recorded hours of a month that everybody may know: those of open entries, each minute once."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet

from daybook.daily.enums import Visibility
from daybook.daily.models import LogEntry
from daybook.org.models import Bureau
from daybook.org.rows import bare_rows
from daybook.plans.months import month_bounds
from daybook.rules.month import MINUTES, union_minutes
from daybook.rules.policy import Policy

COLUMNS = ("person_id", "work_date", "start", "end", "half_day", "department_id")
Interval = tuple[int, int]


class Worked(NamedTuple):
    """The minutes of a person for a department (by row; none for the leaders)."""

    person: int
    department: int | None
    minutes: int


def hours_of(minutes: int) -> Fraction:
    """Minutes as hours."""
    return Fraction(minutes, MINUTES)


def worked_in(bureau: Bureau, month: str, policy: Policy) -> list[Worked]:
    """What the bureau's people openly recorded in a month, by the department they were in; in one statement.

    The rows come straight from the driver: a month of a large bureau is tens of thousands of them.
    """
    first, last = month_bounds(month)
    entries = LogEntry.objects.filter(bureau=bureau, work_date__range=(first, last))
    spans = policy.monthly.half_days.items()
    halves = {key: (minute_of(start), minute_of(end)) for key, (start, end) in spans}
    rows = sorted(bare_rows(_open(entries)), key=itemgetter(0, 1))
    return list(_worked(rows, halves))


def _open(entries: QuerySet[LogEntry]) -> QuerySet[LogEntry, Any]:
    """The entries that everybody reads and that tell a time."""
    told = entries.filter(visibility=Visibility.OPEN, quarantined=False, withdrawn_reason="")
    return told.order_by().values_list(*COLUMNS)


def _worked(rows: Iterable[tuple[Any, ...]], halves: dict[str, Interval]) -> Iterable[Worked]:
    found: dict[tuple[int, int | None], int] = {}
    for (person, _day), of_day in groupby(rows, key=itemgetter(0, 1)):
        told = list(of_day)
        spans = [(minute_of(row[2]), minute_of(row[3])) if row[3] else halves.get(row[4]) for row in told]
        place = (person, told[0][5])
        found[place] = found.get(place, 0) + union_minutes([span for span in spans if span])
    return (Worked(person, department, minutes) for (person, department), minutes in found.items())


@lru_cache(maxsize=2048)
def minute_of(clock: Any) -> int:
    """The minute of the day of a time as the driver gives it: SQLite keeps text."""
    text = str(clock)
    return int(text[:2]) * MINUTES + int(text[3:5])
