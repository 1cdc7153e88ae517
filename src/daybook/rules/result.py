"""The result of a bureau-year: everything that is printed, and the working behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from daybook.rules.apportionment import Apportionment
from daybook.rules.facts import Member, Person
from daybook.rules.figure import Figure
from daybook.rules.ranking import Key
from daybook.rules.refill import Refill
from daybook.rules.statutory import Cap

NOT_APPRAISED = "not_appraised"


class PersonResult:
    """One person's year: ``quarters`` are the scored ones by number (1 to 4), ``grades`` theirs.

    ``pool``, ``unit`` and ``in_base`` are where the person counts (frozen, where the units are), ``known``
    where the facts known today would have the person. ``rank``, ``suggested`` and the ties in ``why`` are
    filled in once the unit is known.
    """

    __slots__ = (
        "assessment",
        "barred_by",
        "category",
        "department",
        "eligible",
        "grades",
        "in_base",
        "known",
        "person",
        "pool",
        "quarters",
        "rank",
        "routine",
        "suggested",
        "total",
        "unit",
        "why",
    )  # fmt: skip

    person: Person
    category: str
    department: str | None
    pool: str
    unit: str
    in_base: bool
    known: Member
    quarters: dict[int, Figure]
    grades: dict[int, str]
    routine: Figure | None
    assessment: Figure | None
    total: Figure | None
    barred_by: list[str]
    eligible: tuple[str, ...]
    why: list[str]
    rank: int | None
    suggested: str | None

    @property
    def number(self) -> str:
        """The person's number."""
        return self.person.number

    @property
    def key(self) -> Key | None:
        """What ranks the person, if anything: annual total, then routine score, in hundredths."""
        if self.total is None or self.routine is None:
            return None
        return self.total.hundredths, self.routine.hundredths


def is_appraised(barred_by: Sequence[str]) -> bool:
    """Whether somebody counts in a base: everybody but who is not appraised."""
    return not any(reason.startswith(NOT_APPRAISED) for reason in barred_by)


class UnitResult(NamedTuple):
    """A unit in one pool: its departments on 31 December, its base, its seats by grade."""

    unit: str
    departments: tuple[str, ...]
    base: int
    seats: Mapping[str, int]


class QuotaResult(NamedTuple):
    """The quota of one grade in one pool with its working.

    ``eligible`` is how many people of each unit could take a seat (for 优良, those without one of 优秀).
    ``decided`` are the seats a committee decided, by unit, if it did; they replace apportionment and
    refilling, and ``moved`` tells how they differ from what the policy alone gives.
    """

    grade: str
    apportionment: Apportionment
    eligible: Mapping[str, int]
    refilled: Refill
    decided: Mapping[str, int] | None

    @property
    def total(self) -> int:
        """The seats of the pool: ⌊headcount × ratio⌋."""
        return self.apportionment.total

    @property
    def computed(self) -> Mapping[str, int]:
        """The seats of each unit as the policy gives them, after refilling."""
        return self.refilled.seats

    @property
    def seats(self) -> Mapping[str, int]:
        """The seats of each unit in the end."""
        return self.computed if self.decided is None else self.decided

    @property
    def excess(self) -> int:
        """How many seats were decided beyond a total that has shrunk since; 0 where they are within it."""
        return max(0, sum(self.seats.values()) - self.total)

    @property
    def moved(self) -> dict[str, int]:
        """Decided less computed seats, for the units where they differ."""
        differences = {unit: self.seats[unit] - self.computed[unit] for unit in self.computed}
        return {unit: difference for unit, difference in differences.items() if difference}


class PoolResult(NamedTuple):
    """A pool: its headcount (the sum of the bases), the quotas by grade, the units by leader's number."""

    pool: str
    headcount: int
    quotas: Mapping[str, QuotaResult]
    units: Sequence[UnitResult]


@dataclass(frozen=True, slots=True)
class YearResult:
    """A bureau's year, settled; ``caps`` gives by quarter key how the cap on 好 stands."""

    bureau: str
    year: int
    policy_id: str
    policy_hash: str
    warnings: tuple[str, ...]
    pools: Sequence[PoolResult]
    people: Sequence[PersonResult]
    caps: Mapping[str, Cap]

    def of(self, number: str) -> PersonResult:
        """The result of one person. Raises KeyError."""
        for each in self.people:
            if each.number == number:
                return each
        raise KeyError(number)
