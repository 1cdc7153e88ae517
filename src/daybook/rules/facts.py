"""The records the rules are given: what is known of a bureau and a year, and nothing computed.

All records are immutable. Codes are those of the books (roles, kinds, grades, elements).
Scores are whole **hundredths** (92.5 is 9250), which is how they are stored: exact, and quick to sum.
Days are the bureau's own; every span is inclusive at both ends, and an end of ``None`` is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class OutsideCalendar(ValueError):
    """A day was asked for that the calendar does not cover."""


@dataclass(frozen=True, slots=True, eq=False)
class WorkCalendar:
    """The bureau's workdays from ``first`` to ``last``: Monday to Friday, less ``off``, plus ``makeup``.

    ``missing`` names the years whose holiday table is unknown (plain Monday to Friday, shown as a warning).
    ``off`` and ``makeup`` are final: holidays of the library with the bureau's own table laid over them.
    """

    first: date
    last: date
    off: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    missing: frozenset[int] = frozenset()
    _before: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Count the workdays before each day once, so that a span costs one subtraction."""
        span = (self.last - self.first).days + 1
        days = (self.first + timedelta(days=offset) for offset in range(span))
        counts = accumulate((int(self._works(day)) for day in days), initial=0)
        object.__setattr__(self, "_before", tuple(counts))

    def _works(self, day: date) -> bool:
        return day in self.makeup or (day.weekday() < SATURDAY and day not in self.off)

    def _offset(self, day: date) -> int:
        offset = (day - self.first).days
        if offset < 0 or day > self.last:
            raise OutsideCalendar(f"{day} is outside the calendar {self.first} to {self.last}")
        return offset

    def is_workday(self, day: date) -> bool:
        """Whether the bureau works on ``day``. Raises OutsideCalendar."""
        offset = self._offset(day)
        return self._before[offset + 1] > self._before[offset]

    def workdays(self, first: date, last: date) -> int:
        """The number of workdays from ``first`` to ``last``, both included; 0 if ``last`` is earlier."""
        if last < first:
            return 0
        return self._before[self._offset(last) + 1] - self._before[self._offset(first)]

    def each_workday(self, first: date, last: date) -> Iterable[date]:
        """The workdays from ``first`` to ``last`` in order."""
        day = first
        while day <= last:
            if self.is_workday(day):
                yield day
            day += ONE_DAY


class Department(NamedTuple):
    """A department (处室) and the days on which it exists. ``order`` is its place in lists."""

    code: str
    order: int
    valid_from: date
    valid_to: date | None = None


class Appointment(NamedTuple):
    """One role of a person for a span; ``role`` is one of the five roles, an empty post class is general."""

    person: str
    department: str | None
    role: str
    valid_from: date
    valid_to: date | None = None
    post_class: str = ""


class Portfolio(NamedTuple):
    """A leader is in charge of a department (分管) for a span."""

    leader: str
    department: str
    valid_from: date
    valid_to: date | None = None


class Conflict(NamedTuple):
    """``superior`` is recused (回避) from every matter of ``person`` for a span."""

    person: str
    superior: str
    first_day: date
    last_day: date | None = None


class Delegation(NamedTuple):
    """``deputy`` may act for ``person`` in one kind of act (``review_months``, ``enter_log``) for a span."""

    person: str
    deputy: str
    kind: str
    first_day: date
    last_day: date | None = None


class Person(NamedTuple):
    """A person by number, with the staff category that chooses the pool, and the days of employment."""

    number: str
    staff_category: str
    employed_from: date
    employed_to: date | None = None


class Absence(NamedTuple):
    """Days away. ``half_day`` is empty for whole days, else the half (``morning``, ``afternoon``) of each."""

    kind: str
    first_day: date
    last_day: date | None = None
    half_day: str = ""


class Circumstance(NamedTuple):
    """A special circumstance (特殊情形) as entered; what it does is the policy's."""

    kind: str
    first_day: date
    last_day: date | None = None


class Sheet(NamedTuple):
    """A score sheet (评分表) of one person, for a quarter (1 to 4) or a span of it.

    ``published_on`` is the bureau's day of publishing, ``None`` for a draft. ``first_day`` and ``last_day``
    of ``None`` are the bounds of the quarter. ``scores`` gives hundredths by element code. ``policy`` is the
    id of the policy it was published under, empty where that is not known.
    """

    quarter: int
    scores: Mapping[str, int]
    published_on: date | None
    kind: str = "score"
    version: int = 1
    first_day: date | None = None
    last_day: date | None = None
    rater: str = ""
    policy: str = ""


class Member(NamedTuple):
    """Where somebody counts at the year's end: pool, appraisal unit (考核单元), and whether in its base."""

    pool: str
    unit: str
    appraised: bool


@dataclass(frozen=True, slots=True, eq=False)
class YearFacts:
    """Everything a bureau's year is settled from.

    Mappings are keyed by a person's number; who has nothing need not be there. Appointments and portfolios
    are those that touch the year (more does no harm). ``ballots`` holds, by ratee and ballot class, the
    counted polls' ballots as five letters in the order of the virtues ("ABBAN"). ``routine_grades`` holds
    decided quarterly grades by quarter (1 to 4). ``seats`` holds decided seats by (grade, pool, unit); it is
    empty when none are decided. ``members`` holds the units as they were frozen last, by number; empty
    without a freeze. Seats and members belong to the year's own policy (see ``set_aside``).
    """

    bureau: str
    year: int
    calendar: WorkCalendar
    departments: Sequence[Department]
    appointments: Sequence[Appointment]
    portfolios: Sequence[Portfolio]
    people: Sequence[Person]
    absences: Mapping[str, Sequence[Absence]] = field(default_factory=dict)
    circumstances: Mapping[str, Sequence[Circumstance]] = field(default_factory=dict)
    sheets: Mapping[str, Sequence[Sheet]] = field(default_factory=dict)
    ballots: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    routine_grades: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    seats: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    members: Mapping[str, Member] = field(default_factory=dict)

    def set_aside(self) -> YearFacts:
        """The same facts without what was decided or frozen under the year's own policy: for a replay."""
        return replace(self, seats={}, members={})
