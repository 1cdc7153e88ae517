"""The reconciliation of a month: one's own, and anybody's to read."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from daybook.daily.access import own_reader_of
from daybook.monthly.queries.statement import statement_of
from daybook.org.middleware import PersonRequest
from daybook.plans.access import planner_for
from daybook.plans.months import month_bounds
from daybook.plans.months import month_of as month_of_day
from daybook.plans.ways import STATEMENT, month_ways
from daybook.web.refusals import Refused


@require_safe
def this_month(request: PersonRequest) -> HttpResponse:
    """The way to the page of the month where something is to be done."""
    return redirect("month", month=month_of_day(request.today))


@require_safe
def month(request: PersonRequest, month: str) -> HttpResponse:
    """One's own month."""
    return _page(request, asked_month(month), request.person.number)


@require_safe
def month_of(request: PersonRequest, month: str, number: str) -> HttpResponse:
    """Anybody's month, read."""
    if number == request.person.number:
        return redirect("month", month=asked_month(month))
    return _page(request, asked_month(month), number)


def asked_month(month: str) -> str:
    """A month of an address. Raises Http404 for what is none."""
    try:
        month_bounds(month)
    except Refused as refused:
        raise Http404 from refused
    return month


def _page(request: PersonRequest, month: str, number: str) -> HttpResponse:
    person = planner_for(request.frame, number)
    own = person == request.person
    variables = {
        "statement": statement_of(own_reader_of(request.frame), person, month),
        "ways": month_ways(month, person, STATEMENT, own=own),
        "own": own,
    }
    return render(request, "monthly/month.html", variables)
