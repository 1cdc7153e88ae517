"""The indicators of a month (月对账): evidence for a reviewer, never a score."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, time
from fractions import Fraction
from typing import NamedTuple

from daybook.rules.policy import Policy

UNWORKED = ("untouched", "cancelled")
DONE, PARTIAL, CANCELLED = "done", "partial", "cancelled"
MINUTES = 60
Interval = tuple[int, int]


class Recorded(NamedTuple):
    """What the indicators need of a log entry: day, time (start and end, or a half day), state."""

    work_date: date
    start: time | None = None
    end: time | None = None
    half_day: str = ""
    state: str = ""
    withdrawn: bool = False


class Planned(NamedTuple):
    """What the indicators need of a plan item: weight (> 0), state, progress in whole percent."""

    weight: Fraction
    state: str = ""
    progress: int | None = None


def coverage(due: Mapping[date, Fraction], entries: Iterable[Recorded]) -> Fraction | None:
    """Due workdays with an entry ÷ due workdays; ``None`` where none is due. Source: confirmed_default.

    ``due`` gives each due workday with the part of it that is due. Entries untouched, cancelled or withdrawn
    do not count.
    """
    worked = {each.work_date for each in entries if not each.withdrawn and each.state not in UNWORKED}
    total = sum(due.values(), Fraction())
    covered = sum((part for day, part in due.items() if day in worked), Fraction())
    return covered / total if total else None


def saturation(policy: Policy, due: Mapping[date, Fraction], entries: Iterable[Recorded]) -> Fraction | None:
    """Recorded hours ÷ (hours of a workday × due workdays); ``None`` where none is due. May exceed 1.

    Work on days off counts; withdrawn entries do not. Source: confirmed_default.
    """
    total = sum(due.values(), Fraction())
    return (
        recorded_hours(policy, entries) / (Fraction(policy.monthly.workday_hours) * total) if total else None
    )


def recorded_hours(policy: Policy, entries: Iterable[Recorded]) -> Fraction:
    """The hours of the entries: the union of each day's intervals, so that no minute counts twice."""
    days: dict[date, list[Interval]] = {}
    for each in entries:
        interval = None if each.withdrawn else interval_of(policy, each)
        if interval is not None:
            days.setdefault(each.work_date, []).append(interval)
    return Fraction(sum(union_minutes(intervals) for intervals in days.values()), MINUTES)


def interval_of(policy: Policy, entry: Recorded) -> Interval | None:
    """The minutes of the day an entry covers: its times, or its half day; ``None`` without either."""
    if entry.start is not None and entry.end is not None:
        return _minutes(entry.start), _minutes(entry.end)
    if entry.half_day:
        start, end = policy.monthly.half_days[entry.half_day]
        return _minutes(time.fromisoformat(start)), _minutes(time.fromisoformat(end))
    return None


def _minutes(moment: time) -> int:
    return moment.hour * MINUTES + moment.minute


def union_minutes(intervals: Collection[Interval]) -> int:
    """The length of the union of intervals, in minutes."""
    total, reached = 0, 0
    for start, end in sorted(intervals):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def overlaps(first: Interval, second: Interval) -> bool:
    """Whether two intervals of a day share a minute; of one's own entries this is warned of."""
    return first[0] < second[1] and second[0] < first[1]


def completion(items: Iterable[Planned]) -> Fraction | None:
    """Σ weight × credit ÷ Σ weight over items not cancelled; ``None`` without any. Source: confirmed_default.

    Done credits 1, partly done its progress, not done or no state 0.
    """
    open_items = [item for item in items if item.state != CANCELLED]
    total = sum((item.weight for item in open_items), Fraction())
    credited = sum((item.weight * _credit(item) for item in open_items), Fraction())
    return credited / total if total else None


def _credit(item: Planned) -> Fraction:
    if item.state == DONE:
        return Fraction(1)
    return Fraction(item.progress or 0, 100) if item.state == PARTIAL else Fraction()
