"""The feed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daybook.daily.access import reader_of
from daybook.daily.forms import FeedForm
from daybook.daily.queries.asked import asked_of
from daybook.daily.queries.feed import PAGE, departments_on, discreet, feed_page, sequence_of
from daybook.daily.queries.seeing import matters_of, seen_by
from daybook.org.middleware import PersonRequest


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
