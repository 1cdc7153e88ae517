"""The one door to plans and goals, and who may change them.

Plans and goals are open to the whole bureau; the three administrators see nobody's but their own.
"""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.http import Http404

from daybook.org.above import Above, above_of
from daybook.org.access import department_for, person_for
from daybook.org.enums import RightKind
from daybook.org.frame import Frame
from daybook.org.keys import is_key
from daybook.org.models import Department, Person
from daybook.org.rights import holds_right
from daybook.plans.models import AnnualGoal, DepartmentGoal, PlanChange, PlanItem

FIRST_YEAR, LAST_YEAR = 1900, 2999
Row = TypeVar("Row")


def is_superior(superior: Person, person: Person, on: date) -> bool:
    """Whether somebody is a person's superior on a day."""
    if superior.bureau_id != person.bureau_id:
        return False
    return above_of(person.bureau, [person.pk], on, on).superior_on(person.number, on) == superior.number


def may_set_goals_of(actor: Person, person: Person, on: date, above: Above | None = None) -> bool:
    """The person, everybody in the line above, and the personnel office."""
    if actor.bureau_id != person.bureau_id:
        return False
    if actor == person or holds_right(actor, RightKind.PERSONNEL_OFFICE, on):
        return True
    known = above or above_of(person.bureau, [person.pk], on, on)
    return actor.number in known.line_on(person.number, on)


def may_divide_work(actor: Person, department: Department, on: date, above: Above | None = None) -> bool:
    """The department's head, the leader in charge, the principal leader and the personnel office."""
    if actor.bureau_id != department.bureau_id:
        return False
    if holds_right(actor, RightKind.PERSONNEL_OFFICE, on):
        return True
    structure = (above or above_of(department.bureau, [], on, on)).structure
    leading = (structure.head_on, structure.leader_on)
    return actor.number in {*(ask(department.code, on) for ask in leading), structure.principal_on(on)}


def planner_for(frame: Frame, number: str) -> Person:
    """Whose plan or goals are read: one's own, or any colleague's. Raises Http404."""
    if number == frame.person.number:
        return frame.person
    if not frame.reads_record:
        raise Http404
    return person_for(frame.person, number)


def divided_for(frame: Frame, code: str) -> Department:
    """The department whose division of work is read. Raises Http404."""
    if not frame.reads_record:
        raise Http404
    return department_for(frame.person, code)


def year_for(year: int) -> int:
    """A year that goals can have. Raises Http404."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return year


def key_for(key: str) -> str:
    """What may be a key. Raises Http404 for what no row can have, and no database should be asked for."""
    if not is_key(key):
        raise Http404
    return key


def item_for(person: Person, month: str, key: str) -> PlanItem:
    """An item of a person's month. Raises Http404."""
    found = PlanItem.objects.filter(person=person, month=month, key=key_for(key)).select_related(
        "person__bureau"
    )
    return _one(found.first())


def goal_for(person: Person, year: int, key: str) -> AnnualGoal:
    """A goal of a person's year. Raises Http404."""
    found = AnnualGoal.objects.filter(person=person, year=year, key=key_for(key)).select_related(
        "person__bureau"
    )
    return _one(found.first())


def department_goal_for(department: Department, year: int, key: str) -> DepartmentGoal:
    """A goal of a department's year. Raises Http404."""
    found = DepartmentGoal.objects.filter(department=department, year=year, key=key_for(key))
    return _one(found.first())


def change_for(frame: Frame, key: str) -> PlanChange:
    """A change of a plan that may be known: one's own, or any colleague's. Raises Http404."""
    found = PlanChange.objects.filter(bureau=frame.person.bureau_id, key=key_for(key))
    change = _one(found.select_related("person__bureau").first())
    if change.person_id != frame.person.pk and not frame.reads_record:
        raise Http404
    return change


def _one(found: Row | None) -> Row:
    if found is None:
        raise Http404
    return found
