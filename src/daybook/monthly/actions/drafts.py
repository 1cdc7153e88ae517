"""A review while it is written: ratings, comment, or the reason of a return, kept as they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import F

from daybook.monthly.actions.writings import Place, keep_month_writing
from daybook.monthly.enums import WritingKind
from daybook.monthly.models import MonthWriting
from daybook.org.models import Person

REASON = "reason"
RATINGS = ("execution_rating", "saturation_rating", "completion_rating")
REVIEW_FIELDS = (*RATINGS, "comment", REASON)


def keep_review(
    *,
    reviewer: Person,
    person: Person,
    month: str,
    first_day: date,
    fields: Mapping[str, str],
    version: int,
    at: datetime | None = None,
) -> MonthWriting:
    """Keep the review somebody is writing; `version` is the one last seen, 0 for the first.

    Raises Crossed where another window was faster, Refused for what cannot be kept.
    """
    place = Place(reviewer, person, month, WritingKind.REVIEW, first_day)
    told = {name: fields[name] for name in REVIEW_FIELDS if fields.get(name)}
    return keep_month_writing(place=place, fields=told, version=version, at=at)


def discard_review(*, reviewer: Person, person: Person, month: str, first_day: date) -> None:
    """Throw away what was written for a review and not used."""
    Place(reviewer, person, month, WritingKind.REVIEW, first_day).standing().delete()


def settle_review(reviewer: Person, person: Person, month: str, first_day: date, version: int) -> None:
    """The draft has become the review; inside the act. What another window wrote since stays."""
    place = Place(reviewer, person, month, WritingKind.REVIEW, first_day)
    place.standing().filter(version=version).delete()


def settle_return(reviewer: Person, person: Person, month: str) -> None:
    """The reason has been given; inside the act. What was written of the review itself stays."""
    written = MonthWriting.objects.filter(
        writer=reviewer, person=person, month=month, kind=WritingKind.REVIEW
    )
    for draft in written:
        kept = {name: text for name, text in draft.fields.items() if name != REASON}
        if kept:
            written.filter(pk=draft.pk).update(fields=kept, version=F("version") + 1)
        else:
            draft.delete()
