"""The page of a year's results: which table a reader gets, and what is opened beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, QueryDict

from daybook.annual.access import YearSight
from daybook.annual.enums import Stage
from daybook.annual.queries.results import YearResults
from daybook.annual.shown.cells import ASSESSMENT, QUARTER_KEYS, ROUTINE, TOTAL
from daybook.annual.shown.own import Place, place_of
from daybook.annual.shown.panel import Panel, asked_figure, panel_of, sight_for
from daybook.annual.shown.quotas import PoolTable, method_words, pool_tables, quota_sources
from daybook.annual.shown.ranks import RankTable, page_of, rank_table
from daybook.annual.shown.sight import PersonSight
from daybook.annual.shown.units import UnitNames, unit_names
from daybook.annual.wording import pool_word, warning_words
from daybook.org.frame import Frame
from daybook.org.spoken import spoken
from daybook.rules.result import PersonResult

STEPS = (Stage.PROPOSED, Stage.DECIDED, Stage.NOTICED, Stage.FINAL)


@dataclass(frozen=True, slots=True)
class Table:
    """Where a reader is: a unit of a pool, and the page of its table."""

    pool: str
    unit: str
    page: int = 1


@dataclass(frozen=True)
class ResultsPage:
    """What the page of a year's results shows to one reader who asked for `asked`."""

    frame: Frame
    results: YearResults
    sight: YearSight
    asked: QueryDict

    def checked(self) -> ResultsPage:
        """The page itself, once what was asked for is there. Raises Http404."""
        asked, shown = self._asked_figure[0], (self.table, self.panel)
        if asked and shown[1] is None:
            raise Http404
        return self

    @cached_property
    def names(self) -> UnitNames:
        """The names of the units."""
        return unit_names(self.results.settled)

    @cached_property
    def pools(self) -> Sequence[PoolTable]:
        """The quotas, open to everybody."""
        return pool_tables(self.results, self.names)

    @property
    def method(self) -> str:
        """How the seats are apportioned."""
        return method_words(self.results.settled)

    @property
    def sources(self) -> str:
        """Where the rules of the quotas come from."""
        return quota_sources(self.results.settled)

    @property
    def warnings(self) -> list[str]:
        """What the settling warns of, as sentences."""
        return [warning_words(code) for code in self.results.settled.result.warnings]

    @property
    def policy_name(self) -> str:
        """The name of the policy that settles the year."""
        return spoken(self.results.settled.policy.name)

    @cached_property
    def units(self) -> set[str]:
        """The units whose table the reader may see."""
        return {each.unit for each in self.tables}

    @cached_property
    def opened(self) -> PersonSight | None:
        """Whose figure is opened: the one asked for, else the reader's own. Raises Http404."""
        number, _ = self._asked_figure
        if number:
            return sight_for(self.frame, self.sight, self.results, number)
        own = self.results.find(self.sight.number)
        return (
            None if own is None or self.table else sight_for(self.frame, self.sight, self.results, own.number)
        )

    @cached_property
    def _asked_figure(self) -> tuple[str, str]:
        return asked_figure(str(self.asked.get("open", "")))

    @cached_property
    def panel(self) -> Panel | None:
        """The working beside the table. Raises Http404 for a figure that is not there."""
        if self.opened is None:
            return None
        key = self._asked_figure[1] or _foremost(self.opened)
        return panel_of(self.frame, self.results, self.opened, key) if key else None

    @cached_property
    def tables(self) -> list[Table]:
        """The tables that the reader may see, in the order of pools and units."""
        pools = list(self.results.settled.policy.pools)
        found = {(each.pool, each.unit) for each in self.results.settled.result.people}
        ordered = sorted(found, key=lambda each: (pools.index(each[0]), each[1]))
        return [Table(pool, unit) for pool, unit in ordered if self.sight.ranking_of(unit)]

    @cached_property
    def table(self) -> Table | None:
        """The table that is shown: of who is opened, the one asked for, else the first. Raises Http404."""
        number, _ = self._asked_figure
        if number:
            each = self.results.find(number)
            return self._table_of(each) if each and self.sight.ranking_of(each.unit) else None
        asked = [each for each in self.tables if self._fits(each)]
        if not asked and ("unit" in self.asked or "pool" in self.asked):
            raise Http404
        page = self.asked.get("page", "")
        first = self._first(asked)
        return first and Table(first.pool, first.unit, int(page) if page.isdecimal() else 1)

    def _first(self, tables: Sequence[Table]) -> Table | None:
        """A leader's own unit before the others."""
        return next(
            (each for each in tables if each.unit == self.sight.number), tables[0] if tables else None
        )

    def _fits(self, table: Table) -> bool:
        unit, pool = self.asked.get("unit", table.unit), self.asked.get("pool", table.pool)
        return (table.unit, table.pool) == (unit, pool)

    def _table_of(self, each: PersonResult) -> Table:
        return Table(each.pool, each.unit, page_of(self.results, each))

    @cached_property
    def ranks(self) -> RankTable | None:
        """The ranked table, where the reader may see one."""
        if self.table is None:
            return None
        return rank_table(self.results, self.table.pool, self.table.unit, self.frame.today, self.table.page)

    @cached_property
    def unit_name(self) -> str:
        """What the unit of the table is called."""
        return self.names.short(self.table.unit) if self.table else ""

    @property
    def pool_name(self) -> str:
        """What the pool of the table is called; nothing where there is one pool only."""
        return pool_word(self.table.pool) if self.table and len(self.pools) > 1 else ""

    @property
    def decides(self) -> bool:
        """Whether the reader is in charge of the table's unit, so that its ties wait for him."""
        return self.table is not None and self.table.unit == self.sight.number

    @cached_property
    def own(self) -> Place | None:
        """The reader's own line, where there is one."""
        each = self.results.find(self.sight.number)
        if each is None:
            return None
        sight = PersonSight(self.sight, self.results, each, self.frame.today)
        return place_of(self.results, sight, self.names, self.frame.today)

    @cached_property
    def staff(self) -> list[tuple[str, str]]:
        """Whose years a head may open: number and name of the own people; a leader has the table."""
        own = self.results.find(self.sight.number)
        if self.table or own is None or own.category != "head":
            return []
        people = [each for each in self.results.settled.result.people if each.department == own.department]
        seen = [PersonSight(self.sight, self.results, each, self.frame.today) for each in people]
        names = self.results.settled.roster.names
        return [
            (each.each.number, names[each.each.number]) for each in seen if each.result and not each.is_own
        ]

    @cached_property
    def step(self) -> str:
        """How far the table's unit, or the whole bureau, has come; empty before anything is proposed.

        A notice names a few; while it hangs, all whose grades are decided wait for its end.
        """
        everybody = self.results.settled.result.people
        people = self.results.members(self.table.pool, self.table.unit) if self.table else everybody
        reached = min(self._stages(people), key=STEPS.index, default=None)
        if reached == Stage.DECIDED and Stage.NOTICED in self._stages(everybody):
            return Stage.NOTICED.value
        return reached.value if reached else ""

    def _stages(self, people: Sequence[PersonResult]) -> set[Stage]:
        decisions = (self.results.decided(each) for each in people)
        return {Stage(each.stage) for each in decisions if each}


def _foremost(sight: PersonSight) -> str:
    """The figure that is opened where none is asked for: the total, or what comes nearest to it."""
    keys = (TOTAL, ROUTINE, ASSESSMENT, *reversed(QUARTER_KEYS))
    return next((key for key in keys if sight.figure(key)), "")
