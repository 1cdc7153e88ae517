"""Small words of the year's pages: ordinals, changes, roots, and the language they are told in."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from daybook.org.spoken import in_english

DIGITS = "〇一二三四五六七八九"
TEN = "十"
MINUS = "−"


def ordinal_words(number: int) -> str:
    """A number from 1 to 99 as it stands in a name: 一, 十二 in Chinese, digits in English and beyond."""
    if in_english() or number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else DIGITS[tens]) + TEN if tens else ""
    return ten + (DIGITS[ones] if ones else "")


def change_text(count: int) -> str:
    """A change with its sign; nothing where nothing changed."""
    if not count:
        return ""
    return f"+{count}" if count > 0 else f"{MINUS}{-count}"


def root_text(square: Fraction, places: int) -> str:
    """The square root of a value with a fixed number of places, HALF_UP."""
    exact = (Decimal(square.numerator) / Decimal(square.denominator)).sqrt()
    return str(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
