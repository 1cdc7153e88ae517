"""Feedback: a person acknowledges a published sheet of his own."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded
from daybook.org.actions.guards import note
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.quarterly.actions.publishing import sheet_key
from daybook.quarterly.actions.reopening import require_standing
from daybook.quarterly.models import Acknowledgement, ScoreSheet
from daybook.web.refusals import Refused


def acknowledge_sheet(*, sheet: ScoreSheet, person: Person, at: datetime | None = None) -> Acknowledgement:
    """Say that one has seen a sheet of one's own; once more says nothing new. Raises Refused."""
    instant = moment(at)
    with recorded():
        held = ScoreSheet.objects.select_for_update(of=("self",)).select_related("bureau", "person")
        row = held.get(pk=sheet.pk)
        if row.person_id != person.pk:
            raise Refused(_("A sheet is acknowledged by the person it is about."), field="person")
        require_standing(row)
        made, is_new = Acknowledgement.objects.get_or_create(sheet=row, defaults={"acknowledged_at": instant})
        if is_new:
            note(person, row.bureau, "acknowledge_sheet", "sheet", sheet_key(row))
    return made
