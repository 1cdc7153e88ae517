"""Who may set goals and consent to changes of a plan; goals and plans themselves are open to the bureau."""

from __future__ import annotations

from datetime import date

from daybook.org.enums import RightKind
from daybook.org.lines import lines_of
from daybook.org.models import Department, Person
from daybook.org.rights import holds_right


def is_superior(superior: Person, person: Person, on: date) -> bool:
    """Whether somebody is a person's superior on a day."""
    if superior.bureau_id != person.bureau_id:
        return False
    return lines_of(person.bureau, on).superior_on(person.pk, on) == superior.pk


def may_set_goals_of(actor: Person, person: Person, on: date) -> bool:
    """The person, everybody in the line above, and the personnel office."""
    if actor.bureau_id != person.bureau_id:
        return False
    if actor == person or holds_right(actor, RightKind.PERSONNEL_OFFICE, on):
        return True
    return actor.pk in lines_of(person.bureau, on).line_on(person.pk, on)


def may_divide_work(actor: Person, department: Department, on: date) -> bool:
    """The department's head, the leader in charge, the principal leader and the personnel office."""
    if actor.bureau_id != department.bureau_id:
        return False
    if holds_right(actor, RightKind.PERSONNEL_OFFICE, on):
        return True
    structure = lines_of(department.bureau, on).structure
    above = (structure.head_on, structure.leader_on)
    return actor.number in {*(ask(department.code, on) for ask in above), structure.principal_on(on)}
