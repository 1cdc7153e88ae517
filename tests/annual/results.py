"""The year's pages as a test reads them: rows, figures and columns instead of markup."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

FIGURES = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "routine_score", "assessment", "annual_total")


class Row(NamedTuple):
    """One person of a ranked table."""

    number: str
    rank: str
    figures: dict[str, str | None]
    conditions: str
    suggested: str
    classes: str


def text(markup: str) -> str:
    """The words of a piece of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def rows(html: str) -> list[Row]:
    """The people of the ranked table of a page, in order."""
    table = re.search(r'<table class="table ledger rank".*?</table>', html, re.DOTALL)
    if table is None:
        return []
    lines = re.findall(r"<tr( class=\"[\w-]+\")?>(<td.*?)</tr>", table[0].split("<tbody>")[1], re.DOTALL)
    return [_row(classes, line) for classes, line in lines if "people/" in line]


def _row(classes: str, line: str) -> Row:
    number = re.search(r'href="people/([^"]+)"', line)
    assert number is not None
    cells = [text(each) for each in re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL)]
    if len(cells) < len(FIGURES):
        return Row(number[1], cells[0], {}, cells[1], cells[2], classes)
    told: list[str | None] = [None if each == "—" else each for each in cells[1:8]]
    return Row(number[1], cells[0], dict(zip(FIGURES, told, strict=True)), cells[8], cells[9], classes)


def seat_lines(html: str) -> list[str]:
    """The lines where the seats end."""
    return [text(each) for each in re.findall(r'<tr class="seat-line">(.*?)</tr>', html, re.DOTALL)]


def quota_lines(html: str) -> list[list[str]]:
    """The cells of each unit in the tables of the quotas: name, base, and the steps of each grade."""
    tables = re.findall(r'<table class="table ledger quotas".*?</table>', html, re.DOTALL)
    return [
        [text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)]
        for table in tables
        for line in re.findall(r"<tr.*?</tr>", table.split("<tbody>")[1].split("</tbody>")[0], re.DOTALL)
    ]


def opened(html: str) -> str:
    """The words of the working beside the table."""
    panel = re.search(r'<aside class="panel" id="why".*?</aside>', html, re.DOTALL)
    return text(panel[0]) if panel else ""
