"""The panel of one opened figure, and the page of one person's year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.http import Http404

from daybook.annual.access import YearSight
from daybook.annual.queries.results import YearResults
from daybook.annual.shown.cells import ASSESSMENT, QUARTER_KEYS, ROUTINE, TOTAL
from daybook.annual.shown.record import QuarterRecord, record_of
from daybook.annual.shown.sight import PersonSight
from daybook.annual.shown.workings import Workings
from daybook.daily.access import own_reader_of
from daybook.org.frame import Frame
from daybook.quarterly.queries.notes import notes_of
from daybook.quarterly.shown.branches import Branch
from daybook.rules.figure import Figure

WHOLE = 9
UNFOLDED = {TOTAL: 2, ASSESSMENT: 2, ROUTINE: 1}


@dataclass(frozen=True, slots=True)
class Panel:
    """Opened figures of a person; `open` is the key asked for, `ask` begins the address of another.

    Days are told without their year where they lie in that of `within`.
    """

    number: str
    name: str
    open: str
    ask: str
    branches: Sequence[Branch]
    record: QuarterRecord | None
    within: date


def sight_for(frame: Frame, sight: YearSight, results: YearResults, number: str) -> PersonSight:
    """The door to one person's year. Raises Http404 for who has none, and for a reader who may not see it."""
    each = results.find(number)
    if each is None:
        raise Http404
    found = PersonSight(sight, results, each, frame.today)
    if not found.result:
        raise Http404
    return found


def panel_of(frame: Frame, results: YearResults, sight: PersonSight, key: str) -> Panel:
    """The working of one figure. Raises Http404 where the person has no such figure."""
    figure = sight.figure(key)
    if figure is None:
        raise Http404
    depth = UNFOLDED.get(key, WHOLE)
    ask = f"?open={quote(sight.each.number)}:"
    return _panel(frame, results, sight, key, figures=[figure], depth=depth, ask=ask)


def whole_year(frame: Frame, results: YearResults, sight: PersonSight, key: str) -> Panel:
    """Everything that a person's year rests on; with the record of a quarter where its key is given."""
    return _panel(frame, results, sight, key, figures=_tops(sight), depth=WHOLE, ask="?open=")


def _panel(
    frame: Frame,
    results: YearResults,
    sight: PersonSight,
    key: str,
    *,
    figures: Sequence[Figure],
    depth: int,
    ask: str,
) -> Panel:
    reader = own_reader_of(frame)
    reader.above = results.above
    workings = Workings(results, sight, notes_of(reader, results.year, sight.each.number))
    branches = [workings.branch(figure, depth=depth) for figure in figures]
    quarter = QUARTER_KEYS.get(key)
    record = record_of(frame, sight, quarter) if quarter else None
    name = results.settled.roster.names[sight.each.number]
    return Panel(sight.each.number, name, key, ask, branches, record, date(results.year, 1, 1))


def _tops(sight: PersonSight) -> list[Figure]:
    """The figures on which nothing else rests: the total, or what there is of it for this reader."""
    for keys in ((TOTAL,), (ROUTINE, ASSESSMENT)):
        if sight.figure(keys[0]):
            return [figure for figure in map(sight.figure, keys) if figure]
    return [figure for figure in map(sight.figure, (*QUARTER_KEYS, ASSESSMENT)) if figure]


def asked_figure(asked: str) -> tuple[str, str]:
    """The number and the key of `S014:annual_total`; the total where no key is named; nothing of nothing."""
    number, colon, key = asked.rpartition(":")
    return (number, key) if colon or not asked else (asked, TOTAL)
