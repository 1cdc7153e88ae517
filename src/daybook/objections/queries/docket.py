"""案卷: the objections that somebody may know of, by when they are due, and what each waits for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.urls import reverse

from daybook.objections.access import Sight, is_office, objection_sights, objections_of, sheet_of
from daybook.objections.clock import Clock, calendar_around, clock_of, decide_by
from daybook.objections.enums import Outcome
from daybook.objections.models import Objection
from daybook.org.frame import Frame
from daybook.org.models import Person
from daybook.org.rights import ADMINISTRATORS
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.own_objections import ObjectionTold
from daybook.quarterly.standing import replaced

CLOSED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Row:
    """An objection in the docket, how the reader stands to it, its clock while it is open."""

    objection: Objection
    sight: Sight
    due: date
    is_corrected: bool
    names: Mapping[str, str]
    clock: Clock | None = None

    @property
    def sheet(self) -> ScoreSheet:
        """What it is about."""
        return sheet_of(self.objection)

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return not self.objection.outcome

    @property
    def waits_for_correction(self) -> bool:
        """Whether it was upheld, and the sheet still stands as it was."""
        return self.objection.outcome == Outcome.UPHELD and not self.is_corrected

    @property
    def decider(self) -> str:
        """The name of who decides; empty where the committee does."""
        return self.names.get(self.sight.decider, "")

    @property
    def is_mine(self) -> bool:
        """Whether it is the reader who must act."""
        return (self.is_open and self.sight.decides) or (self.waits_for_correction and self.sight.corrects)


@dataclass(frozen=True, slots=True)
class Docket:
    """What is open, by the day it is due; what waits for its correction; what is closed, latest first."""

    opened: Sequence[Row]
    to_correct: Sequence[Row]
    closed: Sequence[Row]
    office: bool
    has_more: bool

    @property
    def mine(self) -> list[Row]:
        """Those that wait for the reader."""
        return [row for row in (*self.opened, *self.to_correct) if row.is_mine]


def docket_of(frame: Frame) -> Docket:
    """The docket of the person of a frame, in at most six statements."""
    rows = _rows(frame, _wanted(frame))
    opened = sorted((row for row in rows if row.is_open), key=lambda row: (row.due, row.objection.key))
    to_correct = [row for row in rows if row.waits_for_correction]
    closed = [row for row in rows if not row.is_open and not row.waits_for_correction]
    office = is_office(frame.standing.rights)
    return Docket(opened, to_correct, closed[:CLOSED_SHOWN], office, len(closed) > CLOSED_SHOWN)


def waiting_rows(frame: Frame) -> list[Row]:
    """The objections that wait for the person of a frame to decide, or to correct a sheet."""
    if not frame.standing.rights.isdisjoint(ADMINISTRATORS):
        return []
    found = objections_of(frame.person.bureau_id).filter(outcome__in=["", Outcome.UPHELD])
    return [row for row in _rows(frame, list(found.order_by("filed_at", "id"))) if row.is_mine]


def objections_told(sheets: Collection[int]) -> Mapping[int, ObjectionTold]:
    """The objections to some sheets (by row), as the page of a quarter tells of them; in one statement."""
    rows = Objection.objects.filter(sheet__in=sheets)
    return {
        sheet: ObjectionTold(
            filed_at, reverse("objection", args=[key]), str(Outcome(outcome).label) if outcome else ""
        )
        for sheet, key, filed_at, outcome in rows.values_list("sheet_id", "key", "filed_at", "outcome")
        if sheet is not None
    }


def corrected_among(sheets: Collection[ScoreSheet]) -> set[int]:
    """Which of some sheets (by row) a later version has replaced; in one statement."""
    rows = ScoreSheet.objects.filter(pk__in=[sheet.pk for sheet in sheets])
    return set(replaced(rows).values_list("pk", flat=True)) if sheets else set()


def _wanted(frame: Frame) -> list[Objection]:
    """All that may be shown: an administrator's own; of the bureau's, sight leaves what others may know."""
    found = objections_of(frame.person.bureau_id).order_by("-filed_at", "-id")
    if not frame.standing.rights.isdisjoint(ADMINISTRATORS):
        found = found.filter(Q(person=frame.person))
    return list(found)


def _rows(frame: Frame, objections: Sequence[Objection]) -> list[Row]:
    sights = objection_sights(frame.person, frame.standing.rights, objections, frame.today)
    shown = [each for each in objections if each.pk in sights]
    if not shown:
        return []
    calendar = calendar_around(frame.bureau, min(sheet_of(each).first_day for each in shown), frame.today)
    upheld = [sheet_of(each) for each in shown if each.outcome == Outcome.UPHELD]
    corrected = corrected_among(upheld)
    numbers = {sights[each.pk].decider for each in shown if not each.outcome} - {""}
    people = Person.objects.filter(bureau=frame.bureau, number__in=numbers) if numbers else ()
    names = {person.number: person.name for person in people}
    made = (
        Row(
            objection=each,
            sight=sights[each.pk],
            due=decide_by(sheet_of(each), each.filed_at, calendar),
            is_corrected=each.sheet_id in corrected,
            names=names,
        )
        for each in shown
    )
    return [
        replace(row, clock=clock_of(calendar, row.due, frame.today)) if row.is_open else row for row in made
    ]
