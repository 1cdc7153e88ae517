"""Exact arithmetic: whole hundredths and fractions, rounded half up only where a figure is published."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import lcm

HUNDRED = 100
MISSING = "—"
SHOWN_PLACES = 4
FINITE_PLACES = 8


def half_up(numerator: int, denominator: int) -> int:
    """The quotient of two integers, the numerator not negative, rounded to a whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def published(hundredths: Fraction | int) -> int:
    """An exact value in hundredths as published: whole hundredths, HALF_UP."""
    return half_up(hundredths.numerator, hundredths.denominator)


def hundredths(value: Decimal) -> int:
    """A decimal of at most two places as whole hundredths. Raises ValueError for a finer one."""
    scaled = Fraction(value) * HUNDRED
    if scaled.denominator != 1:
        raise ValueError(f"{value} has more than two decimal places")
    return scaled.numerator


def decimal_of(hundredths: int) -> Decimal:
    """Whole hundredths as a decimal of two places."""
    return Decimal(hundredths).scaleb(-2)


def score_text(hundredths: int) -> str:
    """Whole hundredths with two places: 8894 is ``88.94``."""
    return f"{hundredths // HUNDRED}.{hundredths % HUNDRED:02d}"


def whole_weights(weights: Iterable[Decimal]) -> tuple[int, ...]:
    """Decimal weights as whole numbers in the same proportion, for sums without fractions."""
    exact = [Fraction(weight) for weight in weights]
    scale = lcm(*(weight.denominator for weight in exact))
    return tuple((weight * scale).numerator for weight in exact)


def fixed(value: Fraction, places: int) -> str:
    """A value with a fixed number of places, HALF_UP, as text; the value is not negative."""
    scale = 10**places
    whole, rest = divmod(half_up(value.numerator * scale, value.denominator), scale)
    return f"{whole}.{rest:0{places}d}" if places else str(whole)


def is_finite(value: Fraction) -> bool:
    """Whether a value can be written out as a decimal of at most FINITE_PLACES places."""
    return Fraction(value * 10**FINITE_PLACES).denominator == 1


def plain(value: Fraction | Decimal | int) -> str:
    """A value written without trailing zeros where it is a finite decimal, else rounded to four places."""
    exact = Fraction(value)
    if not is_finite(exact):
        return fixed(exact, SHOWN_PLACES)
    return fixed(exact, next(n for n in range(FINITE_PLACES + 1) if (exact * 10**n).denominator == 1))


def shown_percent(ratio: Fraction | None) -> str:
    """A ratio as a percentage of one place, HALF_UP, or a dash where there is none."""
    return MISSING if ratio is None else f"{fixed(ratio * HUNDRED, 1)}%"
