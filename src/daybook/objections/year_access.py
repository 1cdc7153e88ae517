"""The door to objections to a year's results: who filed it, the principal leader, the personnel office."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from daybook.annual.access import YearSight
from daybook.annual.shown.sight import sight_of
from daybook.objections.models import YearObjection
from daybook.org.frame import Frame

NAMED = (
    "bureau",
    "person",
    "whose",
    "notice",
    "decided_by",
    "earlier",
    "earlier__bureau",
    "earlier__person__bureau",
)


@dataclass(frozen=True, slots=True)
class YearStand:
    """How somebody stands to an objection: filed it himself, or decides it."""

    own: bool
    decides: bool
    party: bool


def year_objections_of(frame: Frame) -> QuerySet[YearObjection]:
    """The objections to results of years that the person of a frame may know of.

    What somebody else objected about himself is nobody's own case to look at.
    """
    rows = YearObjection.objects.filter(bureau=frame.person.bureau_id).select_related(*NAMED)
    own = Q(person=frame.person)
    if not _sees_all(sight_of(frame)):
        return rows.filter(own)
    return rows.exclude(Q(whose=frame.person) & ~own)


def year_stand(frame: Frame, objection: YearObjection) -> YearStand:
    """How the person of a frame stands to one of them."""
    party = frame.person.pk in {objection.person_id, objection.whose_id}
    own = objection.person_id == frame.person.pk
    return YearStand(own, _sees_all(sight_of(frame)) and not party, party)


def year_objection_for(frame: Frame, key: str) -> tuple[YearObjection, YearStand]:
    """One objection and how the reader stands to it. Raises Http404."""
    found = year_objections_of(frame).filter(key=key).first()
    if found is None:
        raise Http404
    return found, year_stand(frame, found)


def _sees_all(sight: YearSight) -> bool:
    return (sight.office or sight.principal) and not sight.administrator
