"""应评一览 as a workbook: a row for each sheet, and for each person who is not scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.quarterly.queries.expected import ExpectedSheets
from daybook.quarterly.shown.expected import PersonLines, SheetLine, lines_of_departments
from daybook.web.characters import writable
from daybook.web.dates import full_day_words, quarter_words

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (20, 10, 12, 16, 10, 22, 10, 12, 12, 40, 10, 28, 14, 44)


def title_of(found: ExpectedSheets) -> str:
    """The title of the list and of its file."""
    return _("Sheets expected for %(quarter)s") % {"quarter": quarter_words(found.period.key)}


def workbook(found: ExpectedSheets) -> bytes:
    """The list as an .xlsx file."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Sheets expected")[:31])
    sheet.freeze_panes = "D5"
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    made = _("as of %(day)s") % {"day": full_day_words(found.today)}
    for row in ((title_of(found),), (made,), (), _columns(), *_rows(found)):
        sheet.append([_cell(sheet, value) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _columns() -> Sequence[str]:
    return (
        _("Department"),
        _("Staff number"),
        _("Name"),
        _("Role"),
        _("Due workdays"),
        _("Span"),
        _("Workdays of the span"),
        _("Form"),
        _("Scored by"),
        _("Why"),
        pgettext("score sheet", "Kind"),
        _("What decides"),
        _("State"),
        _("Remarks"),
    )


def _rows(found: ExpectedSheets) -> Iterator[Sequence[str | int]]:
    for department in lines_of_departments(found):
        for person in department.people:
            first = (department.name, person.number, person.name, person.role, person.due)
            if person.not_scored:
                yield (*first, *[""] * 7, person.not_scored, "；".join(person.notes))
            for line in person.lines:
                yield (*first, *_line(line, person))


def _line(line: SheetLine, person: PersonLines) -> Sequence[str | int]:
    on = f" {line.on.isoformat()}" if line.on else ""
    late = _("late") if line.is_late else ""
    return (
        line.days,
        line.workdays,
        line.form,
        line.rater,
        line.why,
        line.kind,
        line.decides,
        f"{line.state}{on}",
        "；".join([*([late] if late else []), *person.notes]),
    )


def _cell(sheet: Any, value: str | int) -> Any:
    """A figure as a number; a text stays one, whatever it begins with: never a formula."""
    if isinstance(value, int):
        return value
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, writable(value))
    cell.data_type = "s"
    return cell
