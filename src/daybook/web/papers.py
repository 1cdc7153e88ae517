"""An official paper (公文) of title, paragraphs and tables, as .docx or PDF, after GB/T 9704."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from daybook.web import printing
from daybook.web.characters import writable

TYPST = Path(__file__).resolve().parent / "paper.typ"
TITLE_FONT, HEAD_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"
TITLE_SIZE, BODY_SIZE, TABLE_SIZE = 22, 16, 12  # 二号, 三号, 小四
LINE = 28  # points from line to line
MARGINS = (37, 35, 28, 26)  # millimetres: top, bottom, left, right
INDENT = 2  # signs at the beginning of a paragraph


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its head, its rows, and how wide each column is against the others."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paper: its heading (empty where it has none), paragraphs, and a table."""

    heading: str
    paragraphs: Sequence[str]
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class OfficialPaper:
    """A paper: the title, its parts, who signs it and when."""

    title: str
    parts: Sequence[Part]
    signed: str
    day: str

    def told(self) -> dict[str, Any]:
        """The paper as plain data."""
        return asdict(self)


def paper_pdf(paper: OfficialPaper) -> bytes:
    """The paper as a PDF. Ask `printing.can_make_pdf` first."""
    return printing.portable(TYPST, "paper", paper.told())


def paper_document(paper: OfficialPaper) -> bytes:
    """The paper as a .docx, which an office may open and change."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Mm

    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    edges = ("top_margin", "bottom_margin", "left_margin", "right_margin")
    for edge, width in zip(edges, MARGINS, strict=True):
        setattr(section, edge, Mm(width))
    _say(made, paper.title, TITLE_FONT, TITLE_SIZE, align=ALIGN.CENTER)
    _say(made, "", BODY_FONT, BODY_SIZE)
    for part in paper.parts:
        if part.heading:
            _say(made, part.heading, HEAD_FONT, BODY_SIZE, indent=True).keep_with_next = True
        for line in part.paragraphs:
            _say(made, line, BODY_FONT, BODY_SIZE, indent=True)
        if part.grid:
            _table(made, part.grid)
    _say(made, "", BODY_FONT, BODY_SIZE)
    for line in (paper.signed, paper.day):
        _say(made, line, BODY_FONT, BODY_SIZE, align=ALIGN.RIGHT)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _say(place: Any, text: str, font: str, size: int, *, indent: bool = False, align: Any = None) -> Any:
    """A paragraph in a document or a cell; its shape."""
    from docx.shared import Pt

    line = place.add_paragraph()
    _write(line, text, font, size)
    shape = line.paragraph_format
    shape.space_after, shape.line_spacing = Pt(0), Pt(LINE + 6 if size == TITLE_SIZE else LINE)
    if indent:
        shape.first_line_indent = Pt(INDENT * size)
    if align is not None:
        line.alignment = align
    return shape


def _write(line: Any, text: str, font: str, size: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = line.add_run(writable(text))
    run.font.size, run.font.name = Pt(size), "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _table(place: Any, grid: Grid) -> None:
    """A table as wide as the page, its head repeated on every page, no row torn apart."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm

    table = place.add_table(rows=0, cols=len(grid.head))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    whole = 210 - MARGINS[2] - MARGINS[3]
    widths = [Mm(whole * each / sum(grid.widths)) for each in grid.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for place_of, row in enumerate((grid.head, *grid.rows)):
        cells = table.add_row().cells
        _mark(table.rows[-1], "w:cantSplit")
        if place_of == 0:
            _mark(table.rows[-1], "w:tblHeader")
        for cell, width, text in zip(cells, widths, row, strict=True):
            cell.width = width
            _write(cell.paragraphs[0], text, HEAD_FONT if place_of == 0 else BODY_FONT, TABLE_SIZE)


def _mark(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))
