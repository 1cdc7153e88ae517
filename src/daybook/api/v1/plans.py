"""Goals and plans: reading those of the bureau, writing one's own."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router

from daybook.api import queries
from daybook.api.actions.plan import add_to_plan
from daybook.api.enums import Scope
from daybook.api.v1.answers import operation
from daybook.api.v1.found import named
from daybook.api.v1.keeping import caller, writer
from daybook.api.v1.schemas import (
    GoalGiven,
    GoalList,
    GoalTold,
    ItemGiven,
    PlanGiven,
    PlanTold,
    Whose,
)
from daybook.api.v1.telling import change_told, goal_told, item_told
from daybook.api.v1.words import Month, Year
from daybook.org.models import Person
from daybook.org.moments import local_day
from daybook.plans.access import planner_for
from daybook.plans.actions.goals import set_annual_goal
from daybook.plans.actions.month import PlanLine
from daybook.plans.deadlines import plan_deadline

router = Router(tags=[gettext_noop("Goals and plans")])


@router.get(
    "/plans/{month}",
    **operation(
        Scope.PLANS_READ,
        gettext_noop("A month's plan"),
        PlanTold,
        words=gettext_noop("Its items, and the changes after its deadline."),
    ),
)
def get_plan(request: HttpRequest, month: Month, asked: Query[Whose]) -> PlanTold:
    """A person's plan as it stands."""
    return _plan(_whose(request, asked.person), month)


@router.post(
    "/plans/{month}",
    **operation(
        Scope.PLANS_WRITE,
        gettext_noop("Add items to one's own plan"),
        PlanTold,
        words=gettext_noop(
            "All of them or none. Past the deadline each waits for the superior's consent, with "
            "the reason given. The answer is the plan as it stands then; an item whose key stands "
            "already is not added again."
        ),
    ),
)
def add_items(request: HttpRequest, month: Month, given: PlanGiven) -> PlanTold:
    """Add items, or ask for them once the deadline is over."""
    person = writer(request)
    lines = [_line(each, person) for each in given.items]
    add_to_plan(person=person, month=month, lines=lines, reason=given.reason or "")
    return _plan(person, month)


@router.get(
    "/goals/{year}",
    **operation(
        Scope.PLANS_READ,
        gettext_noop("The annual goals of a year"),
        GoalList,
        words=gettext_noop("With what came of them."),
    ),
)
def get_goals(request: HttpRequest, year: Year, asked: Query[Whose]) -> GoalList:
    """The goals of a person's year."""
    return GoalList(items=[goal_told(each) for each in queries.goals_of(_whose(request, asked.person), year)])


@router.post(
    "/goals/{year}",
    **operation(
        Scope.PLANS_WRITE,
        gettext_noop("Set an annual goal of one's own"),
        GoalTold,
        words=gettext_noop("With the key of one's own goal that stands, it is revised."),
    ),
)
def set_goal(request: HttpRequest, year: Year, given: GoalGiven) -> GoalTold:
    """Set or revise a goal."""
    person = writer(request)
    goal = set_annual_goal(
        person=person,
        year=year,
        title=given.title,
        measure=given.measure or "",
        department_goal=named(
            queries.department_goals_keyed, person.bureau, given.department_goal, "department_goal"
        ),
        key=given.key or "",
        actor=person,
    )
    return goal_told(goal)


def _whose(request: HttpRequest, number: str) -> Person:
    """Whose plan is asked for. Raises Http404."""
    call = caller(request)
    return planner_for(call.frame, number or call.person.number)


def _plan(person: Person, month: str) -> PlanTold:
    day = local_day(person.bureau, timezone.now())
    return PlanTold(
        person=person.number,
        month=month,
        deadline=plan_deadline(person, month, day),
        submitted=queries.is_submitted(person, month),
        items=[item_told(each) for each in queries.items_of(person, month)],
        changes=[change_told(each, person.bureau.time_zone) for each in queries.changes_of(person, month)],
    )


def _line(given: ItemGiven, person: Person) -> PlanLine:
    return PlanLine(
        title=given.title,
        measure=given.measure or "",
        weight=Decimal(given.weight or 1),
        due_date=given.due_date,
        annual_goal=named(queries.goals_keyed, person.bureau, given.annual_goal, "annual_goal"),
        matter=named(queries.matters_keyed, person.bureau, given.matter, "matter"),
        key=given.key or "",
    )
