"""Deciding routine grades (季度等次): one a person and quarter, in place of the band of its score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note, require_office
from daybook.org.calendar import work_calendar
from daybook.org.checked import checked, text_given
from daybook.org.lines import lines_at_once
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.org.policies import policy
from daybook.quarterly.final_years import require_open_year
from daybook.quarterly.models import RoutineGrade
from daybook.quarterly.queries.cap import graded_in
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
    decision = GradeDecision(person, grade, reason)
    with recorded():
        desk = _desk(actor, quarter, [decision], moment(at))
        return _decide(desk, decision)


def settle_cap(
    *, quarter: str, decisions: Sequence[GradeDecision], actor: Person, at: datetime | None = None
) -> list[RoutineGrade]:
    """Decide the grades of several people's quarter, all or none; by the personnel office.

    Each has a reason of his own in the ledger. Raises Refused, with a sentence for each that is not decided.
    """
    if not decisions:
        raise Refused(_("Choose a grade for at least one person."), field="grade")
    with recorded():
        desk = _desk(actor, quarter, decisions, moment(at))
        decided, faults = [], {}
        for number, each in enumerate(decisions):
            try:
                decided.append(_decide(desk, each))
            except Refused as fault:
                faults[number] = fault.message
        if faults:
            raise Refused(next(iter(faults.values())), field="decisions", rows=faults)
    return decided


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who decides grades of a quarter at an instant, and the numbers of those who have a score in it."""

    actor: Person
    quarter: str
    at: datetime
    scored: frozenset[str]


def _desk(actor: Person, quarter: str, decisions: Sequence[GradeDecision], at: datetime) -> _Desk:
    """The people held for this transaction. Refuses a policy without grades, and a final year."""
    bureau, period = actor.bureau, period_of(quarter)
    first, last = date(period.first.year, 1, 1), date(period.first.year, 12, 31)
    if not policy(bureau.policy, last).statutory.applies:
        raise Refused(_("The policy knows no routine grades."), field="quarter")
    require_open_year(bureau, period)
    people = {each.person.pk for each in decisions}
    list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    lines = lines_at_once(bureau, first, last, work_calendar(bureau, first.year, last.year))
    scored = frozenset(each.person for each in graded_in(bureau, period, lines))
    return _Desk(actor, quarter, at, scored)


def _decide(desk: _Desk, decision: GradeDecision) -> RoutineGrade:
    person, actor, quarter = decision.person, desk.actor, desk.quarter
    require_office(actor, person.bureau, local_day(person.bureau, desk.at), about=person)
    if person.number not in desk.scored:
        raise Refused(_("A quarter without a score has no grade."), field="quarter")
    known = person.routine_grades.select_for_update().filter(quarter=quarter).first()
    _require_seen(decision, known)
    row = known or RoutineGrade(bureau=person.bureau, person=person, quarter=quarter)
    before = {"grade": sealed(row.grade), "reason": sealed(row.reason)} if known else {}
    row.grade, row.reason, row.decided_at = decision.grade, text_given(decision.reason, "reason"), desk.at
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
