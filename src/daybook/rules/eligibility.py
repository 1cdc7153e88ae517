"""Eligibility for the quota grades: what is asked, and what stands against it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from daybook.rules.circumstances import Effect
from daybook.rules.exact import hundredths
from daybook.rules.policy import QUOTA_GRADES, Policy
from daybook.rules.statutory import LOW, WELL, has_low_quarter, share_of

ROUTINE_BELOW_MINIMUM = "routine_below_minimum"
STATUTORY_GRADE = "statutory_grade"
FEW_GOOD_QUARTERS = "few_good_quarters"
EXCELLENT_ONLY = "not_excellent"


@lru_cache(maxsize=64)
def _limits(policy: Policy) -> tuple[int, bool, Fraction, Fraction]:
    asked = policy.eligibility
    share = Fraction(asked.excellent_well_share)
    low_share = Fraction(policy.suggestions.low_share_over)
    return hundredths(asked.routine_minimum), asked.low_quarter_bars, share, low_share


def barred_by(
    policy: Policy, effects: Iterable[Effect], routine: int | None, grades: Collection[str]
) -> list[str]:
    """Every reason that takes a quota grade away, each tested on its own, in their fixed order.

    ``routine`` is in hundredths (``None`` is not below the minimum); ``grades`` are those of the scored
    quarters (with none, their share is not tested). Source: bureau_account, appraisal_provisions,
    routine_appraisal_measures.
    """
    minimum, low_bars, well_share, _ = _limits(policy)
    reasons = [f"{each.effect}:{each.kind}" for each in effects]
    if routine is not None and routine < minimum:
        reasons.append(ROUTINE_BELOW_MINIMUM)
    if low_bars and has_low_quarter(grades):
        reasons.append(STATUTORY_GRADE)
    if grades and share_of(grades, (WELL,)) < well_share:
        reasons.append(FEW_GOOD_QUARTERS)
    return reasons


def eligible_grades(reasons: Sequence[str], has_total: bool) -> tuple[str, ...]:
    """The quota grades a person may get in spite of the reasons; none without an annual total."""
    if not has_total:
        return ()
    if not reasons:
        return QUOTA_GRADES
    if any(not _spares_good(reason) for reason in reasons):
        return ()
    return QUOTA_GRADES[1:]


def _spares_good(reason: str) -> bool:
    return reason == FEW_GOOD_QUARTERS or reason.partition(":")[0] == EXCELLENT_ONLY


def mostly_low(policy: Policy, grades: Collection[str]) -> bool:
    """Whether so many scored quarters are fair or poor that basically competent is the most to suggest.

    Source: routine_appraisal_measures.
    """
    return bool(grades) and share_of(grades, LOW) > _limits(policy)[3]
