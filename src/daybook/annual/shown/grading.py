"""等次: the table in which grades are proposed and decided, what was chosen, what the last step changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.http import Http404
from django.utils.translation import pgettext

from daybook.annual.access import YearSight
from daybook.annual.actions.drafts import about_unit
from daybook.annual.enums import Grade, QuotaGrade, Stage
from daybook.annual.fitness import SeatUse, departs, is_open, seats_used
from daybook.annual.models import GradeWriting
from daybook.annual.queries.decided import DecisionLog, decision_log
from daybook.annual.queries.results import Decided, YearResults
from daybook.annual.shown.page import ResultsPage, Table
from daybook.annual.shown.ranks import Row, holds_seat
from daybook.annual.shown.steps import StepChanges, step_changes
from daybook.annual.shown.units import UnitNames
from daybook.annual.wording import grade_word
from daybook.org.frame import Frame
from daybook.rules.nearcut import Standing, error_text, near_the_cut
from daybook.rules.result import PersonResult
from daybook.rules.units import HEADS, NOBODY

PROPOSE, DECIDE = "propose", "decide"
GRADE, REASON = "grade:", "reason:"
FIXED_COLUMNS = 7  # rank, name, three figures, conditions, suggestion
OPEN_TO_DECIDE = frozenset({Stage.PROPOSED.value, Stage.DECIDED.value})


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One person of the table with what is chosen; `near` is the error that reaches the last seat."""

    row: Row
    options: Sequence[tuple[str, str]]
    grade: str
    reason: str
    standing: str
    standing_reason: str
    near: str
    fault: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit of a pool in the overview: how many people, how far, the seats used, departures, own changes."""

    table: Table
    name: str
    people: int
    stage: str
    seats: Sequence[SeatUse]
    departing: int
    changed: int
    is_here: bool

    @property
    def stage_word(self) -> str:
        """How far the unit has come, in words; nothing before it is proposed."""
        return str(Stage(self.stage).label) if self.stage else ""


@dataclass
class GradingPage:
    """What the page of a year's grades shows to one reader; `typed` is what was sent, after a refusal."""

    frame: Frame
    results: YearResults
    sight: YearSight
    base: ResultsPage
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)

    def checked(self) -> GradingPage:
        """The page itself, for who sees the ranked table of a unit. Raises Http404."""
        if self.base.table is None:
            raise Http404
        return self

    @property
    def table(self) -> Table:
        """The table that is shown. Raises Http404."""
        if self.base.table is None:
            raise Http404
        return self.base.table

    @property
    def names(self) -> UnitNames:
        """What the units are called."""
        return self.base.names

    @cached_property
    def log(self) -> DecisionLog:
        """Every version of every grade."""
        return decision_log(self.frame.bureau, self.results.year)

    @cached_property
    def drafts(self) -> Mapping[str, GradeWriting]:
        """What the reader has chosen and not sent, by what it is about."""
        rows = GradeWriting.objects.filter(
            writer=self.frame.person, about__startswith=f"{self.results.year}:"
        )
        return {row.about: row for row in rows}

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """What was chosen: sent now, else kept."""
        kept: dict[str, str] = {}
        for draft in self.drafts.values():
            kept.update(draft.fields)
        return {**kept, **self.typed}

    @cached_property
    def members(self) -> list[PersonResult]:
        """The people of the table."""
        return self.results.members(self.table.pool, self.table.unit)

    @property
    def everybody(self) -> Sequence[PersonResult]:
        """Everybody of the year."""
        return self.results.settled.result.people

    @cached_property
    def unproposed(self) -> list[str]:
        """The names of units of which no grade, or not every one, is proposed."""
        found = {each.unit for each in self.everybody if self.results.decided(each) is None}
        return [self.names.full(unit) for unit in sorted(found)]

    @property
    def step(self) -> str:
        """How far the table has come."""
        return self.base.step

    @property
    def act(self) -> str:
        """What the reader does here: propose, decide, or nothing."""
        if not self.results.is_assessed:
            return ""
        if self._decides and not self.unproposed and self.bureau_step in OPEN_TO_DECIDE:
            return DECIDE
        return PROPOSE if self._proposes(self.table) and self.step in {"", Stage.PROPOSED} else ""

    @cached_property
    def bureau_step(self) -> str:
        """How far the whole bureau has come: the stage of who is furthest."""
        order = [Stage.PROPOSED, Stage.DECIDED, Stage.NOTICED, Stage.FINAL]
        reached = [order.index(Stage(each.stage)) for each in self._decided.values()]
        return order[max(reached)].value if reached else ""

    @property
    def can_notice(self) -> bool:
        """Whether the personnel office may put up the list now."""
        policy = self.results.settled.policy.notice
        return self.sight.office and policy.applies and self.bureau_step == Stage.DECIDED

    @cached_property
    def rows(self) -> list[GradeRow]:
        """The rows of the table."""
        ranks, people = self.base.ranks, {each.number: each for each in self.members}
        return [self._row(row, people[row.number]) for row in (ranks.rows if ranks else ())]

    @cached_property
    def ties(self) -> list[Row]:
        """Who is tied and not settled yet."""
        return [each.row for each in self.rows if each.row.is_tied and not each.grade]

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return FIXED_COLUMNS + bool(self.step) + (2 if self.act else 1)

    @property
    def tied_names(self) -> str:
        """Whose ties are open, as a list."""
        return pgettext("list of names", ", ").join(row.name for row in self.ties)

    @property
    def waiting_names(self) -> str:
        """Which units are not proposed, as a list."""
        return pgettext("list of names", ", ").join(self.unproposed)

    @property
    def notice_grades(self) -> str:
        """The grades that the policy puts up, as a list."""
        grades = self.results.settled.policy.notice.grades
        return pgettext("list of names", ", ").join(map(grade_word, grades))

    @property
    def shows_notice(self) -> bool:
        """Whether the policy knows public notices."""
        return self.results.settled.policy.notice.applies

    @property
    def can_finish(self) -> bool:
        """Whether the personnel office may make the year final without a notice."""
        return self.sight.office and not self.shows_notice and self.bureau_step == Stage.DECIDED

    @cached_property
    def lines(self) -> list[UnitLine]:
        """The overview, of the units that the reader sees."""
        uses = list(seats_used(self.results.settled.result, self.chosen))
        return [self._line(table, uses) for table in self.base.tables]

    @property
    def next_line(self) -> UnitLine | None:
        """Another table of which the reader is still to propose the grades, once this one is proposed."""
        waiting = (line for line in self.lines if not line.stage and self._proposes(line.table))
        return next(waiting, None) if self.step else None

    @cached_property
    def chosen(self) -> Mapping[str, str]:
        """The grade of everybody as it would stand: chosen, else standing, else suggested."""
        return {each.number: self.grade_of(each) for each in self.everybody}

    @cached_property
    def seats(self) -> list[SeatUse]:
        """The seats of the table by what is chosen."""
        return [use for line in self.lines if line.is_here for use in line.seats]

    @cached_property
    def changes(self) -> StepChanges | None:
        """What the last step changed in the table; nothing before the first."""
        return step_changes(self.results, self.log, self.members)

    def grade_of(self, each: PersonResult) -> str:
        """The grade that is chosen for a person."""
        if f"{GRADE}{each.number}" in self.fields:
            return self.fields[f"{GRADE}{each.number}"]
        decided = self._decided.get(each.number)
        return decided.grade if decided else each.suggested or ""

    def reason_of(self, each: PersonResult) -> str:
        """The reason that is typed for a person."""
        if f"{REASON}{each.number}" in self.fields:
            return self.fields[f"{REASON}{each.number}"]
        decided = self._decided.get(each.number)
        if decided is None or self.grade_of(each) != decided.grade:
            return ""
        return decided.reason

    @property
    def draft(self) -> GradeWriting | None:
        """The kept draft of this page of the table."""
        table = self.table
        return self.drafts.get(about_unit(self.results.year, table.pool, table.unit, table.page))

    @property
    def _decides(self) -> bool:
        return self.sight.principal or self.sight.office

    def _proposes(self, table: Table) -> bool:
        own = table.unit == self.sight.number and (self.sight.leader or self.sight.principal)
        return own or (self.sight.principal and table.unit in {HEADS, NOBODY})

    @cached_property
    def _decided(self) -> Mapping[str, Decided]:
        found = {each.number: self.results.decided(each) for each in self.everybody}
        return {number: decided for number, decided in found.items() if decided}

    @cached_property
    def _near(self) -> Mapping[str, str]:
        """The standard error of those whom it takes to the last seat, by number."""
        contenders = [
            Standing(each.number, each.total, holds_seat(each, QuotaGrade.EXCELLENT))
            for each in self.members
            if each.total and QuotaGrade.EXCELLENT in each.eligible
        ]
        return {number: error_text(variance) for number, variance in near_the_cut(contenders).items()}

    def _row(self, row: Row, each: PersonResult) -> GradeRow:
        decided = self._decided.get(each.number)
        return GradeRow(
            row=row,
            options=open_grades(each),
            grade=self.grade_of(each),
            reason=self.reason_of(each),
            standing=grade_word(decided.grade) if decided else "",
            standing_reason=decided.reason if decided else "",
            near=self._near.get(each.number, ""),
            fault=self.faults.get(each.number, ""),
            is_own=each.number == self.sight.number,
        )

    def _line(self, table: Table, uses: Sequence[SeatUse]) -> UnitLine:
        people = self.results.members(table.pool, table.unit)
        return UnitLine(
            table=table,
            name=self.names.full(table.unit),
            people=len(people),
            stage=self._stage(people),
            seats=[use for use in uses if (use.pool, use.unit) == (table.pool, table.unit)],
            departing=sum(departs(each, self.chosen[each.number]) for each in people),
            changed=sum(self._is_changed(each) for each in people),
            is_here=(table.pool, table.unit) == (self.table.pool, self.table.unit),
        )

    def _stage(self, people: Sequence[PersonResult]) -> str:
        order = ["", *Stage.values]
        stages = [self._decided[each.number].stage if each.number in self._decided else "" for each in people]
        return min(stages, key=order.index, default="")

    def _is_changed(self, each: PersonResult) -> bool:
        decided = self._decided.get(each.number)
        return decided is not None and self.chosen[each.number] != decided.grade


def open_grades(each: PersonResult) -> list[tuple[str, str]]:
    """The grades that are open to somebody: quota grades to the eligible, what a circumstance decides."""
    return [(code, grade_word(code)) for code in Grade.values if is_open(each, code)]
