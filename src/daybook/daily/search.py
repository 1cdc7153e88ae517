"""The search index: words of open entries in a side table, so that the feed's rows stay narrow.

SQLite keeps an FTS5 table whose rowid is the entry's id; PostgreSQL a `tsvector` under a GIN index.
Chinese has no blanks between words: rjieba segments it, and both engines see blank-separated words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    import rjieba

WORD = re.compile(r"[^\W_]+")

INSERT = {
    "sqlite": "INSERT OR REPLACE INTO daily_search(rowid, words) VALUES (%s, %s)",
    "postgresql": "INSERT INTO daily_search(entry_id, words) VALUES (%s, %s::tsvector) "
    "ON CONFLICT (entry_id) DO UPDATE SET words = EXCLUDED.words",
}
KEY_COLUMN = {"sqlite": "rowid", "postgresql": "entry_id"}


@cache
def _segmenter() -> rjieba.Jieba:
    # Loading the dictionary takes a moment and some memory: only processes that index or search pay it.
    import rjieba

    return rjieba.Jieba()


def words_of(text: str) -> list[str]:
    """The words of a text, lower-cased, without punctuation; Chinese is segmented for search."""
    lowered = text.lower()
    if not lowered.isascii():
        lowered = " ".join(_segmenter().cut_for_search(lowered))
    return WORD.findall(lowered)


def index_words(bureau_id: int, person_id: int, texts: Iterable[str]) -> list[str]:
    """The words under which an entry is found: its bureau, its author, then those of its texts.

    Bureau and author stand among the words, so that one index lookup answers "in this bureau" too.
    """
    return [f"bureau{bureau_id}", f"author{person_id}", *words_of("\n".join(texts))]


def spelled(words: Sequence[str]) -> str:
    """The words as this database's index takes them, positions kept for phrases."""
    if connection.vendor == "sqlite":
        return " ".join(words)
    # PostgreSQL keeps positions up to 16,383; words beyond are found, but not in phrases.
    return " ".join(f"{word[:500]}:{min(place, 16383)}" for place, word in enumerate(words, start=1))


def index_entries(rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Put entries into the index, `(entry id, words)` each; an entry that is there is replaced."""
    with connection.cursor() as cursor:
        cursor.executemany(INSERT[connection.vendor], [(key, spelled(words)) for key, words in rows])


def remove_entries(keys: Iterable[int]) -> None:
    """Take entries out of the index."""
    statement = f"DELETE FROM daily_search WHERE {KEY_COLUMN[connection.vendor]} = %s"  # noqa: S608  # our own word
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(key,) for key in keys])


def index_new_entries(rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Put entries into the index that cannot be there yet, `(entry id, words)` each, in order of ids."""
    spelled_rows = ((key, spelled(words)) for key, words in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The server indexes what it has while the next words are still being cut.
            with cursor.copy("COPY daily_search(entry_id, words) FROM STDIN") as copy:
                for row in spelled_rows:
                    copy.write_row(row)
        else:
            statement = "INSERT INTO daily_search(rowid, words) VALUES (%s, %s)"
            cursor.executemany(statement, list(spelled_rows))
