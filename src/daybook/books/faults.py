"""What is wrong with a book, cell by cell; kept in the spool, so that a million faults need no memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from daybook.books.tables import BY_NAME, TABLES

HEADER_ROW = 1
PLACES = {table.name: place for place, table in enumerate(TABLES)}


class Fault(NamedTuple):
    """One thing that is wrong: where (row as a spreadsheet numbers it), and what, with what is expected."""

    table: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.table}:{self.row}:{self.column}: {self.message}"


class Report:
    """The faults, which refuse a book, and the warnings, which do not."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.fault_count = 0
        self.warning_count = 0
        connection.execute(
            "CREATE TABLE reported(place INTEGER, column_place INTEGER, warned INTEGER, "
            "name TEXT, row INTEGER, column_name TEXT, message TEXT)"
        )

    def refuse(self, table: str, row: int, column: str, message: str) -> None:
        """Note a fault: the book will not be imported."""
        self.fault_count += 1
        self._keep(table, row, column, message, warned=0)

    def warn(self, table: str, row: int, column: str, message: str) -> None:
        """Note something that a person should look at."""
        self.warning_count += 1
        self._keep(table, row, column, message, warned=1)

    def faults(self) -> Iterator[Fault]:
        """All faults in the order of tables, rows and columns."""
        return self._kept(0)

    def warnings(self) -> Iterator[Fault]:
        """All warnings in the order of tables, rows and columns."""
        return self._kept(1)

    def _keep(self, table: str, row: int, column: str, message: str, *, warned: int) -> None:
        known = BY_NAME.get(table)
        values = (
            PLACES.get(table, len(PLACES)),
            known.places.get(column, -1) if known else -1,
            warned,
            table,
            row,
            column,
            message,
        )
        self._connection.execute("INSERT INTO reported VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def _kept(self, warned: int) -> Iterator[Fault]:
        rows = self._connection.execute(
            "SELECT name, row, column_name, message FROM reported WHERE warned = ? "
            "ORDER BY place, name, row, column_place, column_name, message",
            (warned,),
        )
        return (Fault(*row) for row in rows)
