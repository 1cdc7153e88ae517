"""The routine score (平时考核成绩) and the annual total (年度总分)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from daybook.rules.exact import half_up
from daybook.rules.figure import Figure, Term
from daybook.rules.policy import Policy

ROUTINE_PATH = "routine_score"


def routine_score(policy: Policy, quarters: Sequence[Figure]) -> Figure | None:
    """The mean of the scored quarters, published; ``None`` below the least number of them.

    A missing quarter is left out, never 0. Source: bureau_account.
    """
    count = len(quarters)
    if count < policy.routine_score.min_quarters:
        return None
    total = sum(quarter.hundredths for quarter in quarters)
    return Figure("routine_score", half_up(total, count), [Term(1, each) for each in quarters], ROUTINE_PATH)


@lru_cache(maxsize=256)
def _weights(policy: Policy, category: str) -> tuple[Fraction, Fraction, str]:
    weight = Fraction(policy.annual_total.routine_weight[category])
    return weight, 1 - weight, f"annual_total.routine_weight.{category}"


def annual_total(policy: Policy, category: str, routine: Figure, assessment: Figure) -> Figure:
    """weight × routine + (1 − weight) × assessment, published. Source: bureau_account."""
    weight, rest, path = _weights(policy, category)
    top = weight.numerator * routine.hundredths + rest.numerator * assessment.hundredths
    # Both shares have the same denominator, so one division rounds the exact sum.
    number = half_up(top, weight.denominator)
    return Figure("annual_total", number, (Term(weight, routine), Term(rest, assessment)), path, category)
