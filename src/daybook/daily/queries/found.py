"""Finding entries by words, newest first, without ever sorting a large match.

Whatever narrows a search is a word of the index, too: bureau (where there are several), author, department,
matter, day and month. So one look into the index answers, however many entries hold each of the words.

SQLite's index yields its matches in the order of writing, so the page is full after a few of them.
PostgreSQL's does not: it is asked window by window, newest first. The newest entries are read one by one,
which fills a page with common words; of those before, two blocks of the index; then all the rest, of which
few can be left to find. Nothing but the words is left to the index there: by its own choice, PostgreSQL
would walk the key down through words that never meet.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple, Protocol

from django.db import connection

from daybook.daily.search import (
    Clause,
    Term,
    block_of,
    first_of_block,
    of_block,
    of_bureau,
    of_day,
    of_month,
    of_rows,
    sought,
    words_of,
)

NEAR = 1_500  # entries read one by one, which fills a page with common words
TOO_MANY_WORDS = 40
LONGEST_SPAN = 3_660  # days
BEYOND = 2**62  # greater than any id

# What may be found is told by the index; should it ever lag behind, the row says so, too.
OPEN = "e.bureau_id = %s AND e.visibility = 'open' AND e.withdrawn_reason = '' AND NOT e.quarantined"
SQLITE = """
SELECT e.id FROM daily_search s CROSS JOIN daily_logentry e ON e.id = s.rowid
WHERE s.words MATCH %s AND s.rowid < %s AND {open} ORDER BY s.rowid DESC LIMIT %s
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


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of what was found, newest first; `whole` where there is no more."""

    ids: Sequence[int]
    whole: bool


class Window(NamedTuple):
    """Ids `[below, above)`, how they are walked, and what else narrows the search there."""

    above: int
    below: int
    way: Mapping[str, str]
    blocks: Clause = ()


class Narrowing(Protocol):
    """What narrows a search beside its words."""

    @property
    def words(self) -> Sequence[Term]:
        """Every one of them must be there."""

    @property
    def day(self) -> date | None:
        """The work date."""

    @property
    def since(self) -> date | None:
        """The first work date."""

    @property
    def until(self) -> date | None:
        """The last work date."""

    @property
    def departments(self) -> Collection[int] | None:
        """Rows of departments."""

    @property
    def people(self) -> Collection[int] | None:
        """Rows of authors."""

    @property
    def matters(self) -> Collection[int] | None:
        """Rows of matters."""


def query_words(text: str) -> list[str]:
    """The words of a search, each once; a sentence is cut to its first words."""
    return list(dict.fromkeys(words_of(text)))[:TOO_MANY_WORDS]


def newest(bureau_id: int, wish: Narrowing, before: int | None, size: int) -> list[int]:
    """The ids of up to `size` open entries that hold every word and fit the wish, newest first."""
    return list(found_up_to(bureau_id, wish, before, size, size).ids)


def found_up_to(bureau_id: int, wish: Narrowing, before: int | None, enough: int, most: int) -> Found:
    """The newest open entries that hold every word and fit the wish: at least `enough`, if there are as many.

    As many as come by the way are told beside them, up to `most`.
    """
    top = BEYOND if before is None else before
    clauses = _clauses(wish)
    if not all(clauses):
        return Found([], whole=True)  # an empty choice fits nothing
    terms = [*wish.words, *clauses]
    if not terms or not _is_alone():
        terms = [of_bureau(bureau_id), *terms]
    if connection.vendor == "sqlite":
        ids = [row[0] for row in _rows(SQLITE.format(open=OPEN), [sought(terms), top, bureau_id, most])]
        return Found(ids, whole=len(ids) < most)
    return _by_windows(terms, bureau_id, top, enough, most)


def _by_windows(terms: Sequence[Term], bureau_id: int, top: int, enough: int, most: int) -> Found:
    ids: list[int] = []
    for window in _windows(min(top, _last_id() + 1)):
        ids += _in_window(terms, bureau_id, window, most - len(ids))
        if len(ids) >= enough:
            return Found(ids, whole=window.below == 0 and len(ids) < most)
    return Found(ids, whole=True)


def _in_window(terms: Sequence[Term], bureau_id: int, window: Window, size: int) -> list[int]:
    match = sought([*terms, *([window.blocks] if window.blocks else [])])
    statement = POSTGRESQL.format(open=OPEN, **window.way)
    above, ids = window.above, list[int]()
    while len(ids) < size:
        asked = size - len(ids)
        rows = _rows(statement, [match, above, window.below, asked, bureau_id])
        ids += [key for key, is_open in rows if is_open]
        if len(rows) < asked:
            break
        above = rows[-1][0]
    return ids


def _windows(top: int) -> Iterator[Window]:
    """The newest entries, then two blocks of the index, then all the rest."""
    near = max(top - NEAR, 0)
    yield Window(top, near, BY_KEY)
    if near:
        blocks = range(max(block_of(near - 1) - 1, 0), block_of(near - 1) + 1)
        far = first_of_block(blocks[0])
        yield Window(near, far, BY_WORDS, [(of_block(block),) for block in blocks])
        if far:
            yield Window(far, 0, BY_WORDS)


def _is_alone() -> bool:
    """Whether there is one bureau: its word, which every entry has, would tell nothing and cost a walk."""
    return len(_rows("SELECT id FROM org_bureau LIMIT 2", [])) == 1


def _last_id() -> int:
    return int(_rows("SELECT max(entry_id) FROM daily_search", [])[0][0] or 0)


def _clauses(wish: Narrowing) -> list[Clause]:
    """What narrows the search, in words of the index."""
    chosen = (("处", wish.departments), ("人", wish.people), ("事", wish.matters))
    found = [of_rows(kind, rows) for kind, rows in chosen if rows is not None]
    if wish.day is not None:
        found.append([(of_day(str(wish.day)),)])
    if wish.since is not None or wish.until is not None:
        found.append([(word,) for word in span_words(wish.since, wish.until)])
    return found


def span_words(since: date | None, until: date | None) -> list[str]:
    """The days from one to another in words of the index, whole months as months.

    A span without a beginning or an end, and one beyond measure, is cut after ten years.
    """
    last = until.toordinal() if until else since.toordinal() + LONGEST_SPAN if since else 0
    first = max(since.toordinal() if since else 1, last - LONGEST_SPAN, 1)
    days = [date.fromordinal(each) for each in range(first, min(last, date.max.toordinal()) + 1)]
    words: list[str] = []
    for (year, month), run in groupby(days, key=lambda day: (day.year, day.month)):
        of_it = list(run)
        whole = len(of_it) == monthrange(year, month)[1]
        words += [of_month(str(of_it[0]))] if whole else [of_day(str(day)) for day in of_it]
    return words


def _rows(statement: str, values: Sequence[int | str]) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
