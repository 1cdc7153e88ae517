"""Finding entries by words, newest first, without ever sorting a large match.

Whatever narrows a search is a word of the index, too: bureau (where there are several), author, department,
matter, day and month. So one look into the index answers, however many entries hold each of the words.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date
from itertools import groupby
from typing import Protocol

from django.db import connection

from daybook.daily.queries.walking import Found, matches
from daybook.daily.search import Clause, Term, of_bureau, of_day, of_month, of_rows, words_of

TOO_MANY_WORDS = 40
LONGEST_SPAN = 3_660  # days


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
    clauses = _clauses(wish)
    if not all(clauses):
        return Found([], whole=True)  # an empty choice fits nothing
    terms = [*wish.words, *clauses]
    if not terms or not _is_alone():
        terms.append(of_bureau(bureau_id))
    return matches(terms, bureau_id, before, enough, most)


def _is_alone() -> bool:
    """Whether there is one bureau: its word, which every entry has, would tell nothing and cost a walk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM org_bureau LIMIT 2")
        return len(cursor.fetchall()) == 1


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
