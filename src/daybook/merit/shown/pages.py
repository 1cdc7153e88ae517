"""Long tables come in pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
PAGE = 40


@dataclass(frozen=True, slots=True)
class Paged(Generic[Row]):
    """One page of a table: its rows, the place of the first (from 0), its number, and how many there are."""

    rows: Sequence[Row]
    start: int
    page: int
    pages: range
    count: int


def paged(rows: Sequence[Row], page: int, wanted: Callable[[Row], bool]) -> Paged[Row]:
    """The page on which a wanted row stands, else the one asked for, as far as there are any."""
    pages = range(1, max(1, -(-len(rows) // PAGE)) + 1)
    place = next((number for number, row in enumerate(rows) if wanted(row)), None)
    chosen = page if place is None else place // PAGE + 1
    number = min(max(chosen, 1), pages[-1])
    start = (number - 1) * PAGE
    return Paged(rows[start : start + PAGE], start, number, pages, len(rows))
