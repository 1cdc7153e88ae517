"""The search index: words of open entries in a side table, so that the feed's rows stay narrow.

SQLite keeps an FTS5 table whose rowid is the entry's id; PostgreSQL a `tsvector` under a GIN index.
Chinese has no blanks between words: it is cut into pairs of signs; both engines see blank-separated words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.db import connection

from daybook.web.prepared import repeated

# A run of Latin letters and digits, or of any other signs; Chinese is by far the most of those.
RUN = re.compile(r"[0-9a-z]+|[^\W_0-9a-z]+")

BETWEEN_TEXTS = "界0"  # a sign and a figure: no text has it for a word
BLOCK = 32_768  # entries
LONGEST = 500  # of a word, in signs; PostgreSQL takes none of 2 KB and more

Phrase = tuple[str, ...]  # words that follow one another
Clause = Sequence[Phrase]  # any of these
Term = str | Clause  # a word, or a clause

INSERT = {
    "sqlite": "INSERT OR REPLACE INTO daily_search(rowid, words) VALUES (%s, %s)",
    "postgresql": "INSERT INTO daily_search(entry_id, words) VALUES (%s, %s::tsvector) "
    "ON CONFLICT (entry_id) DO UPDATE SET words = EXCLUDED.words",
}
MERGED_PAGES = 500  # of the index, written anew in one step
KEY_COLUMN = {"sqlite": "rowid", "postgresql": "entry_id"}
HELD = {
    "sqlite": "SELECT s.rowid, s.words FROM json_each(%s) c CROSS JOIN daily_search s ON s.rowid = c.value",
    "postgresql": "SELECT entry_id, array_to_string(tsvector_to_array(words), ' ') FROM daily_search "
    "WHERE entry_id = ANY(%s)",
}
HELD_AT_ONCE = 2_048  # entries read in one statement


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


class Marks(NamedTuple):
    """What an entry is found by beside the words of its texts: rows, and the day it tells of (`2026-03-31`).

    Each is a word of the index that no text can hold, a sign and a number, so that one look into the index
    answers "in this bureau", "by this author", "in that month" too, however many entries hold the words.
    """

    bureau: int
    author: int
    department: int | None
    matter: int | None
    day: str

    def words(self) -> list[str]:
        """The words of the index."""
        rows = (("人", self.author), ("处", self.department), ("事", self.matter))
        told = [f"{sign}{row}" for sign, row in rows if row is not None]
        return [of_bureau(self.bureau), *told, of_day(self.day), of_month(self.day)]


def of_bureau(row: int) -> str:
    """The word of every entry of a bureau."""
    return f"局{row}"


def of_rows(kind: str, rows: Iterable[int]) -> Clause:
    """Any of these authors (人), departments (处) or matters (事)."""
    return [(f"{kind}{row}",) for row in rows]


def of_day(day: str) -> str:
    """The word of every entry that tells of a day `2026-03-31`."""
    return f"日{day.replace('-', '')}"


def of_month(day: str) -> str:
    """The word of every entry that tells of the month of a day, or of a month `2026-03`."""
    return f"月{day[:7].replace('-', '')}"


def block_of(entry: int) -> int:
    """The block of the index that holds an entry."""
    return entry // BLOCK


def first_of_block(block: int) -> int:
    """The first id of a block."""
    return block * BLOCK


def of_block(block: int) -> str:
    """The word of every entry of a block: whoever asks for it, too, walks no list beyond the block."""
    return f"块{block}"


def index_words(marks: Marks, texts: Iterable[str]) -> list[str]:
    """The words under which an entry is found: its marks, then those of its texts.

    The last sign of a run stands there by itself: a single sign is looked for as the beginning of a pair, and
    a phrase goes on behind it. Between two texts stands a word of its own, so that no phrase spans them.
    """
    words = marks.words()
    for text in texts:
        words.append(BETWEEN_TEXTS)
        for run in RUN.findall(text.lower()):
            words += [run] if run.isascii() else _pairs_and_end(run)
    return words


def phrase_of(text: str) -> Phrase:
    """The words of the index that follow one another wherever a text holds this very phrase.

    What it ends with may go on there. Blanks and punctuation count as an end of a run, whichever they are.
    """
    runs = RUN.findall(text.lower())
    if not runs:
        return ()
    whole = [word for run in runs[:-1] for word in ([run] if run.isascii() else _pairs_and_end(run))]
    return (*whole, *words_of(runs[-1]))


def _pairs_and_end(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run))]


def sought(terms: Iterable[Term]) -> str:
    """The search for all of these terms, as this database's index takes it; a single sign begins a pair."""
    spell, both, either = (
        (_phrase_of_fts5, " AND ", " OR ")
        if connection.vendor == "sqlite"
        else (_phrase_of_tsquery, " & ", " | ")
    )
    return both.join(f"({either.join(map(spell, clause_of(term)))})" for term in terms)


