"""Founding a bureau, opening its departments, setting its calendar."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded
from daybook.org.actions.guards import note, require_office, require_order
from daybook.org.checked import checked, text_given
from daybook.org.enums import DayKind
from daybook.org.models import Bureau, CalendarDay, Department, Person
from daybook.org.moments import local_day, moment
from daybook.org.policies import policy as policy_named
from daybook.rules.policy_fault import PolicyFault
from daybook.web.refusals import Refused


def found_bureau(
    *,
    code: str,
    name: str,
    policy: str = "log-style-2026",
    time_zone: str = "Asia/Shanghai",
    at: datetime | None = None,
) -> Bureau:
    """Found a bureau; an act of the installation, before anybody can sign in. Raises Refused."""
    instant = moment(at)
    _require_zone(time_zone)
    code, name = text_given(code, "code"), text_given(name, "name")
    bureau = checked(Bureau(code=code, name=name, policy=policy, time_zone=time_zone))
    _require_policy(policy, local_day(bureau, instant))
    with recorded():
        if Bureau.objects.filter(code=bureau.code).exists():
            raise Refused(_("There is a bureau with this code already."), field="code")
        bureau.save()
        note(
            None,
            bureau,
            "found_bureau",
            "bureau",
            bureau.code,
            after={"name": name, "policy": policy, "time_zone": time_zone},
        )
    return bureau


def open_department(
    *,
    bureau: Bureau,
    code: str,
    name: str,
    order: int = 0,
    valid_from: date | None = None,
    valid_to: date | None = None,
    actor: Person | None = None,
    at: datetime | None = None,
) -> Department:
    """Open a department from a day (always, where none is given). Raises Refused."""
    require_order(valid_from, valid_to, field="valid_to")
    department = checked(
        Department(
            bureau=bureau,
            code=text_given(code, "code"),
            name=text_given(name, "name"),
            order=order,
            valid_from=valid_from,
            valid_to=valid_to,
        )
    )
    with recorded():
        require_office(actor, bureau, local_day(bureau, moment(at)))
        if Department.objects.filter(bureau=bureau, code=department.code).exists():
            raise Refused(_("There is a department with this code already."), field="code")
        department.save()
        note(
            actor,
            bureau,
            "open_department",
            "department",
            department.code,
            after={"name": department.name, "valid_from": valid_from, "valid_to": valid_to},
        )
    return department


def set_calendar_day(
    *,
    bureau: Bureau,
    day: date,
    kind: DayKind,
    name: str = "",
    actor: Person | None = None,
    at: datetime | None = None,
) -> CalendarDay:
    """Make a day a day off or a make-up workday of this bureau, whatever the national calendar says."""
    with recorded():
        require_office(actor, bureau, local_day(bureau, moment(at)))
        known = CalendarDay.objects.filter(bureau=bureau, day=day).first()
        row = known or CalendarDay(bureau=bureau, day=day)
        before = {"kind": row.kind, "name": row.name} if known else {}
        row.kind, row.name = kind, name
        checked(row).save()
        note(
            actor,
            bureau,
            "set_calendar_day",
            "calendar_day",
            day.isoformat(),
            before=before,
            after={"kind": kind, "name": name},
        )
    return row


def _require_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise Refused(_("There is no time zone of this name."), field="time_zone") from fault


def _require_policy(name: str, on: date) -> None:
    try:
        policy_named(name, on)
    except PolicyFault as fault:
        raise Refused(str(fault), field="policy") from fault
