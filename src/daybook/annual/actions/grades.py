"""Proposing and deciding grades: the leader in charge proposes, the committee decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from daybook.annual.access import decides_grades, proposals_of
from daybook.annual.actions.stages import Step, hold_open_year, keep, next_version, standing
from daybook.annual.actions.telling import decided_no_more, tell_deciders
from daybook.annual.enums import Stage
from daybook.annual.fitness import GradeDraft, departs, require_grade, require_seats
from daybook.annual.models import Decision
from daybook.annual.queries.settled import settled_year
from daybook.ledger.actions import recorded
from daybook.org.models import Bureau, Person
from daybook.org.moments import local_day, moment
from daybook.rules.result import PersonResult
from daybook.web.refusals import Refused

__all__ = ["GradeDraft", "decide_grade", "decide_grades", "departs", "propose_grade", "propose_grades"]


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
        made = _enter(sitting, drafts, "propose_grade")
        tell_deciders(bureau, year, actor, instant)
    return made


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
        made = _enter(sitting, drafts, "decide_grade")
        decided_no_more(bureau, year, instant)
    return made


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
    """Keep the grades; what stands already, as after a second click, is not written once more."""
    bureau, year = sitting.bureau, sitting.year
    hold_open_year(bureau, year)
    settled, before = settled_year(bureau, year), standing(bureau, year)
    _require_all_fit(sitting, drafts, {each.number: each for each in settled.result.people}, before)
    grades = {number: row.grade for number, row in before.items()}
    grades.update((draft.person.number, draft.grade) for draft in drafts)
    of = [draft.person.number for draft in drafts]
    require_seats(settled.result, grades, settled.roster.names, of=of)
    rows = [_version(sitting, draft, before.get(draft.person.number)) for draft in drafts]
    new = [row for row in rows if not _stands(row, before.get(row.person.number))]
    made = {row.person.number: row for row in keep(new, before, sitting.actor, action)}
    return [made.get(number) or before[number] for number in of]


def _stands(row: Decision, before: Decision | None) -> bool:
    """Whether the very same stands already."""
    return before is not None and _said(row) == _said(before)


def _said(row: Decision) -> tuple[str, str, str, str]:
    return str(row.stage), row.grade, row.reason, row.decided_by


def _require_all_fit(
    sitting: _Sitting,
    drafts: Sequence[GradeDraft],
    known: Mapping[str, PersonResult],
    before: Mapping[str, Decision],
) -> None:
    """Every grade fits. Raises Refused, with a sentence for each that does not."""
    faults: dict[int, Refused] = {}
    for row, draft in enumerate(drafts):
        number = draft.person.number
        try:
            _require_fit(sitting, draft, known.get(number), before.get(number))
        except Refused as fault:
            faults[row] = fault
    if faults:
        first = next(iter(faults.values()))
        rows = {row: fault.message for row, fault in faults.items()}
        raise Refused(first.message, field=first.field, rows=rows)


def _require_fit(
    sitting: _Sitting, draft: GradeDraft, found: PersonResult | None, before: Decision | None
) -> None:
    """One grade is the actor's to give, at its stage, and fits the person. Raises Refused."""
    name = {"name": draft.person.name}
    if found is None or draft.person.bureau_id != sitting.bureau.pk:
        raise Refused(_("%(name)s is not appraised in this year.") % name, field="person")
    if not sitting.may(found):
        raise Refused(_("The grade of %(name)s is not yours to give.") % name, field="person")
    _require_stage(sitting, draft, before)
    require_grade(draft, found)


def _require_stage(sitting: _Sitting, draft: GradeDraft, before: Decision | None) -> None:
    """What is decided is not proposed again; what is put up changes only by an act with its reason."""
    name = {"name": draft.person.name}
    stage = before.stage if before else ""
    if sitting.stage == Stage.DECIDED and not stage:
        raise Refused(_("The grade of %(name)s was not proposed.") % name, field="person")
    if sitting.stage == Stage.PROPOSED and stage not in {"", Stage.PROPOSED}:
        raise Refused(_("The grade of %(name)s is decided already.") % name, field="person")
    if stage == Stage.NOTICED:
        raise Refused(
            _("The grade of %(name)s is put up; it changes only by a decision with its reason.") % name,
            field="person",
        )


def _version(sitting: _Sitting, draft: GradeDraft, before: Decision | None) -> Decision:
    return next_version(
        draft.person,
        sitting.year,
        before,
        Step(sitting.stage, draft.grade, draft.reason, sitting.by, sitting.at),
    )
