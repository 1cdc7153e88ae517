"""The pages on which the results of a year are used."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daybook.merit.access import require_use_office
from daybook.merit.actions.alerts import note_alert
from daybook.merit.actions.benefits import Grant, cancel_benefit, decide_benefit
from daybook.merit.actions.career import Valuation, enter_dimension
from daybook.merit.queries.alerts import alerts_of
from daybook.merit.queries.lists import preference_list
from daybook.merit.queries.register import benefit_for, register_of
from daybook.merit.shown.alerts import alert_rows
from daybook.merit.shown.career import CareerTable, OpenedCareer, entries_of
from daybook.merit.shown.lists import ListPage
from daybook.merit.shown.register import register_parts
from daybook.merit.views.asked import (
    UNPROCESSABLE,
    Asked,
    Sent,
    day_typed,
    of_the_year,
    page_asked,
    sent_texts,
)
from daybook.org.access import person_for
from daybook.org.middleware import PersonRequest
from daybook.quarterly.typed import hundredths_typed
from daybook.rules.exact import decimal_of
from daybook.web.refusals import Refused
from daybook.web.sent import number_of

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@of_the_year("year_use")
def career(request: PersonRequest, asked: Asked) -> HttpResponse:
    """The career evaluations of the year, and the working of one."""
    opened = str(request.GET.get("open", ""))
    table = CareerTable(asked.use, asked.sight, page_asked(request), opened)
    variables = {"head": asked.head, "year": asked.use.year, "table": table, "opened": table.opened}
    variables["sight"] = asked.sight
    wants_panel = request.headers.get("HX-Request") == "true"
    if opened and wants_panel and request.headers.get("HX-History-Restore-Request") != "true":
        return render(request, "merit/career.html#working", variables)
    return render(request, "merit/career.html", variables)


@require_http_methods(GET_OR_POST)
@of_the_year("year_use")
def person(request: PersonRequest, asked: Asked, number: str) -> HttpResponse:
    """One person's evaluation with all it rests on; posted to, a dimension is entered."""
    table = CareerTable(asked.use, asked.sight, asked=number)
    opened = table.opened
    if opened is None:
        raise Http404
    if request.method != "POST":
        return _career_of(request, asked, opened, Sent())
    require_use_office(request.frame)
    sent = sent_texts(request)
    try:
        _enter(request, asked, opened, sent)
    except Refused as refused:
        sent.refused(refused)
        return _career_of(request, asked, opened, sent)
    messages.success(request, _("The dimension is entered; what stood before is kept."))
    return redirect("career_of_person", year=asked.use.year, number=number)


def _enter(request: PersonRequest, asked: Asked, opened: OpenedCareer, sent: Sent) -> None:
    typed = sent.typed
    valuation = Valuation(
        score=_score(typed),
        reason=typed.get("reason", ""),
        document=typed.get("document", ""),
        seen=number_of(typed.get("seen", "")),
    )
    enter_dimension(
        person=person_for(request.person, opened.member.number),
        year=asked.use.year,
        dimension=typed.get("dimension", ""),
        valuation=valuation,
        actor=request.person,
    )


def _score(typed: dict[str, str]) -> Decimal | None:
    """The score typed; nothing where the value is taken back. Raises Refused."""
    if typed.get("act") == "take_back":
        return None
    found = hundredths_typed(typed.get("score", ""))
    if found is None:
        raise Refused(_("Enter a score from 0 to 100."), field="score")
    return decimal_of(found)


def _career_of(request: PersonRequest, asked: Asked, opened: OpenedCareer, sent: Sent) -> HttpResponse:
    variables = {
        "head": asked.head,
        "year": asked.use.year,
        "opened": opened,
        "entries": entries_of(opened, request.frame, asked.sight),
        "sent": sent,
        "sight": asked.sight,
    }
    return render(request, "merit/person.html", variables, status=UNPROCESSABLE if sent.fault else 200)


