"""Deciding an award, practical training or recuperation leave, and cancelling one; both stay registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.merit.enums import BenefitKind
from daybook.merit.models import Benefit
from daybook.merit.queries.lists import above_without
from daybook.org.actions.guards import note, require_office, require_order
from daybook.org.checked import checked, text_given
from daybook.org.keys import new_key
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.web.refusals import Refused

NAMED = 5
"""How many of those passed over a refusal names."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What is decided for somebody: of which kind, for which year, called what, by whom, and why."""

    kind: str
    year: int
    title: str
    decided_by: str
    first_day: date | None = None
    last_day: date | None = None
    reason: str = ""
    document: str = ""


def decide_benefit(
    *, person: Person, grant: Grant, actor: Person | None, key: str = "", at: datetime | None = None
) -> Benefit:
    """Enter in the register what was decided for a person; by the personnel office. Raises Refused.

    Refused: the officer's own case, the same twice, and, without a reason, to pass over those who stand above
    on the year's list. A key is drawn where none is given.
    """
    instant = moment(at)
    with recorded():
        require_office(actor, person.bureau, local_day(person.bureau, instant), about=person)
        row = checked(_row(person, grant, actor, key or new_key(instant), instant))
        require_order(row.first_day, row.last_day)
        Person.objects.select_for_update().get(pk=person.pk)
        _require_once(row)
        _require_reasoned(row)
        row.save()
        after = {"person": person.number, "kind": row.kind, "year": row.year, "title": sealed(row.title)}
        reason = {"reason": sealed(row.reason), "document": row.document}
        note(actor, row.bureau, "decide_benefit", "benefit", row.key, after={**after, **reason})
    return row


def cancel_benefit(
    *, benefit: Benefit, reason: str, actor: Person | None, at: datetime | None = None
) -> Benefit:
    """Cancel what was entered, with a reason; it stays in the register. Raises Refused."""
    instant = moment(at)
    with recorded():
        row = Benefit.objects.select_for_update(of=("self",)).select_related("bureau", "person")
        found = row.get(pk=benefit.pk)
        require_office(actor, found.bureau, local_day(found.bureau, instant), about=found.person)
        if found.cancelled_at is not None:
            raise Refused(_("This entry is cancelled already."))
        found.cancelled_reason = text_given(reason, "reason")
        found.cancelled_by, found.cancelled_at = actor, instant
        checked(found).save(update_fields=["cancelled_reason", "cancelled_by", "cancelled_at"])
        after = {"reason": sealed(found.cancelled_reason)}
        note(actor, found.bureau, "cancel_benefit", "benefit", found.key, after=after)
    return found


def _row(person: Person, grant: Grant, actor: Person | None, key: str, at: datetime) -> Benefit:
    return Benefit(
        bureau=person.bureau,
        key=key,
        person=person,
        kind=grant.kind,
        year=grant.year,
        title=text_given(grant.title, "title"),
        first_day=grant.first_day,
        last_day=grant.last_day,
        decided_by=text_given(grant.decided_by, "decided_by"),
        reason=grant.reason.strip(),
        document=grant.document.strip(),
        entered_by=actor,
        entered_at=at,
    )


def _require_once(row: Benefit) -> None:
    same = Benefit.objects.filter(person=row.person, kind=row.kind, year=row.year, title=row.title)
    if same.filter(cancelled_at=None).exists():
        words = {"name": row.person.name, "title": row.title}
        raise Refused(_("“%(title)s” is entered for %(name)s already.") % words, field="title")


def _require_reasoned(row: Benefit) -> None:
    """Whoever is chosen before those above needs a reason, which stays in the register."""
    if row.reason:
        return
    above = above_without(row.person, row.kind, row.year)
    if above:
        words = {"names": "、".join(above[:NAMED]), "kind": BenefitKind(row.kind).label, "count": len(above)}
        raise Refused(
            _("%(count)s stand above on the list of %(kind)s and have none yet (%(names)s…); give a reason.")
            % words,
            field="reason",
        )
