"""The page where a department's year is divided."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from daybook.org.middleware import PersonRequest
from daybook.org.models import Department
from daybook.plans.access import department_goal_for, divided_for, year_for
from daybook.plans.actions.goals import drop_department_goal, set_annual_goal, set_department_goal
from daybook.plans.forms import GoalForm
from daybook.plans.queries.division import division_of
from daybook.plans.views.rendering import rendered
from daybook.plans.writing import Writing, blank_goal, fresh_key, goal_typed
from daybook.web.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def division(request: PersonRequest, year: int, code: str) -> HttpResponse:
    """A department's year: its goals and who carries them, its people and what they carry."""
    department = divided_for(request.frame, code)
    year_for(year)
    if request.method != "POST":
        return _page(request, department, year, _opened(request, department, year))
    writing = Writing(request.POST.get("act", ""), request.POST.get("goal", ""), GoalForm(request.POST))
    try:
        _carry_out(request, department, year, writing)
    except Refused as refused:
        writing.take(refused)
        return _page(request, department, year, writing)
    return redirect("division", year=year, code=code)


def _carry_out(request: PersonRequest, department: Department, year: int, writing: Writing) -> None:
    form, actor = writing.form, request.person
    goal = department_goal_for(department, year, writing.key) if writing.key else None
    if writing.act == "drop" and goal is not None:
        writing.form = None
        drop_department_goal(goal=goal, actor=actor)
    elif writing.act == "set" and isinstance(form, GoalForm):
        given = {**form.given(), "key": goal.key if goal else form.text("key")}
        set_department_goal(department=department, year=year, actor=actor, **given)
    elif writing.act == "assign" and goal is not None and isinstance(form, GoalForm):
        given = {**form.given(), "edition": "", "key": form.text("key")}
        person = form.chosen_person(department.bureau_id)
        set_annual_goal(person=person, year=year, department_goal=goal, actor=actor, **given)
    else:
        raise Http404


def _opened(request: PersonRequest, department: Department, year: int) -> Writing:
    """The form that the address opens: a new goal, one that stands, or one to be given to somebody."""
    if key := request.GET.get("edit", ""):
        goal = department_goal_for(department, year, key)
        return Writing("set", key, GoalForm(initial=goal_typed(goal)))
    if key := request.GET.get("assign", ""):
        goal = department_goal_for(department, year, key)
        return Writing("assign", key, GoalForm(initial=goal_typed(goal, **fresh_key())))
    return Writing("set" if "add" in request.GET else "", "", blank_goal())


def _page(request: PersonRequest, department: Department, year: int, writing: Writing) -> HttpResponse:
    found = division_of(request.person, department, year, request.today)
    return rendered(request, "plans/division.html", {"division": found, "writing": writing})
