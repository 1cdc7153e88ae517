"""Telling people of objections to a year's results: that something is to do, never a grade or a text."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from daybook.annual.actions.telling import deciders
from daybook.inbox.actions import Telling, settle, tell
from daybook.inbox.enums import MessageKind
from daybook.objections.models import YearObjection
from daybook.objections.year_clock import decide_by


def tell_deciders(objection: YearObjection, at: datetime) -> None:
    """Tell the principal leader and the personnel office, but nobody whom it is about."""
    until = decide_by(objection).isoformat()
    parties = {objection.person_id, objection.whose_id}
    rows = [row for row in deciders(objection.bureau, at) if row not in parties]
    tell([_told(MessageKind.YEAR_OBJECTION, objection, row, until=until) for row in rows], at)


def tell_the_answer(objection: YearObjection, at: datetime) -> None:
    """Tell who filed it that it is answered."""
    told_no_more(objection, at)
    tell([_told(MessageKind.YEAR_ANSWERED, objection, objection.person_id)], at)


def told_no_more(objection: YearObjection, at: datetime) -> None:
    """Nobody needs to be told to decide it any more."""
    settle(about=about(objection), at=at)


def about(objection: YearObjection) -> str:
    """The occasion that an objection is."""
    return f"year_objection:{objection.pk}"


def _told(kind: MessageKind, objection: YearObjection, person: int, **said: str) -> Telling:
    href = reverse("year_objection", args=[objection.key])
    return Telling(person, kind, about(objection), href, {"year": objection.year, **said})
