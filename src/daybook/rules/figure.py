"""A figure: a value that knows how it came about.

Every figure of an appraisal is a weighted mean of others, published or exact, a quotient of sums (the
indicators of a month), or a given score. So a figure keeps the rule that made it, its number and its terms
(weight and figure), and ``replay`` makes the number again from them. Numbers are **hundredths**: whole where
published, a fraction where exact. Text is made only when somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from daybook.rules.exact import decimal_of, published

EXACT_RULES = frozenset(
    {
        "ballot",
        "class_mean",
        "coverage",
        "saturation",
        "completion",
        "career_appraisal",
        "career_recognition",
        "career_evaluation",
    }
)


class Term(NamedTuple):
    """One input of a figure. A weight of 0 is an input that was looked at and does not count."""

    weight: Fraction | int
    figure: Figure


class Figure:
    """A number in hundredths with the rule that made it and the terms it was made from.

    ``path`` is the dotted key of the policy value that governs it; ``detail`` says which one it is
    (a quarter, an element, a class).
    """

    __slots__ = ("_number", "_terms", "detail", "path", "rule")

    def __init__(
        self, rule: str, number: Fraction | int, terms: Sequence[Term], path: str, detail: str = ""
    ) -> None:
        self.rule = rule
        self._number = number
        self._terms = terms
        self.path = path
        self.detail = detail

    @property
    def number(self) -> Fraction | int:
        """The value in hundredths."""
        return self._number

    @property
    def hundredths(self) -> int:
        """The value in whole hundredths, rounded half up where it is exact."""
        number = self._number
        return number if type(number) is int else published(self.number)

    @property
    def value(self) -> Decimal:
        """The value with two places."""
        return decimal_of(self.hundredths)

    @property
    def terms(self) -> Sequence[Term]:
        """What the value was made from."""
        return self._terms

    @property
    def exact(self) -> Fraction:
        """The value before it was published, in hundredths."""
        return weighted_mean(self.terms) if self.terms else Fraction(self.number)


def weighted_mean(terms: Iterable[Term]) -> Fraction:
    """Σ weight × number ÷ Σ weight, exact. Raises ZeroDivisionError where the weights are all 0."""
    listed = list(terms)
    top = sum((Fraction(term.weight) * term.figure.number for term in listed), Fraction())
    return top / sum((Fraction(term.weight) for term in listed), Fraction())


def replay(figure: Figure) -> Fraction | int:
    """The number of a figure made again from its terms; a given score is its own."""
    if not figure.terms:
        return figure.number
    exact = figure.exact
    return exact if figure.rule in EXACT_RULES else published(exact)
