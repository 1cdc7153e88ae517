"""Eligibility for the quota grades: what is asked, and what stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from daybook.rules.circumstances import Effect
from daybook.rules.exact import hundredths
from daybook.rules.policy import QUOTA_GRADES, Policy
from daybook.rules.statutory import low_quarters, well_quarters

ROUTINE_BELOW_MINIMUM = "routine_below_minimum"
STATUTORY_GRADE = "statutory_grade"
FEW_GOOD_QUARTERS = "few_good_quarters"
EXCELLENT_ONLY = "not_excellent"


class _Limits(NamedTuple):
    """The limits as whole numbers: shares by numerator and denominator."""

    minimum: int
    low_bars: bool
    well: tuple[int, int]
    low: tuple[int, int]


@lru_cache(maxsize=64)
def _limits(policy: Policy) -> _Limits:
    asked = policy.eligibility
    well, low = asked.excellent_well_share, policy.suggestions.low_share_over
    minimum = hundredths(asked.routine_minimum)
    return _Limits(minimum, asked.low_quarter_bars, well.as_integer_ratio(), low.as_integer_ratio())


def barred_by(
    policy: Policy, effects: Iterable[Effect], routine: int | None, grades: Sequence[str]
) -> list[str]:
    """Every reason that takes a quota grade away, each tested on its own, in their fixed order.

    ``routine`` is in hundredths (``None`` is not below the minimum); ``grades`` are those of the scored
    quarters (with none, their share is not tested). Source: bureau_account, appraisal_provisions,
    routine_appraisal_measures.
    """
    limits = _limits(policy)
    reasons = [f"{each.effect}:{each.kind}" for each in effects]
    if routine is not None and routine < limits.minimum:
        reasons.append(ROUTINE_BELOW_MINIMUM)
    if limits.low_bars and low_quarters(grades):
        reasons.append(STATUTORY_GRADE)
    share, of = limits.well
    if well_quarters(grades) * of < share * len(grades):
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


def mostly_low(policy: Policy, grades: Sequence[str]) -> bool:
    """Whether so many scored quarters are fair or poor that basically competent is the most to suggest.

    Source: routine_appraisal_measures.
    """
    share, of = _limits(policy).low
    return low_quarters(grades) * of > share * len(grades)
