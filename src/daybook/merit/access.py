"""Who sees and who decides the use of results.

Evaluations, lists, alerts and the register are open to the personnel office, the principal leader, and a
leader for the people of his own unit. A person's record over the years is open to the person, the line of
superiors as of today and the personnel office; reference sheets to the personnel office and the principal
leader alone. To everybody else there is nothing; the three administrators see their own record only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from daybook.merit.models import PromotionIssue
from daybook.org.above import above_of
from daybook.org.access import person_for
from daybook.org.enums import LEADER_ROLES, RightKind, Role
from daybook.org.frame import Frame
from daybook.org.models import Person


@dataclass(frozen=True, slots=True)
class UseSight:
    """What a reader sees of the use of results; asking costs no statement."""

    number: str
    office: bool
    principal: bool

    @property
    def whole(self) -> bool:
        """Everybody of the bureau; a leader sees his own unit."""
        return self.office or self.principal

    def unit(self, unit: str) -> bool:
        """The people of a unit."""
        return self.whole or unit == self.number

    @property
    def classes(self) -> bool:
        """What the classes of ballots say, merged: of others only the personnel office and the principal."""
        return self.whole


def use_sight(frame: Frame) -> UseSight:
    """What the person of a frame sees. Raises Http404 for whoever sees nothing of it."""
    standing = frame.standing
    office = RightKind.PERSONNEL_OFFICE in standing.rights
    if not frame.reads_record or not (office or standing.role in LEADER_ROLES):
        raise Http404
    return UseSight(frame.person.number, office, standing.role == Role.PRINCIPAL_LEADER)


def require_use_office(frame: Frame) -> None:
    """Let the personnel office pass. Raises Http404 for everybody else."""
    if not use_sight(frame).office:
        raise Http404


def promotion_person(frame: Frame, number: str) -> Person:
    """The door to somebody's reference sheet. Raises Http404."""
    _require_whole(frame)
    return person_for(frame.person, number)


def promotion_issue(frame: Frame, key: str) -> PromotionIssue:
    """The door to a sheet that was issued. Raises Http404."""
    _require_whole(frame)
    rows = PromotionIssue.objects.filter(bureau=frame.bureau, key=key)
    found = rows.select_related("bureau", "person", "issued_by").first()
    if found is None:
        raise Http404
    return found


def require_promotion(frame: Frame) -> None:
    """Let the personnel office and the principal leader pass. Raises Http404 for everybody else."""
    _require_whole(frame)


def _require_whole(frame: Frame) -> None:
    if not use_sight(frame).whole:
        raise Http404


@dataclass(frozen=True)
class RecordSight:
    """How a reader stands to one person's record over the years."""

    frame: Frame
    person: Person

    @property
    def own(self) -> bool:
        """The own record."""
        return self.frame.person.pk == self.person.pk

    @property
    def office(self) -> bool:
        """The personnel office."""
        return RightKind.PERSONNEL_OFFICE in self.frame.standing.rights and self.frame.reads_record

    @property
    def principal(self) -> bool:
        """The principal leader."""
        return self.frame.standing.role == Role.PRINCIPAL_LEADER

    @cached_property
    def in_line(self) -> bool:
        """Whether the reader stands above the person today; in two statements."""
        above = above_of(self.frame.bureau, [self.person.pk], self.frame.today, self.frame.today)
        return self.frame.person.number in above.line_on(self.person.number, self.frame.today)

    @property
    def any(self) -> bool:
        """Whether there is a record for this reader at all."""
        return self.own or self.office or (self.frame.reads_record and (self.principal or self.in_line))

    @property
    def whole(self) -> bool:
        """Assessment, total, rank, grade, circumstances and evaluation: not for the superior who scores."""
        return self.own or self.office or self.principal or self.frame.standing.role in LEADER_ROLES

    @property
    def classes(self) -> bool:
        """What the classes of ballots say, merged."""
        return self.own or self.office or self.principal


def record_sight(frame: Frame, number: str) -> RecordSight:
    """The door to a person's record over the years. Raises Http404."""
    found = RecordSight(frame, person_for(frame.person, number))
    if not found.any:
        raise Http404
    return found
