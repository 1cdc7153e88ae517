"""由来: the working of a quarter's score as a tree: its sheets, their elements, the entries cited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from daybook.quarterly.queries.notes import Notes
from daybook.quarterly.shown.elements import ElementTable, element_table
from daybook.quarterly.wording import figure_of_quarter, rule_of_quarter, source_words
from daybook.rules.facts import Sheet
from daybook.rules.periods import Period
from daybook.rules.policy import Policy
from daybook.rules.working import Working


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


@dataclass(frozen=True)
class QuarterBranches:
    """Opens the quarters of one person for one reader, who is shown the elements of some sheets.

    `names` gives the name of a number.
    """

    policy: Policy
    names: Mapping[str, str]
    notes: Notes
    shows_elements: Callable[[Sheet], bool]

    def quarter(self, working: Working, period: Period, depth: int) -> Branch:
        """A quarter with one sheet is that sheet; with several, each stands below with its span."""
        if len(working.children) == 1:
            branch = self.sheet(working.children[0], period, depth)
            branch.title = figure_of_quarter(working, self.policy)
        else:
            branch = self._plain(working, depth)
            branch.formula = branch.formula if working.label == "day_weighted" else ""
            branch.children = [self._span(child, period, depth - 1) for child in working.children]
        branch.quarter = period.number
        branch.opinions = [
            Opinion(notes.rater, key.first_day or period.first, notes.last_day, notes.comment)
            for key, notes in self.notes.opinions_in(period.number).items()
        ]
        return branch

    def _span(self, working: Working, period: Period, depth: int) -> Branch:
        """One of several sheets of a quarter, called by its rater."""
        branch = self.sheet(working, period, depth)
        if branch.signed:
            branch.title, branch.signed = branch.signed.rater, replace(branch.signed, rater="")
        return branch

    def sheet(self, working: Working, period: Period, depth: int) -> Branch:
        """One sheet: who signed it, and its elements where the reader is shown them."""
        branch = self._plain(working, depth)
        if working.sheet is None:
            return branch
        notes = self.notes.of(working.sheet)
        branch.signed = self._signed(working.sheet, period)
        branch.comment = notes.comment if notes else ""
        branch.formula = ""
        if self.shows_elements(working.sheet):
            given = (notes.reasons, notes.cited) if notes else ({}, {})
            branch.table = element_table(working, self.policy, *given)
        else:
            branch.closed = _(
                "The elements are for the person, the rater, the higher line and the personnel office."
            )
        return branch

    def _plain(self, working: Working, depth: int) -> Branch:
        return Branch(
            title=figure_of_quarter(working, self.policy),
            value=working.value,
            is_open=depth > 0,
            counts=working.counts,
            formula=working.formula,
            is_rounded=working.rounded,
            rule=rule_of_quarter(working),
            source=source_words(working.source, self.policy),
        )

    def _signed(self, sheet: Sheet, period: Period) -> Signed:
        rater = self.names.get(sheet.rater, sheet.rater) or _("the committee")
        return Signed(rater, sheet.published_on, _part(sheet, period))


def _part(sheet: Sheet, period: Period) -> tuple[date, date] | None:
    span = (sheet.first_day or period.first, sheet.last_day or period.last)
    return None if span == (period.first, period.last) else span
