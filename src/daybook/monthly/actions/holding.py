"""The report of a month held for an act, so that of two who act on it at once the second is told."""

from __future__ import annotations

from django.db.models import BigIntegerField, CharField

from daybook.monthly.models import MonthlyReport
from daybook.org.checked import checked
from daybook.org.models import Person
from daybook.plans.actions.seal import hold_to_seal
from daybook.web.statements import Question, Slot, insert

REPORT = Question(
    lambda: MonthlyReport.objects.select_for_update().filter(
        person=Slot("person", BigIntegerField()), month=Slot("month", CharField())
    )
)


def held_report(person: Person, month: str) -> MonthlyReport:
    """The report of a person's month as it stands now; a new one, unsaved, where there is none yet.

    Whoever submits, returns or reviews any month of this person meanwhile waits for this transaction.
    """
    hold_to_seal(person)
    known = REPORT.first(person=person.pk, month=month)
    return known or MonthlyReport(bureau=person.bureau, person=person, month=month)


def keep_report(report: MonthlyReport) -> None:
    """Save a report that is held, a new one too. Raises Refused."""
    if checked(report)._state.adding:
        insert([report])
    else:
        report.save(force_update=True)
