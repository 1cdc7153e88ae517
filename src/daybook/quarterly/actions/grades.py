"""Deciding routine grades (季度等次): one a person and quarter, in place of the band of its score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class GradeDecision:
    """The grade that somebody's quarter is to have, and why.

    `seen` is the grade decided before as whoever decides knows it, empty for none; left out, it is not asked.
    """

    person: Person
    grade: str
    reason: str
    seen: str | None = None


def decide_routine_grade(
    *, person: Person, quarter: str, grade: str, reason: str, actor: Person, at: datetime | None = None
) -> RoutineGrade:
    """Decide the grade of a person's quarter, up or down; by the personnel office. Raises Refused."""
    instant, decision = moment(at), GradeDecision(person, grade, reason)
    with recorded():
        _require_grades(person, quarter, instant)
        return _decide(decision, quarter, actor, instant)


def settle_cap(
    *, quarter: str, decisions: Sequence[GradeDecision], actor: Person, at: datetime | None = None
) -> list[RoutineGrade]:
    """Decide the grades of several people's quarter, all or none; by the personnel office.

    Each has a reason of his own in the ledger. Raises Refused, with a sentence for each that is not decided.
    """
    instant = moment(at)
    if not decisions:
        raise Refused(_("Choose a grade for at least one person."), field="grade")
    with recorded():
        _require_grades(actor, quarter, instant)
        people = sorted({each.person.pk for each in decisions})
        list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk"))
        decided, faults = [], {}
        for number, each in enumerate(decisions):
            try:
                decided.append(_decide(each, quarter, actor, instant))
            except Refused as fault:
                faults[number] = fault.message
        if faults:
            raise Refused(next(iter(faults.values())), field="decisions", rows=faults)
    return decided


def _require_grades(whose: Person, quarter: str, at: datetime) -> None:
    period_of(quarter)
    if not policy_of(whose.bureau, local_day(whose.bureau, at)).statutory.applies:
        raise Refused(_("The policy knows no routine grades."), field="quarter")


def _decide(decision: GradeDecision, quarter: str, actor: Person, at: datetime) -> RoutineGrade:
    person = decision.person
    require_office(actor, person.bureau, local_day(person.bureau, at), about=person)
    _require_scored(person, quarter)
    known = person.routine_grades.select_for_update().filter(quarter=quarter).first()
    _require_seen(decision, known)
    row = known or RoutineGrade(bureau=person.bureau, person=person, quarter=quarter)
    before = {"grade": sealed(row.grade), "reason": sealed(row.reason)} if known else {}
    row.grade, row.reason, row.decided_at = decision.grade, text_given(decision.reason, "reason"), at
    checked(row).save()
    after = {"grade": sealed(row.grade), "reason": sealed(row.reason)}
    key = f"{person.number}:{quarter}"
    note(actor, person.bureau, "decide_routine_grade", "routine_grade", key, before=before, after=after)
    return row


def _require_seen(decision: GradeDecision, known: RoutineGrade | None) -> None:
    """Refuse to decide over what somebody else decided meanwhile."""
    stands = known.grade if known else ""
    if decision.seen is not None and decision.seen != stands:
        label = known.get_grade_display() if known else ""
        raise Refused(
            _("Meanwhile somebody has decided “%(grade)s”; look again.") % {"grade": label}, field="grade"
        )


def _require_scored(person: Person, quarter: str) -> None:
    sheets = person.score_sheets.filter(quarter=quarter, kind=SheetKind.SCORE, published_at__isnull=False)
    if not sheets.exists():
        raise Refused(_("A quarter without a score has no grade."), field="quarter")
