"""A book as one .xlsx workbook with a sheet per table."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from django.utils.translation import gettext as _

from daybook.books.reading.source import Cells, NoBook, SourceTable, Unreadable

NOTES = ("说明", "notes")
"""Sheets that explain a workbook and hold no table."""


def workbook_tables(path: Path) -> list[SourceTable]:
    """The sheets of a workbook; empty sheets under unknown names are passed over. Raises NoBook."""
    book = _opened(path)
    sheets = [sheet for sheet in book.worksheets if sheet.title.strip() not in NOTES]
    return [SourceTable(sheet.title, partial(sheet_rows, sheet), typed=True) for sheet in sheets]


def sheet_rows(sheet: Any) -> Iterator[Cells]:
    """The rows of a sheet: texts, and numbers or dates where a person typed some. Raises Unreadable."""
    sheet.reset_dimensions()  # other programs write wrong ones
    number = 0
    try:
        for cells in sheet.iter_rows(values_only=True):
            number += 1
            yield [unescaped(cell) if type(cell) is str else cell for cell in cells]
    except (ParseError, BadZipFile, zlib.error, KeyError, ValueError) as error:
        message = _("the sheet is damaged; expected a workbook that opens in a spreadsheet program")
        raise Unreadable(number + 1, message) from error


def unescaped(text: str) -> str:
    """A text as it was before the characters that XML cannot hold were spelled `_x000D_`."""
    if "_x" not in text:
        return text
    from openpyxl.utils.escape import unescape

    return str(unescape(text))


def _opened(path: Path) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if not path.exists():
        raise NoBook(_("There is no book at %(path)s.") % {"path": path})
    try:
        return load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError, InvalidFileException):
        words = {"path": path}
        raise NoBook(
            _("%(path)s is no book; expected a folder of CSV files or an .xlsx workbook.") % words
        ) from None
