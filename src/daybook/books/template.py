"""The workbook to fill in: a sheet per table in Chinese, with examples that can be imported, and notes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from daybook.books.reading.workbook import NOTES
from daybook.books.tables import TABLES
from daybook.books.tables.kinds import Code
from daybook.books.tables.table import Column, Table
from daybook.books.workbook import BEGINNING, save

EXAMPLES = Path(__file__).with_name("examples.toml")
HEADER_FILL = "FFE8EDF5"
KEY_FILL = "FFD3DFF0"
TEXT_FORMAT = "@"
"""Cells of text: a spreadsheet program would turn `2026-03` into a date."""
FILLED_ROWS = 2_000
"""How far down the lists of codes are offered."""
LIST_LIMIT = 255
"""The longest list a spreadsheet takes within a cell's rule."""
NARROW, WIDE = 10, 42


def examples() -> Mapping[str, Sequence[Mapping[str, str]]]:
    """The example rows of each table: a small bureau that can be imported as it stands."""
    rows: dict[str, list[dict[str, str]]] = tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))
    return rows


def write_template(target: Path) -> None:
    """Write the template as a workbook of that name."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Daybook"
    book.properties.created = BEGINNING
    _notes_sheet(book)
    rows = examples()
    for table in TABLES:
        _table_sheet(book, table, rows.get(table.name, ()))
    save(book, target)


def _table_sheet(book: Any, table: Table, rows: Sequence[Mapping[str, str]]) -> None:
    sheet = book.create_sheet(table.chinese)
    sheet.freeze_panes = "A2"
    for place, column in enumerate(table.columns, start=1):
        texts = [row.get(column.name, "") for row in rows]
        _column(sheet, place, column, texts)
        if isinstance(column.kind, Code):
            _offer_codes(sheet, place, column.kind)


def _column(sheet: Any, place: int, column: Column, texts: Sequence[str]) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    header = sheet.cell(1, place, column.chinese)
    header.font = Font(bold=True)
    header.fill = PatternFill("solid", fgColor=KEY_FILL if column.key else HEADER_FILL)
    for row, text in enumerate(texts, start=2):
        cell = sheet.cell(row, place, text or None)
        cell.number_format = TEXT_FORMAT
    width = sheet.column_dimensions[get_column_letter(place)]
    width.number_format = TEXT_FORMAT
    width.width = min(WIDE, max(NARROW, *(2 * len(text) + 2 for text in (column.chinese, *texts))))


def _offer_codes(sheet: Any, place: int, kind: Code) -> None:
    """A list to choose from; other spellings of a code are warned of, not refused."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    choices = ",".join(kind.labels().values())
    if len(choices) > LIST_LIMIT:
        return
    rule = DataValidation("list", formula1=f'"{choices}"', allow_blank=True, errorStyle="warning")
    letter = get_column_letter(place)
    rule.add(f"{letter}2:{letter}{FILLED_ROWS}")
    sheet.add_data_validation(rule)


def _notes_sheet(book: Any) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(NOTES[0])
    for text in _introduction():
        sheet.append([text])
    sheet.append([])
    sheet.append([_("Table"), _("Column"), _("Canonical name"), _("Needed"), _("What it holds"), _("Note")])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for table in TABLES:
        _note_table(sheet, table)
    for letter, width in zip("ABCDEF", (14, 14, 30, 10, 60, 44), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=len(_introduction()) + 2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _introduction() -> list[str]:
    return [
        _("How to fill in this workbook"),
        _("Each sheet is a table, each row a record; the first row holds the headers and stays as it is."),
        _("The rows shown are examples of a made-up bureau: overwrite or delete them."),
        _("Dark headers are the key: a key stands once. Sheets that are not needed may be deleted."),
        _("Write dates as 2026-03-31, months as 2026-03, quarters as 2026-Q1, times as 09:30."),
        _("Take it in with: daybook import FILE.xlsx – all of it or nothing, with every fault named."),
    ]


def _note_table(sheet: Any, table: Table) -> None:
    sheet.append([table.chinese, "", table.name, "", str(table.note), ""])
    for column in table.columns:
        needed = _("key") if column.key else _("yes") if column.must_be_filled else ""
        sheet.append(["", column.chinese, column.name, needed, holds(table, column), str(column.note)])


def holds(table: Table, column: Column) -> str:
    """In words, what a column's cells hold: kind, codes, limit."""
    limit = table.limit(column)
    expected = column.kind.expected()
    if limit is None or expected != _("text"):
        return expected
    return _("text of at most %(limit)d characters") % {"limit": limit}
