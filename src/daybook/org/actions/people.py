"""People: enrolment, the end of employment, rights of office, accounts."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded
from daybook.org.actions.guards import (
    note,
    require_bureau,
    require_no_administrator,
    require_office,
    require_order,
    require_right,
)
from daybook.org.checked import checked, text_given
from daybook.org.enums import HEAD_ROLES, LEADER_ROLES, RightKind, StaffCategory
from daybook.org.models import Account, Appointment, Bureau, Person, Right
from daybook.org.moments import local_day, moment
from daybook.org.rights import ADMINISTRATORS, holds_right
from daybook.org.roster import touching
from daybook.web.refusals import Refused


def enrol_person(
    *,
    bureau: Bureau,
    number: str,
    name: str,
    staff_category: StaffCategory,
    gender: str = "",
    birth_date: date | None = None,
    employed_from: date | None = None,
    email: str = "",
    actor: Person | None = None,
    at: datetime | None = None,
) -> Person:
    """Enrol a person under a number new in the bureau; the post follows by `appoint`. Raises Refused."""
    person = checked(
        Person(
            bureau=bureau,
            number=text_given(number, "number"),
            name=text_given(name, "name"),
            staff_category=staff_category,
            gender=gender,
            birth_date=birth_date,
            employed_from=employed_from,
            email=email,
        )
    )
    with recorded():
        require_office(actor, bureau, local_day(bureau, moment(at)))
        if Person.objects.filter(bureau=bureau, number=person.number).exists():
            raise Refused(_("Somebody has this number already."), field="number")
        person.save()
        note(
            actor,
            bureau,
            "enrol_person",
            "person",
            person.number,
            after={"name": person.name, "staff_category": staff_category, "employed_from": employed_from},
        )
    return person


def end_employment(
    *, person: Person, last_day: date, actor: Person | None = None, at: datetime | None = None
) -> Person:
    """End a person's employment; the appointment that stands ends with it. Raises Refused.

    Later appointments, and a portfolio still held, are to be ended first: they are another's to take over.
    """
    with recorded():
        require_office(actor, person.bureau, local_day(person.bureau, moment(at)), about=person)
        require_order(person.employed_from, last_day)
        _require_nothing_after(person, last_day)
        before = {"employed_to": person.employed_to}
        person.appointments.filter(valid_from__lte=last_day, valid_to__isnull=True).update(valid_to=last_day)
        person.employed_to = last_day
        person.save(update_fields=["employed_to"])
        note(
            actor,
            person.bureau,
            "end_employment",
            "person",
            person.number,
            before=before,
            after={"employed_to": last_day},
        )
    return person


def _require_nothing_after(person: Person, last_day: date) -> None:
    if person.appointments.filter(Q(valid_from__gt=last_day) | Q(valid_to__gt=last_day)).exists():
        raise Refused(_("An appointment lasts beyond this day; end it first."), field="last_day")
    if person.portfolios.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)).exists():
        raise Refused(_("This leader is still in charge of a department; assign it first."), field="person")


def grant_right(
    *,
    person: Person,
    kind: RightKind,
    first_day: date,
    last_day: date | None = None,
    actor: Person | None = None,
    at: datetime | None = None,
) -> Right:
    """Grant a right of office for a span; by a security administrator, or the installation. Raises Refused.

    The three administrators exclude each other, the personnel office, and whoever scores.
    """
    instant = moment(at)
    require_order(first_day, last_day)
    with recorded():
        require_right(actor, RightKind.SECURITY_ADMIN, person.bureau, local_day(person.bureau, instant))
        if actor == person:
            raise Refused(_("Nobody grants a right to himself."), field="person")
        _require_compatible(person, kind, first_day, last_day)
        right = checked(
            Right(person=person, kind=kind, first_day=first_day, last_day=last_day, recorded_at=instant)
        )
        right.save()
        note(
            actor,
            person.bureau,
            "grant_right",
            "right",
            f"{person.number}:{kind}:{first_day}",
            after={"last_day": last_day},
        )
    return right


def _require_compatible(person: Person, kind: RightKind, first: date, last: date | None) -> None:
    until = last or date.max
    if holds_right(person, kind, first, until):
        raise Refused(_("This right is held already in that span."), field="kind")
    if kind not in ADMINISTRATORS:
        return require_no_administrator(person, first, last)
    others = [other for other in RightKind if other != kind and holds_right(person, other, first, until)]
    if others or scores_in(person, first, until):
        raise Refused(
            _("An administrator holds no other right and is neither head nor leader."), field="kind"
        )
    return None


def scores_in(person: Person, first: date, last: date) -> bool:
    """Whether a person is head or leader on some day of a span."""
    span = touching(first, last, start="valid_from", end="valid_to")
    return Appointment.objects.filter(span, person=person, role__in=HEAD_ROLES | LEADER_ROLES).exists()


def make_account(
    *,
    person: Person,
    username: str = "",
    password: str | None = None,
    actor: Person | None = None,
    at: datetime | None = None,
) -> Account:
    """Make a person's account; by a system administrator, or the installation. Raises Refused.

    The name is the person's number, behind the bureau's code where another bureau's person has that number.
    Without a password the account exists, but signs in only where another way is set up.
    """
    bureau = person.bureau
    with recorded():
        require_right(actor, RightKind.SYSTEM_ADMIN, bureau, local_day(bureau, moment(at)))
        require_bureau(bureau, actor)
        if Account.objects.filter(person=person).exists():
            raise Refused(_("This person has an account already."), field="person")
        account = Account(username=username or _free_name(person), person=person)
        _require_free(account.username)
        _set_password(account, password)
        checked(account).save()
        note(actor, bureau, "make_account", "account", account.username, after={"person": person.number})
    return account


def set_password(
    *, person: Person, password: str, actor: Person | None = None, at: datetime | None = None
) -> Account:
    """Give an account another password; by a system administrator, or the installation. Raises Refused.

    The sessions of the account end with the old password; the ledger tells of the act, never of the password.
    """
    bureau = person.bureau
    with recorded():
        require_right(actor, RightKind.SYSTEM_ADMIN, bureau, local_day(bureau, moment(at)))
        require_bureau(bureau, actor)
        account = Account.objects.filter(person=person).first()
        if account is None:
            raise Refused(_("This person has no account yet."), field="person")
        _set_password(account, password)
        account.save(update_fields=["password"])
        note(actor, bureau, "set_password", "account", account.username, after={"person": person.number})
    return account


def _free_name(person: Person) -> str:
    taken = Account.objects.filter(username=person.number).exists()
    return f"{person.bureau.code}-{person.number}" if taken else person.number


def _require_free(username: str) -> None:
    if Account.objects.filter(username=username).exists():
        raise Refused(_("This sign-in name is taken."), field="username")


def _set_password(account: Account, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, account)
        except ValidationError as fault:
            raise Refused(" ".join(fault.messages), field="password") from fault
    account.set_password(password)
