"""How the index is walked: window by window, newest first, until enough is found.

The newest blocks of the index are asked for by their own words, so that no list is followed beyond them; on
PostgreSQL, whose index does not yield its matches in the order of writing, the newest entries of all are read
one by one before, which fills a page with common words. Of the rest, the maps of words tell the blocks in
which little or nothing can fit; what is left is walked as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from daybook.daily.queries.laid_over import Part, parts_below
from daybook.daily.search import Term, block_of, first_of_block, holds, of_block, sought

NEAR = 1_500  # entries read one by one, which fills a page with common words
FEW_BLOCKS = 16  # asked for by their words; more of them would cost more than they spare

# What may be found is told by the index; should it ever lag behind, the row says so, too.
OPEN = "e.bureau_id = %s AND e.visibility = 'open' AND e.withdrawn_reason = '' AND NOT e.quarantined"
SQLITE = """
SELECT e.id, true FROM daily_search s CROSS JOIN daily_logentry e ON e.id = s.rowid
WHERE s.words MATCH %s AND s.rowid < %s AND s.rowid >= %s AND {open} ORDER BY s.rowid DESC LIMIT %s
"""
POSTGRESQL = """
WITH fits AS MATERIALIZED (
  SELECT entry_id FROM daily_search
  WHERE (words @@ %s::tsquery){kept} AND {id} < %s AND {id} >= %s ORDER BY {id} DESC LIMIT %s
)
SELECT fits.entry_id, e.id IS NOT NULL FROM fits LEFT JOIN daily_logentry e ON e.id = fits.entry_id AND {open}
ORDER BY fits.entry_id DESC
"""
# Each way leaves the other index nothing to look up: PostgreSQL would choose by what it guesses, often wrong.
BY_KEY = {"id": "entry_id", "kept": " IS TRUE"}
BY_WORDS = {"id": "entry_id + 0", "kept": ""}
# Some entries by their ids. SQLite would follow the words' lists from each of them: it tells their words.
SQLITE_SOME = """
SELECT e.id, s.words FROM json_each(%s) c CROSS JOIN daily_search s ON s.rowid = c.value
CROSS JOIN daily_logentry e ON e.id = c.value WHERE {open} ORDER BY e.id DESC
"""
POSTGRESQL_SOME = """
SELECT e.id FROM daily_search s JOIN daily_logentry e ON e.id = s.entry_id
WHERE s.entry_id = ANY(%s) AND (s.words @@ %s::tsquery) IS TRUE AND {open} ORDER BY e.id DESC
"""


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of what was found, newest first; `whole` where there is no more."""

    ids: Sequence[int]
    whole: bool


class Window(NamedTuple):
    """A part of the record, and how PostgreSQL walks it."""

    part: Part
    way: Mapping[str, str] = BY_WORDS


def matches(terms: Sequence[Term], bureau_id: int, before: int | None, enough: int, most: int) -> Found:
    """The newest open entries below the id `before` that fit every term: at least `enough`, up to `most`."""
    if connection.vendor == "sqlite":
        enough = most  # its index yields them in the order of writing: more cost little
    ids: list[int] = []
    for window in _windows(terms, _top(before)):
        ids += _in_window(terms, bureau_id, window, most - len(ids))
        if len(ids) >= enough:
            return Found(ids, whole=window.part.below == 0 and len(ids) < most)
    return Found(ids, whole=True)


def _top(before: int | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM daily_logentry")
        end = (cursor.fetchone()[0] or 0) + 1
    return end if before is None else min(before, end)


def _windows(terms: Sequence[Term], top: int) -> Iterator[Window]:
    near = top if connection.vendor == "sqlite" else max(top - NEAR, 0)
    if near < top:
        yield Window(Part(top, near), BY_KEY)
    if near == 0:
        return
    far = first_of_block(max(block_of(near - 1) - 1, 0))
    yield Window(Part(near, far))
    if far:
        yield from map(Window, parts_below(terms, far))


def _in_window(terms: Sequence[Term], bureau_id: int, window: Window, size: int) -> list[int]:
    if window.part.ids is not None:
        return _of_some(terms, bureau_id, window.part.ids)[:size]
    match, below = sought([*terms, *_blocks(window)]), window.part.below
    statement = (SQLITE if connection.vendor == "sqlite" else POSTGRESQL).format(open=OPEN, **window.way)
    above, ids = window.part.above, list[int]()
    while len(ids) < size:
        asked = size - len(ids)
        rows = _rows(statement, [match, above, below, *_limited(bureau_id, asked)])
        ids += [key for key, is_open in rows if is_open]
        if len(rows) < asked:
            break
        above = rows[-1][0]
    return ids


def _limited(bureau_id: int, asked: int) -> tuple[int, int]:
    """The last two values of the statement, in its order."""
    return (bureau_id, asked) if connection.vendor == "sqlite" else (asked, bureau_id)


def _blocks(window: Window) -> list[Term]:
    """The blocks of a window by their words: no list is followed beyond. None where that spares little."""
    above, below, _ids = window.part
    blocks = range(block_of(below), block_of(above - 1) + 1)
    if window.way is BY_KEY or below == 0 or len(blocks) > FEW_BLOCKS:
        return []
    return [[(of_block(block),) for block in blocks]]


def _of_some(terms: Sequence[Term], bureau_id: int, ids: Sequence[int]) -> list[int]:
    """Those of some entries that are open and fit, newest first."""
    if connection.vendor == "sqlite":
        rows = _rows(SQLITE_SOME.format(open=OPEN), [json.dumps(ids), bureau_id])
        return [key for key, words in rows if holds(words, terms)]
    rows = _rows(POSTGRESQL_SOME.format(open=OPEN), [list(ids), sought(terms), bureau_id])
    return [row[0] for row in rows]


def _rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
