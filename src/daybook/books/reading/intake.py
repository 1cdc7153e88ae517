"""Taking a table in: its header is understood, its cells are read, what is wrong is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.utils.translation import gettext as _

from daybook.books.faults import HEADER_ROW, Report
from daybook.books.progress import Progress
from daybook.books.reading.rows import Header, Numbered, RowReader
from daybook.books.reading.source import Cells, SourceTable, Unreadable
from daybook.books.spool import Spool
from daybook.books.tables import BY_ANY_NAME
from daybook.books.tables.kinds import Place, shown
from daybook.books.tables.table import Table

BATCH = 2_000


class Intake:
    """Takes the tables of one book into the spool."""

    def __init__(self, spool: Spool, report: Report, progress: Progress) -> None:
        self.spool = spool
        self.report = report
        self.progress = progress
        self.place = Place()

    def known(self, tables: Sequence[SourceTable]) -> dict[str, SourceTable]:
        """The tables of the book by canonical name; unknown and doubled ones are refused by name."""
        found: dict[str, SourceTable] = {}
        for source in tables:
            table = BY_ANY_NAME.get(source.name.strip())
            if table is None:
                self._unknown(source)
            elif table.name in found:
                self.report.refuse(table.name, HEADER_ROW, "", _("the table is there twice; expected once"))
            else:
                found[table.name] = source
        return found

    def take(self, table: Table, source: SourceTable) -> None:
        """Read one table to its end, or as far as it can be read."""
        rows = self._readable(table, source)
        header = self._header(table, next(rows, (HEADER_ROW, []))[1])
        if header is None:
            return
        reader = RowReader(table, header, self.place, self.report, typed=source.typed)
        while batch := list(islice(rows, BATCH)):
            self.spool.add(table, reader.read(batch))
            self.progress.step(len(batch))

    def _unknown(self, source: SourceTable) -> None:
        if source.typed and not any(any(cell is not None for cell in row) for row in source.rows()):
            return  # the empty “Sheet1” that spreadsheet programs leave behind
        words = {"table": shown(source.name)}
        message = _("there is no table %(table)s; expected one of the tables of the book") % words
        self.report.refuse(source.name, HEADER_ROW, "", message)

    def _readable(self, table: Table, source: SourceTable) -> Iterator[Numbered]:
        try:
            yield from enumerate(source.rows(), start=HEADER_ROW)
        except Unreadable as stop:
            self.report.refuse(table.name, stop.row, "", stop.message)

    def _header(self, table: Table, cells: Cells) -> Header | None:
        names = ["" if cell is None else str(cell) for cell in cells]
        while names and not names[-1]:
            names.pop()
        if not names:
            if not self._already_told(table):
                message = _("the table is empty; expected a header in row 1")
                self.report.refuse(table.name, HEADER_ROW, "", message)
            return None
        positions = self._positions(table, names)
        for column in table.columns:
            if column.must_be_filled and column.name not in positions:
                self.report.refuse(
                    table.name, HEADER_ROW, column.name, _("the column is missing; it is required")
                )
        return Header(len(names), positions)

    def _already_told(self, table: Table) -> bool:
        return self.spool.value("SELECT 1 FROM reported WHERE name = ? LIMIT 1", table.name) is not None

    def _positions(self, table: Table, names: Sequence[str]) -> dict[str, int]:
        known = {header: column for column in table.columns for header in (column.chinese, column.name)}
        positions: dict[str, int] = {}
        for position, name in enumerate(names):
            column = known.get(name.strip())
            if column is None:
                self._refuse_header(table, name)
            elif column.name in positions:
                self.report.refuse(
                    table.name, HEADER_ROW, column.name, _("the column is there twice; expected once")
                )
            else:
                positions[column.name] = position
        return positions

    def _refuse_header(self, table: Table, name: str) -> None:
        headers = "、".join(f"{column.name} {column.chinese}" for column in table.columns)
        words = {"column": shown(name), "columns": headers}
        message = _("there is no column %(column)s; expected one of: %(columns)s") % words
        self.report.refuse(table.name, HEADER_ROW, name, message)
