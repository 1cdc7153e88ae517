"""Giving a month out as a report: data that leaves is noted."""

from __future__ import annotations

from daybook.ledger.actions import recorded
from daybook.org.actions.guards import note
from daybook.org.models import Person


def note_report(*, actor: Person, month: str, department: str, form: str) -> None:
    """Note that somebody took a report of a month away; of the whole bureau without a `department`."""
    with recorded():
        after = {"form": form, "department": department}
        note(actor, actor.bureau, "export_month_report", "month_report", month, after=after)
