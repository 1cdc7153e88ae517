"""A report as a file: a workbook, a document to write on in, a document to print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from daybook.monthly.reports.content import Report
from daybook.web import printing
from daybook.web.characters import writable

FOLDER = Path(__file__).resolve().parent


def workbook(report: Report) -> bytes:
    """Two sheets: who is done, and what came of the plans."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(report.summary_heading[:31])
    _width(sheet, (22, *(11 for _each in report.summary_columns[1:])))
    for row in ((report.title,), (report.made,), (), report.summary_columns, *report.summary):
        sheet.append([_cell(sheet, value) for value in row])
    items = book.create_sheet(report.sections[0].heading[:31] if len(report.sections) == 1 else "事项")
    _width(items, (20, 12, 44, 14, 60))
    items.append(["", *report.item_columns])
    several = len(report.sections) > 1
    for section in report.sections:
        for row in section.rows:
            items.append([_text(items, value) for value in (section.heading if several else "", *row)])
    return _saved(book)


def document(report: Report) -> bytes:
    """A .docx from the template beside this file, which an office may open and change."""
    return printing.document(FOLDER / "month.docx", report.told())


def portable(report: Report) -> bytes:
    """A PDF, set by typst with the fonts of the machine; ask `printing.can_make_pdf` first."""
    return printing.portable(FOLDER / "month.typ", "report", report.told())


class Form(NamedTuple):
    """A form of a report: how it is made, and what it is."""

    make: Callable[[Report], bytes]
    media_type: str


FORMS: Mapping[str, Form] = {
    "docx": Form(document, printing.DOCX),
    "pdf": Form(portable, printing.PDF),
    "xlsx": Form(workbook, printing.XLSX),
}


def _cell(sheet: Any, value: str) -> Any:
    """A figure as a number, so that a spreadsheet can reckon with it."""
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        return _text(sheet, value)


def _text(sheet: Any, value: str) -> Any:
    """A text that stays one, whatever it begins with: never a formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, writable(value))
    cell.data_type = "s"
    return cell


def _width(sheet: Any, widths: tuple[int, ...]) -> None:
    for place, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + place)].width = width


def _saved(made: Any) -> bytes:
    file = BytesIO()
    made.save(file)
    return file.getvalue()
