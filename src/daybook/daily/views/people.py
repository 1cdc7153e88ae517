"""The pages of a person and of a department."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybook.daily.access import reader_of
from daybook.daily.queries.department import department_page
from daybook.daily.queries.person import asked_month, person_page
from daybook.daily.week import asked_week
from daybook.org.access import department_for, person_for
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused


@require_safe
def person(request: PersonRequest, number: str) -> HttpResponse:
    """A person: post and superior, the year as a calendar, a month as plan and record."""
    found = person_for(request.person, number)
    try:
        month = asked_month(found, request.today, request.GET.get("month", ""), request.GET.get("year", ""))
    except Refused as refused:
        raise Http404 from refused
    page = person_page(reader_of(request.frame), found, month, request.frame.policy)
    return render(request, "daily/person.html", {"page": page})


@require_safe
def department(request: PersonRequest, code: str) -> HttpResponse:
    """A department: one of its weeks, its people and duties, its goals of the year."""
    found = department_for(request.person, code)
    try:
        week = asked_week(request.GET.get("week", ""), request.today)
    except Refused as refused:
        raise Http404 from refused
    page = department_page(reader_of(request.frame), found, week)
    return render(request, "daily/department.html", {"page": page})