@require_http_methods(GET_OR_POST)
@of_the_year("preference_list")
def candidates(request: PersonRequest, asked: Asked, benefit: str) -> HttpResponse:
    """A preference list; posted to, what was decided for somebody is entered."""
    found = preference_list(asked.use, benefit)
    chosen = str(request.GET.get("choose", ""))
    if request.method != "POST":
        page = ListPage(found, asked.sight, page_asked(request), chosen)
        return _list(request, asked, page, Sent({"year": str(asked.use.year)}))
    require_use_office(request.frame)
    sent = sent_texts(request)
    page = ListPage(found, asked.sight, chosen=sent.typed.get("person", ""))
    try:
        name = _decide(request, asked, benefit, sent)
    except Refused as refused:
        sent.refused(refused)
        return _list(request, asked, page, sent)
    messages.success(request, _("It is in the register for %(name)s.") % {"name": name})
    return redirect("preference_list", year=asked.use.year, benefit=benefit)


def _decide(request: PersonRequest, asked: Asked, kind: str, sent: Sent) -> str:
    """Enter the decision; the name of whom it is for. Raises Refused."""
    if asked.use.find(sent.typed.get("person", "")) is None:
        raise Refused(_("Choose somebody from the list."), field="person")
    whose = person_for(request.person, sent.typed["person"])
    grant = Grant(
        kind=kind,
        year=asked.use.year,
        title=sent.typed.get("title", ""),
        decided_by=sent.typed.get("decided_by", ""),
        first_day=day_typed(sent, "first_day"),
        last_day=day_typed(sent, "last_day"),
        reason=sent.typed.get("reason", ""),
        document=sent.typed.get("document", ""),
    )
    decide_benefit(person=whose, grant=grant, actor=request.person)
    return whose.name


def _list(request: PersonRequest, asked: Asked, page: ListPage, sent: Sent) -> HttpResponse:
    variables = {"head": asked.head, "year": asked.use.year, "page": page, "sent": sent, "sight": asked.sight}
    return render(request, "merit/list.html", variables, status=UNPROCESSABLE if sent.fault else 200)


@require_http_methods(GET_OR_POST)
@of_the_year("merit_alerts")
def alerts(request: PersonRequest, asked: Asked) -> HttpResponse:
    """The alerts of the year; posted to, it is noted what was done about one."""
    if request.method != "POST":
        return _alerts(request, asked, Sent())
    require_use_office(request.frame)
    sent = sent_texts(request)
    typed = sent.typed
    try:
        if asked.use.find(typed.get("person", "")) is None:
            raise Refused(_("Choose an alert."), field="person")
        note_alert(
            person=person_for(request.person, typed["person"]),
            year=asked.use.year,
            alert=typed.get("alert", ""),
            text=typed.get("text", ""),
            document=typed.get("document", ""),
            actor=request.person,
        )
    except Refused as refused:
        sent.refused(refused)
        return _alerts(request, asked, sent)
    messages.success(request, _("It is noted what was done."))
    return redirect("merit_alerts", year=asked.use.year)


def _alerts(request: PersonRequest, asked: Asked, sent: Sent) -> HttpResponse:
    rows = alert_rows(asked.use, alerts_of(asked.use), asked.sight)
    variables: dict[str, Any] = {"head": asked.head, "year": asked.use.year, "rows": rows, "sent": sent}
    variables |= {"sight": asked.sight, "open_count": sum(each.is_open for each in rows)}
    return render(request, "merit/alerts.html", variables, status=UNPROCESSABLE if sent.fault else 200)


@require_http_methods(GET_OR_POST)
@of_the_year("merit_register")
def register(request: PersonRequest, asked: Asked) -> HttpResponse:
    """The register of the year; posted to, an entry is cancelled."""
    if request.method != "POST":
        return _register(request, asked, Sent())
    require_use_office(request.frame)
    sent = sent_texts(request)
    try:
        benefit = benefit_for(request.bureau, asked.use.year, sent.typed.get("key", ""))
        cancel_benefit(benefit=benefit, reason=sent.typed.get("reason", ""), actor=request.person)
    except Refused as refused:
        sent.refused(refused)
        return _register(request, asked, sent)
    messages.success(request, _("It is cancelled; the entry stays with the reason."))
    return redirect("merit_register", year=asked.use.year)


def _register(request: PersonRequest, asked: Asked, sent: Sent) -> HttpResponse:
    parts = register_parts(asked.use, register_of(request.bureau, asked.use.year), asked.sight)
    variables = {"head": asked.head, "year": asked.use.year, "parts": parts, "sent": sent}
    variables |= {"sight": asked.sight}
    return render(request, "merit/register.html", variables, status=UNPROCESSABLE if sent.fault else 200)
