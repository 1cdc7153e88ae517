"""Deciding a routine grade (季度等次): one a quarter, in place of the band of its score."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note, require_office
from daybook.org.checked import checked, text_given
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.org.policies import policy_of
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import RoutineGrade
from daybook.quarterly.spans import period_of
from daybook.web.refusals import Refused


def decide_routine_grade(
    *, person: Person, quarter: str, grade: str, reason: str, actor: Person, at: datetime | None = None
) -> RoutineGrade:
    """Decide the grade of a person's quarter, up or down; by the personnel office. Raises Refused."""
    instant = moment(at)
    bureau, today = person.bureau, local_day(person.bureau, instant)
    period_of(quarter)
    with recorded():
        require_office(actor, bureau, today, about=person)
        if not policy_of(bureau, today).statutory.applies:
            raise Refused(_("The policy knows no routine grades."), field="quarter")
        _require_scored(person, quarter)
        known = person.routine_grades.select_for_update().filter(quarter=quarter).first()
        row = known or RoutineGrade(bureau=bureau, person=person, quarter=quarter)
        before = {"grade": sealed(row.grade), "reason": sealed(row.reason)} if known else {}
        row.grade, row.reason, row.decided_at = grade, text_given(reason, "reason"), instant
        checked(row).save()
        after = {"grade": sealed(grade), "reason": sealed(row.reason)}
        key = f"{person.number}:{quarter}"
        note(actor, bureau, "decide_routine_grade", "routine_grade", key, before=before, after=after)
    return row


def _require_scored(person: Person, quarter: str) -> None:
    sheets = person.score_sheets.filter(quarter=quarter, kind=SheetKind.SCORE, published_at__isnull=False)
    if not sheets.exists():
        raise Refused(_("A quarter without a score has no grade."), field="quarter")
