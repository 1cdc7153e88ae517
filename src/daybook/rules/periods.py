"""Quarters and other stretches of days."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from daybook.rules.facts import ONE_DAY

QUARTERS = (1, 2, 3, 4)
MONTHS = 3
LAST_DAY = date.max


class Period(NamedTuple):
    """A quarter with its key (``2026-Q1``) and its bounds."""

    key: str
    number: int
    first: date
    last: date


@lru_cache(maxsize=64)
def quarters_of(year: int) -> tuple[Period, ...]:
    """The four quarters of a year."""
    return tuple(_quarter(year, number) for number in QUARTERS)


def _quarter(year: int, number: int) -> Period:
    first = date(year, MONTHS * number - 2, 1)
    after = date(year + 1, 1, 1) if number == QUARTERS[-1] else date(year, MONTHS * number + 1, 1)
    return Period(f"{year}-Q{number}", number, first, after - ONE_DAY)


def holds_on(first: date, last: date | None, day: date) -> bool:
    """Whether a span, open where it has no last day, holds on a day."""
    return first <= day and (last is None or day <= last)


def overlap(first: date, last: date | None, start: date, end: date) -> tuple[date, date]:
    """The part of a span within bounds; its first day is after its last where there is none."""
    return max(first, start), end if last is None or last > end else last
