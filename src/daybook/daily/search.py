"""The search index: words of open entries in a side table, so that the feed's rows stay narrow.

SQLite keeps an FTS5 table whose rowid is the entry's id; PostgreSQL a `tsvector` under a GIN index.
Chinese has no blanks between words: it is cut into pairs of signs; both engines see blank-separated words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.db import connection

# A run of Latin letters and digits, or of any other signs; Chinese is by far the most of those.
RUN = re.compile(r"[0-9a-z]+|[^\W_0-9a-z]+")

INSERT = {
    "sqlite": "INSERT OR REPLACE INTO daily_search(rowid, words) VALUES (%s, %s)",
    "postgresql": "INSERT INTO daily_search(entry_id, words) VALUES (%s, %s::tsvector) "
    "ON CONFLICT (entry_id) DO UPDATE SET words = EXCLUDED.words",
}
MERGED_PAGES = 500  # of the index, written anew in one step
KEY_COLUMN = {"sqlite": "rowid", "postgresql": "entry_id"}


def words_of(text: str) -> list[str]:
    """The words of a text, lower-cased, without punctuation; Chinese is cut into pairs of neighbours.

    A word of Chinese is found by its pairs wherever it stands; a dictionary cuts it one way in one sentence
    and another way in the next, and does not know the names of villages and rivers.
    """
    words: list[str] = []
    for run in RUN.findall(text.lower()):
        if run.isascii() or len(run) == 1:
            words.append(run)
        else:
            words += [first + second for first, second in pairwise(run)]
    return words


def index_words(bureau_id: int, person_id: int, texts: Iterable[str]) -> list[str]:
    """The words under which an entry is found: its bureau, its author, then those of its texts.

    Bureau and author stand among the words, so that one index lookup answers "in this bureau" too. The last
    sign of a run stands there by itself: a single sign is looked for as the beginning of a pair.
    """
    words = [f"bureau{bureau_id}", f"author{person_id}"]
    for run in RUN.findall("\n".join(texts).lower()):
        if run.isascii():
            words.append(run)
        else:
            words += [run[place : place + 2] for place in range(len(run))]
    return words


def sought(words: Iterable[str]) -> str:
    """The search for all of these words, as this database's index takes it; a single sign begins a pair."""
    if connection.vendor == "sqlite":
        return " ".join(f'"{word}"*' if _is_sign(word) else f'"{word}"' for word in words)
    return " & ".join(f"'{word[:500]}':*" if _is_sign(word) else f"'{word[:500]}'" for word in words)


def _is_sign(word: str) -> bool:
    return len(word) == 1 and not word.isascii()


def spelled(words: Sequence[str]) -> str:
    """The words as this database's index takes them, positions kept for phrases."""
    if connection.vendor == "sqlite":
        return " ".join(words)
    # PostgreSQL keeps positions up to 16,383; words beyond are found, but not in phrases.
    return " ".join(f"{word[:500]}:{min(place, 16383)}" for place, word in enumerate(words, start=1))


def index_entries(rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Put entries into the index, `(entry id, words)` each; an entry that is there is replaced."""
    spelled_rows = [(key, spelled(words)) for key, words in rows]
    with connection.cursor() as cursor:
        if len(spelled_rows) == 1:
            # PostgreSQL's way of sending many costs more than one needs.
            cursor.execute(INSERT[connection.vendor], spelled_rows[0])
        else:
            cursor.executemany(INSERT[connection.vendor], spelled_rows)


def remove_entries(keys: Iterable[int]) -> None:
    """Take entries out of the index."""
    statement = f"DELETE FROM daily_search WHERE {KEY_COLUMN[connection.vendor]} = %s"  # noqa: S608  # our own word
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(key,) for key in keys])


def forget_removed_words() -> None:
    """Make SQLite's index forget the words of entries that were taken out: until then they lie in its blocks.

    It is written anew in steps of a fraction of a second, between which others may write; the more it holds,
    the more steps. PostgreSQL's own cleaning does the like.
    """
    if connection.vendor != "sqlite":
        return
    merge = "INSERT INTO daily_search(daily_search, rank) VALUES ('merge', %s)"
    with connection.cursor() as cursor:
        cursor.execute(merge, [-MERGED_PAGES])
        while True:
            before = connection.connection.total_changes
            cursor.execute(merge, [MERGED_PAGES])
            # SQLite counts one change for the statement itself: fewer than two mean that nothing was left.
            if connection.connection.total_changes - before < 2:
                return


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
