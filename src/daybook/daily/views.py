"""The pages of the daily record."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daybook.daily.forms import FeedForm
from daybook.daily.queries.asked import asked_of
from daybook.daily.queries.feed import PAGE, departments_on, entry_of, feed_page, sequence_of
from daybook.daily.queries.history import history
from daybook.daily.queries.seeing import matters_of, seen_by
from daybook.daily.words import disclosed, missing_words
from daybook.org.middleware import PersonRequest


@require_safe
def feed(request: PersonRequest) -> HttpResponse:
    """Everybody's entries, newest first, filtered where the address says so; a page at a time."""
    form = FeedForm(request.GET)
    asked = asked_of(request.bureau, form)
    before = sequence_of(request.bureau, request.GET["before"]) if request.GET.get("before") else None
    found = feed_page(request.bureau, asked.wish, before, PAGE + 1)
    entries = seen_by(request.person, request.today, found[:PAGE])
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
    found = entry_of(request.bureau, key)
    seen = seen_by(request.person, request.today, [found])[0]
    variables = {
        "seen": seen,
        "disclosed": [] if seen.mute else disclosed(found),
        "missing": [] if seen.mute else missing_words(found),
        "steps": [] if seen.mute else history(found, party_to_it=seen.party),
    }
    return render(request, "daily/entry.html", variables)


@require_safe
def person(request: PersonRequest, number: str) -> HttpResponse:
    raise Http404


@require_safe
def department(request: PersonRequest, code: str) -> HttpResponse:
    raise Http404
