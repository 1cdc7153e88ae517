"""The reconciliation of a month: one's own, and anybody's to read."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from daybook.daily.access import own_reader_of
from daybook.monthly.forms import AskBackForm, opened_answer
from daybook.monthly.queries.at_hand import month_at_hand
from daybook.monthly.queries.own import MonthRead
from daybook.monthly.shown.page import MonthPage, Typing
from daybook.monthly.views.own_acts import ACTS, Asked, landing_of
from daybook.org.middleware import PersonRequest
from daybook.plans.access import item_for, planner_for
from daybook.plans.views.asked import asked_month
from daybook.plans.ways import STATEMENT, month_ways
from daybook.web.refusals import Refused

TEMPLATE = "monthly/month.html"


@require_safe
def this_month(request: PersonRequest) -> HttpResponse:
    """The way to the page of the month where something is to be done."""
    return redirect(month_at_hand(request.person, request.today))


@require_http_methods(["GET", "HEAD", "POST"])
def month(request: PersonRequest, month: str) -> HttpResponse:
    """One's own month: the statement, answered and completed in place until it is submitted."""
    asked_month(month)
    typing = Typing(answer=request.GET.get("answer", "") or request.POST.get("answering", ""))
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            landing = act(Asked(request, month, typing))
            if "submit" in request.POST:
                return redirect("month_submit", month=month)
            return redirect(f"{reverse('month', args=[month])}{landing_of(request, landing)}")
        except Refused as refused:
            typing.take(refused)
    return shown(request, month, request.person.number, typing)


@require_safe
def month_of(request: PersonRequest, month: str, number: str) -> HttpResponse:
    """Anybody's month, read."""
    asked_month(month)
    if number == request.person.number:
        return redirect("month", month=month)
    return shown(request, month, number, Typing())


def page_of(request: PersonRequest, month: str, number: str, typing: Typing) -> MonthPage:
    """The page of somebody's month, as it was asked for. Raises Http404."""
    person = planner_for(request.frame, number)
    read = MonthRead(own_reader_of(request.frame), person, month, request.frame.policy)
    if typing.answer and typing.form is None and read.is_open:
        item = item_for(person, month, typing.answer)
        suggested = next((each for each in read.answers if each.item.pk == item.pk), None)
        typing.form = opened_answer(item, suggested)
    asked = request.GET if request.method != "POST" else request.POST
    opened, why = asked.getlist("open"), request.GET.get("why", "")
    return MonthPage(read, typing, opened, why, writes="write" in asked)


def shown(request: PersonRequest, month: str, number: str, typing: Typing) -> HttpResponse:
    """The page of somebody's month, or the part of it that a script asks for."""
    page = page_of(request, month, number, typing)
    ways = month_ways(month, page.read.person, STATEMENT, own=page.read.own)
    variables: dict[str, Any] = {
        "page": page,
        "statement": page.statement,
        "ways": ways,
        "own": page.read.own,
    }
    variables["ask_back"] = typing.form if isinstance(typing.form, AskBackForm) else AskBackForm()
    return render(request, f"{TEMPLATE}{_part(request, page)}", variables)


def _part(request: PersonRequest, page: MonthPage) -> str:
    """Which part of the page a script puts in place; going back asks for the whole."""
    headers = request.headers
    if headers.get("HX-Request") != "true" or headers.get("HX-History-Restore-Request") == "true":
        return ""
    return "#working" if page.why and headers.get("HX-Target") == "why" else "#month"
