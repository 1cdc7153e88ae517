"""由来: the working of one figure of one person as a tree, as far as its reader may open it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.annual.queries.results import YearResults
from daybook.annual.shown.rules import rule_words
from daybook.annual.shown.sight import PersonSight
from daybook.annual.wording import figure_word
from daybook.quarterly.queries.notes import Notes
from daybook.quarterly.shown.branches import Branch, QuarterBranches
from daybook.quarterly.wording import QUARTERS, source_words
from daybook.rules.figure import Figure
from daybook.rules.periods import quarters_of
from daybook.rules.policy import Policy
from daybook.rules.working import Working, tree


class Workings:
    """Opens the figures of one person for one reader."""

    def __init__(self, results: YearResults, sight: PersonSight, notes: Notes) -> None:
        self.results, self.sight = results, sight
        names = results.settled.roster.names
        self.quarters = QuarterBranches(self.policy, names, notes, sight.elements_of)

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
        if working.label in QUARTERS:
            period = quarters_of(self.results.year)[int(working.detail[-1]) - 1]
            return self.quarters.quarter(working, period, depth)
        branch = self._plain(working, depth)
        branch.children = [self._open(child, depth - 1) for child in working.children]
        return branch

    def _plain(self, working: Working, depth: int) -> Branch:
        return Branch(
            title=figure_word(working, self.policy),
            value=working.value,
            is_open=depth > 0,
            counts=working.counts,
            formula=working.formula,
            is_rounded=working.rounded,
            rule=rule_words(working, self.policy),
            source=source_words(working.source, self.policy),
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


def _ballot_words(working: Working) -> str:
    if not working.ballots:
        return ""
    return ngettext("%(count)s ballot", "%(count)s ballots", working.ballots) % {"count": working.ballots}
