"""A person's whole record over the years, on one page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybook.merit.access import record_sight
from daybook.merit.queries.record import PersonRecord
from daybook.merit.shown.record import RecordPage
from daybook.org.middleware import PersonRequest


@require_safe
def record(request: PersonRequest, number: str) -> HttpResponse:
    """The record of a person."""
    found = PersonRecord(record_sight(request.frame, number))
    page = RecordPage(found)
    return render(request, "merit/record.html", {"record": found, "page": page, "person": found.person})
