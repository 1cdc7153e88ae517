"""Statutory quarterly grades: 好, 较好, 一般, 较差, and the cap on the first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from daybook.rules.exact import hundredths
from daybook.rules.policy import ROUTINE_GRADES, Policy

WELL = "well"
LOW = ("fair", "poor")


@lru_cache(maxsize=64)
def _bands(policy: Policy) -> tuple[tuple[int, str], ...]:
    bands = policy.statutory.bands
    return tuple((hundredths(bands[grade]), grade) for grade in ROUTINE_GRADES)


def band_of(policy: Policy, score: int) -> str:
    """The grade whose band holds a quarter score in hundredths. Source: routine_appraisal_measures."""
    return next(grade for least, grade in _bands(policy) if score >= least)


def quarter_grades(policy: Policy, scores: Mapping[int, int], decided: Mapping[int, str]) -> dict[int, str]:
    """The grade of each scored quarter: the decided one, else its band; empty where the policy has none.

    A quarter without a score has no grade, whatever was decided.
    """
    if not policy.statutory.applies:
        return {}
    return {number: decided.get(number) or band_of(policy, score) for number, score in scores.items()}


def has_low_quarter(grades: Iterable[str]) -> bool:
    """Whether a quarter is graded fair or poor."""
    return any(grade in LOW for grade in grades)


def share_of(grades: Collection[str], wanted: Collection[str]) -> Fraction:
    """The share of the graded quarters with one of the wanted grades; there must be one."""
    return Fraction(sum(grade in wanted for grade in grades), len(grades))


class Graded(NamedTuple):
    """A person's score and grade in a quarter."""

    person: str
    score: int
    grade: str


class Cap(NamedTuple):
    """The cap on the top grade in a quarter: people with a score, seats under the cap, and who has the grade.

    ``well`` is in order of score, the highest first, people with equal scores by number.
    """

    scored: int
    most: int
    well: tuple[Graded, ...]

    @property
    def exceeded(self) -> bool:
        """Whether more have the grade than the cap allows; the personnel office then settles it."""
        return len(self.well) > self.most


def cap_of(policy: Policy, graded: Iterable[Graded]) -> Cap:
    """The cap of one quarter, ⌊share × people with a score⌋. Source: routine_appraisal_measures."""
    listed = list(graded)
    share = Fraction(policy.statutory.well_share)
    well = sorted(
        (each for each in listed if each.grade == WELL), key=lambda each: (-each.score, each.person)
    )
    return Cap(len(listed), int(share * len(listed)), tuple(well))
