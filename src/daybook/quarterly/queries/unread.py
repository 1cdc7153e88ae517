"""Published sheets that their persons have not acknowledged yet."""

from __future__ import annotations

from django.db.models import QuerySet

from daybook.org.models import Person
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.standing import in_force


def unread_by(person: Person, quarter: str) -> QuerySet[ScoreSheet]:
    """The published score sheets of somebody's quarter that wait to be read; of versions the one in force."""
    return unread_in(quarter).filter(person=person)


def unread_in(quarter: str) -> QuerySet[ScoreSheet]:
    """The same of everybody in a quarter."""
    found = ScoreSheet.objects.filter(quarter=quarter, kind=SheetKind.SCORE, acknowledgement__isnull=True)
    return in_force(found)
