"""The seven figures of a person's year, each with the key that opens its working."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from daybook.rules.exact import MISSING, score_text
from daybook.rules.figure import Figure
from daybook.rules.periods import QUARTERS
from daybook.rules.result import PersonResult

TOTAL, ROUTINE, ASSESSMENT = "annual_total", "routine_score", "assessment"
QUARTER_KEYS = {f"Q{number}": number for number in QUARTERS}
HEADS: Mapping[str, str | Promise] = {
    "Q1": pgettext_lazy("column", "Q1"),
    "Q2": pgettext_lazy("column", "Q2"),
    "Q3": pgettext_lazy("column", "Q3"),
    "Q4": pgettext_lazy("column", "Q4"),
    ROUTINE: pgettext_lazy("column", "routine"),
    ASSESSMENT: pgettext_lazy("column", "assessed"),
    TOTAL: pgettext_lazy("column", "total"),
}


class Cell(NamedTuple):
    """A figure as it stands in a table; without a key there is nothing to open."""

    text: str
    key: str
    is_total: bool = False


def figure_of(each: PersonResult, key: str) -> Figure | None:
    """The figure of a person by its key; nothing for a missing figure or an unknown key."""
    if key in QUARTER_KEYS:
        return each.quarters.get(QUARTER_KEYS[key])
    return {TOTAL: each.total, ROUTINE: each.routine, ASSESSMENT: each.assessment}.get(key)


def cells_of(figure: Callable[[str], Figure | None]) -> list[Cell]:
    """The figures of a person in the order of the columns, each asked for by its key."""
    return [_cell(figure(key), key) for key in HEADS]


def _cell(figure: Figure | None, key: str) -> Cell:
    if figure is None:
        return Cell(MISSING, "", key == TOTAL)
    return Cell(score_text(figure.hundredths), key, key == TOTAL)
