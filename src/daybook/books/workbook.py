"""Writing workbooks: a sheet per table, text cells, and the same bytes for the same rows."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from daybook.books.tables.table import Table

ROW_LIMIT = 1_048_576
"""Rows of a sheet, the header among them."""
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
BEGINNING = datetime(2000, 1, 1)  # noqa: DTZ001  # a workbook's own clock knows no zone
ZIP_BEGINNING = (2000, 1, 1, 0, 0, 0)
WIDEST, NARROWEST = 60, 8


def write_workbook(target: Path, sheets: Iterable[tuple[Table, Iterable[Sequence[str]]]]) -> None:
    """Write the tables as sheets with canonical headers; a workbook of that name is whole or not there."""
    book = new_workbook()
    for table, rows in sheets:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        sheet.append(_bold(sheet, [column.name for column in table.columns]))
        for row in rows:
            sheet.append(text_cells(sheet, row))
    save(book, target)


def new_workbook() -> Any:
    """An empty workbook that streams its rows to disk."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "Daybook"
    book.properties.created = BEGINNING
    return book


def text_cells(sheet: Any, texts: Sequence[str]) -> Iterator[Any]:
    """Cells that stay text, also where they look like a number, a date or a formula."""
    from openpyxl.cell import WriteOnlyCell

    for text in texts:
        if not text:
            yield None
            continue
        cell = WriteOnlyCell(sheet, escaped(text))
        cell.data_type = "s"  # a text that begins with “=” is no formula
        yield cell


def escaped(text: str) -> str:
    """A text with the characters that XML cannot hold spelled `_x000D_`, as spreadsheets spell them."""
    return UNFIT.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def _bold(sheet: Any, texts: Sequence[str]) -> Iterator[Any]:
    from openpyxl.styles import Font

    for cell in text_cells(sheet, texts):
        cell.font = Font(bold=True)
        yield cell


def save(book: Any, target: Path) -> None:
    """Save a workbook without a trace of when: the same rows give the same bytes."""
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.absolute().parent) as folder:
        stamped, timeless = Path(folder, "stamped"), Path(folder, "timeless")
        book.save(stamped)
        _copy_without_time(stamped, timeless)
        shutil.move(timeless, target)


def _copy_without_time(source: Path, target: Path) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIP_BEGINNING)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with old.open(name) as reading, new.open(entry, "w", force_zip64=True) as writing:
                if name == "docProps/core.xml":
                    writing.write(_without_time(reading.read()))
                else:
                    shutil.copyfileobj(reading, writing)


def _without_time(properties: bytes) -> bytes:
    moment = escape(BEGINNING.isoformat() + "Z").encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment, properties)
