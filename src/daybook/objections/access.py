"""The one door to objections.

An objection is known to the person, to whoever scored him, to the line of superiors of the sheet's span, to
who decides it (or did), and to the personnel office. The rater sees that and what is objected, how it ended
and why, but not what was heard of others. To everybody else there is nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from daybook.objections.deciding import corrector_of, decider_of
from daybook.objections.models import Objection
from daybook.org.above import Above, above_of
from daybook.org.enums import RightKind
from daybook.org.frame import Frame
from daybook.org.models import Person
from daybook.org.rights import ADMINISTRATORS, rights_of
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.standing import in_force
from daybook.rules.superiors import COMMITTEE

NAMED = ("bureau", "person", "decided_by", "sheet__bureau", "sheet__person", "sheet__rater")


@dataclass(frozen=True, slots=True)
class Sight:
    """How somebody stands to an objection today; `decider` is the number of who decides, or COMMITTEE.

    `corrector` is who writes the corrected sheet of an upheld one.
    """

    person: bool
    rater: bool
    above: bool
    office: bool
    decides: bool
    corrects: bool
    decided: bool
    decider: str

    @property
    def any(self) -> bool:
        """Whether the objection is there at all for this reader."""
        return self.person or self.rater or self.above or self.office or self.decides or self.decided

    @property
    def hears(self) -> bool:
        """Whether he writes down what was heard: who decides, and the personnel office; never a party."""
        return (self.decides or self.office) and not self.is_party

    @property
    def reads_notes(self) -> bool:
        """Whether he reads what was heard: everybody who sees the objection but the one who scored."""
        return self.any and not self.rater

    @property
    def is_party(self) -> bool:
        """Whether it is his own sheet, or his own scoring."""
        return self.person or self.rater


def objections_of(bureau: int) -> QuerySet[Objection]:
    """The objections of a bureau with everybody they name."""
    return Objection.objects.filter(bureau=bureau).select_related(*NAMED)


def objection_sights(
    reader: Person, rights: frozenset[str], objections: Sequence[Objection], today: date
) -> Mapping[int, Sight]:
    """How somebody stands to each of some objections that he may know of, by row; in two statements."""
    if not rights.isdisjoint(ADMINISTRATORS):
        own = [each for each in objections if each.person_id == reader.pk]
        return {each.pk: _own_sight(each) for each in own}
    of_bureau = [each for each in objections if each.bureau_id == reader.bureau_id]
    if not of_bureau:
        return {}
    above, office = above_sheets([sheet_of(each) for each in of_bureau], today), is_office(rights)
    found = {each.pk: _sight(reader, each, above, today, office=office) for each in of_bureau}
    return {row: sight for row, sight in found.items() if sight.any}


def is_office(rights: Iterable[str]) -> bool:
    """Whether somebody with these rights is the personnel office."""
    return RightKind.PERSONNEL_OFFICE in rights


def above_sheets(sheets: Sequence[ScoreSheet], today: date) -> Above:
    """Who stood above these people and their raters when they were scored, and who does today."""
    people = {row for each in sheets for row in (each.person_id, each.rater_id) if row}
    return above_of(sheets[0].bureau, people, min(each.first_day for each in sheets), today)


def sheet_of(objection: Objection) -> ScoreSheet:
    """The sheet that an objection is about. Raises Http404 where it is about something else."""
    if objection.sheet is None:
        raise Http404
    return objection.sheet


def sight_of(reader: Person, objection: Objection, today: date) -> Sight | None:
    """How somebody stands to one objection; nothing where there is none for him."""
    return objection_sights(reader, rights_of(reader, today), [objection], today).get(objection.pk)


def objection_for(frame: Frame, key: str) -> tuple[Objection, Sight]:
    """One objection and how the person of the frame stands to it. Raises Http404."""
    found = objections_of(frame.person.bureau_id).filter(key=key).first()
    if found is None:
        raise Http404
    sights = objection_sights(frame.person, frame.standing.rights, [found], frame.today)
    if found.pk not in sights:
        raise Http404
    return found, sights[found.pk]


def own_sheet_for(person: Person, quarter: str, first_day: date) -> ScoreSheet:
    """The version in force of one's own published score sheet of a span. Raises Http404."""
    scores = ScoreSheet.objects.filter(
        person=person, quarter=quarter, first_day=first_day, kind=SheetKind.SCORE
    )
    sheet = in_force(scores).select_related("bureau", "person", "rater").first()
    if sheet is None:
        raise Http404
    return sheet


def _own_sight(objection: Objection) -> Sight:
    return Sight(
        person=True,
        rater=False,
        above=False,
        office=False,
        decides=False,
        corrects=False,
        decided=False,
        decider=COMMITTEE,
    )


def _sight(reader: Person, objection: Objection, above: Above, today: date, *, office: bool) -> Sight:
    sheet = sheet_of(objection)
    own, rated = sheet.person_id == reader.pk, sheet.rater_id == reader.pk
    decider, corrector = decider_of(above, sheet, today), corrector_of(above, sheet, today)
    acts_as = {reader.number, COMMITTEE} if office else {reader.number}
    return Sight(
        person=own,
        rater=rated,
        above=reader.number in above.line_on(sheet.person.number, sheet.last_day),
        office=office,
        decides=decider in acts_as and not own and not rated,
        corrects=corrector in acts_as and not own,
        decided=objection.decided_by_id == reader.pk,
        decider=decider,
    )
