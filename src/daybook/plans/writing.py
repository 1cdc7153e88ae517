"""What is being written on a page of plans: which form is open, on what, and what was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from daybook.org.keys import new_key
from daybook.org.models import Person
from daybook.plans.access import goal_for, item_for
from daybook.plans.actions.items import carried, line_of_goal
from daybook.plans.actions.month import PlanLine
from daybook.plans.edition import Overtaken, edition_of
from daybook.plans.forms import GoalForm, ItemForm, ReasonForm, Typed
from daybook.plans.models import AnnualGoal, DepartmentGoal, PlanItem
from daybook.plans.months import month_bounds, month_of
from daybook.rules.facts import ONE_DAY
from daybook.web.refusals import Refused


@dataclass
class Writing:
    """The form that is open on a page: for which act, on which row, with what was typed and refused."""

    act: str = ""
    key: str = ""
    form: Typed | None = None
    fault: str = ""
    overtaken: bool = False

    def take(self, refused: Refused) -> None:
        """Keep a refusal: by its field in the form, else over the page."""
        self.overtaken = isinstance(refused, Overtaken)
        if self.form is None or not self.form.is_bound:
            self.fault = refused.message
        else:
            self.form.take(refused)


def line_typed(line: PlanLine, **more: str) -> dict[str, Any]:
    """A line as the inputs of a form hold it."""
    return {
        "title": line.title,
        "measure": line.measure,
        "weight": f"{line.weight.normalize():f}",
        "due_date": line.due_date.isoformat() if line.due_date else "",
        "annual_goal": line.annual_goal.key if line.annual_goal else "",
        "matter": line.matter.key if line.matter else "",
        **fresh_key(),
        **more,
    }


def goal_typed(goal: DepartmentGoal | AnnualGoal, **more: str) -> dict[str, Any]:
    """A goal as the inputs of a form hold it."""
    return {"title": goal.title, "measure": goal.measure, "edition": edition_of(goal), **more}


def month_writing(person: Person, month: str, asked: Mapping[str, str]) -> Writing:
    """The form that the address of a month opens: on an item, a goal, an item of last month, or none."""
    if key := asked.get("edit", ""):
        item = item_for(person, month, key)
        return Writing("revise", key, ItemForm(initial=line_typed(_line(item), edition=edition_of(item))))
    if key := asked.get("drop", ""):
        return Writing("drop", item_for(person, month, key).key, ReasonForm(initial=fresh_key()))
    if key := asked.get("carry", ""):
        before = month_of(month_bounds(month)[0] - ONE_DAY)
        line = carried(item_for(person, before, key), month)
        return Writing("add", "", ItemForm(initial=line_typed(line)))
    if key := asked.get("goal", ""):
        goal = goal_for(person, int(month[:4]), key)
        return Writing("add", "", ItemForm(initial=line_typed(line_of_goal(goal))))
    return Writing("add" if "add" in asked else "", "", blank_item())


def blank_item() -> ItemForm:
    """The empty form of a new item."""
    return ItemForm(initial={"weight": "1", **fresh_key()})


def blank_goal() -> GoalForm:
    """The empty form of a new goal."""
    return GoalForm(initial=fresh_key())


def fresh_key() -> dict[str, str]:
    """A form's own mark: the same form sent twice is one act."""
    return {"key": new_key(timezone.now())}


def _line(item: PlanItem) -> PlanLine:
    return PlanLine(
        item.title, item.measure, item.weight, item.due_date, item.annual_goal, item.matter, item.key
    )
