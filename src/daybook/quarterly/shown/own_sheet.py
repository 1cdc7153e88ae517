"""A published sheet on the page of its person: elements by group, comment, and the version it corrects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from daybook.org.moments import local_day
from daybook.org.spoken import spoken_code
from daybook.quarterly.access import SheetSight
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import Acknowledgement, ScoreSheet, SheetReopening
from daybook.quarterly.queries.notes import SheetKey, SheetNotes
from daybook.quarterly.queries.own import QuarterRead
from daybook.quarterly.queries.own_objections import ObjectionTold
from daybook.quarterly.queries.own_scored import figure_of_sheet, policy_of_sheet
from daybook.quarterly.queries.own_spans import SpanSheets
from daybook.quarterly.shown.elements import ElementLine, element_table
from daybook.rules.exact import plain
from daybook.rules.policy import Policy
from daybook.rules.sheet import SheetFigure
from daybook.rules.working import Working, tree


def _no_notes() -> SheetNotes:
    return SheetNotes("", date.min, "")


@dataclass(frozen=True, slots=True)
class Group:
    """The elements of one group, with the weight they have together."""

    name: str
    weight: str
    lines: Sequence[ElementLine]


@dataclass(frozen=True, slots=True)
class Changed:
    """An element before and after a correction; empty where the form did not have it."""

    name: str
    before: str
    after: str
    reason: str

    @property
    def is_changed(self) -> bool:
        """Whether the score is another."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Correction:
    """What a corrected sheet changed, and on what grounds it was opened."""

    before: ScoreSheet
    lines: Sequence[Changed]
    score_before: str
    reopening: SheetReopening | None


@dataclass
class SheetShown:
    """One sheet as its reader sees it; without groups where he is shown its total alone."""

    span: SpanSheets
    sheet: ScoreSheet
    workdays: int
    is_part: bool
    counts: bool
    score: str = ""
    rule: Working | None = None
    groups: Sequence[Group] = ()
    correction: Correction | None = None
    until: date | None = None
    objection: ObjectionTold | None = None
    acknowledged_on: date | None = None
    notes: SheetNotes = field(default_factory=_no_notes)

    @property
    def key(self) -> str:
        """What opens its working."""
        return self.sheet.first_day.isoformat()

    @property
    def is_opinion(self) -> bool:
        """Whether it is words alone."""
        return self.sheet.kind == SheetKind.OPINION

    @property
    def is_whole(self) -> bool:
        """Whether the reader is shown its elements."""
        return bool(self.groups)

    @property
    def reopening(self) -> SheetReopening | None:
        """What opened it for correction, as long as nothing corrects it."""
        return reopening_of(self.sheet)


@dataclass
class SheetsShown:
    """Makes the sheets of a quarter ready for its page."""

    read: QuarterRead

    def sheets(self) -> list[SheetShown]:
        """All that the reader is shown, span by span; what was replaced stands no more."""
        kept = [span for span in self.read.spans if not span.is_replaced]
        return [self._sheet(span) for span in kept if span.current.pk in self.read.sights]

    def replaced(self) -> list[ScoreSheet]:
        """Sheets in whose place one of other days stands."""
        gone = [span.before for span in self.read.spans if span.is_replaced and span.before]
        return [sheet for sheet in gone if sheet.pk in self.read.sights]

    def working(self, sheet: ScoreSheet) -> Working:
        """The working of a sheet's own score."""
        return tree(figure_of_sheet(sheet, self.read.about), policy_of_sheet(sheet))

    def _sheet(self, span: SpanSheets) -> SheetShown:
        sheet, read = span.current, self.read
        period = read.period
        shown = SheetShown(
            span=span,
            sheet=sheet,
            workdays=read.workdays(sheet.first_day, sheet.last_day),
            is_part=(sheet.first_day, sheet.last_day) != (period.first, period.last),
            counts=self._counts(sheet),
            acknowledged_on=acknowledged_on(sheet),
            objection=read.objections.get(sheet.pk),
            notes=self._notes_of(sheet),
        )
        if sheet.kind == SheetKind.SCORE:
            self._score(shown)
        return shown

    def _score(self, shown: SheetShown) -> None:
        sheet = shown.sheet
        working = self.working(sheet)
        shown.score, shown.until = working.value, self.read.objection_until(sheet)
        if self.read.sights[sheet.pk] is not SheetSight.WHOLE:
            return
        shown.rule = working
        shown.groups = self._groups(sheet, working)
        before = shown.span.before
        if before is not None and self.read.sights.get(before.pk) is SheetSight.WHOLE:
            shown.correction = self._correction(before, shown)

    def _counts(self, sheet: ScoreSheet) -> bool:
        """Whether the quarter's score comes from it."""
        terms = self.read.figure.terms if self.read.figure else ()
        figures = (each.figure for each in terms if each.weight)
        return sheet.first_day in {each.sheet.first_day for each in figures if isinstance(each, SheetFigure)}

    def _groups(self, sheet: ScoreSheet, working: Working) -> list[Group]:
        in_force = policy_of_sheet(sheet)
        notes = self._notes_of(sheet)
        table = element_table(working, in_force, notes.reasons, notes.cited)
        lines = {line.code: line for line in table.lines}
        form = figure_of_sheet(sheet, self.read.about).form
        groups = in_force.sheets[form.key].groups.items()
        return [_group(in_force, code, [lines[each] for each in codes]) for code, codes in groups]

    def _correction(self, before: ScoreSheet, shown: SheetShown) -> Correction:
        old, in_force = self.working(before), policy_of_sheet(before)
        lines = {line.code: line for group in self._groups(before, old) for line in group.lines}
        new = {line.code: line for group in shown.groups for line in group.lines}
        changed = [_changed(in_force, code, lines, new) for code in dict.fromkeys([*lines, *new])]
        return Correction(before, changed, old.value, reopening_of(before))

    def _notes_of(self, sheet: ScoreSheet) -> SheetNotes:
        key = SheetKey(self.read.period.number, sheet.first_day, sheet.version)
        notes = self.read.notes
        return notes.sheets.get(key) or notes.opinions_in(key.quarter).get(key) or _no_notes()


def acknowledged_on(sheet: ScoreSheet) -> date | None:
    """The day on which the person acknowledged a sheet, if he did."""
    found: Acknowledgement | None = getattr(sheet, "acknowledgement", None)
    return local_day(sheet.bureau, found.acknowledged_at) if found else None


def reopening_of(sheet: ScoreSheet) -> SheetReopening | None:
    """What opened a sheet for correction, if anything did."""
    found: SheetReopening | None = getattr(sheet, "reopening", None)
    return found


def _group(in_force: Policy, code: str, lines: Sequence[ElementLine]) -> Group:
    weight = sum((Decimal(line.weight) for line in lines), Decimal())
    return Group(spoken_code(in_force, code), plain(weight), lines)


def _changed(
    in_force: Policy, code: str, old: Mapping[str, ElementLine], new: Mapping[str, ElementLine]
) -> Changed:
    before, after = old.get(code), new.get(code)
    return Changed(
        spoken_code(in_force, code),
        before.score if before else "",
        after.score if after else "",
        after.reason if after else "",
    )
