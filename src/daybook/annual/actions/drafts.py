"""Drafts of grades: kept on the server as they are chosen.

A draft is no act yet: it leaves no line in the ledger, and is read by its writer alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from daybook.annual.models import GradeWriting
from daybook.daily.actions.writings import require_keepable
from daybook.org.actions.keeping import keep_draft
from daybook.org.models import Person
from daybook.org.moments import moment

SEPARATOR = ":"


def about_unit(year: int, pool: str, unit: str, page: int = 1) -> str:
    """What a draft of the grades of a page of a unit's table is about."""
    return SEPARATOR.join((str(year), pool, str(page), unit))


def keep_grade_writing(
    *, writer: Person, about: str, fields: Mapping[str, str], version: int, at: datetime | None = None
) -> GradeWriting:
    """Keep what somebody is choosing; `version` is the one last seen, 0 for the first.

    Raises Crossed where another window was faster, Refused for what cannot be kept.
    """
    require_keepable(fields)
    made = GradeWriting(writer=writer, about=about, fields=dict(fields), saved_at=moment(at))
    place = GradeWriting.objects.filter(writer=writer, about=about)
    return keep_draft(made=made, place=place, version=version)


def done_grading(*, writer: Person, year: int, pool: str = "", unit: str = "") -> None:
    """Throw drafts away that have become grades: of one unit, or of the whole year."""
    rows = GradeWriting.objects.filter(writer=writer, about__startswith=f"{year}{SEPARATOR}")
    if pool:
        rows = rows.filter(about__startswith=f"{year}{SEPARATOR}{pool}{SEPARATOR}")
        rows = rows.filter(about__endswith=f"{SEPARATOR}{unit}")
    rows.delete()
