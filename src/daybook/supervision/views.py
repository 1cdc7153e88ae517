"""Home: what is to be done; and the same in one line, for the page of today."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybook.org.middleware import PersonRequest
from daybook.supervision.queries import home_of


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """The to-do list: what, by when, how long it takes."""
    return render(request, "supervision/home.html", {"home": home_of(request.frame)})


@require_safe
def waiting(request: PersonRequest) -> HttpResponse:
    """What waits, in one line: the page of today asks for it."""
    return render(request, "supervision/waiting.html", {"home": home_of(request.frame)})
