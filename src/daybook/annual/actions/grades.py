"""Proposing and deciding grades: the leader in charge proposes, the committee decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from daybook.annual.access import decides_grades, proposals_of
from daybook.annual.actions.stages import Step, keep, next_version, require_open, standing
from daybook.annual.enums import Grade, QuotaGrade, Stage
from daybook.annual.models import Decision
from daybook.annual.queries.settled import settled_year
from daybook.ledger.actions import recorded
from daybook.org.models import Bureau, Person
from daybook.org.moments import local_day, moment
from daybook.rules.result import PersonResult, YearResult
from daybook.web.refusals import Refused


@dataclass(frozen=True, slots=True)
class GradeDraft:
    """A grade for one person, with the reason that a departure from the suggestion needs."""

    person: Person
    grade: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Sitting:
    """One act of proposing or deciding: where, when, by whom, and who may be graded in it."""

    bureau: Bureau
    year: int
    stage: Stage
    actor: Person
    by: str
    at: datetime
    may: Callable[[PersonResult], bool]


def propose_grades(
    *, bureau: Bureau, year: int, drafts: Sequence[GradeDraft], actor: Person, at: datetime | None = None
) -> list[Decision]:
    """Propose grades within the quota of the leader's own unit, all or none. Raises Refused.

    Refused: a quota grade for whoever is not eligible, more of them than seats, a departure without a reason.
    """
    instant = moment(at)
    with recorded():
        may = proposals_of(actor, bureau, local_day(bureau, instant))
        sitting = _Sitting(
            bureau, year, Stage.PROPOSED, actor, actor.name, instant, lambda found: may(found.unit)
        )
        return _enter(sitting, drafts, "propose_grade")


def decide_grades(
    *,
    bureau: Bureau,
    year: int,
    drafts: Sequence[GradeDraft],
    actor: Person,
    decided_by: str = "",
    at: datetime | None = None,
) -> list[Decision]:
    """Decide grades that were proposed, all or none; by the principal leader or the personnel office.

    `decided_by` names the body that decided, the actor where it is empty. Raises Refused as `propose_grades`
    does, and for an officer's own grade.
    """
    instant = moment(at)
    with recorded():
        may = decides_grades(actor, bureau, local_day(bureau, instant))
        sitting = _Sitting(
            bureau,
            year,
            Stage.DECIDED,
            actor,
            decided_by or actor.name,
            instant,
            lambda found: may and found.number != actor.number,
        )
        return _enter(sitting, drafts, "decide_grade")


def propose_grade(
    *, person: Person, year: int, grade: str, reason: str = "", actor: Person, at: datetime | None = None
) -> Decision:
    """Propose one person's grade. Raises Refused."""
    draft = GradeDraft(person, grade, reason)
    return propose_grades(bureau=person.bureau, year=year, drafts=[draft], actor=actor, at=at)[0]


def decide_grade(
    *,
    person: Person,
    year: int,
    grade: str,
    reason: str = "",
    actor: Person,
    decided_by: str = "",
    at: datetime | None = None,
) -> Decision:
    """Decide one person's grade. Raises Refused."""
    draft = GradeDraft(person, grade, reason)
    return decide_grades(
        bureau=person.bureau, year=year, drafts=[draft], actor=actor, decided_by=decided_by, at=at
    )[0]


def _enter(sitting: _Sitting, drafts: Sequence[GradeDraft], action: str) -> list[Decision]:
    bureau, year = sitting.bureau, sitting.year
    require_open(bureau, year)
    result = settled_year(bureau, year).result
    known = {each.number: each for each in result.people}
    before = standing(bureau, year)
    for draft in drafts:
        _require_fit(sitting, draft, known.get(draft.person.number), before.get(draft.person.number))
    grades = {number: row.grade for number, row in before.items()}
    grades.update((draft.person.number, draft.grade) for draft in drafts)
    _require_seats(result, grades)
    rows = [_version(sitting, draft, before.get(draft.person.number)) for draft in drafts]
    return keep(rows, before, sitting.actor, action)


def _require_fit(
    sitting: _Sitting, draft: GradeDraft, found: PersonResult | None, before: Decision | None
) -> None:
    """One grade is the actor's to give, open to the person, and has its reason. Raises Refused."""
    name = {"name": draft.person.name}
    if found is None or draft.person.bureau_id != sitting.bureau.pk:
        raise Refused(_("%(name)s is not appraised in this year.") % name, field="person")
    if not sitting.may(found):
        raise Refused(_("The grade of %(name)s is not yours to give.") % name, field="person")
    if sitting.stage == Stage.DECIDED and before is None:
        raise Refused(_("The grade of %(name)s was not proposed.") % name, field="person")
    if draft.grade not in Grade.values:
        raise Refused(_("There is no such grade."), field="grade")
    if draft.grade in QuotaGrade.values and draft.grade not in found.eligible:
        raise Refused(_("%(name)s is not eligible for this grade.") % name, field="grade")
    if departs(found, draft.grade) and not draft.reason.strip():
        raise Refused(
            _("The grade of %(name)s departs from the suggestion; give a reason.") % name, field="reason"
        )


def departs(found: PersonResult, grade: str) -> bool:
    """Whether a grade departs from the order of rank; settling a tie does not, a missing total does."""
    if found.suggested is not None:
        return grade != found.suggested
    return not any(reason.startswith("tie:") for reason in found.why)


def _require_seats(result: YearResult, grades: Mapping[str, str]) -> None:
    """No unit has more of a quota grade than seats, what was proposed or decided before included."""
    given = Counter(
        (each.pool, each.unit, grades[each.number]) for each in result.people if each.number in grades
    )
    for pool in result.pools:
        for unit in pool.units:
            for grade, seats in unit.seats.items():
                if given[pool.pool, unit.unit, grade] > seats:
                    words = {"unit": unit.unit, "seats": seats}
                    raise Refused(
                        _("Unit %(unit)s has %(seats)s seats of this grade.") % words, field="grade"
                    )


def _version(sitting: _Sitting, draft: GradeDraft, before: Decision | None) -> Decision:
    return next_version(
        draft.person,
        sitting.year,
        before,
        Step(sitting.stage, draft.grade, draft.reason, sitting.by, sitting.at),
    )
