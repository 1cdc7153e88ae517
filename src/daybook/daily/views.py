"""The pages of the daily record."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daybook.daily.access import entry_for, reader_of
from daybook.daily.forms import FeedForm
from daybook.daily.queries.asked import asked_of
from daybook.daily.queries.department import department_page
from daybook.daily.queries.feed import PAGE, departments_on, discreet, feed_page, sequence_of
from daybook.daily.queries.history import history
from daybook.daily.queries.person import asked_month, person_page
from daybook.daily.queries.seeing import matters_of, seen_by
from daybook.daily.words import beside_content, missing_words
from daybook.org.access import department_for, person_for
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused


@require_safe
def feed(request: PersonRequest) -> HttpResponse:
    """Everybody's entries, newest first, filtered where the address says so; a page at a time."""
    form = FeedForm(request.GET)
    asked = asked_of(request.bureau, form)
    reader = reader_of(request.frame)
    mark = form.cleaned_data.get("before")
    before = sequence_of(request.bureau, mark) if mark else None
    found = feed_page(request.bureau, discreet(asked.wish, reader), before, PAGE + 1)
    entries = seen_by(reader, found[:PAGE])
    further = {**asked.query, "before": found[PAGE - 1].key} if found[PAGE:] else {}
    variables = {
        "form": form,
        "asked": asked,
        "entries": entries,
        "older": f"{reverse('feed')}?{urlencode(further)}" if further else "",
    }
    if request.headers.get("HX-Request"):
        return render(request, "daily/feed.html#entries", variables)
    variables["departments"] = departments_on(request.bureau, request.today)
    variables["matters"] = matters_of(entries)
    return render(request, "daily/feed.html", variables)


@require_safe
def entry(request: PersonRequest, key: str) -> HttpResponse:
    """One entry under its permanent link, with its versions and corrections."""
    reader = reader_of(request.frame)
    found = entry_for(reader, key)
    seen = seen_by(reader, [found])[0]
    variables = {
        "seen": seen,
        "disclosed": [] if seen.mute else beside_content(found),
        "missing": [] if seen.mute else missing_words(found),
        "steps": [] if seen.mute else history(found, reader),
    }
    return render(request, "daily/entry.html", variables)


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
    """A department: its people and duties, its goals of the year, the entries of the week."""
    found = department_for(request.person, code)
    page = department_page(reader_of(request.frame), found)
    return render(request, "daily/department.html", {"page": page})
