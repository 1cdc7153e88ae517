"""The working of a figure as a tree of texts: value, formula, source, and what is below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from daybook.rules.assessment import GroupFigure, shown_groups
from daybook.rules.exact import HUNDRED, fixed, is_finite, plain, score_text
from daybook.rules.facts import Sheet
from daybook.rules.figure import Figure, Term
from daybook.rules.month import Indicator
from daybook.rules.policy import Policy
from daybook.rules.sheet import SheetFigure

PLACES = 2
ELEMENT_PLACES = 1
TENTH = 10  # hundredths


@dataclass(frozen=True, slots=True)
class Working:
    """One figure opened: ``label`` is the rule's name, ``detail`` says which (quarter, element, classes).

    ``formula`` is in figures and signs only, without words; ``rounded`` tells that its outcome was rounded
    to ``value``. ``source`` is a key of the policy's sources. ``weighed`` is what the figure adds to the one
    above it (``10 × 92.0``), ``counts`` whether it is counted there at all. ``ballots`` is the number of
    ballots behind an assessment or a group of it. ``sheet`` is the sheet a score comes from, so that its
    evidence can be found.
    """

    label: str
    detail: str
    value: str
    formula: str
    rounded: bool
    source: str
    weighed: str
    counts: bool
    ballots: int
    sheet: Sheet | None
    children: tuple[Working, ...]


def tree(figure: Figure, policy: Policy) -> Working:
    """The working of a figure, down to the element scores, or to the groups of ballots that may be shown."""
    return _open(Term(1, figure), policy, "")


def _open(term: Term, policy: Policy, weighed: str) -> Working:
    figure = term.figure
    children = figure_terms(figure, policy)
    return Working(
        label=figure.rule,
        detail=figure.detail,
        value=_value(figure),
        formula=formula(figure, policy),
        rounded=bool(children) and _is_rounded(figure),
        source=policy.source_of(figure.path),
        weighed=weighed,
        counts=bool(term.weight),
        ballots=_ballots(figure, policy),
        sheet=figure.sheet if isinstance(figure, SheetFigure) else None,
        children=tuple(_open(each, policy, _weighed(figure, each)) for each in children),
    )


def figure_terms(figure: Figure, policy: Policy) -> Sequence[Term]:
    """What may be opened below a figure: its terms, but of ballots only groups large enough."""
    if figure.rule != "assessment":
        return figure.terms
    groups = shown_groups(policy, figure)
    return [Term(group.weight, group.figure) for group in groups] if len(groups) > 1 else []


def _ballots(figure: Figure, policy: Policy) -> int:
    """How many ballots stand behind a figure; 0 where none does, or where they are too few to show."""
    if isinstance(figure, GroupFigure):
        return figure.ballots
    return sum(group.ballots for group in shown_groups(policy, figure)) if figure.rule == "assessment" else 0


def _is_rounded(figure: Figure) -> bool:
    """Whether the value shown is not the exact one; an indicator is shown with one place."""
    if isinstance(figure, Indicator):
        return figure.exact % TENTH != 0
    return figure.exact != figure.hundredths


def _value(figure: Figure) -> str:
    if isinstance(figure, Indicator):
        return figure.shown
    if figure.rule == "element" and figure.hundredths % 10 == 0:
        return fixed(Fraction(figure.number, HUNDRED), ELEMENT_PLACES)
    return score_text(figure.hundredths)


def _weighed(figure: Figure, term: Term) -> str:
    """What a term adds, as a product; for elements only, where the table shows it."""
    return f"{plain(term.weight)} × {_value(term.figure)}" if figure.rule == "sheet_score" else ""


def formula(figure: Figure, policy: Policy) -> str:
    """The formula of a figure with its numbers; empty for a given score and for what may not be opened."""
    if isinstance(figure, Indicator):
        return figure.formula
    terms = figure_terms(figure, policy)
    write = FORMULAS.get(figure.rule)
    return write(figure, terms) if terms and write else ""


def _shares(figure: Figure, terms: Sequence[Term]) -> str:
    """0.50 × 90.35 + 0.50 × 92.14 = 91.245."""
    parts = [f"{fixed(Fraction(term.weight), PLACES)} × {_value(term.figure)}" for term in terms]
    return f"{' + '.join(parts)}{_outcome(figure)}"


def _mean(figure: Figure, terms: Sequence[Term]) -> str:
    """(88.00 + 92.50 + 90.00 + 85.25) ÷ 4 = 88.9375."""
    return f"({' + '.join(_value(term.figure) for term in terms)}) ÷ {len(terms)}{_outcome(figure)}"


def _weighted(figure: Figure, terms: Sequence[Term]) -> str:
    """(30 × 90.00 + 31 × 80.00) ÷ 61 ≈ 84.9180."""
    parts = [f"{plain(term.weight)} × {_value(term.figure)}" for term in terms]
    total = plain(sum((Fraction(term.weight) for term in terms), Fraction()))
    return f"({' + '.join(parts)}) ÷ {total}{_outcome(figure)}"


def _groups(figure: Figure, terms: Sequence[Term]) -> str:
    """(60 × 92.31 + 40 × 91.88) ÷ 100; what is shown is rounded, so no outcome is claimed."""
    parts = [f"{plain(term.weight)} × {_value(term.figure)}" for term in terms]
    return f"({' + '.join(parts)}) ÷ {plain(sum((Fraction(term.weight) for term in terms), Fraction()))}"


def _chosen(figure: Figure, terms: Sequence[Term]) -> str:
    """The score of the sheet that counts, when there were others."""
    return _value(figure) if len(terms) > 1 else ""


def _outcome(figure: Figure) -> str:
    """The exact outcome, where publishing rounded it."""
    if figure.exact == figure.hundredths:
        return ""
    return f" {'=' if is_finite(figure.exact / HUNDRED) else '≈'} {plain(figure.exact / HUNDRED)}"


FORMULAS: dict[str, Callable[[Figure, Sequence[Term]], str]] = {
    "annual_total": _shares,
    "routine_score": _mean,
    "day_weighted": _weighted,
    "sheet_score": _weighted,
    "assessment": _groups,
    "majority": _chosen,
    "career_appraisal": _weighted,
    "career_evaluation": _groups,
}