def clause_of(term: Term) -> Clause:
    """A term as a clause: a word is the one phrase of itself."""
    return [(term,)] if isinstance(term, str) else term


def holds(words: str, terms: Iterable[Term]) -> bool:
    """Whether words with blanks between them, as SQLite's index keeps them, hold what `sought` asks for."""
    padded = f" {words} "
    return all(any(_beginning(phrase) in padded for phrase in clause_of(term)) for term in terms)


def _beginning(phrase: Phrase) -> str:
    return f" {' '.join(phrase)}{'' if _is_sign(phrase[-1]) else ' '}"


def _phrase_of_fts5(phrase: Phrase) -> str:
    return f'"{" ".join(phrase)}"' + (" *" if _is_sign(phrase[-1]) else "")


def _phrase_of_tsquery(phrase: Phrase) -> str:
    words = [f"'{word[:LONGEST]}'" for word in phrase]
    return " <-> ".join(words) + (":*" if _is_sign(phrase[-1]) else "")


def _is_sign(word: str) -> bool:
    return len(word) == 1 and not word.isascii()


def spelled(entry: int, words: Sequence[str]) -> str:
    """The words of an entry as this database's index takes them, positions kept for phrases."""
    all_words = [of_block(block_of(entry)), *words]
    if connection.vendor == "sqlite":
        return " ".join(all_words)
    # PostgreSQL keeps positions up to 16,383: more than the texts of an entry at their limits need.
    return " ".join(f"{word[:LONGEST]}:{min(place, 16383)}" for place, word in enumerate(all_words, 1))


def index_entries(rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Put entries into the index, `(entry id, words)` each; an entry that is there is replaced."""
    spelled_rows = [(key, spelled(key, words)) for key, words in rows]
    if len(spelled_rows) == 1:
        # PostgreSQL's way of sending many costs more than one needs.
        with repeated() as cursor:
            cursor.execute(INSERT[connection.vendor], spelled_rows[0])
        return
    with connection.cursor() as cursor:
        cursor.executemany(INSERT[connection.vendor], spelled_rows)


def words_held(entries: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
    """The words under which entries are found, in any order, as the index has them."""
    for start in range(0, len(entries), HELD_AT_ONCE):
        some = list(entries[start : start + HELD_AT_ONCE])
        with connection.cursor() as cursor:
            cursor.execute(
                HELD[connection.vendor], [json.dumps(some) if connection.vendor == "sqlite" else some]
            )
            yield from ((key, words.split(" ")) for key, words in cursor.fetchall())


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
    spelled_rows = ((key, spelled(key, words)) for key, words in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The server indexes what it has while the next words are still being cut.
            with cursor.copy("COPY daily_search(entry_id, words) FROM STDIN") as copy:
                for row in spelled_rows:
                    copy.write_row(row)
        else:
            statement = "INSERT INTO daily_search(rowid, words) VALUES (%s, %s)"
            cursor.executemany(statement, list(spelled_rows))
