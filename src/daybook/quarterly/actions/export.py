"""Giving lists of a quarter out: data that leaves is noted."""

from __future__ import annotations

from daybook.ledger.actions import recorded
from daybook.org.actions.guards import note
from daybook.org.models import Person


def note_expected_list(*, actor: Person, quarter: str) -> None:
    """Note that somebody took the list of the sheets expected away."""
    with recorded():
        after = {"form": "xlsx"}
        note(actor, actor.bureau, "export_expected_sheets", "expected_sheets", quarter, after=after)
