"""应评一览: the page on which the personnel office sees every sheet expected, and the same as a workbook."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybook.monthly.access import require_personnel_office
from daybook.org.middleware import PersonRequest
from daybook.quarterly.actions.export import note_expected_list
from daybook.quarterly.queries.expected import expected_sheets
from daybook.quarterly.shown.expected_book import MEDIA_TYPE, title_of, workbook
from daybook.quarterly.shown.expected_page import expected_page
from daybook.quarterly.shown.office_ways import office_ways
from daybook.quarterly.views.asked import asked_quarter
from daybook.web.archive import Made
from daybook.web.sending import file_answer


@require_safe
def expected(request: PersonRequest, quarter: str) -> HttpResponse:
    """Every sheet of a quarter, by whom and why; of the personnel office alone."""
    require_personnel_office(request.frame)
    period = asked_quarter(quarter)
    found = expected_sheets(request.bureau, period, request.today)
    page = expected_page(found, request.GET.get("page", ""))
    variables = {"page": page, "quarter": quarter, "ways": office_ways(period, "expected_sheets")}
    return render(request, "quarterly/expected.html", variables)


@require_safe
def expected_list(request: PersonRequest, quarter: str) -> HttpResponse:
    """The same as a workbook."""
    require_personnel_office(request.frame)
    found = expected_sheets(request.bureau, asked_quarter(quarter), request.today)
    note_expected_list(actor=request.person, quarter=quarter)
    return file_answer(Made(f"{title_of(found)}.xlsx", workbook(found)), MEDIA_TYPE)
