"""异议: the docket, each with its clock."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybook.objections.queries.docket import docket_of
from daybook.objections.queries.year_case import year_docket_of
from daybook.org.middleware import PersonRequest


@require_safe
def objections(request: PersonRequest) -> HttpResponse:
    """The objections that the reader may know of: own, those he decides or corrects, the bureau's."""
    variables = {"docket": docket_of(request.frame), "years": year_docket_of(request.frame)}
    return render(request, "objections/docket.html", variables)
