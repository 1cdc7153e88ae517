"""Drafts of an objection, a hearing note or grounds: kept on the server as they are typed.

A draft is no act yet: it leaves no line in the ledger, and is read by its writer alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from daybook.daily.actions.writings import require_keepable
from daybook.objections.models import Objection, ObjectionWriting
from daybook.org.actions.keeping import Crossed, keep_draft
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.quarterly.models import ScoreSheet

__all__ = ["Crossed", "about_decision", "about_note", "about_sheet", "done_writing", "keep_objection_writing"]


def about_sheet(sheet: ScoreSheet) -> str:
    """What a draft of an objection to a sheet is about."""
    return f"sheet:{sheet.pk}"


def about_note(objection: Objection) -> str:
    """What a draft of a hearing note is about."""
    return f"note:{objection.pk}"


def about_decision(objection: Objection) -> str:
    """What a draft of a decision is about."""
    return f"decision:{objection.pk}"


def keep_objection_writing(
    *, writer: Person, about: str, fields: Mapping[str, str], version: int, at: datetime | None = None
) -> ObjectionWriting:
    """Keep what somebody is writing; `version` is the one last seen, 0 for the first.

    Raises Crossed where another window was faster, Refused for what cannot be kept.
    """
    require_keepable(fields)
    made = ObjectionWriting(writer=writer, about=about, fields=dict(fields), saved_at=moment(at))
    place = ObjectionWriting.objects.filter(writer=writer, about=about)
    return keep_draft(made=made, place=place, version=version)


def done_writing(*, writer: Person, about: str) -> None:
    """Throw a draft away: it has become what it was a draft of."""
    ObjectionWriting.objects.filter(writer=writer, about=about).delete()
