"""The indicators of a month (月对账): evidence for a reviewer, never a score."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, time
from fractions import Fraction
from math import prod
from typing import NamedTuple

from daybook.rules.exact import HUNDRED, plain, shown_percent
from daybook.rules.figure import Figure, Term
from daybook.rules.policy import Policy

UNWORKED = ("untouched", "cancelled")
DONE, PARTIAL, CANCELLED = "done", "partial", "cancelled"
MINUTES = 60
PATH = "monthly"
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
    """What the indicators need of a plan item: weight (> 0), state, progress in whole percent, key."""

    weight: Fraction
    state: str = ""
    progress: int | None = None
    key: str = ""


class Indicator(Figure):
    """A quotient with its working: Σ weight × term ÷ the divisors, in hundredths of a per cent.

    Terms are hundredths of what is summed: of a day, of an hour, of a credit.
    """

    __slots__ = ("divisors",)

    def __init__(self, rule: str, terms: Sequence[Term], divisors: Sequence[Fraction], path: str) -> None:
        self.divisors = divisors
        super().__init__(rule, _sum_of(terms) * HUNDRED * HUNDRED / prod(divisors), terms, path)

    @property
    def exact(self) -> Fraction:
        """The value, made again from its terms."""
        return _sum_of(self.terms) * HUNDRED * HUNDRED / prod(self.divisors)

    @property
    def ratio(self) -> Fraction:
        """The quotient itself."""
        return Fraction(self.number, HUNDRED * HUNDRED)

    @property
    def shown(self) -> str:
        """The quotient as a percentage of one place."""
        return shown_percent(self.ratio)

    @property
    def formula(self) -> str:
        """The quotient in figures: ``149.5 ÷ (8 × 20)``."""
        below = " × ".join(plain(each) for each in self.divisors)
        return f"{plain(_sum_of(self.terms))} ÷ {below if len(self.divisors) == 1 else f'({below})'}"


def _sum_of(terms: Sequence[Term]) -> Fraction:
    return sum((Fraction(term.weight) * term.figure.number for term in terms), Fraction()) / HUNDRED


def coverage(due: Mapping[date, Fraction], entries: Iterable[Recorded]) -> Indicator | None:
    """Due workdays with an entry ÷ due workdays; ``None`` where none is due. Source: confirmed_default.

    ``due`` gives each due workday with the part of it that is due. Entries untouched, cancelled or withdrawn
    do not count.
    """
    worked = {each.work_date for each in entries if not each.withdrawn and each.state not in UNWORKED}
    total = sum(due.values(), Fraction())
    terms = [
        Term(part, Figure("covered_day", HUNDRED if day in worked else 0, (), PATH, day.isoformat()))
        for day, part in due.items()
    ]
    return Indicator("coverage", terms, (total,), PATH) if total else None


def saturation(policy: Policy, due: Mapping[date, Fraction], entries: Iterable[Recorded]) -> Indicator | None:
    """Recorded hours ÷ (hours of a workday × due workdays); ``None`` where none is due. May exceed 1.

    Work on days off counts; withdrawn entries do not. Source: confirmed_default.
    """
    total = sum(due.values(), Fraction())
    terms = [
        Term(1, Figure("worked_day", hours * HUNDRED, (), PATH, day.isoformat()))
        for day, hours in sorted(hours_by_day(policy, entries).items())
    ]
    divisors = (Fraction(policy.monthly.workday_hours), total)
    return Indicator("saturation", terms, divisors, f"{PATH}.workday_hours") if total else None


def recorded_hours(policy: Policy, entries: Iterable[Recorded]) -> Fraction:
    """The hours of the entries: the union of each day's intervals, so that no minute counts twice."""
    return sum(hours_by_day(policy, entries).values(), Fraction())


def hours_by_day(policy: Policy, entries: Iterable[Recorded]) -> dict[date, Fraction]:
    """The hours of each day on which an entry tells a time: the union of the day's intervals."""
    days: dict[date, list[Interval]] = {}
    for each in entries:
        interval = None if each.withdrawn else interval_of(policy, each)
        if interval is not None:
            days.setdefault(each.work_date, []).append(interval)
    return {day: Fraction(union_minutes(intervals), MINUTES) for day, intervals in days.items()}


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


def completion(items: Iterable[Planned]) -> Indicator | None:
    """Σ weight × credit ÷ Σ weight over items not cancelled; ``None`` without any. Source: confirmed_default.

    Done credits 1, partly done its progress, not done or no state 0.
    """
    open_items = [item for item in items if item.state != CANCELLED]
    total = sum((item.weight for item in open_items), Fraction())
    terms = [
        Term(item.weight, Figure("credit", credit(item) * HUNDRED, (), PATH, item.key)) for item in open_items
    ]
    return Indicator("completion", terms, (total,), PATH) if total else None


def credit(item: Planned) -> Fraction:
    """How much of an item's weight counts as completed."""
    if item.state == DONE:
        return Fraction(1)
    return Fraction(item.progress or 0, HUNDRED) if item.state == PARTIAL else Fraction()
