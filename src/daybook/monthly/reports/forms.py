"""A report as a file: a workbook, a document to write on in, a document to print."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from daybook.monthly.reports.content import Report

FOLDER = Path(__file__).resolve().parent
TITLE_FONTS = (
    "FZXiaoBiaoSong-B05S",
    "FZXiaoBiaoSong-B05",
    "STZhongsong",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
)
"""小标宋, as official documents use; behind it what a machine is likely to have."""
BODY_FONTS = (
    "FangSong_GB2312",
    "FangSong",
    "STFangsong",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
)
"""仿宋, and behind it the same."""


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
    from docxtpl import DocxTemplate

    template = DocxTemplate(FOLDER / "month.docx")
    template.render(report.told(), autoescape=True)
    return _saved(template)


def portable(report: Report) -> bytes:
    """A PDF, set by typst with the fonts of the machine; ask `can_make_pdf` first."""
    import typst

    title, body = fonts_found()
    given = {"report": json.dumps({**report.told(), "title_fonts": title, "body_fonts": body})}
    compiler = typst.Compiler(FOLDER / "month.typ", root=FOLDER, font_paths=_fonts(), sys_inputs=given)
    made = compiler.compile(format="pdf")
    return made if isinstance(made, bytes) else b"".join(made or ())


def can_make_pdf() -> bool:
    """Whether this machine has a font in which Chinese can be set."""
    return all(fonts_found())


@lru_cache(maxsize=1)
def fonts_found() -> tuple[list[str], list[str]]:
    """Of the fonts for titles and for the body those that are here, the best first."""
    here = {family.lower() for family in _fonts().families()}
    wanted = (TITLE_FONTS, BODY_FONTS)
    title, body = ([name for name in names if name.lower() in here] for names in wanted)
    return title, body


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The fonts of the machine and of the folder that the settings name."""
    import typst

    return typst.Fonts(font_paths=[Path(settings.FONT_DIR)] if settings.FONT_DIR else [])


class Form(NamedTuple):
    """A form of a report: how it is made, and what it is."""

    make: Callable[[Report], bytes]
    media_type: str


OFFICE = "application/vnd.openxmlformats-officedocument"
FORMS: Mapping[str, Form] = {
    "docx": Form(document, f"{OFFICE}.wordprocessingml.document"),
    "pdf": Form(portable, "application/pdf"),
    "xlsx": Form(workbook, f"{OFFICE}.spreadsheetml.sheet"),
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

    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


def _width(sheet: Any, widths: tuple[int, ...]) -> None:
    for place, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + place)].width = width


def _saved(made: Any) -> bytes:
    file = BytesIO()
    made.save(file)
    return file.getvalue()
