"""The record beneath a quarter's score: the entries of its days, as far as the reader may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import Truncator

from daybook.annual.shown.sight import PersonSight
from daybook.daily.access import reader_of
from daybook.org.frame import Frame
from daybook.quarterly.queries.notes import MOST_ENTRIES, entries_of
from daybook.rules.periods import quarters_of

LETTERS = 40


@dataclass(frozen=True, slots=True)
class RecordLine:
    """An entry in a list: its day, its key, the beginning of its content; no text where it is internal."""

    day: date
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class QuarterRecord:
    """The first entries of a quarter, and whether there are more."""

    quarter: int
    lines: Sequence[RecordLine]
    has_more: bool
    number: str
    year: int


def record_of(frame: Frame, sight: PersonSight, quarter: int) -> QuarterRecord:
    """What a person recorded in a quarter, as the person of the frame may read it."""
    year = sight.results.year
    found = entries_of(frame.bureau, sight.each.number, quarters_of(year)[quarter - 1])
    shown = found[:MOST_ENTRIES]
    reader = reader_of(frame)
    reader.above = sight.results.above
    whole = reader.readable(shown)
    lines = [
        RecordLine(
            entry.work_date, entry.key, Truncator(entry.content).chars(LETTERS) if entry.pk in whole else ""
        )
        for entry in shown
    ]
    return QuarterRecord(quarter, lines, len(found) > len(shown), sight.each.number, year)
