"""Published sheets that their persons have not acknowledged yet."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from daybook.org.models import Person
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet


def unread_by(person: Person, quarter: str) -> QuerySet[ScoreSheet]:
    """The published score sheets of somebody's quarter that wait to be read; of versions the one in force."""
    return unread_in(quarter).filter(person=person)


def unread_in(quarter: str) -> QuerySet[ScoreSheet]:
    """The same of everybody in a quarter."""
    later = ScoreSheet.objects.filter(
        Q(published_at__isnull=False) | Q(kind=SheetKind.WITHDRAWN),
        person=OuterRef("person"),
        quarter=OuterRef("quarter"),
        first_day=OuterRef("first_day"),
        version__gt=OuterRef("version"),
    )
    found = ScoreSheet.objects.filter(quarter=quarter, kind=SheetKind.SCORE, published_at__isnull=False)
    return found.filter(~Exists(later), acknowledgement__isnull=True)
