"""Noting what was done about an alert: it is open until then, and the act itself is never ours."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.merit.models import AlertNote
from daybook.merit.queries.alerts import raised_for
from daybook.org.actions.guards import note, require_office
from daybook.org.checked import checked, text_given
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.web.refusals import Refused


def note_alert(
    *,
    person: Person,
    year: int,
    alert: str,
    text: str,
    document: str = "",
    actor: Person | None,
    at: datetime | None = None,
) -> AlertNote:
    """Note what was done about an alert that the decided grades raise; again, as the next version.

    By the personnel office, nobody in his own case. Raises Refused.
    """
    instant = moment(at)
    with recorded():
        require_office(actor, person.bureau, local_day(person.bureau, instant), about=person)
        if alert not in raised_for(person, year):
            raise Refused(_("The grades decided do not raise this alert."), field="alert")
        Person.objects.select_for_update().get(pk=person.pk)
        before = person.alert_notes.filter(year=year, alert=alert).order_by("-version").first()
        row = AlertNote(bureau=person.bureau, person=person, year=year, alert=alert, noted_at=instant)
        row.version = before.version + 1 if before else 1
        row.text, row.document = text_given(text, "text"), document.strip()
        row.noted_by = actor
        checked(row).save()
        key = f"{person.number}:{year}:{alert}:{row.version}"
        told = {"before": _digest(before), "after": _digest(row)}
        note(actor, person.bureau, "note_alert", "alert_note", key, **told)
    return row


def _digest(row: AlertNote | None) -> dict[str, Any]:
    return {"text": sealed(row.text), "document": row.document} if row else {}
