"""开锁: asking that a day be unlocked, and answering."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daybook.daily.access import reader_of
from daybook.daily.actions.unlock import ask_unlock, decline_unlock, grant_unlock
from daybook.daily.queries.unlocks import person_written, unlocks_page
from daybook.org.access import person_for
from daybook.org.middleware import PersonRequest
from daybook.org.models import Person
from daybook.web.refusals import Refused
from daybook.web.sent import asked_day

UNPROCESSABLE = 422
Refusal = Mapping[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
def unlocks(request: PersonRequest) -> HttpResponse:
    """What waits for one's answer, and one's own requests; posted to, it unlocks a day nobody asked for."""
    if request.method == "POST":
        reader_of(request.frame)
        return _unlock_unasked(request)
    return _page(request)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PersonRequest, day: str) -> HttpResponse:
    """Ask one's superior to unlock a day; without being sent, the page with the form for that day."""
    wanted = asked_day(day)
    if request.method != "POST":
        return _page(request, {"day": day, "form": "ask"}, status=200)
    reason = request.POST.get("reason", "")
    try:
        ask_unlock(person=request.person, day=wanted, reason=reason)
    except Refused as refused:
        return _page(request, {"day": day, "reason": reason, "form": "ask", **_told(refused)})
    messages.success(request, _("The request is sent; the answer will stand here."))
    return redirect("unlocks")


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: PersonRequest, number: str, day: str) -> HttpResponse:
    """Grant or decline a request of somebody one is superior of today."""
    reader_of(request.frame)
    person, wanted = person_for(request.person, number), asked_day(day)
    if request.method != "POST":
        return redirect("unlocks")
    reason = request.POST.get("reason", "")
    act = {"grant": grant_unlock, "decline": decline_unlock}.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        act(person=person, day=wanted, superior=request.person, reason=reason)
    except Refused as refused:
        about = {"number": number, "day": day, "reason": reason, "form": "decide"}
        return _page(request, {**about, **_told(refused)})
    granted = act is grant_unlock
    messages.success(request, _("The day is unlocked.") if granted else _("The request was declined."))
    return redirect("unlocks")


def _unlock_unasked(request: PersonRequest) -> HttpResponse:
    given = {name: request.POST.get(name, "").strip() for name in ("person", "day", "reason")}
    try:
        person: Person = person_written(request.person, given["person"])
        day = _written_day(given["day"])
        grant_unlock(person=person, day=day, superior=request.person, reason=given["reason"])
    except Refused as refused:
        return _page(request, {**given, "form": "grant", **_told(refused)})
    messages.success(request, _("The day is unlocked."))
    return redirect("unlocks")


def _told(refused: Refused) -> Refusal:
    return {"fault": refused.message, "field": refused.field}


def _written_day(text: str) -> date:
    try:
        return asked_day(text)
    except Http404 as fault:
        raise Refused(_("A day is written 2026-03-31."), field="day") from fault


def _page(request: PersonRequest, sent: Refusal | None = None, status: int = UNPROCESSABLE) -> HttpResponse:
    variables = {"page": unlocks_page(request.frame), "sent": sent or {}}
    return render(request, "daily/unlocks.html", variables, status=status if sent else 200)
