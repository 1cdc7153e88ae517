"""推演: a year beside what another policy or other values would have made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from daybook.annual.access import YearSight
from daybook.annual.queries.settled import Settled
from daybook.annual.shown.replay_words import ReplayWords, ValueChange
from daybook.annual.shown.units import UnitNames, unit_names
from daybook.annual.wording import grade_word, pool_word, warning_words
from daybook.org.spoken import spoken
from daybook.rules.eligibility import EXCELLENT_ONLY
from daybook.rules.exact import MISSING, score_text
from daybook.rules.figure import Figure
from daybook.rules.policy import QUOTA_GRADES
from daybook.rules.replay import PersonChange, differing_values, person_changes
from daybook.rules.result import PersonResult, PoolResult, UnitResult
from daybook.rules.year import DECIDING

PAGE = 100
CLOSED = (*DECIDING, EXCELLENT_ONLY)


@dataclass(frozen=True, slots=True)
class Pair:
    """Something on both sides."""

    then: str
    now: str

    @property
    def differs(self) -> bool:
        """Whether the sides are not the same."""
        return self.then != self.now


@dataclass(frozen=True, slots=True)
class UnitPair:
    """A unit on both sides: its base, its seats by grade."""

    name: str
    base: Pair
    seats: Sequence[Pair]


@dataclass(frozen=True, slots=True)
class PoolPair:
    """The quotas of a pool on both sides."""

    word: str
    headcount: Pair
    totals: Sequence[tuple[str, Pair]]
    units: Sequence[UnitPair]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody whose year comes out otherwise, and why."""

    number: str
    name: str
    unit: str
    total: Pair
    rank: Pair
    suggested: Pair
    why: Sequence[str]


