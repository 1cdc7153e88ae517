"""Rows become columns of canonical text, and columns rows of the spool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from daybook.books.faults import Report
from daybook.books.reading.cells import ColumnReader
from daybook.books.reading.source import Cells
from daybook.books.tables.kinds import Place
from daybook.books.tables.table import Table

Numbered = tuple[int, Cells]
"""A row as it was found, after the number that a spreadsheet gives it."""


@dataclass(frozen=True)
class Header:
    """Which cell of a row belongs to which column; columns that are not there have none."""

    width: int
    positions: dict[str, int]


class RowReader:
    """Reads the rows of one table under its header."""

    def __init__(self, table: Table, header: Header, place: Place, report: Report, *, typed: bool) -> None:
        self._table = table
        self._header = header
        self._report = report
        self._typed = typed
        self._readers = [ColumnReader(table, column, place) for column in table.columns]
        self._uneven: set[int] = set()

    def read(self, batch: list[Numbered]) -> list[tuple[Any, ...]]:
        """The rows that have something in them: the number, then the text of every column of the table."""
        kept = self._even(batch)
        if not kept:
            return []
        numbers, rows = zip(*kept, strict=True)
        cells = list(zip(*rows, strict=True))
        columns = [self._column(reader, numbers, cells) for reader in self._readers]
        return list(zip(numbers, *columns, strict=True))

    def _even(self, batch: list[Numbered]) -> list[Numbered]:
        """The rows that have something in them, each as wide as the header."""
        width = self._header.width
        if all(len(cells) == width and cells[0] for _number, cells in batch):
            return batch
        return [
            (number, self._fitted(number, cells))
            for number, cells in batch
            if any(cell is not None and cell != "" for cell in cells)
        ]

    def _fitted(self, number: int, cells: Cells) -> Cells:
        width, filled = self._header.width, len(cells)
        while filled > width and cells[filled - 1] in (None, ""):
            filled -= 1
        # A workbook leaves out the empty cells at the end of a row; in a file that is a slip.
        if filled > width or (filled < width and not self._typed):
            self._uneven.add(number)
            words = {"cells": filled, "width": width}
            message = _("the row has %(cells)d cells; expected %(width)d, as in the header") % words
            self._report.refuse(self._table.name, number, "", message)
        return [*cells[:width], *([""] * (width - len(cells)))]

    def _column(
        self, reader: ColumnReader, numbers: Sequence[int], cells: Sequence[Cells]
    ) -> Sequence[str | None]:
        column = reader.column
        position = self._header.positions.get(column.name)
        if position is None:
            return [None if column.must_be_filled else column.default] * len(numbers)

        def tell(place: int, message: str) -> None:
            # In an uneven row nobody knows which cell belongs to which column: one fault is enough.
            if numbers[place] not in self._uneven:
                self._report.refuse(self._table.name, numbers[place], column.name, message)

        texts = reader.texts(cells[position]) if self._typed else cells[position]
        return reader.canonical(texts, tell)
