"""The pages of a person's year: duties, goals, and the months that serve them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from daybook.org.middleware import PersonRequest
from daybook.org.models import Person
from daybook.plans.access import goal_for, planner_for, year_for
from daybook.plans.actions.goals import drop_annual_goal, set_annual_goal
from daybook.plans.forms import GoalForm
from daybook.plans.queries.year import year_plan
from daybook.plans.views.rendering import rendered
from daybook.plans.writing import Writing, blank_goal, goal_typed
from daybook.web.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: PersonRequest, year: int) -> HttpResponse:
    """One's own year."""
    return _year(request, year_for(year), request.person, reverse("plans", args=[year]))


@require_http_methods(["GET", "HEAD", "POST"])
def plans_of(request: PersonRequest, year: int, number: str) -> HttpResponse:
    """Anybody's year; its goals are set by the person, the line above, and the personnel office."""
    if number == request.person.number:
        return redirect("plans", year=year_for(year))
    person = planner_for(request.frame, number)
    return _year(request, year_for(year), person, reverse("plans_of", args=[year, number]))


def _year(request: PersonRequest, year: int, person: Person, address: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, year, person, _opened(request, year, person))
    form = GoalForm(request.POST)
    writing = Writing(request.POST.get("act", ""), request.POST.get("goal", ""), form)
    try:
        _carry_out(request, year, person, writing, form)
    except Refused as refused:
        writing.take(refused)
        return _page(request, year, person, writing)
    return redirect(f"{address}#goals")


def _carry_out(request: PersonRequest, year: int, person: Person, writing: Writing, form: GoalForm) -> None:
    goal = goal_for(person, year, writing.key) if writing.key else None
    if writing.act == "drop" and goal is not None:
        writing.form = None
        drop_annual_goal(goal=goal, actor=request.person)
    elif writing.act == "set":
        given = {**form.given(), "key": goal.key if goal else form.text("key")}
        above = form.chosen_goal(person, year)
        set_annual_goal(person=person, year=year, department_goal=above, actor=request.person, **given)
    else:
        raise Http404


def _opened(request: PersonRequest, year: int, person: Person) -> Writing:
    """The form that the address opens: on a goal that stands, or for a new one."""
    if key := request.GET.get("edit", ""):
        goal = goal_for(person, year, key)
        above = goal.department_goal.key if goal.department_goal else ""
        return Writing("set", key, GoalForm(initial=goal_typed(goal, department_goal=above)))
    return Writing("set" if "add" in request.GET else "", "", blank_goal())


def _page(request: PersonRequest, year: int, person: Person, writing: Writing) -> HttpResponse:
    plan = year_plan(request.person, person, year, request.today)
    return rendered(request, "plans/year.html", {"plan": plan, "writing": writing})
