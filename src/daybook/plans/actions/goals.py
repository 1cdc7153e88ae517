"""What a department owes in a year, what each person owes in it, and the matters it runs through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note, require_bureau, require_order
from daybook.org.checked import checked, text_given
from daybook.org.keys import is_key, new_key
from daybook.org.models import Bureau, Department, Person
from daybook.org.moments import local_day, moment
from daybook.plans.access import may_divide_work, may_set_goals_of
from daybook.plans.actions.answers import Answer, answered
from daybook.plans.actions.holding import hold, hold_department
from daybook.plans.edition import ANSWERED, edition_of, require_same
from daybook.plans.models import AnnualGoal, DepartmentGoal, Matter
from daybook.web.refusals import Refused

Row = TypeVar("Row", DepartmentGoal, AnnualGoal, Matter)


class KeyTaken(Refused):
    """There is something with this key already, perhaps only just now."""


def set_department_goal(
    *,
    department: Department,
    year: int,
    title: str,
    measure: str = "",
    key: str = "",
    edition: str = "",
    actor: Person,
    at: datetime | None = None,
) -> DepartmentGoal:
    """Set a department's goal of a year; with the key of one that stands, revise it. Raises Refused.

    By the department's head, the leader in charge, the principal leader or the personnel office. With an
    `edition`, Overtaken where the goal says something else by now. What it says already is not set again: a
    form sent twice is one.
    """
    instant, bureau = moment(at), department.bureau
    with recorded():
        if not may_divide_work(actor, department, local_day(bureau, instant)):
            raise Refused(_("Only the department's head and leaders divide its work."))
        hold_department(department)
        goal = _known(DepartmentGoal, bureau, key) or DepartmentGoal(
            bureau=bureau, key=given_key(key, instant), department=department, year=year
        )
        if goal.department_id != department.pk:
            raise _anothers()
        _require_year(goal, year)
        said = {"title": text_given(title, "title"), "measure": measure.strip()}
        _set(goal, "department_goal", said, edition, actor)
    return goal


def set_annual_goal(
    *,
    person: Person,
    year: int,
    title: str,
    measure: str = "",
    department_goal: DepartmentGoal | None = None,
    key: str = "",
    edition: str = "",
    actor: Person,
    at: datetime | None = None,
) -> AnnualGoal:
    """Set a person's goal of a year; with the key of one that stands, revise it. Raises Refused.

    By the person, the superior or the personnel office. With an `edition`, Overtaken where the goal says
    something else by now. What it says already is not set again: a form sent twice is one.
    """
    instant, bureau = moment(at), person.bureau
    with recorded():
        if not may_set_goals_of(actor, person, local_day(bureau, instant)):
            raise Refused(_("Only the person and the superior set the goals of a year."))
        require_same_bureau(bureau, department_goal)
        if department_goal is not None and department_goal.year != year:
            raise Refused(_("This department goal is of another year."), field="department_goal")
        hold(person)
        goal = _known(AnnualGoal, bureau, key) or AnnualGoal(
            bureau=bureau, key=given_key(key, instant), person=person, year=year
        )
        if goal.person_id != person.pk:
            raise _anothers()
        _require_year(goal, year)
        said = {"title": text_given(title, "title"), "measure": measure.strip()}
        _set(goal, "annual_goal", {**said, "department_goal": department_goal}, edition, actor)
    return goal


def _set(
    goal: DepartmentGoal | AnnualGoal, kind: str, said: Mapping[str, Any], edition: str, actor: Person
) -> None:
    """Let a goal say this from now on, with a line of the ledger; what it says already is not set again."""
    before, stood = _told(goal), edition_of(goal)
    for name, value in said.items():
        setattr(goal, name, value)
    if edition_of(checked(goal)) == stood:
        return
    require_same(stood, edition)
    _save(goal)
    note(actor, goal.bureau, f"set_{kind}", kind, goal.key, before=before, after=_told(goal))


def _require_year(goal: DepartmentGoal | AnnualGoal, year: int) -> None:
    """Refuse to move a goal into another year: what serves it would be left behind."""
    if goal.year != year:
        words = _(
            "This goal stands in %(stands)s and stays there. Change it there, or set a new goal for %(year)s."
        )
        raise Refused(words % {"stands": goal.year, "year": year}, field="key")


def _told(goal: DepartmentGoal | AnnualGoal) -> dict[str, Any]:
    """What a goal says, for the ledger; nothing of one that is not set yet."""
    if goal.pk is None:
        return {}
    return {"year": goal.year, "title": sealed(goal.title), "measure": sealed(goal.measure)}


def _save(goal: DepartmentGoal | AnnualGoal) -> None:
    try:
        goal.save()
    except IntegrityError as fault:  # of two who give one key to two goals at once, the database lets one in
        raise _anothers() from fault


def _anothers() -> Refused:
    return Refused(_("This key is another's."), field="key")


def drop_department_goal(*, goal: DepartmentGoal, actor: Person, at: datetime | None = None) -> None:
    """Take a department's goal back while nothing comes from it yet. Raises Refused."""
    day = local_day(goal.bureau, moment(at))
    with recorded():
        if not may_divide_work(actor, goal.department, day):
            raise Refused(_("Only the department's head and leaders divide its work."))
        _delete(goal, _("People's goals or matters come from this goal; it cannot be dropped any more."))
        before = {"title": sealed(goal.title), "measure": sealed(goal.measure)}
        note(actor, goal.bureau, "drop_department_goal", "department_goal", goal.key, before=before)


