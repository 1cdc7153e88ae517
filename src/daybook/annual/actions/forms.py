"""Giving annual appraisal forms out: data that leaves is noted."""

from __future__ import annotations

from collections.abc import Sequence

from daybook.ledger.actions import recorded
from daybook.org.actions.guards import note
from daybook.org.models import Person


def note_annual_forms(*, actor: Person, year: int, form: str, people: Sequence[Person]) -> None:
    """Note that somebody took the annual forms of these people away, as one file or in one archive."""
    with recorded():
        after = {"form": form, "people": " ".join(person.number for person in people)}
        note(actor, actor.bureau, "export_annual_forms", "annual_forms", str(year), after=after)
