"""Finding entries by words, newest first, without ever sorting a large match.

SQLite's index yields its matches in the order of writing, so the page is full after a few of them.
PostgreSQL's does not: it is asked window by window, newest first, each wider than the one before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, Protocol

from django.db import connection

from daybook.daily.search import sought, words_of

FIRST_WINDOW = 50_000  # entries; a bureau of a thousand people writes as many in a month or two
WIDENING = 8
TOO_MANY_WORDS = 40

SQLITE = """
SELECT e.id FROM daily_search s CROSS JOIN daily_logentry e ON e.id = s.rowid
WHERE s.words MATCH %s AND s.rowid < %s AND e.bureau_id = %s {more} ORDER BY s.rowid DESC LIMIT %s
"""
POSTGRESQL = """
WITH fits AS MATERIALIZED (
  SELECT entry_id FROM daily_search WHERE words @@ %s::tsquery AND entry_id < %s AND entry_id >= %s
)
SELECT e.id FROM fits JOIN daily_logentry e ON e.id = fits.entry_id
WHERE e.bureau_id = %s {more} ORDER BY e.id DESC LIMIT %s
"""
BEYOND = 2**62  # greater than any id


class Narrowing(Protocol):
    """What narrows a search beside its words."""

    @property
    def words(self) -> Sequence[str]:
        """Every one of them must be there."""

    @property
    def day(self) -> date | None:
        """The work date."""

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
    more, values = _conditions(wish)
    words = [f"bureau{bureau_id}", *wish.words]
    match = sought(words)
    if connection.vendor == "sqlite":
        return _ids(SQLITE.format(more=more), [match, top, bureau_id, *values, size])
    return _by_windows(POSTGRESQL.format(more=more), match, top, [bureau_id, *values], size)


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


def _conditions(wish: Narrowing) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if wish.day is not None:
        parts.append("AND e.work_date = %s")
        values.append(wish.day.isoformat())
    named = (("department_id", wish.departments), ("person_id", wish.people), ("matter_id", wish.matters))
    for column, keys in named:
        if keys is not None:
            parts.append(f"AND e.{column} IN ({', '.join(['%s'] * len(keys)) or 'NULL'})")
            values.extend(keys)
    return " ".join(parts), values


def _ids(statement: str, values: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
