"""Who reviews months in somebody's place, and for whom he does; scoring is never delegated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.translation import gettext as _

from daybook.daily.access import reader_of
from daybook.org.enums import HEAD_ROLES, LEADER_ROLES, DelegationKind
from daybook.org.frame import Frame
from daybook.org.models import Appointment, Delegation, Person
from daybook.org.rights import ADMINISTRATORS
from daybook.org.roster import touching
from daybook.web.refusals import Refused

SHOWN = 30  # the last of one's own; what is older has nothing left to say


@dataclass(frozen=True, slots=True)
class DeputyRow:
    """A delegation as its page shows it."""

    delegation: Delegation
    today: date

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        last = self.delegation.last_day
        return last is not None and last < self.today

    @property
    def is_ahead(self) -> bool:
        """Whether it has not begun yet."""
        return self.delegation.first_day > self.today


class Colleague(NamedTuple):
    """Somebody who may be asked, by number and name."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class DeputiesPage:
    """One's own deputies, those whose deputy one is, and the colleagues who may be asked."""

    own: Sequence[DeputyRow]
    given: Sequence[DeputyRow]
    colleagues: Sequence[Colleague]
    leads: bool
    today: date


def deputies_page(frame: Frame) -> DeputiesPage:
    """The page of deputies for whoever asks, in two statements. Raises Http404 for an administrator."""
    reader_of(frame)
    mine = Q(person=frame.person) | Q(deputy=frame.person)
    found = Delegation.objects.filter(mine, kind=DelegationKind.REVIEW_MONTHS).order_by("-first_day")
    rows = [DeputyRow(row, frame.today) for row in found.select_related("person", "deputy")[:SHOWN]]
    leads = frame.standing.role in HEAD_ROLES | LEADER_ROLES
    return DeputiesPage(
        own=[row for row in rows if row.delegation.person_id == frame.person.pk],
        given=[row for row in rows if row.delegation.deputy_id == frame.person.pk],
        colleagues=_colleagues(frame) if leads else [],
        leads=leads,
        today=frame.today,
    )


def deputy_written(frame: Frame, number: str) -> Person:
    """The colleague of a number. Raises Refused."""
    found = Person.objects.filter(bureau=frame.bureau, number=number).select_related("bureau").first()
    if found is None:
        raise Refused(_("Choose who reviews in your place."), field="deputy")
    return found


def delegation_for(frame: Frame, first_day: date) -> Delegation:
    """One's own delegation of reviewing that begins on a day. Raises Http404."""
    reader_of(frame)
    mine = Delegation.objects.filter(person=frame.person, kind=DelegationKind.REVIEW_MONTHS)
    found = mine.filter(first_day=first_day).select_related("person__bureau").first()
    if found is None:
        raise Http404
    return found


def _colleagues(frame: Frame) -> list[Colleague]:
    """Everybody who holds a post today and is no administrator, those of the own department first."""
    posts = Appointment.objects.filter(touching(frame.today, frame.today, start="valid_from", end="valid_to"))
    span = touching(frame.today, frame.today, start="rights__first_day", end="rights__last_day")
    barred = Q(rights__kind__in=ADMINISTRATORS) & span
    people = Person.objects.filter(Exists(posts.filter(person=OuterRef("pk"))), bureau=frame.bureau)
    people = people.exclude(pk=frame.person.pk).exclude(pk__in=Person.objects.filter(barred).values("pk"))
    near = Exists(posts.filter(person=OuterRef("pk"), department__name=frame.standing.department))
    told = people.order_by().annotate(near=near).values_list("near", "number", "name")
    return [
        Colleague(number, name) for _near, number, name in sorted(told, key=lambda row: (not row[0], row[1]))
    ]
