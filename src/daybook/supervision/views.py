"""Home: what is to be done; and the same in one line, for the page of today."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from daybook.inbox.access import message_for
from daybook.inbox.actions import open_message
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


@require_POST
def message(request: PersonRequest, key: str) -> HttpResponse:
    """Open a message of one's own: it is done with, and the way leads to what it is about."""
    found = message_for(request.person.pk, key)
    open_message(message=found, at=timezone.now())
    return redirect(found.href)
