"""Who sees what of a year, and who proposes and decides.

Quotas with their arithmetic are open to the bureau. The ranked table of a unit is its leader's, the principal
leader's and the personnel office's; everybody sees his own rank. Ballots nobody sees: there is no function.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from daybook.annual.models import PaperBatch
from daybook.org.access import person_for
from daybook.org.enums import RightKind, Role
from daybook.org.frame import Frame
from daybook.org.models import Appointment, Bureau, Person
from daybook.org.rights import ADMINISTRATORS, rights_of
from daybook.org.roster import touching
from daybook.rules.units import HEADS, NOBODY


@dataclass(frozen=True, slots=True)
class YearSight:
    """What one reader sees of the years of his bureau on a day; asking costs no statement."""

    number: str
    office: bool
    principal: bool
    leader: bool
    administrator: bool

    @property
    def quotas(self) -> bool:
        """Quotas, their arithmetic, seats and public notices: everybody but the administrators."""
        return not self.administrator

    @property
    def insight(self) -> bool:
        """What a policy replay tells of people: all bureau leaders and the personnel office."""
        return not self.administrator and (self.office or self.principal or self.leader)

    def ranking_of(self, unit: str) -> bool:
        """The ranked table of a unit: leader in charge, principal leader, personnel office."""
        return self.office or self.principal or (self.leader and unit == self.number)

    def result_of(self, number: str, unit: str) -> bool:
        """A person's total, rank and suggestion: one's own, and those of a table one sees."""
        return number == self.number or self.ranking_of(unit)

    def last_seat_of(self, number: str, unit: str, *, many: bool) -> bool:
        """The score at the unit's last seat: to whoever sees the table; to its people where they are many."""
        return self.ranking_of(unit) or (number == self.number and many)

    def classes_of(self, number: str) -> bool:
        """The merged figures of the ballot classes: one's own; principal leader, personnel office."""
        return number == self.number or self.principal or self.office

    def circumstances_of(self, number: str, unit: str) -> bool:
        """Special circumstances and what they do: one's own, and those of a table one sees."""
        return self.result_of(number, unit)


def year_sight(reader: Person, on: date) -> YearSight:
    """What somebody sees, in two statements."""
    rights = rights_of(reader, on)
    role = _role(reader, on)
    administrator = not rights.isdisjoint(ADMINISTRATORS)
    return YearSight(
        number=reader.number,
        office=RightKind.PERSONNEL_OFFICE in rights,
        principal=role == Role.PRINCIPAL_LEADER,
        leader=role == Role.BUREAU_LEADER,
        administrator=administrator,
    )


def proposals_of(actor: Person, bureau: Bureau, on: date) -> Callable[[str], bool]:
    """For which units somebody proposes: a leader his own; the principal also those without a leader."""
    role = _role(actor, on) if actor.bureau_id == bureau.pk else ""
    own = {actor.number} if role in {Role.BUREAU_LEADER, Role.PRINCIPAL_LEADER} else set()
    if role == Role.PRINCIPAL_LEADER:
        own |= {HEADS, NOBODY}
    return lambda unit: unit in own


def decides_grades(actor: Person, bureau: Bureau, on: date) -> bool:
    """The principal leader decides; the personnel office enters what the committee decided."""
    if actor.bureau_id != bureau.pk:
        return False
    sight = year_sight(actor, on)
    return sight.principal or sight.office


def report_reader_for(frame: Frame, number: str) -> Person:
    """Whose submitted summary is read: anybody's of the bureau. Raises Http404, for administrators too."""
    if number == frame.person.number:
        return frame.person
    if not frame.reads_record:
        raise Http404
    return person_for(frame.person, number)


def reports_for(frame: Frame) -> bool:
    """Whether the reader is told whose summary is missing: the personnel office. Raises Http404."""
    if not frame.reads_record:
        raise Http404
    return RightKind.PERSONNEL_OFFICE in frame.standing.rights


def require_record_reader(frame: Frame) -> None:
    """Let everybody in but the three administrators. Raises Http404."""
    if not frame.reads_record:
        raise Http404


def paper_batch_for(frame: Frame, year: int, number: int) -> PaperBatch:
    """A batch of paper ballots of the reader's own bureau, which is not accepted yet. Raises Http404."""
    batches = PaperBatch.objects.filter(poll__bureau=frame.bureau, poll__year=year, number=number)
    found = batches.select_related("poll__bureau").first()
    if found is None:
        raise Http404
    return found


def _role(person: Person, on: date) -> str:
    span = touching(on, on, start="valid_from", end="valid_to")
    return Appointment.objects.filter(span, person=person).values_list("role", flat=True).first() or ""
