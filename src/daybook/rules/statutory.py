"""Statutory quarterly grades: 好, 较好, 一般, 较差, and the cap on the first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from daybook.rules.exact import hundredths
from daybook.rules.policy import ROUTINE_GRADES, Policy

WELL = "well"
LOW = ("fair", "poor")


@lru_cache(maxsize=64)
def _bands(policy: Policy) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The lowest score of each band and its grade, from the bottom up."""
    grades = ROUTINE_GRADES[::-1]
    return tuple(hundredths(policy.statutory.bands[grade]) for grade in grades), grades


def band_of(policy: Policy, score: int) -> str:
    """The grade whose band holds a quarter score in hundredths. Source: routine_appraisal_measures."""
    bounds, grades = _bands(policy)
    return grades[bisect_right(bounds, score) - 1]


def quarter_grades(policy: Policy, scores: Mapping[int, int], decided: Mapping[int, str]) -> dict[int, str]:
    """The grade of each scored quarter: the decided one, else its band; empty where the policy has none.

    A quarter without a score has no grade, whatever was decided.
    """
    if not policy.statutory.applies:
        return {}
    return {number: decided.get(number) or band_of(policy, score) for number, score in scores.items()}


def well_quarters(grades: Sequence[str]) -> int:
    """How many quarters are graded well."""
    return grades.count(WELL)


def low_quarters(grades: Sequence[str]) -> int:
    """How many quarters are graded fair or poor."""
    return sum(map(grades.count, LOW))


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
