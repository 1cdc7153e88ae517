"""由来: the working of a career evaluation as a tree, down to the annual totals and what was entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.annual.shown.rules import rule_words as annual_rule_words
from daybook.merit.queries.career import Evaluation
from daybook.merit.wording import RULES, career_word
from daybook.quarterly.wording import source_words
from daybook.rules.exact import plain
from daybook.rules.figure import Figure
from daybook.rules.policy import Policy
from daybook.rules.working import Working, tree


@dataclass(slots=True)
class CareerBranch:
    """One figure of the tree; `year` leads to the person's page of that year, `notes` say more of it."""

    title: str
    value: str
    weight: str = ""
    formula: str = ""
    is_rounded: bool = False
    rule: str = ""
    source: str = ""
    notes: Sequence[str] = ()
    year: int = 0
    children: list[CareerBranch] = field(default_factory=list)


def career_branch(evaluation: Evaluation, policy: Policy, *, classes: bool) -> CareerBranch | None:
    """The tree of an evaluation; nothing where it has no value, or may not be opened by this reader."""
    figure = evaluation.figure
    if figure is None or (evaluation.is_recognition_reckoned and not classes):
        return None
    branch = _open(tree(figure, policy), evaluation, policy)
    for term, child in zip(figure.terms, branch.children, strict=True):
        child.weight = plain(term.weight)
    return branch


def dimension_branches(evaluation: Evaluation, policy: Policy) -> list[CareerBranch]:
    """The dimensions that everybody who sees the evaluation may open, where the whole is closed to him."""
    return [
        _open(tree(figure, policy), evaluation, policy)
        for code, figure in evaluation.dimensions.items()
        if figure.rule != "career_recognition"
    ]


def is_closed(evaluation: Evaluation, *, classes: bool) -> bool:
    """Whether a reader who does not see the classes of ballots may not see the evaluation either."""
    return evaluation.figure is not None and evaluation.is_recognition_reckoned and not classes


def shown_value(figure: Figure | None) -> str:
    """A figure with two places; a dash where there is none."""
    return "—" if figure is None else str(figure.value)


def _open(working: Working, evaluation: Evaluation, policy: Policy) -> CareerBranch:
    return CareerBranch(
        title=career_word(working, policy),
        value=working.value,
        formula=working.formula,
        is_rounded=working.rounded and working.label != "career_recognition",
        rule=str(RULES.get(working.label, "")) or annual_rule_words(working, policy)
        if working.label != "year_total"
        else "",
        source="" if working.label == "year_total" else source_words(working.source, policy),
        notes=_notes(working, evaluation),
        year=int(working.detail) if working.label == "year_total" else 0,
        children=[_open(child, evaluation, policy) for child in working.children],
    )


def _notes(working: Working, evaluation: Evaluation) -> Sequence[str]:
    if working.ballots:
        count = {"count": working.ballots}
        return [ngettext("%(count)s ballot", "%(count)s ballots", working.ballots) % count]
    if working.label == "career_entered":
        row = evaluation.inputs[working.detail][0]
        return [row.reason, _("Document: %(document)s") % {"document": row.document}]
    return []
