"""The report of a month held for an act, so that of two who act on it at once the second is told."""

from __future__ import annotations

from daybook.monthly.models import MonthlyReport
from daybook.org.models import Person
from daybook.plans.actions.seal import hold_to_seal


def held_report(person: Person, month: str) -> MonthlyReport:
    """The report of a person's month as it stands now; a new one, unsaved, where there is none yet.

    Whoever submits, returns or reviews any month of this person meanwhile waits for this transaction.
    """
    hold_to_seal(person)
    known = MonthlyReport.objects.select_for_update().filter(person=person, month=month).first()
    return known or MonthlyReport(bureau=person.bureau, person=person, month=month)
