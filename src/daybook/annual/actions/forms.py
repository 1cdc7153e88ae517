"""Giving annual appraisal forms and the papers of a year out: data that leaves is noted."""

from __future__ import annotations

from collections.abc import Sequence

from daybook.ledger.actions import recorded
from daybook.org.actions.guards import note
from daybook.org.models import Person

FORM, ROSTER, NOTICE, UNITS, REPORT = "form", "roster", "notice", "units", "report"
"""What is taken: the forms of people, or a paper of the year."""


def note_annual_forms(*, actor: Person, year: int, paper: str, form: str, people: Sequence[str]) -> None:
    """Note that somebody took a paper away as a file of a form, or the forms of people in one archive.

    `people` are the numbers of those whose results or places it tells to this reader; nobody's where
    everybody in the bureau is told the same.
    """
    with recorded():
        after = {"paper": paper, "form": form, "people": " ".join(people)}
        note(actor, actor.bureau, "export_annual_forms", "annual_forms", str(year), after=after)