@dataclass(frozen=True)
class ReplayPage:
    """Two settled years side by side, for one reader; the circumstances of others stay closed to him."""

    then: Settled
    now: Settled
    sight: YearSight
    page: int = 1

    @cached_property
    def names(self) -> UnitNames:
        """The names of the units as they stand; one that only the replay has is called by its leader."""
        return unit_names(self.then)

    @cached_property
    def words(self) -> ReplayWords:
        """The words for what differs."""
        policies = (self.then.policy, self.now.policy)
        return ReplayWords(self.then.result.year, policies, self._differing, self.names)

    @cached_property
    def _differing(self) -> dict[str, tuple[object, object]]:
        return differing_values(self.then.policy, self.now.policy)

    @property
    def then_name(self) -> str:
        """The policy that settles the year."""
        return spoken(self.then.policy.name)

    @property
    def values(self) -> list[ValueChange]:
        """The values that differ."""
        return self.words.changed_values()

    @cached_property
    def sets_aside(self) -> bool:
        """Whether seats were decided or units frozen, which the replay leaves out."""
        return (_is_decided(self.then), bool(self.then.frozen)) != (
            _is_decided(self.now),
            bool(self.now.frozen),
        )

    @cached_property
    def changes(self) -> list[PersonChange]:
        """Everybody whose year comes out otherwise."""
        return person_changes(self.then.result, self.now.result, self._differing)

    @cached_property
    def open_changes(self) -> list[PersonChange]:
        """Those of them that the reader may be told of: a circumstance is closed to other leaders."""
        return [each for each in self.changes if self._may_know(each)]

    def _may_know(self, change: PersonChange) -> bool:
        touched = any(
            code.startswith(CLOSED) for each in (change.then, change.replayed) for code in each.barred_by
        )
        return not touched or self.sight.circumstances_of(change.then.number, change.then.unit)

    @property
    def hidden(self) -> int:
        """How many more change, of whom the reader is not told."""
        return len(self.changes) - len(self.open_changes)

    @property
    def is_scored(self) -> bool:
        """Whether anybody has a score or an assessment in the year."""
        return any(each.quarters or each.assessment for each in self.then.result.people)

    @property
    def people(self) -> int:
        """How many people the year settles."""
        return len(self.now.result.people)

    @property
    def graded_otherwise(self) -> int:
        """How many are suggested for another grade."""
        return sum(each.graded_otherwise for each in self.changes)

    @property
    def ranked_otherwise(self) -> int:
        """How many stand at another rank."""
        return sum(each.ranked_otherwise for each in self.changes)

    @property
    def scored_otherwise(self) -> int:
        """How many have another annual total."""
        return sum(each.scored_otherwise for each in self.changes)

    @property
    def pages(self) -> range:
        """The pages of the table of people."""
        return range(1, -(-len(self.open_changes) // PAGE) + 1)

    @property
    def here(self) -> int:
        """The page shown: the nearest one that exists."""
        return min(max(1, self.page), max(1, len(self.pages)))

    @property
    def rows(self) -> list[PersonRow]:
        """The people of the page shown."""
        return [self.row(each) for each in self.open_changes[(self.here - 1) * PAGE : self.here * PAGE]]

    def row(self, change: PersonChange) -> PersonRow:
        """One person on both sides."""
        then, now = change.then, change.replayed
        return PersonRow(
            number=now.number,
            name=self.now.roster.names[now.number],
            unit=self.names.short(then.unit),
            total=Pair(_figure(then.total), _figure(now.total)),
            rank=Pair(_rank(then), _rank(now)),
            suggested=Pair(_suggested(then), _suggested(now)),
            why=self.words.why(change.causes),
        )

    @cached_property
    def pools(self) -> list[PoolPair]:
        """The quotas of every pool on both sides."""
        sides = [{each.pool: each for each in side.result.pools} for side in (self.then, self.now)]
        order = dict.fromkeys([*sides[0], *sides[1]])
        return [self._pool(pool, sides[0].get(pool), sides[1].get(pool)) for pool in order]

    def _pool(self, pool: str, then: PoolResult | None, now: PoolResult | None) -> PoolPair:
        sides = (then, now)
        totals = [
            (grade_word(grade), Pair(*(str(each.quotas[grade].total) if each else "0" for each in sides)))
            for grade in QUOTA_GRADES
        ]
        headcount = Pair(*(str(each.headcount if each else 0) for each in sides))
        return PoolPair(pool_word(pool), headcount, totals, list(self._units(then, now)))

    def _units(self, then: PoolResult | None, now: PoolResult | None) -> Iterator[UnitPair]:
        sides = [{each.unit: each for each in side.units} if side else {} for side in (then, now)]
        for unit in sorted(sides[0].keys() | sides[1].keys()):
            both = [side.get(unit) for side in sides]
            base = Pair(*(_base(each) for each in both))
            yield UnitPair(self.names.full(unit), base, [_seats(both, grade) for grade in QUOTA_GRADES])

    @property
    def warnings(self) -> list[str]:
        """What the replay warns of."""
        return [warning_words(code) for code in self.now.result.warnings]

    @property
    def grades(self) -> list[str]:
        """The grades that have quotas, in words."""
        return [grade_word(grade) for grade in QUOTA_GRADES]


def _is_decided(settled: Settled) -> bool:
    quotas = (quota for pool in settled.result.pools for quota in pool.quotas.values())
    return any(quota.decided is not None for quota in quotas)


def _base(unit: UnitResult | None) -> str:
    return str(unit.base) if unit else MISSING


def _seats(both: Iterable[UnitResult | None], grade: str) -> Pair:
    return Pair(*(str(each.seats[grade]) if each else MISSING for each in both))


def _figure(figure: Figure | None) -> str:
    return MISSING if figure is None else score_text(figure.hundredths)


def _rank(each: PersonResult) -> str:
    return MISSING if each.rank is None else str(each.rank)


def _suggested(each: PersonResult) -> str:
    tied = any(code.startswith("tie:") for code in each.why)
    return _("tied") if tied else grade_word(each.suggested)
