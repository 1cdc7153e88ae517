"""Short ways to say what a test of plans sets up and asks of a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from daybook.org.models import Person
from daybook.plans.actions.changes import ask_plan_change
from daybook.plans.actions.goals import set_annual_goal, set_department_goal
from daybook.plans.actions.items import add_plan_item
from daybook.plans.actions.month import PlanLine
from daybook.plans.enums import ChangeKind
from daybook.plans.models import AnnualGoal, DepartmentGoal, PlanChange, PlanItem
from tests.factories import noon
from tests.people import Cast

MARCH = "2026-03"
JANUARY, IN_TIME, LATE = noon(2026, 1, 8), noon(2026, 3, 4), noon(2026, 3, 9)  # in time until the 4th


def item_of(person: Person, title: str = "编制三月计划", **more: Any) -> PlanItem:
    """An item of March, planned in time."""
    return add_plan_item(person=person, month=MARCH, line=PlanLine(title, **more), at=IN_TIME)


def goal_of(person: Person, title: str = "完成年度投资", **more: Any) -> AnnualGoal:
    """An annual goal of 2026, set by the person."""
    given = {"person": person, "year": 2026, "actor": person, "at": JANUARY, **more}
    return set_annual_goal(title=title, **given)


def department_goal(
    cast: Cast, code: str = "D02", title: str = "投资计划按期下达", **more: Any
) -> DepartmentGoal:
    """A goal of a department in 2026, set by its principal leader."""
    given = {"year": 2026, "measure": "四月底前", "actor": cast["L01"], "at": JANUARY, **more}
    return set_department_goal(department=cast.departments[code], title=title, **given)


def asked_of(person: Person, title: str = "临时检查", **more: Any) -> PlanChange:
    """A change of March that waits: an item to be added, unless said otherwise."""
    given = {"month": MARCH, "kind": ChangeKind.ADD, "reason": "省厅临时布置", "at": LATE, **more}
    return ask_plan_change(person=person, line=PlanLine(title), **given)


def sent(client: Client, address: str, act: str, **given: Any) -> HttpResponse:
    """What a form sends, and what comes of it."""
    return client.post(address, {"act": act, **given})  # type: ignore[return-value]
