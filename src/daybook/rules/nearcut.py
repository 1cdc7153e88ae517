"""The error at the cut: who stands so near the last seat that the order there is not certain. Advisory only.

A total rests on a few quarters and a few ballots. Were the same year scored and voted on once more, each
would come out a little otherwise; how much, their own spread tells:

* routine score: the mean of n quarters, so its variance is s² ÷ n (s² the quarters' sample variance);
* class mean: the ballots' variance ÷ their number; a class of one ballot takes the variance within the other
  classes;
* assessment: Σ (class weight ÷ Σ weights)² × variance of the class mean;
* total: w² × routine + (1 − w)² × assessment; the standard error is its square root.

All exact: hundredths and fractions; a root is drawn for showing alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import isqrt
from typing import NamedTuple

from daybook.rules.assessment import ClassFigure
from daybook.rules.exact import score_text
from daybook.rules.figure import Figure, Term

LEAST = 2  # of values that have a spread


class Standing(NamedTuple):
    """A contender for the last seat: who, the total, and whether a seat of the grade is his or may be."""

    person: str
    total: Figure
    holds: bool


def sample_variance(values: Sequence[Fraction | int]) -> Fraction | None:
    """Σ (value − mean)² ÷ (n − 1), exact; nothing for fewer than two values."""
    if len(values) < LEAST:
        return None
    mean = Fraction(sum(values), len(values))
    return sum(((value - mean) ** 2 for value in values), Fraction()) / (len(values) - 1)


def total_variance(total: Figure) -> Fraction | None:
    """The variance of an annual total, in square hundredths; nothing where its parts have no spread.

    Source: confirmed_default.
    """
    found = Fraction()
    for weight, part in total.terms:
        variance = _variance_of(part)
        if variance is None:
            return None
        found += Fraction(weight) ** 2 * variance
    return found


def error_text(variance: Fraction) -> str:
    """The standard error with two places, half up: the root of a variance in square hundredths."""
    scaled = 4 * variance  # (2 × root)² so that halves are told apart
    return score_text((isqrt(scaled.numerator // scaled.denominator) + 1) // 2)


def near_the_cut(contenders: Iterable[Standing]) -> Mapping[str, Fraction]:
    """Who lies within one standard error of the last seat, with the variance of each; often nobody.

    The cut lies at the least total with a seat. Nobody is near it where everybody has a seat, or where those
    without one are all farther off than their own error.
    """
    listed = [(each, total_variance(each.total)) for each in contenders]
    held = [each.total.hundredths for each, _variance in listed if each.holds]
    if not held or len(held) == len(listed):
        return {}
    cut = min(held)
    near = {
        each.person: variance
        for each, variance in listed
        if variance is not None and (each.total.hundredths - cut) ** 2 <= variance
    }
    below = {each.person for each, _variance in listed if not each.holds}
    return near if below & near.keys() else {}


def _variance_of(part: Figure) -> Fraction | None:
    if part.rule == "routine_score":
        variance = sample_variance([term.figure.hundredths for term in part.terms])
        return None if variance is None else variance / len(part.terms)
    return _assessment_variance(part.terms)


def _assessment_variance(terms: Sequence[Term]) -> Fraction | None:
    """The variance of Σ weight × class mean ÷ Σ weights; a single ballot has the spread of the others."""
    classes = [(Fraction(weight), each) for weight, each in terms if isinstance(each, ClassFigure)]
    pooled = _pooled([each for _weight, each in classes])
    whole = sum((weight for weight, _each in classes), Fraction())
    found = Fraction()
    for weight, each in classes:
        variance = sample_variance(each.kept)
        squared = pooled if variance is None else variance / each.scale**2
        if squared is None:
            return None
        found += (weight / whole) ** 2 * squared / len(each.kept)
    return found


def _pooled(classes: Sequence[ClassFigure]) -> Fraction | None:
    """The variance within classes, of all that have one: Σ (n − 1) × s² ÷ Σ (n − 1), in square hundredths."""
    spreads = [(len(each.kept) - 1, sample_variance(each.kept), each.scale) for each in classes]
    known = [(count, variance, scale) for count, variance, scale in spreads if variance is not None]
    if not known:
        return None
    top = sum((count * variance / scale**2 for count, variance, scale in known), Fraction())
    return top / sum(count for count, _variance, _scale in known)
