"""The recorded hours of a month that everybody may know: those of open entries, each minute once."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from daybook.daily.enums import Visibility
from daybook.daily.models import LogEntry
from daybook.org.models import Bureau
from daybook.org.rows import bare_rows
from daybook.plans.months import month_bounds
from daybook.rules.month import MINUTES, union_minutes
from daybook.rules.policy import Policy

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
    return list(_worked(bare_rows(_open(entries)), halves))


def _open(entries: QuerySet[LogEntry]) -> QuerySet[LogEntry, Any]:
    """The entries that everybody reads and that tell a time."""
    told = entries.filter(visibility=Visibility.OPEN, quarantined=False, withdrawn_reason="")
    # As text, which SQLite's driver leaves as it is.
    day, start, end = (Cast(name, CharField()) for name in ("work_date", "start", "end"))
    return told.order_by().values_list("person_id", day, "department_id", start, end, "half_day")


def _worked(rows: Iterable[tuple[Any, ...]], halves: dict[str, Interval]) -> Iterable[Worked]:
    days: dict[tuple[int, str], tuple[int | None, list[Interval]]] = {}
    for person, day, department, start, end, half in rows:
        if (of_day := days.get((person, day))) is None:
            of_day = days[person, day] = (department, [])
        if span := (minute_of(start), minute_of(end)) if end else halves.get(half):
            of_day[1].append(span)
    found: dict[tuple[int, int | None], int] = {}
    for (person, _day), (department, spans) in days.items():
        found[person, department] = found.get((person, department), 0) + _union(tuple(spans))
    return (Worked(person, department, minutes) for (person, department), minutes in found.items())


@lru_cache(maxsize=4096)
def _union(spans: tuple[Interval, ...]) -> int:
    """The minutes of a day; most days are told in few ways."""
    return union_minutes(spans)


@lru_cache(maxsize=2048)
def minute_of(clock: Any) -> int:
    """The minute of the day of a time as the driver gives it: SQLite keeps text."""
    text = str(clock)
    return int(text[:2]) * MINUTES + int(text[3:5])
