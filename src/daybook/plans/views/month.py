"""The pages of a month's plan: one's own, written in place, and anybody's, where the superior consents."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from daybook.org.middleware import PersonRequest
from daybook.plans.access import change_for, goal_for, item_for, planner_for
from daybook.plans.actions.changes import ask_plan_change, withdraw_plan_change
from daybook.plans.actions.items import (
    add_plan_item,
    carry_plan_items,
    drop_plan_item,
    plan_annual_goal,
    revise_plan_item,
)
from daybook.plans.actions.month import PlanLine
from daybook.plans.enums import ChangeKind
from daybook.plans.forms import ItemForm, ReasonForm, Typed
from daybook.plans.models import PlanItem
from daybook.plans.months import month_bounds
from daybook.plans.months import month_of as month_of_day
from daybook.plans.queries.month import month_plan
from daybook.plans.views.asked import asked_month
from daybook.plans.views.deciding import decided
from daybook.plans.views.rendering import rendered
from daybook.plans.ways import PLAN, month_ways
from daybook.plans.writing import Writing, blank_item, month_writing
from daybook.rules.facts import ONE_DAY
from daybook.web.refusals import Refused

Act = Callable[[PersonRequest, str, Writing], str]


@require_http_methods(["GET", "HEAD", "POST"])
def month(request: PersonRequest, month: str) -> HttpResponse:
    """One's own plan as a short table, written in place; after the deadline, asked for."""
    asked_month(month)
    if request.method != "POST":
        return _page(request, month, request.person.number, month_writing(request.person, month, request.GET))
    act, key = request.POST.get("act", ""), request.POST.get("item", "")
    if act not in ACTS:
        raise Http404
    form = {"add": ItemForm, "revise": ItemForm, "drop": ReasonForm}.get(act)
    asks = act != "drop" or "reason" in request.POST
    writing = Writing(act, key, form(request.POST if asks else None) if form else None)
    try:
        landing = ACTS[act](request, month, writing)
    except Refused as refused:
        writing.take(refused)
        return _page(request, month, request.person.number, writing)
    return redirect(f"{reverse('month_plan', args=[month])}{landing}")


@require_http_methods(["GET", "HEAD", "POST"])
def month_of(request: PersonRequest, month: str, number: str) -> HttpResponse:
    """Anybody's plan, read; the superior consents to its changes here."""
    asked_month(month)
    if number == request.person.number:
        return redirect("month_plan", month=month)
    planner_for(request.frame, number)
    writing = decided(request)
    if request.method == "POST" and writing is None:
        return redirect("month_plan_of", month=month, number=number)
    return _page(request, month, number, writing or Writing())


def _page(request: PersonRequest, month: str, number: str, writing: Writing) -> HttpResponse:
    person = planner_for(request.frame, number)
    plan = month_plan(request.person, person, month, request.today)
    new = writing.form if writing.act == "add" else blank_item()
    ways = month_ways(month, person, PLAN, own=plan.own)
    variables = {"plan": plan, "writing": writing, "new": new, "ways": ways}
    return rendered(request, "plans/month.html", variables)


def _add(request: PersonRequest, month: str, writing: Writing) -> str:
    form = _item_form(writing)
    line = form.line(request.person)
    if "reason" not in request.POST:
        add_plan_item(person=request.person, month=month, line=line)
        return "?add=1"
    return _ask(request, month, ChangeKind.ADD, form, line=line)


def _revise(request: PersonRequest, month: str, writing: Writing) -> str:
    form, item = _item_form(writing), item_for(request.person, month, writing.key)
    line = form.line(request.person)
    if "reason" not in request.POST:
        revise_plan_item(item=item, line=line, edition=form.text("edition"), actor=request.person)
        return "#items"
    return _ask(request, month, ChangeKind.REVISE, form, item=item, line=line)


def _drop(request: PersonRequest, month: str, writing: Writing) -> str:
    form, item = writing.form, item_for(request.person, month, writing.key)
    if form is None or not form.is_bound:
        drop_plan_item(item=item, actor=request.person)
        return "#items"
    form.require_sound()
    return _ask(request, month, ChangeKind.DROP, form, item=item)


def _carry(request: PersonRequest, month: str, _writing: Writing) -> str:
    before = month_of_day(month_bounds(month)[0] - ONE_DAY)
    items = [item_for(request.person, before, key) for key in request.POST.getlist("item")]
    carry_plan_items(person=request.person, month=month, items=items)
    return "#items"


def _goal(request: PersonRequest, month: str, writing: Writing) -> str:
    goal = goal_for(request.person, int(month[:4]), writing.key)
    plan_annual_goal(goal=goal, month=month, actor=request.person)
    return "#items"


def _withdraw(request: PersonRequest, _month: str, writing: Writing) -> str:
    withdraw_plan_change(change=change_for(request.frame, writing.key), actor=request.person)
    return "#changes"


ACTS: dict[str, Act] = {
    "add": _add,
    "revise": _revise,
    "drop": _drop,
    "carry": _carry,
    "goal": _goal,
    "withdraw": _withdraw,
}


def _item_form(writing: Writing) -> ItemForm:
    if not isinstance(writing.form, ItemForm):
        raise Http404
    return writing.form


def _ask(
    request: PersonRequest,
    month: str,
    kind: ChangeKind,
    form: Typed,
    *,
    item: PlanItem | None = None,
    line: PlanLine | None = None,
) -> str:
    ask_plan_change(
        person=request.person,
        month=month,
        kind=kind,
        item=item,
        line=line,
        reason=form.text("reason"),
        key=form.text("key"),
    )
    return "#changes"
