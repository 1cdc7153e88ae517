"""推演 as a workbook: the rules that differ, the quotas of each unit, and everybody who changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.annual.shown.replay_page import Pair, ReplayPage
from daybook.web.characters import writable

WIDTHS = (12, 12, 22, 12, 12, 10, 10, 14, 14, 80)


def replay_title(year: int) -> str:
    """The title of the workbook and of its file."""
    return _("Policy replay of %(year)s") % {"year": year}


def replay_book(page: ReplayPage, chosen: str) -> bytes:
    """The replay as an .xlsx file."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    title = replay_title(page.then.result.year)
    for name, rows in (
        (pgettext("sheet", "People"), _people(page)),
        (_("Quotas"), _quotas(page)),
        (_("Rules"), _rules(page, chosen)),
    ):
        sheet = book.create_sheet(name)
        for place, width in enumerate(WIDTHS):
            sheet.column_dimensions[chr(ord("A") + place)].width = width
        for row in ((title,), (_("A trial: nothing of it counts."),), (), *rows):
            sheet.append([_cell(sheet, value) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _people(page: ReplayPage) -> Iterator[Sequence[str]]:
    before, after = _("before"), _("afterwards")
    yield (
        _("Staff number"),
        _("Name"),
        _("Appraisal unit"),
        *_both(_("Annual total"), before, after),
        *_both(_("Rank"), before, after),
        *_both(_("Suggested"), before, after),
        _("Why"),
    )
    joint = pgettext("list of reasons", "; ")
    for change in page.open_changes:
        row = page.row(change)
        figures = (*_pair(row.total), *_pair(row.rank), *_pair(row.suggested))
        yield (row.number, row.name, row.unit, *figures, joint.join(row.why))


def _quotas(page: ReplayPage) -> Iterator[Sequence[str]]:
    before, after = _("before"), _("afterwards")
    heads = (half for grade in page.grades for half in _both(grade, before, after))
    yield (_("Staff category"), _("Appraisal unit"), *_both(_("Base"), before, after), *heads)
    for pool in page.pools:
        for unit in pool.units:
            yield (pool.word, unit.name, *_pair(unit.base), *_flat(unit.seats))
        yield (pool.word, _("Together"), *_pair(pool.headcount), *_flat(pair for _grade, pair in pool.totals))


def _rules(page: ReplayPage, chosen: str) -> Iterator[Sequence[str]]:
    yield (_("Rule"), page.then_name, chosen)
    for value in page.values:
        yield (value.label, value.then, value.now)


def _both(word: str, before: str, after: str) -> tuple[str, str]:
    return f"{word} {before}", f"{word} {after}"


def _pair(pair: Pair) -> tuple[str, str]:
    return pair.then, pair.now


def _flat(pairs: Iterable[Pair]) -> list[str]:
    return [text for pair in pairs for text in _pair(pair)]


def _cell(sheet: Any, text: str) -> Any:
    """A text, whatever it begins with: never a formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, writable(text))
    cell.data_type = "s"
    return cell
