"""What bears on a person for a span: absences, circumstances, conflicts, delegations."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note, require_bureau, require_office, require_order
from daybook.org.actions.posts import appointment_on
from daybook.org.checked import checked
from daybook.org.enums import LEADER_ROLES, AbsenceKind, CircumstanceKind, DelegationKind
from daybook.org.models import Absence, Circumstance, Conflict, Delegation, Person
from daybook.org.moments import local_day, moment
from daybook.org.rights import ADMINISTRATORS, holds_right
from daybook.org.roster import touching
from daybook.rules.facts import ONE_DAY
from daybook.web.refusals import Refused


def note_absence(
    *,
    person: Person,
    kind: AbsenceKind,
    first_day: date,
    last_day: date | None = None,
    half_day: str = "",
    actor: Person | None = None,
    at: datetime | None = None,
) -> Absence:
    """Note that a person is away, or with `half_day` away for that half of each day. Raises Refused.

    The end may be open; `end_absence` closes it.
    """
    instant = moment(at)
    require_order(first_day, last_day)
    row = checked(
        Absence(
            person=person,
            kind=kind,
            first_day=first_day,
            last_day=last_day,
            half_day=half_day,
            recorded_at=instant,
        )
    )
    with recorded():
        require_office(actor, person.bureau, local_day(person.bureau, instant), about=person)
        _require_employed(person, first_day, last_day)
        _require_no_other(row)
        row.save()
        note(
            actor,
            person.bureau,
            "note_absence",
            "absence",
            f"{person.number}:{first_day}",
            after={"kind": kind, "last_day": last_day, "half_day": half_day},
        )
    return row


def end_absence(
    *, absence: Absence, last_day: date, actor: Person | None = None, at: datetime | None = None
) -> Absence:
    """Close an absence whose end was not known. Raises Refused."""
    person = absence.person
    with recorded():
        require_office(actor, person.bureau, local_day(person.bureau, moment(at)), about=person)
        if absence.last_day is not None:
            raise Refused(_("This absence has an end already."), field="last_day")
        require_order(absence.first_day, last_day)
        _require_employed(person, absence.first_day, last_day)
        absence.last_day = last_day
        absence.save(update_fields=["last_day"])
        key = f"{person.number}:{absence.first_day}"
        note(actor, person.bureau, "end_absence", "absence", key, after={"last_day": last_day})
    return absence


def note_circumstance(
    *,
    person: Person,
    kind: CircumstanceKind,
    first_day: date,
    last_day: date | None = None,
    document: str = "",
    actor: Person | None = None,
    at: datetime | None = None,
) -> Circumstance:
    """Note a special circumstance (特殊情形) of a person, with its document. Raises Refused."""
    instant = moment(at)
    require_order(first_day, last_day)
    row = checked(
        Circumstance(
            person=person,
            kind=kind,
            first_day=first_day,
            last_day=last_day,
            document=document,
            recorded_at=instant,
        )
    )
    with recorded():
        require_office(actor, person.bureau, local_day(person.bureau, instant), about=person)
        if person.circumstances.filter(kind=kind, first_day=first_day).exists():
            raise Refused(_("This circumstance is noted already."), field="first_day")
        row.save()
        note(
            actor,
            person.bureau,
            "note_circumstance",
            "circumstance",
            f"{person.number}:{first_day}",
            after={"kind": sealed(kind), "document": sealed(document)},
        )
    return row


def declare_conflict(
    *,
    person: Person,
    superior: Person,
    first_day: date,
    last_day: date | None = None,
    reason: str = "",
    actor: Person | None = None,
    at: datetime | None = None,
) -> Conflict:
    """Declare that a superior may not act on a person's case (回避). Raises Refused.

    By either of the two, or the personnel office.
    """
    instant = moment(at)
    require_order(first_day, last_day)
    row = checked(
        Conflict(
            person=person,
            superior=superior,
            first_day=first_day,
            last_day=last_day,
            reason=reason,
            recorded_at=instant,
        )
    )
    with recorded():
        if actor not in (person, superior):
            require_office(actor, person.bureau, local_day(person.bureau, instant))
        require_bureau(person.bureau, superior)
        if person == superior or person.conflicts.filter(superior=superior, first_day=first_day).exists():
            raise Refused(_("This conflict needs no declaration."), field="superior")
        row.save()
        note(
            actor,
            person.bureau,
            "declare_conflict",
            "conflict",
            f"{person.number}:{superior.number}:{first_day}",
            after={"last_day": last_day, "reason": sealed(reason)},
        )
    return row


def delegate(
    *,
    person: Person,
    deputy: Person,
    kind: DelegationKind,
    first_day: date,
    last_day: date | None = None,
    reason: str = "",
    actor: Person | None = None,
    at: datetime | None = None,
) -> Delegation:
    """Let a deputy review months, or a secretary enter a leader's log, for a span. Raises Refused.

    By the person himself or the personnel office. Scoring is never delegated: there is no code for it.
    """
    instant = moment(at)
    require_order(first_day, last_day)
    row = checked(
        Delegation(
            person=person,
            deputy=deputy,
            kind=kind,
            first_day=first_day,
            last_day=last_day,
            reason=reason,
            recorded_at=instant,
        )
    )
    with recorded():
        if actor != person:
            require_office(actor, person.bureau, local_day(person.bureau, instant))
        require_bureau(person.bureau, deputy)
        _require_delegable(row)
        row.save()
        note(
            actor,
            person.bureau,
            "delegate",
            "delegation",
            f"{person.number}:{kind}:{first_day}",
            after={"deputy": deputy.number, "last_day": last_day, "reason": sealed(reason)},
        )
    return row


def end_delegation(
    *, delegation: Delegation, last_day: date, actor: Person | None = None, at: datetime | None = None
) -> Delegation | None:
    """End a delegation early: with `last_day`, or, where that lies before its first, as if never given.

    By the person himself or the personnel office. A day that is over is never taken back. Raises Refused.
    """
    person, first = delegation.person, delegation.first_day
    today = local_day(person.bureau, moment(at))
    with recorded():
        if actor != person:
            require_office(actor, person.bureau, today)
        standing = Delegation.objects.select_for_update().filter(pk=delegation.pk).first()
        if standing is None or (standing.last_day is not None and standing.last_day <= last_day):
            raise Refused(_("This delegation is over by then already."), field="last_day")
        if last_day < today - ONE_DAY:
            raise Refused(_("A delegation does not end before yesterday."), field="last_day")
        standing.last_day = last_day
        if last_day < first:
            standing.delete()
        else:
            standing.save(update_fields=["last_day"])
        key = f"{person.number}:{standing.kind}:{first}"
        note(actor, person.bureau, "end_delegation", "delegation", key, after={"last_day": last_day})
    return standing if last_day >= first else None


def _require_employed(person: Person, first: date, last: date | None) -> None:
    before = person.employed_from is not None and first < person.employed_from
    after = person.employed_to is not None and (last or first) > person.employed_to
    if before or after:
        raise Refused(_("This is outside the employment."), field="first_day" if before else "last_day")


def _require_no_other(row: Absence) -> None:
    """Two absences share a day only where they are its two halves."""
    span = touching(row.first_day, row.last_day or date.max, start="first_day", end="last_day")
    others = row.person.absences.filter(span)
    if row.half_day:
        others = others.filter(Q(half_day__in=["", row.half_day]) | Q(first_day=row.first_day))
    if others.exists():
        raise Refused(_("Another absence covers a day of this span."), field="first_day")


def _require_delegable(row: Delegation) -> None:
    if row.person == row.deputy:
        raise Refused(_("Nobody is his own deputy."), field="deputy")
    if row.kind == DelegationKind.REVIEW_MONTHS and any(
        holds_right(row.deputy, kind, row.first_day, row.last_day or date.max) for kind in ADMINISTRATORS
    ):
        raise Refused(_("A system, security or audit administrator reviews nobody's months."), field="deputy")
    post = appointment_on(row.person, row.first_day)
    if row.kind == DelegationKind.ENTER_LOG and (post is None or post.role not in LEADER_ROLES):
        raise Refused(_("Only a bureau leader's log may be entered by another."), field="person")
    span = touching(row.first_day, row.last_day or date.max, start="first_day", end="last_day")
    if row.person.delegations.filter(span, kind=row.kind).exists():
        raise Refused(_("There is a delegation of this kind in that span already."), field="first_day")
