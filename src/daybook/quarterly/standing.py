"""Which versions of a sheet say something to others, and which of them is in force."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet

SAID = Q(published_at__isnull=False) | Q(kind=SheetKind.WITHDRAWN)
"""What was published, and what takes the versions below it away; a draft is neither."""


def in_force(rows: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    """Those of some sheets that stand published: the highest version of a span that is not withdrawn."""
    published = rows.filter(published_at__isnull=False).exclude(kind=SheetKind.WITHDRAWN)
    return published.filter(~Exists(_later()))


def replaced(rows: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    """Those of some sheets above which a later version stands, or that were withdrawn."""
    return rows.filter(Exists(_later()))


def _later() -> QuerySet[ScoreSheet]:
    same = {name: OuterRef(name) for name in ("person", "quarter", "first_day")}
    return ScoreSheet.objects.filter(SAID, **same, version__gt=OuterRef("version"))
