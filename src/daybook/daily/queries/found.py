"""Finding entries by words, newest first, without ever sorting a large match.

Whatever narrows a search is a word of the index, too: bureau, author, department, matter, day and month. So
one look into the index answers, however many entries hold each of the words.

SQLite's index yields its matches in the order of writing, so the page is full after a few of them.
PostgreSQL's does not: it is asked window by window, newest first, each wider than the one before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Protocol

from django.db import connection

from daybook.daily.search import Clause, Term, of_bureau, of_day, of_month, of_rows, sought, words_of

FIRST_WINDOW = 10_000  # entries; a bureau of a thousand people writes as many in a week or two
WIDENING = 8
TOO_MANY_WORDS = 40
LONGEST_SPAN = timedelta(days=3660)  # a longer one is no span of work

# What may be found is told by the index; should it ever lag behind, the row says so, too.
OPEN = "e.bureau_id = %s AND e.visibility = 'open' AND e.withdrawn_reason = '' AND NOT e.quarantined"
SQLITE = """
SELECT e.id FROM daily_search s CROSS JOIN daily_logentry e ON e.id = s.rowid
WHERE s.words MATCH %s AND s.rowid < %s AND {open} {more} ORDER BY s.rowid DESC LIMIT %s
"""
POSTGRESQL = """
WITH fits AS MATERIALIZED (
  SELECT entry_id FROM daily_search WHERE words @@ %s::tsquery AND entry_id < %s AND entry_id >= %s
)
SELECT e.id FROM fits JOIN daily_logentry e ON e.id = fits.entry_id
WHERE {open} {more} ORDER BY e.id DESC LIMIT %s
"""
BEYOND = 2**62  # greater than any id


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
    top = BEYOND if before is None else before
    clauses = _clauses(wish)
    if not all(clauses):
        return []  # an empty choice fits nothing
    match = sought([of_bureau(bureau_id), *wish.words, *clauses])
    more, values = _beyond_the_index(wish)
    if connection.vendor == "sqlite":
        return _ids(SQLITE.format(open=OPEN, more=more), [match, top, bureau_id, *values, size])
    return _by_windows(POSTGRESQL.format(open=OPEN, more=more), match, top, [bureau_id, *values], size)


def _by_windows(statement: str, match: str, top: int, values: list[Any], size: int) -> list[int]:
    found: list[int] = []
    for above, below in _windows(min(top, _last_id() + 1)):
        found += _ids(statement, [match, above, below, *values, size - len(found)])
        if len(found) == size:
            break
    return found


def _windows(top: int) -> Iterator[tuple[int, int]]:
    """Spans of ids `[below, above)` downwards from `top` to 0."""
    width = FIRST_WINDOW
    while top > 0:
        yield top, max(top - width, 0)
        top, width = top - width, width * WIDENING


def _last_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(entry_id) FROM daily_search")
        return int(cursor.fetchone()[0] or 0)


def _clauses(wish: Narrowing) -> list[Clause]:
    """What narrows the search, in words of the index."""
    chosen = (("处", wish.departments), ("人", wish.people), ("事", wish.matters))
    found = [of_rows(kind, rows) for kind, rows in chosen if rows is not None]
    if wish.day is not None:
        found.append([(of_day(wish.day.isoformat()),)])
    if _is_span(wish.since, wish.until):
        found.append([(word,) for word in span_words(wish.since, wish.until)])
    return found


def span_words(first: date | None, last: date | None) -> list[str]:
    """The days from one to another in words of the index: whole months as months."""
    if first is None or last is None or last < first:
        return []
    days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    words: list[str] = []
    for _month, run in groupby(days, key=lambda day: (day.year, day.month)):
        of_it = list(run)
        whole = of_it[0].day == 1 and (of_it[-1] + timedelta(days=1)).day == 1
        words += [of_month(str(of_it[0]))] if whole else [of_day(str(day)) for day in of_it]
    return words


def _is_span(since: date | None, until: date | None) -> bool:
    return since is not None and until is not None and until - since < LONGEST_SPAN


def _beyond_the_index(wish: Narrowing) -> tuple[str, list[Any]]:
    """Bounds that the index has no words for: open ones, and those of a span of many years."""
    if _is_span(wish.since, wish.until):
        return "", []
    bounds = [(">=", wish.since), ("<=", wish.until)]
    told = [(sign, day.isoformat()) for sign, day in bounds if day is not None]
    return " ".join(f"AND e.work_date {sign} %s" for sign, _ in told), [day for _, day in told]


def _ids(statement: str, values: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
