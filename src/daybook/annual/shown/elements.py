"""The elements of a sheet as a table: weight × score, and what each adds to the sheet's score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from daybook.annual.shown.words import in_english
from daybook.annual.wording import figure_word
from daybook.rules.exact import fixed, plain
from daybook.rules.policy import Policy
from daybook.rules.working import Working

FEWEST_PLACES = 2


@dataclass(frozen=True, slots=True)
class ElementLine:
    """One element: its name, `10 × 92.0`, what it adds, and the reason where one was given."""

    name: str
    weighed: str
    adds: str
    reason: str


@dataclass(frozen=True, slots=True)
class ElementTable:
    """The elements with the sum of the weights and the exact sum; `is_rounded` if the score is another."""

    lines: Sequence[ElementLine]
    weights: str
    exact: str
    is_rounded: bool


def element_table(working: Working, policy: Policy, reasons: Mapping[str, str]) -> ElementTable:
    """The table below a sheet's working."""
    weights = [Fraction(each.weighed.split(" ")[0]) for each in working.children]
    whole = sum(weights, Fraction())
    parts = [
        weight * Fraction(each.value) / whole for weight, each in zip(weights, working.children, strict=True)
    ]
    places = max(_places(part) for part in parts)
    lines = [
        ElementLine(
            figure_word(each, policy, english=in_english()),
            each.weighed,
            fixed(part, places),
            reasons.get(each.detail, ""),
        )
        for part, each in zip(parts, working.children, strict=True)
    ]
    return ElementTable(lines, plain(whole), fixed(sum(parts, Fraction()), places), working.rounded)


def _places(part: Fraction) -> int:
    """How many places a share of the score needs, two at least, four at most."""
    return next((n for n in range(FEWEST_PLACES, 4) if (part * 10**n).denominator == 1), 4)
