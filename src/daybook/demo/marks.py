"""The scores that the script gives a person: what a quarter is worth in the eyes of the superior."""

from __future__ import annotations

from decimal import Decimal

from daybook.demo.dates import Dates
from daybook.demo.script import PersonScript

NOT_SCORED = "-"
SOFT_FROM, GOOD_FROM = Decimal("88.95"), Decimal(90)
SOFTENED = Decimal(
    "1.1"
)  # in the quarter published last scorers were softer: more 好 than the cap, not yet settled
USUAL = 88.0  # of leaders, who are not scored: how carefully they keep their plans


def mark_of(script: PersonScript, dates: Dates, year: int, quarter: int) -> Decimal | None:
    """The score of a quarter (from 0); none where the script gives none."""
    marks = script.previous if year == dates.previous else script.current
    if len(marks) <= quarter or marks[quarter] == NOT_SCORED:
        return None
    mark = Decimal(marks[quarter])
    soft = year == dates.current and quarter == dates.last_scored() and SOFT_FROM <= mark < GOOD_FROM
    return mark + SOFTENED if soft else mark


def quality_of(script: PersonScript, dates: Dates, year: int, quarter: int) -> float:
    """How well a person works in a quarter, in points; the nearest that is known."""
    known = mark_of(script, dates, year, quarter)
    if known is None:
        given = [mark for mark in (*script.previous, *script.current) if mark != NOT_SCORED]
        known = Decimal(given[0]) if given else None
    return float(known) if known is not None else USUAL
