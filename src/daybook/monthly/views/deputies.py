"""代评: who reviews months in one's place, from when to when; and ending it early."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from daybook.daily.access import reader_of
from daybook.monthly.queries.deputies import delegation_for, deputies_page, deputy_written
from daybook.org.actions.states import delegate, end_delegation
from daybook.org.enums import DelegationKind
from daybook.org.middleware import PersonRequest
from daybook.rules.facts import ONE_DAY
from daybook.web.refusals import Refused

UNPROCESSABLE = 422
FIELDS = ("deputy", "first_day", "last_day", "reason")


@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: PersonRequest) -> HttpResponse:
    """One's deputies; posted to, another is named."""
    if request.method != "POST":
        return _page(request)
    reader_of(request.frame)
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    try:
        made = delegate(
            person=request.person,
            deputy=deputy_written(request.frame, given["deputy"]),
            kind=DelegationKind.REVIEW_MONTHS,
            first_day=_day(given["first_day"], "first_day"),
            last_day=_day(given["last_day"], "last_day"),
            reason=given["reason"],
            actor=request.person,
        )
    except Refused as refused:
        return _page(request, {**given, "fault": refused.message, "field": refused.field})
    messages.success(request, _("%(name)s reviews in your place.") % {"name": made.deputy.name})
    return redirect("deputies")


@require_POST
def end(request: PersonRequest, day: str) -> HttpResponse:
    """End a delegation: from today on one reviews oneself again."""
    try:
        first_day = date.fromisoformat(day)
    except ValueError as fault:
        raise Http404 from fault
    delegation = delegation_for(request.frame, first_day)
    try:
        end_delegation(delegation=delegation, last_day=request.today - ONE_DAY, actor=request.person)
    except Refused as refused:
        return _page(request, {"fault": refused.message, "field": "end"})
    messages.success(request, _("From today on you alone review."))
    return redirect("deputies")


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise Refused(_("A day is written 2026-03-31."), field=field) from fault


def _page(request: PersonRequest, sent: dict[str, str] | None = None) -> HttpResponse:
    variables = {"page": deputies_page(request.frame), "sent": sent or {}}
    return render(request, "monthly/deputies.html", variables, status=UNPROCESSABLE if sent else 200)
