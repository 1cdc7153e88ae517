"""由来: the working of one figure of one person as a tree, as far as its reader may open it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.annual.queries.results import YearResults
from daybook.annual.queries.results_evidence import Notes, SheetNotes
from daybook.annual.shown.elements import ElementTable, element_table
from daybook.annual.shown.rules import rule_words
from daybook.annual.shown.sight import PersonSight
from daybook.annual.shown.words import in_english
from daybook.annual.wording import figure_word, source_words
from daybook.rules.facts import Sheet
from daybook.rules.figure import Figure
from daybook.rules.periods import Period, quarters_of
from daybook.rules.policy import Policy
from daybook.rules.working import Working, tree

OF_QUARTER = frozenset({"majority", "day_weighted"})


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a sheet, when, and for which days; the rater is left out where the title names him."""

    rater: str
    published_on: date | None
    span: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What another superior of the quarter wrote, without scores."""

    rater: str
    first: date
    last: date
    comment: str


@dataclass(slots=True)
class Branch:
    """One figure of the tree. `quarter` (1 to 4) leads to the record of that quarter."""

    title: str
    value: str
    is_open: bool
    counts: bool = True
    formula: str = ""
    is_rounded: bool = False
    rule: str = ""
    source: str = ""
    ballots: str = ""
    closed: str = ""
    signed: Signed | None = None
    table: ElementTable | None = None
    comment: str = ""
    opinions: Sequence[Opinion] = ()
    quarter: int = 0
    children: list[Branch] = field(default_factory=list)


class Workings:
    """Opens the figures of one person for one reader."""

    def __init__(self, results: YearResults, sight: PersonSight, notes: Notes) -> None:
        self.results, self.sight, self.notes = results, sight, notes

    @property
    def policy(self) -> Policy:
        """The policy that settles the year."""
        return self.results.settled.policy

    def branch(self, figure: Figure, *, depth: int) -> Branch:
        """The tree of a figure, its first `depth` levels unfolded."""
        return self._open(tree(figure, self.policy), depth)

    def _open(self, working: Working, depth: int) -> Branch:
        if working.label == "assessment":
            return self._assessment(working, depth)
        if working.label in OF_QUARTER:
            return self._quarter(working, depth)
        if working.label == "sheet_score":
            return self._sheet(working, depth)
        branch = self._plain(working, depth)
        branch.children = [self._open(child, depth - 1) for child in working.children]
        return branch

    def _plain(self, working: Working, depth: int) -> Branch:
        return Branch(
            title=figure_word(working, self.policy, english=in_english()),
            value=working.value,
            is_open=depth > 0,
            counts=working.counts,
            formula=working.formula,
            is_rounded=working.rounded,
            rule=rule_words(working, self.policy),
            source=source_words(working.source, self.policy, english=in_english()),
        )

    def _assessment(self, working: Working, depth: int) -> Branch:
        """The groups of ballots are for the person, the principal leader and the personnel office."""
        branch = self._plain(working, depth)
        branch.ballots = _ballot_words(working)
        if self.sight.classes:
            branch.children = [self._group(child, depth - 1) for child in working.children]
        else:
            branch.formula = ""
            branch.closed = _(
                "The figures of classes are for the person, the principal leader and the personnel office."
            )
        return branch

    def _group(self, working: Working, depth: int) -> Branch:
        branch = self._plain(working, depth)
        branch.ballots = _ballot_words(working)
        return branch

    def _quarter(self, working: Working, depth: int) -> Branch:
        """A quarter with one sheet is that sheet; with several, each stands below with its span."""
        period = quarters_of(self.results.year)[int(working.detail[-1]) - 1]
        if len(working.children) == 1:
            branch = self._sheet(working.children[0], depth)
            branch.title = figure_word(working, self.policy, english=in_english())
        else:
            branch = self._plain(working, depth)
            branch.formula = branch.formula if working.label == "day_weighted" else ""
            branch.children = [self._span(child, depth - 1) for child in working.children]
        branch.quarter = period.number
        branch.opinions = [
            Opinion(notes.rater, key.first_day or period.first, notes.last_day, notes.comment)
            for key, notes in self.notes.opinions_in(period.number).items()
        ]
        return branch

    def _span(self, working: Working, depth: int) -> Branch:
        """One of several sheets of a quarter, called by its rater."""
        branch = self._sheet(working, depth)
        if branch.signed:
            branch.title, branch.signed = branch.signed.rater, replace(branch.signed, rater="")
        return branch

    def _sheet(self, working: Working, depth: int) -> Branch:
        branch = self._plain(working, depth)
        if working.sheet is None:
            return branch
        notes = self.notes.of(working.sheet)
        branch.signed = self._signed(working.sheet)
        branch.comment = notes.comment if notes else ""
        branch.formula = ""
        if self.sight.elements_of(working.sheet):
            branch.table = self._elements(working, notes)
        else:
            branch.closed = _(
                "The elements are for the person, the rater, the higher line and the personnel office."
            )
        return branch

    def _elements(self, working: Working, notes: SheetNotes | None) -> ElementTable:
        return element_table(working, self.policy, notes.reasons if notes else {})

    def _signed(self, sheet: Sheet) -> Signed:
        period = quarters_of(self.results.year)[sheet.quarter - 1]
        names = self.results.settled.roster.names
        return Signed(names.get(sheet.rater, "—"), sheet.published_on, _part(sheet, period))


def _part(sheet: Sheet, period: Period) -> tuple[date, date] | None:
    span = (sheet.first_day or period.first, sheet.last_day or period.last)
    return None if span == (period.first, period.last) else span


def _ballot_words(working: Working) -> str:
    if not working.ballots:
        return ""
    return ngettext("%(count)s ballot", "%(count)s ballots", working.ballots) % {"count": working.ballots}
