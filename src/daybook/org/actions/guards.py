"""Who may keep the roster, and the lines that its acts leave in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from daybook.ledger.actions import record
from daybook.org.enums import RightKind
from daybook.org.models import Bureau, Person
from daybook.org.rights import ADMINISTRATORS, holds_right
from daybook.web.refusals import Refused


def require_office(actor: Person | None, bureau: Bureau, on: date, *, about: Person | None = None) -> None:
    """Refuse whoever is not the personnel office that day, and its officer in his own case.

    `None` is the installation itself: the command line before anybody has signed in.
    """
    if actor is None:
        return
    require_right(actor, RightKind.PERSONNEL_OFFICE, bureau, on)
    if about == actor:
        raise Refused(_("A personnel officer does not handle his own case; another must."), field="person")


def require_right(actor: Person | None, kind: RightKind, bureau: Bureau, on: date) -> None:
    """Refuse whoever does not hold a right of office in this bureau that day; `None` is the installation."""
    if actor is None or (actor.bureau_id == bureau.pk and holds_right(actor, kind, on)):
        return
    raise Refused(_("Only this may be done by: %(office)s.") % {"office": kind.label})


def require_bureau(bureau: Bureau, *people: Person | None) -> None:
    """Refuse people of another bureau."""
    if any(person is not None and person.bureau_id != bureau.pk for person in people):
        raise Refused(_("This person does not belong to this bureau."), field="person")


def require_order(first: date | None, last: date | None, *, field: str = "last_day") -> None:
    """Refuse a span that ends before it begins."""
    if first is not None and last is not None and last < first:
        raise Refused(_("The last day lies before the first."), field=field)


def require_no_administrator(person: Person, first: date, last: date | None) -> None:
    """Refuse to let one of the three administrators score or keep the roster."""
    if any(holds_right(person, kind, first, last or date.max) for kind in ADMINISTRATORS):
        raise Refused(_("A system, security or audit administrator can neither score nor keep the roster."))


def note(
    actor: Person | None,
    bureau: Bureau,
    action: str,
    what: str,
    key: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """One line of the ledger about an object of this bureau; days become text."""
    record(
        bureau_code=bureau.code,
        actor=actor.number if actor else "",
        action=action,
        object_type=what,
        object_key=key,
        before=_plain(before),
        after=_plain(after),
    )


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any]:
    pairs = (values or {}).items()
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in pairs}
