"""单元与名额: the page of a year's units, what was frozen, and the working of every quota."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from daybook.annual.access import YearSight
from daybook.annual.queries.results import YearResults
from daybook.annual.queries.units import UnitStory
from daybook.annual.shown.quotas import LARGEST_REMAINDER, method_words, quota_sources
from daybook.annual.shown.unit_sheets import GradeSheet, grade_sheets
from daybook.annual.shown.units import UnitNames, unit_names
from daybook.annual.wording import pool_word
from daybook.org.spoken import spoken
from daybook.rules.facts import Member
from daybook.rules.result import PoolResult
from daybook.rules.units import Difference, differences


@dataclass(frozen=True, slots=True)
class PoolSheets:
    """The sheets of a pool, one for each grade."""

    pool: str
    word: str
    headcount: int
    grades: Sequence[GradeSheet]


@dataclass(frozen=True, slots=True)
class BaseChange:
    """A unit whose base would be another if the units were frozen today."""

    pool: str
    unit: str
    frozen: int
    known: int


@dataclass(frozen=True, slots=True)
class Mover:
    """Somebody who would count elsewhere if the units were frozen today."""

    number: str
    name: str
    frozen: str
    known: str


@dataclass(frozen=True)
class UnitsPage:
    """What the page of a year's units shows to one reader on a day."""

    results: YearResults
    story: UnitStory
    sight: YearSight
    today: date

    @cached_property
    def names(self) -> UnitNames:
        """The names of the units."""
        return unit_names(self.results.settled)

    @cached_property
    def pools(self) -> list[PoolSheets]:
        """The working of every pool with people in it."""
        return [self._pool(each) for each in self.results.settled.result.pools]

    def _pool(self, pool: PoolResult) -> PoolSheets:
        sheets = grade_sheets(
            self.results.settled, pool, self.names, self.story.moved, assessed=self.results.is_assessed
        )
        return PoolSheets(pool.pool, pool_word(pool.pool), pool.headcount, sheets)

    @property
    def method(self) -> str:
        """How the seats are apportioned."""
        return method_words(self.results.settled)

    @property
    def by_remainder(self) -> bool:
        """Whether the method is that of the largest remainder, whose words tell of ties."""
        return self.results.settled.policy.quotas.method == LARGEST_REMAINDER

    @property
    def sources(self) -> str:
        """Where the rules of the quotas come from."""
        return quota_sources(self.results.settled)

    @property
    def policy_name(self) -> str:
        """The name of the policy that settles the year."""
        return spoken(self.results.settled.policy.name)

    @property
    def heads(self) -> str:
        """Where the heads belong."""
        apart = self.results.settled.policy.units.heads == "own_pool"
        return _("a unit of their own") if apart else _("the unit of their department")

    @property
    def office(self) -> bool:
        """Whether the reader freezes units and enters decided seats."""
        return self.sight.office

    @property
    def is_over(self) -> bool:
        """Whether 31 December has come."""
        return self.today >= date(self.results.year, 12, 31)

    @property
    def may_freeze(self) -> bool:
        """Whether the reader may freeze the units now: for the first time, or because something changed."""
        waits = self.story.latest is None or bool(self.differences)
        return self.office and self.is_over and not self.results.is_final and waits

    @property
    def may_move(self) -> bool:
        """Whether the reader may enter other seats now."""
        return self.office and not self.results.is_final

    @cached_property
    def differences(self) -> list[Difference]:
        """What was learned since the units were frozen and would change them."""
        settled = self.results.settled
        return differences(settled.frozen, {each.number: each.known for each in settled.result.people})

    @cached_property
    def base_changes(self) -> list[BaseChange]:
        """The bases that would be others: counts, which are open to the bureau."""
        frozen = _bases(each.frozen for each in self.differences)
        known = _bases(each.known for each in self.differences)
        standing = _bases(self.results.settled.frozen.values())
        changed = [place for place in sorted(frozen | known) if frozen[place] != known[place]]
        return [
            BaseChange(
                pool_word(pool),
                self.names.full(unit),
                standing[pool, unit],
                standing[pool, unit] - frozen[pool, unit] + known[pool, unit],
            )
            for pool, unit in changed
        ]

    @cached_property
    def movers(self) -> list[Mover]:
        """By name, for whoever knows everybody's circumstances."""
        if not (self.sight.office or self.sight.principal):
            return []
        people = self.results.settled.roster.names
        return [
            Mover(
                each.number,
                people.get(each.number, each.number),
                self._told(each.frozen),
                self._told(each.known),
            )
            for each in self.differences
        ]

    def _told(self, member: Member | None) -> str:
        if member is None or not member.appraised:
            return _("not in the base")
        alone = len(self.pools) == 1
        return self.names.full(member.unit) + ("" if alone else f" · {pool_word(member.pool)}")


def _bases(members: Iterable[Member | None]) -> Counter[tuple[str, str]]:
    """How many count in each unit of each pool."""
    return Counter((each.pool, each.unit) for each in members if each and each.appraised)
