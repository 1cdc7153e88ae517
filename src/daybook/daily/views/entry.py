"""One entry under its permanent link."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybook.daily.access import entry_for, reader_of
from daybook.daily.queries.history import history
from daybook.daily.queries.seeing import seen_by
from daybook.daily.words import beside_content, missing_words
from daybook.org.middleware import PersonRequest


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
