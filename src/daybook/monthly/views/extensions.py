"""The page on which the personnel office puts a month's deadlines off."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daybook.daily.queries.unlocks import person_written
from daybook.monthly.access import require_personnel_office
from daybook.monthly.actions.extend import extend_month
from daybook.monthly.queries.extensions import extensions_page
from daybook.org.middleware import PersonRequest
from daybook.plans.enums import MonthAct
from daybook.plans.views.asked import asked_month
from daybook.plans.writing import fresh_key
from daybook.web.refusals import Refused

UNPROCESSABLE = 422
FIELDS = ("act", "person", "until", "reason", "key")


@require_http_methods(["GET", "HEAD", "POST"])
def extensions(request: PersonRequest, month: str) -> HttpResponse:
    """What was put off in a month, and the form for more; of the personnel office alone."""
    require_personnel_office(request.frame)
    asked_month(month)
    if request.method != "POST":
        return _page(request, month, {"act": MonthAct.SUBMIT, **fresh_key()})
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    try:
        _extend(request, month, given)
    except Refused as refused:
        return _page(request, month, {**given, "fault": refused.message, "field": refused.field})
    messages.success(request, _("It is put off; whom it concerns is told."))
    return redirect("month_extensions", month=month)


def _extend(request: PersonRequest, month: str, given: dict[str, str]) -> None:
    if given["act"] not in MonthAct.values:
        raise Refused(_("Choose what is put off."), field="act")
    extend_month(
        bureau=request.bureau,
        month=month,
        act=MonthAct(given["act"]),
        person=person_written(request.person, given["person"]) if given["person"] else None,
        until=_day(given["until"]),
        reason=given["reason"],
        actor=request.person,
        key=given["key"],
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise Refused(_("A day is written 2026-03-31."), field="until") from fault


def _page(request: PersonRequest, month: str, sent: dict[str, str]) -> HttpResponse:
    page = extensions_page(request.frame, month)
    variables = {"page": page, "sent": sent, "acts": MonthAct.choices}
    status = UNPROCESSABLE if sent.get("fault") else 200
    return render(request, "monthly/extensions.html", variables, status=status)