def drop_annual_goal(*, goal: AnnualGoal, actor: Person, at: datetime | None = None) -> None:
    """Take a person's goal back while no plan item serves it yet. Raises Refused."""
    day = local_day(goal.bureau, moment(at))
    with recorded():
        if not may_set_goals_of(actor, goal.person, day):
            raise Refused(_("Only the person and the superior set the goals of a year."))
        _delete(goal, _("Plan items serve this goal; it cannot be dropped any more."))
        before = {"title": sealed(goal.title), "measure": sealed(goal.measure)}
        note(actor, goal.bureau, "drop_annual_goal", "annual_goal", goal.key, before=before)


def _delete(goal: DepartmentGoal | AnnualGoal, served: str) -> None:
    try:
        goal.delete()
    except ProtectedError as fault:
        raise Refused(served) from fault


def answer_annual_goal(
    *, goal: AnnualGoal, answer: Answer, actor: Person, at: datetime | None = None
) -> AnnualGoal:
    """Answer a goal of the year: state, progress, execution, visible progress, work status; by its person.

    What the goal itself says, be it revised only just now, stays. Raises Refused.
    """
    with recorded():
        if actor != goal.person:
            raise Refused(_("A goal is answered by the person it belongs to."))
        before, after = answered(goal, answer)
        answers = {name: getattr(goal, name) for name in ANSWERED}
        if not AnnualGoal.objects.filter(pk=goal.pk).update(**answers):
            raise Refused(_("This goal is not there any more."))
        note(actor, goal.bureau, "answer_annual_goal", "annual_goal", goal.key, before=before, after=after)
    return goal


def open_matter(
    *,
    bureau: Bureau,
    title: str,
    department: Department | None = None,
    department_goal: DepartmentGoal | None = None,
    first_day: date | None = None,
    key: str = "",
    actor: Person,
    at: datetime | None = None,
) -> Matter:
    """Open a matter (事项): a thread of work over days, months and people. Raises Refused; KeyTaken."""
    instant = moment(at)
    with recorded():
        require_bureau(bureau, actor)
        require_same_bureau(bureau, department, department_goal)
        if _known(Matter, bureau, key) is not None:
            raise _key_taken()
        matter = Matter(bureau=bureau, key=given_key(key, instant), department=department)
        matter.title, matter.department_goal = text_given(title, "title"), department_goal
        matter.first_day = first_day
        _save_new(checked(matter))
        note(actor, bureau, "open_matter", "matter", matter.key, after={"title": sealed(matter.title)})
    return matter


def _save_new(matter: Matter) -> None:
    try:
        matter.save(force_insert=True)
    except IntegrityError as fault:  # of two at once, the database lets one in
        raise _key_taken() from fault


def _key_taken() -> KeyTaken:
    return KeyTaken(_("There is a matter with this key already."), field="key")


def close_matter(*, matter: Matter, last_day: date, actor: Person, at: datetime | None = None) -> Matter:
    """Close a matter with its last day. Raises Refused."""
    with recorded():
        require_bureau(matter.bureau, actor)
        require_order(matter.first_day, last_day)
        before = {"last_day": matter.last_day}
        matter.last_day = last_day
        matter.save(update_fields=["last_day"])
        note(
            actor,
            matter.bureau,
            "close_matter",
            "matter",
            matter.key,
            before=before,
            after={"last_day": last_day},
        )
    return matter


def given_key(key: str, at: datetime) -> str:
    """The key that was given, or a new one. Raises Refused for what cannot stand in an address."""
    if key and not is_key(key):
        raise Refused(_("A key holds letters, digits and . _ - only."), field="key")
    return key or new_key(at)


def require_same_bureau(
    bureau: Bureau, *rows: Department | DepartmentGoal | AnnualGoal | Matter | None
) -> None:
    """Refuse objects of another bureau."""
    if any(row is not None and row.bureau_id != bureau.pk for row in rows):
        raise Refused(_("This does not belong to this bureau."))


def _known(model: type[Row], bureau: Bureau, key: str) -> Row | None:
    """What stands under a key, as it stands now and held for this transaction."""
    rows = model._default_manager.select_for_update(no_key=True).filter(bureau=bureau, key=key)
    return rows.first() if key else None
