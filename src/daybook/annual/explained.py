"""One person's year as a tree of text: each figure with its formula, its source, and what is below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.annual.queries.settled import Settled
from daybook.annual.wording import figure_word, grade_word, reason_words
from daybook.daily.queries.evidence import entries_in_span
from daybook.org.models import Bureau
from daybook.quarterly.queries.notes import NOTHING, SheetKey, openly_cited
from daybook.quarterly.wording import source_words
from daybook.rules.facts import Sheet
from daybook.rules.periods import quarters_of
from daybook.rules.policy import Policy
from daybook.rules.result import PersonResult
from daybook.rules.working import Working, tree

BRANCH, LAST_BRANCH, TRUNK, GAP = "├─ ", "└─ ", "│  ", "   "


def explained(bureau: Bureau, settled: Settled, number: str) -> str:
    """The working of a person's year. Raises KeyError for a number that is not among the year's people."""
    result = settled.result.of(number)
    tops = [figure for figure in (result.total,) if figure] or [
        figure for figure in (result.routine, result.assessment, *result.quarters.values()) if figure
    ]
    lines = list(_heading(settled, result))
    for figure in tops:
        lines += _Tree(bureau, settled, number).lines(tree(figure, settled.policy))
    return "\n".join([*lines, ""])


def _heading(settled: Settled, result: PersonResult) -> Iterator[str]:
    yield f"{result.number} {settled.roster.names[result.number]} {settled.result.year}"
    yield _("Suggested: %(grade)s") % {"grade": grade_word(result.suggested)}
    minimum = str(settled.policy.eligibility.routine_minimum)
    for code in [*result.barred_by, *result.why]:
        yield f"· {reason_words(code, minimum)} ({code})"
    yield ""


class _Tree:
    """The lines of one figure of one person."""

    def __init__(self, bureau: Bureau, settled: Settled, number: str) -> None:
        self.bureau, self.settled, self.number = bureau, settled, number
        self.cited = openly_cited(bureau, number, settled.result.year)

    @property
    def policy(self) -> Policy:
        return self.settled.policy

    def lines(
        self,
        working: Working,
        above: str = "",
        joint: str = "",
        below: str = "",
        *,
        sheet: Sheet | None = None,
    ) -> Iterator[str]:
        """The figure's own line, its formula and source, then its children; an element is of a `sheet`."""
        yield f"{above}{joint}{self._title(working)}"
        inner = above + below
        notes = [note for note in (*self._notes(working), *self._evidence(working, sheet)) if note]
        rest: Sequence[Working] = working.children
        for note in notes:
            yield f"{inner}{TRUNK if rest else GAP}{note}"
        for position, child in enumerate(rest, start=1):
            last = position == len(rest)
            joints = (LAST_BRANCH, GAP) if last else (BRANCH, TRUNK)
            yield from self.lines(child, inner, *joints, sheet=working.sheet)

    def _title(self, working: Working) -> str:
        name = figure_word(working, self.policy)
        weighed = f"  {working.weighed}" if working.weighed else ""
        uncounted = "" if working.counts else "  " + _("(not counted)")
        return f"{name}  {working.value}{weighed}{uncounted}"

    def _notes(self, working: Working) -> Iterator[str]:
        if working.formula:
            yield working.formula + (_(", rounded") if working.rounded else "")
        if working.ballots:
            yield ngettext("%(count)s ballot", "%(count)s ballots", working.ballots) % {
                "count": working.ballots
            }
        if working.sheet:
            yield from self._sheet(working.sheet)
        if working.label != "element":
            yield source_words(working.source, self.policy)

    def _evidence(self, working: Working, sheet: Sheet | None) -> Iterator[str]:
        """The entries cited for an element; of one that is not open to all only that it is there."""
        if sheet is None or working.label != "element":
            return
        key = SheetKey(sheet.quarter, sheet.first_day, sheet.version)
        for each in self.cited.get(key, NOTHING).get(working.detail, ()):
            text = each.text or _("Internal matter")
            yield f"{each.day} {text} ({each.key})"

    def _sheet(self, sheet: Sheet) -> Iterator[str]:
        """Who signed it and when, and the record of its span."""
        first, last = self._span(sheet)
        signer = self.settled.roster.names.get(sheet.rater, sheet.rater) or _("the committee")
        yield _("%(rater)s, published on %(day)s, for %(first)s to %(last)s") % {
            "rater": signer,
            "day": sheet.published_on or "—",
            "first": first,
            "last": last,
        }
        count = entries_in_span(self.bureau, self.number, first, last)
        yield ngettext("%(count)s log entry in the span", "%(count)s log entries in the span", count) % {
            "count": count
        }

    def _span(self, sheet: Sheet) -> tuple[date, date]:
        period = quarters_of(self.settled.result.year)[sheet.quarter - 1]
        return sheet.first_day or period.first, sheet.last_day or period.last
