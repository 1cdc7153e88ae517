"""Who is what, from when: appointments, transfers, portfolios. A change closes one row and opens another."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded
from daybook.org.actions.guards import (
    note,
    require_bureau,
    require_no_administrator,
    require_office,
    require_order,
)
from daybook.org.checked import checked
from daybook.org.enums import HEAD_ROLES, LEADER_ROLES, Role
from daybook.org.models import Appointment, Department, Person, Portfolio
from daybook.org.moments import local_day, moment
from daybook.org.roster import touching
from daybook.web.refusals import Refused

ONE_DAY = timedelta(days=1)
Dated = TypeVar("Dated", Appointment, Portfolio)


def appoint(
    *,
    person: Person,
    role: Role,
    valid_from: date,
    valid_to: date | None = None,
    department: Department | None = None,
    post: str = "",
    post_class: str = "",
    duties: str = "",
    actor: Person | None = None,
    at: datetime | None = None,
) -> Appointment:
    """Give a person one role from a day; the appointment open until then ends the day before. Raises Refused.

    Refused: a second appointment for a day, a second head of a department, a department or an employment that
    does not cover the span.
    """
    instant = moment(at)
    made = checked(
        Appointment(
            person=person,
            department=department,
            role=role,
            post=post,
            post_class=post_class,
            duties=duties,
            valid_from=valid_from,
            valid_to=valid_to,
            recorded_at=instant,
        )
    )
    with recorded():
        require_office(actor, person.bureau, local_day(person.bureau, instant), about=person)
        _require_fit(made)
        closed = _close_open(person.appointments.all(), valid_from)
        _require_alone(made)
        made.save()
        note(
            actor,
            person.bureau,
            "appoint",
            "appointment",
            f"{person.number}:{valid_from}",
            before=closed,
            after={"role": role, "department": department.code if department else "", "valid_to": valid_to},
        )
    return made


def transfer(
    *,
    person: Person,
    department: Department,
    valid_from: date,
    role: Role | None = None,
    post: str | None = None,
    duties: str | None = None,
    actor: Person | None = None,
    at: datetime | None = None,
) -> Appointment:
    """Move a person to another department; role, post and duties stay unless given. Raises Refused."""
    old = appointment_on(person, valid_from - ONE_DAY)
    if old is None or old.department_id == department.pk:
        raise Refused(_("There is no other department to move from on the day before."), field="department")
    return appoint(
        person=person,
        department=department,
        role=role or Role(old.role),
        post_class=old.post_class,
        post=old.post if post is None else post,
        duties=old.duties if duties is None else duties,
        valid_from=valid_from,
        actor=actor,
        at=at,
    )


def assign_portfolio(
    *,
    leader: Person,
    department: Department,
    valid_from: date,
    valid_to: date | None = None,
    actor: Person | None = None,
    at: datetime | None = None,
) -> Portfolio:
    """Put a leader in charge of a department from a day; the one before is relieved. Raises Refused."""
    instant = moment(at)
    made = checked(
        Portfolio(
            leader=leader,
            department=department,
            valid_from=valid_from,
            valid_to=valid_to,
            recorded_at=instant,
        )
    )
    with recorded():
        require_office(actor, department.bureau, local_day(department.bureau, instant), about=leader)
        require_bureau(department.bureau, leader)
        require_order(valid_from, valid_to, field="valid_to")
        _require_leader(leader, valid_from)
        closed = _close_open(department.portfolios.all(), valid_from)
        if _overlapping(department.portfolios.all(), made).exists():
            raise Refused(
                _("Another leader is in charge of this department in that span."), field="department"
            )
        made.save()
        note(
            actor,
            department.bureau,
            "assign_portfolio",
            "portfolio",
            f"{department.code}:{valid_from}",
            before=closed,
            after={"leader": leader.number, "valid_to": valid_to},
        )
    return made


def appointment_on(person: Person, on: date) -> Appointment | None:
    """A person's appointment on a day."""
    return person.appointments.filter(touching(on, on, start="valid_from", end="valid_to")).first()


def _require_fit(made: Appointment) -> None:
    """The span fits the employment and the department; heads have one."""
    person, department = made.person, made.department
    require_order(made.valid_from, made.valid_to, field="valid_to")
    _require_within(made, person.employed_from, person.employed_to, _("This is outside the employment."))
    if department is not None:
        if department.bureau_id != person.bureau_id:
            raise Refused(_("This department does not belong to this bureau."), field="department")
        _require_within(
            made, department.valid_from, department.valid_to, _("The department does not exist then.")
        )
    elif made.role in HEAD_ROLES:
        raise Refused(_("A head needs a department."), field="department")
    if made.role in HEAD_ROLES | LEADER_ROLES:
        require_no_administrator(person, made.valid_from, made.valid_to)


def _require_within(made: Appointment, first: date | None, last: date | None, sentence: str) -> None:
    too_early = first is not None and made.valid_from < first
    too_late = last is not None and (made.valid_to or made.valid_from) > last
    if too_early or too_late:
        raise Refused(sentence, field="valid_from" if too_early else "valid_to")


def _require_alone(made: Appointment) -> None:
    if _overlapping(made.person.appointments.all(), made).exists():
        raise Refused(_("This person has another appointment in that span."), field="valid_from")
    if made.department is None or made.role not in HEAD_ROLES:
        return
    if _overlapping(made.department.appointments.filter(role__in=HEAD_ROLES), made).exists():
        raise Refused(_("This department has another head in that span."), field="role")


def _require_leader(leader: Person, on: date) -> None:
    post = appointment_on(leader, on)
    if post is None or post.role not in LEADER_ROLES:
        raise Refused(_("Only a bureau leader can be in charge of departments."), field="leader")


def _overlapping(rows: QuerySet[Dated], made: Dated) -> QuerySet[Dated]:
    last = made.valid_to or date.max
    return rows.filter(touching(made.valid_from, last, start="valid_from", end="valid_to"))


def _close_open(rows: QuerySet[Any], valid_from: date) -> dict[str, Any]:
    """End the open row that began earlier, the day before; what it was, for the ledger."""
    row = rows.filter(valid_from__lt=valid_from, valid_to__isnull=True).first()
    if row is None:
        return {}
    row.valid_to = valid_from - ONE_DAY
    row.save(update_fields=["valid_to"])
    return {"valid_from": row.valid_from, "valid_to": None}
