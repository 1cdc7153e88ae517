"""Where a superior's scores of a sample month stand among those of all; never told singly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from daybook.rules.exact import published
from daybook.rules.facts import Sheet
from daybook.rules.policy import Policy
from daybook.rules.sheet import Form, sheet_score

Scores = Mapping[str, int]


class Standing(NamedTuple):
    """The totals of all in hundredths, in order, their median, and that of every element."""

    totals: tuple[int, ...]
    median: int
    elements: Mapping[str, int]


def vignette_total(form: Form, scores: Scores) -> int:
    """The total of one superior's scores, reckoned as a score sheet's. Source: confirmed_default."""
    return sheet_score(form, Sheet(0, scores, date.min)).hundredths


def standing_among(policy: Policy, form: Form, given: Sequence[Scores]) -> Standing | None:
    """How all superiors scored a sample; ``None`` while too few have. Source: confirmed_default."""
    if len(given) < policy.quarterly.least_told:
        return None
    totals = tuple(sorted(vignette_total(form, scores) for scores in given))
    elements = {code: median_of([scores[code] for scores in given]) for code, _weight in form.elements}
    return Standing(totals, median_of(totals), elements)


def median_of(values: Sequence[int]) -> int:
    """The middle of some hundredths, of two in the middle their mean, as published."""
    ordered, half = sorted(values), len(values) // 2
    low = ordered[half] if len(values) % 2 else ordered[half - 1]
    return published(Fraction(low + ordered[half], 2))
