"""本季: the feedback on one's quarter, and anybody's to read whom it concerns."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from daybook.org.access import person_for
from daybook.org.middleware import PersonRequest
from daybook.org.models import Person
from daybook.quarterly.actions.feedback import acknowledge_sheet
from daybook.quarterly.queries.own import QuarterRead
from daybook.quarterly.queries.own_at_hand import quarter_at_hand
from daybook.quarterly.queries.own_people import people_of_quarter
from daybook.quarterly.shown.office_ways import quarters_around
from daybook.quarterly.shown.own_page import QuarterPage
from daybook.quarterly.views.asked import asked_quarter
from daybook.web.printing import can_make_pdf
from daybook.web.refusals import Refused

TEMPLATE = "quarterly/quarter.html"
PEOPLE = "quarterly/people.html"


@require_safe
def this_quarter(request: PersonRequest) -> HttpResponse:
    """The way to the page of the quarter where something is to be done."""
    return redirect(quarter_at_hand(request.frame))


@require_http_methods(["GET", "HEAD", "POST"])
def quarter(request: PersonRequest, quarter: str) -> HttpResponse:
    """One's own quarter; its sheets are acknowledged here."""
    page = _page(request, quarter, request.person)
    if request.method != "POST":
        return _shown(request, page)
    if request.POST.get("act") != "acknowledge" or not page.pending:
        raise Http404
    try:
        for each in page.pending:
            acknowledge_sheet(sheet=each.sheet, person=request.person)
    except Refused as refused:
        page.fault = refused.message
        return _shown(request, page)
    return redirect("quarter", quarter=quarter)


@require_safe
def quarter_of(request: PersonRequest, quarter: str, number: str) -> HttpResponse:
    """Somebody's quarter, as far as it is the reader's to know."""
    asked_quarter(quarter)
    if number == request.person.number:
        return redirect("quarter", quarter=quarter)
    return _shown(request, _page(request, quarter, person_for(request.person, number)))


def _page(request: PersonRequest, quarter: str, person: Person) -> QuarterPage:
    read = QuarterRead(request.frame, person, asked_quarter(quarter))
    return QuarterPage(read, request.GET.get("why", ""))


def _shown(request: PersonRequest, page: QuarterPage) -> HttpResponse:
    """The page, or the working of one figure that a script asks for; going back asks for the whole."""
    headers = request.headers
    variables: dict[str, Any] = {"page": page, "own": page.read.is_own, "pdf": can_make_pdf()}
    is_part = headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"
    part = "#working" if is_part and headers.get("HX-Target") == "why" else ""
    return render(request, f"{TEMPLATE}{part}", variables)


@require_safe
def people(request: PersonRequest, quarter: str) -> HttpResponse:
    """How a quarter stands with those whom the reader scores, and with the departments he looks after."""
    period = asked_quarter(quarter)
    found = people_of_quarter(request.frame, period, request.GET.get("department"))
    variables = {"page": found, "quarter": quarter, "quarters": quarters_around(period)}
    is_part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "stands"
    return render(request, f"{PEOPLE}{'#stands' if is_part else ''}", variables)
