"""How a figure is published and printed."""

from __future__ import annotations

from fractions import Fraction
from math import floor


def published(figure: Fraction) -> Fraction:
    """Rounded half up to two places."""
    return Fraction(floor(figure * 100 + Fraction(1, 2)), 100)


def text(figure: Fraction | None) -> str | None:
    """A score as a string with two places."""
    if figure is None:
        return None
    hundredths = int(figure * 100)
    return f"{hundredths // 100}.{hundredths % 100:02}"
