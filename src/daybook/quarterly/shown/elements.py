"""The elements of a sheet as a table: weight × score, and what each adds to the sheet's score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from daybook.quarterly.queries.notes import NOTHING, Cited, CitedByElement
from daybook.quarterly.wording import figure_of_quarter
from daybook.rules.exact import fixed, plain
from daybook.rules.policy import Policy
from daybook.rules.working import Working

FEWEST_PLACES = 2


@dataclass(frozen=True, slots=True)
class ElementLine:
    """One element: its code and name, `10 × 92.0`, what it adds, the reason, and the entries cited for it."""

    code: str
    name: str
    weighed: str
    weight: str
    score: str
    adds: str
    reason: str
    cited: Sequence[Cited] = ()


@dataclass(frozen=True, slots=True)
class ElementTable:
    """The elements with the sum of the weights and the exact sum; `is_rounded` if the score is another."""

    lines: Sequence[ElementLine]
    weights: str
    exact: str
    is_rounded: bool


def element_table(
    working: Working, policy: Policy, reasons: Mapping[str, str], cited: CitedByElement = NOTHING
) -> ElementTable:
    """The table below a sheet's working."""
    weights = [Fraction(each.weighed.split(" ")[0]) for each in working.children]
    whole = sum(weights, Fraction())
    parts = [
        weight * Fraction(each.value) / whole for weight, each in zip(weights, working.children, strict=True)
    ]
    places = max(_places(part) for part in parts)
    lines = [
        ElementLine(
            code=each.detail,
            name=figure_of_quarter(each, policy),
            weighed=each.weighed,
            weight=plain(weight),
            score=each.value,
            adds=fixed(part, places),
            reason=reasons.get(each.detail, ""),
            cited=cited.get(each.detail, ()),
        )
        for weight, part, each in zip(weights, parts, working.children, strict=True)
    ]
    return ElementTable(lines, plain(whole), fixed(sum(parts, Fraction()), places), working.rounded)


def _places(part: Fraction) -> int:
    """How many places a share of the score needs, two at least, four at most."""
    return next((n for n in range(FEWEST_PLACES, 4) if (part * 10**n).denominator == 1), 4)
