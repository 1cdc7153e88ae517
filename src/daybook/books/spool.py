"""The book as it was read: canonical text in a private database that vanishes with the process.

A book may be larger than memory. Its rows therefore wait in a temporary SQLite file (already unlinked, so
that a killed import leaves nothing behind), where checks across tables are joins and not dictionaries. NULL
is a cell that could not be read: checks pass over it, since its fault is already told.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from daybook.books.tables import TABLES
from daybook.books.tables.table import Table

CACHE_KIB = 24_000

NEW, SAME, CHANGED, STANDING = range(4)
"""What a row of the spool is beside the database: not there, there as it is, there with other values; or only
there and not in the book."""


def quoted(name: str) -> str:
    """A table's or column's name in SQL."""
    return f'"{name}"'


def names(table: Table) -> str:
    """All columns of a table in SQL, in order."""
    return ", ".join(quoted(column.name) for column in table.columns)


def key_names(table: Table, prefix: str = "") -> list[str]:
    """The key columns of a table in SQL."""
    return [prefix + quoted(column.name) for column in table.key]


class Spool:
    """The tables of a book; every row with its number in the book, its id in the database, and its status."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE_KIB}"):
            self.connection.execute(f"PRAGMA {pragma}")
        # One transaction for ever: without it every row would be one of its own.
        self.connection.execute("BEGIN")
        self.sizes = dict.fromkeys((table.name for table in TABLES), 0)
        for table in TABLES:
            columns = ", ".join(f"{quoted(column.name)} TEXT" for column in table.columns)
            self.connection.execute(
                f"CREATE TABLE {quoted(table.name)}"
                f"(row INTEGER, id, status INTEGER NOT NULL DEFAULT {NEW}, {columns})"
            )

    def close(self) -> None:
        """Give the temporary file back."""
        self.connection.close()

    def add(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Take in rows of the book: the row's number, then every column."""
        marks = ", ".join("?" * (len(table.columns) + 1))
        statement = f"INSERT INTO {quoted(table.name)}(row, {names(table)}) VALUES ({marks})"
        self.connection.executemany(statement, rows)
        self.sizes[table.name] += len(rows)

    def add_standing(self, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
        """Take in rows that stand in the database and are not in the book: the id, then every column."""
        marks = ", ".join("?" * (len(table.columns) + 1))
        statement = (
            f"INSERT INTO {quoted(table.name)}(row, status, id, {names(table)}) VALUES (0, 3, {marks})"
        )
        self.connection.executemany(statement, rows)

    def index_keys(self, table: Table) -> None:
        """Make rows of the table quick to find by key."""
        columns = ", ".join(key_names(table))
        self.connection.execute(
            f"CREATE INDEX {quoted(table.name + '_key')} ON {quoted(table.name)}({columns})"
        )

    def select(self, sql: str, *values: Any) -> Iterator[Any]:
        """The rows of a query over the spool."""
        return self.connection.execute(sql, values)

    def value(self, sql: str, *values: Any) -> Any:
        """The one value of a query over the spool; `None` where there is no row."""
        row = self.connection.execute(sql, values).fetchone()
        return row[0] if row else None

    def count(self, table: Table, status: int) -> int:
        """How many rows of the table have a status."""
        return int(self.value(f"SELECT count(*) FROM {quoted(table.name)} WHERE status = ?", status))
