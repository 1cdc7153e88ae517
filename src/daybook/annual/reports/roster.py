"""考核结果名册: the ranked units of a year as a workbook, a row a person, with the quotas beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.annual.enums import Grade, Stage
from daybook.annual.queries.results import YearResults
from daybook.annual.shown.ranks import department_of
from daybook.annual.shown.units import unit_names
from daybook.annual.wording import grade_word, pool_word, reason_words
from daybook.quarterly.wording import quarter_word
from daybook.rules.exact import score_text
from daybook.rules.figure import Figure
from daybook.rules.periods import quarters_of
from daybook.rules.policy import QUOTA_GRADES
from daybook.rules.result import PersonResult
from daybook.web.characters import writable

Value = str | int | Decimal | None
PEOPLE_WIDTHS = (14, 20, 8, 10, 12, 20, *[9] * 4, 12, 12, 12, 12, 12, 10, 40)
QUOTA_WIDTHS = (14, 24, 10, *[12] * 4)
Sight = Callable[[str], bool]


def title_of(year: int) -> str:
    """The title of the roster and of its file."""
    return _("Results of the annual appraisal of %(year)s") % {"year": year}


def people_of(results: YearResults, sees: Sight) -> list[str]:
    """The numbers of those in it."""
    return sorted(each.number for each in _people(results, sees))


def workbook(results: YearResults, sees: Sight) -> bytes:
    """The units that a reader `sees` as an .xlsx file."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _sheet(book, _("Results"), PEOPLE_WIDTHS, [_columns(results.year), *_rows(results, sees)], results.year)
    _sheet(book, _("Quotas"), QUOTA_WIDTHS, [_quota_columns(), *_quotas(results)], results.year)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(book: Any, name: str, widths: Sequence[int], rows: Sequence[Sequence[Value]], year: int) -> None:
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A4"
    for place, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    for row in ((title_of(year),), (), *rows):
        sheet.append([_cell(sheet, value) for value in row])


def _columns(year: int) -> Sequence[str]:
    return (
        _("Staff category"),
        _("Unit"),
        _("Rank"),
        _("Staff number"),
        _("Name"),
        _("Department"),
        *(quarter_word(period.key) for period in quarters_of(year)),
        _("Routine score"),
        _("Annual assessment"),
        _("Annual total"),
        _("Suggested"),
        pgettext("official form", "Grade"),
        _("Stage"),
        _("Reasons"),
    )


def _rows(results: YearResults, sees: Sight) -> Iterator[Sequence[Value]]:
    names = unit_names(results.settled)
    for each in sorted(_people(results, sees), key=_place):
        yield (pool_word(each.pool), names.full(each.unit), *_row(results, each))


def _people(results: YearResults, sees: Sight) -> list[PersonResult]:
    return [each for each in results.settled.result.people if sees(each.unit)]


def _place(each: PersonResult) -> tuple[str, str, bool, int, str]:
    return (each.pool, each.unit, each.rank is None, each.rank or 0, each.number)


def _row(results: YearResults, each: PersonResult) -> Sequence[Value]:
    decided = results.decided(each)
    return (
        each.rank,
        each.number,
        results.settled.roster.names[each.number],
        department_of(results, each),
        *(_figure(each.quarters.get(number)) for number in range(1, 5)),
        _figure(each.routine),
        _figure(each.assessment),
        _figure(each.total),
        grade_word(each.suggested) if each.suggested else "",
        str(Grade(decided.grade).label) if decided else "",
        str(Stage(decided.stage).label) if decided else "",
        _reasons(results, each),
    )


def _figure(figure: Figure | None) -> Decimal | None:
    return Decimal(score_text(figure.hundredths)) if figure else None


def _reasons(results: YearResults, each: PersonResult) -> str:
    minimum = str(results.settled.policy.eligibility.routine_minimum)
    return "；".join(reason_words(code, minimum) for code in (*each.why, *each.barred_by))


def _quota_columns() -> Sequence[str]:
    told = (_("%(grade)s, seats") % {"grade": grade_word(grade)} for grade in QUOTA_GRADES)
    return (_("Staff category"), _("Unit"), _("Base"), *told)


def _quotas(results: YearResults) -> Iterator[Sequence[Value]]:
    names = unit_names(results.settled)
    for pool in results.settled.result.pools:
        for unit in pool.units:
            seats = (unit.seats.get(grade, 0) for grade in QUOTA_GRADES)
            yield (pool_word(pool.pool), names.full(unit.unit), unit.base, *seats)
        totals = (pool.quotas[grade].total if grade in pool.quotas else 0 for grade in QUOTA_GRADES)
        yield (pool_word(pool.pool), _("All units"), pool.headcount, *totals)


def _cell(sheet: Any, value: Value) -> Any:
    """A figure as a number with its places; a text stays one, whatever it begins with: never a formula."""
    from openpyxl.cell import WriteOnlyCell

    cell: Any = WriteOnlyCell(sheet)
    cell.value = writable(value) if isinstance(value, str) else value
    if isinstance(value, Decimal):
        cell.number_format = "0.00"
    elif isinstance(value, str):
        cell.data_type = "s"
    return cell
