"""The career evaluation (干部经历业绩评价): weighted dimensions, of which the appraisal is the heaviest.

It is shown, never published or ranked: a dimension keeps its exact value until somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from daybook.rules.assessment import GroupFigure, merged_figure, shown_groups
from daybook.rules.figure import Figure, Term, weighted_mean
from daybook.rules.policy import Policy

APPRAISAL, RECOGNITION = "appraisal", "recognition"
COMPUTED = (APPRAISAL, RECOGNITION)
RECOGNISED_BY = ("C", "D")
DIMENSIONS_PATH = "career.dimensions"
YEARS_PATH = "career.year_weights"
TOTALS_PATH = "annual_total"


def years_of(policy: Policy, year: int) -> tuple[int, ...]:
    """The years whose annual totals count for an evaluation of `year`, the newest first."""
    return tuple(year - back for back in range(len(policy.career.year_weights)))


def appraisal_dimension(policy: Policy, year: int, totals: Mapping[int, int]) -> Figure | None:
    """考核结果: the annual totals (hundredths) of the last years, weighted, newest first; exact.

    A year without a total is dropped and the others are rescaled; `None` without any.
    Source: confirmed_default.
    """
    weighted = zip(years_of(policy, year), policy.career.year_weights, strict=True)
    terms = [
        Term(weight, Figure("year_total", totals[each], (), TOTALS_PATH, str(each)))
        for each, weight in weighted
        if weight and each in totals
    ]
    return Figure("career_appraisal", weighted_mean(terms), terms, YEARS_PATH, APPRAISAL) if terms else None


def recognition_dimension(policy: Policy, assessed: Figure) -> Figure | None:
    """群众公认: what heads and staff say in the assessment, C and D merged; exact.

    `None` where these classes may not be shown by themselves: from them and the assessment everybody could
    reckon what the few other ballots say. Source: confirmed_default.
    """
    groups = [each for each in shown_groups(policy, assessed) if {*each.classes} <= {*RECOGNISED_BY}]
    shown = {each for group in groups for each in group.classes}
    cast = {term.figure.detail for term in assessed.terms if term.figure.detail in RECOGNISED_BY}
    mean = merged_figure(assessed, RECOGNISED_BY)
    if mean is None or shown != cast:
        return None
    ballots = sum(each.ballots for each in groups)
    below = GroupFigure(mean, [each for each in RECOGNISED_BY if each in cast], ballots)
    return Figure(
        "career_recognition", mean, [Term(1, below)], f"{DIMENSIONS_PATH}.{RECOGNITION}", RECOGNITION
    )


def entered_dimension(dimension: str, hundredths: int) -> Figure:
    """A dimension as the personnel office entered it. Source: confirmed_default."""
    return Figure("career_entered", hundredths, (), f"{DIMENSIONS_PATH}.{dimension}", dimension)


def career_evaluation(policy: Policy, dimensions: Mapping[str, Figure]) -> Figure | None:
    """Σ weight × dimension ÷ Σ weight over the dimensions that have a value; exact; `None` without any.

    Source: confirmed_default.
    """
    terms = [
        Term(Fraction(weight), dimensions[code])
        for code, weight in policy.career.dimensions.items()
        if weight and code in dimensions
    ]
    return Figure("career_evaluation", weighted_mean(terms), terms, DIMENSIONS_PATH) if terms else None


def dropped(policy: Policy, dimensions: Iterable[str]) -> list[str]:
    """The dimensions that have no value, so that the weights of the others are rescaled."""
    known = {*dimensions}
    return [code for code, weight in policy.career.dimensions.items() if weight and code not in known]
