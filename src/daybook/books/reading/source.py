"""Where a book comes from: named tables of rows, the header first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Cells = Sequence[Any]


class Unreadable(Exception):
    """A table that cannot be read on from a row: the row's number, and why."""

    def __init__(self, row: int, message: str) -> None:
        super().__init__(message)
        self.row = row
        self.message = message


class NoBook(Exception):
    """A path that is no book at all; the message says why."""


@dataclass(frozen=True)
class SourceTable:
    """One table as it was found: its name there, its rows (header first), and whether cells may be typed."""

    name: str
    rows: Callable[[], Iterator[Cells]]
    typed: bool = False


def book_tables(path: Path) -> list[SourceTable]:
    """The tables of the book at a path: a folder of CSV files or a workbook. Raises NoBook."""
    if path.is_dir():
        from daybook.books.reading.folder import folder_tables

        return folder_tables(path)
    from daybook.books.reading.workbook import workbook_tables

    return workbook_tables(path)
