"""Drafts of a month on the server: a summary or a review, kept as it is typed.

A draft is no act yet: it leaves no line in the ledger, and is read by its writer alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from daybook.daily.actions.writings import require_keepable
from daybook.monthly.enums import WritingKind
from daybook.monthly.models import MonthWriting
from daybook.org.actions.keeping import discard_draft, keep_draft
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.plans.months import month_bounds

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Which draft is meant: whose, about whose month, and for a review where its span begins."""

    writer: Person
    person: Person
    month: str
    kind: WritingKind
    first_day: date

    def standing(self) -> QuerySet[MonthWriting]:
        """The draft, if there is one."""
        of_month = {"person": self.person, "month": self.month, "first_day": self.first_day}
        return MonthWriting.objects.filter(writer=self.writer, kind=self.kind, **of_month)


def summary_place(person: Person, month: str) -> Place:
    """The draft of a person's own summary of a month."""
    return Place(person, person, month, WritingKind.SUMMARY, month_bounds(month)[0])


def keep_month_writing(
    *, place: Place, fields: Fields, version: int, at: datetime | None = None
) -> MonthWriting:
    """Keep what somebody is writing; `version` is the one last seen, 0 for a new draft.

    Raises Crossed where another window was faster, Refused for what cannot be kept.
    """
    require_keepable(fields)
    made = MonthWriting(writer=place.writer, person=place.person, month=place.month, kind=place.kind)
    made.first_day, made.fields, made.saved_at = place.first_day, dict(fields), moment(at)
    return keep_draft(made=made, place=place.standing(), version=version)


def discard_month_writing(*, place: Place, version: int) -> None:
    """Throw a draft away, 0 where none was seen. Raises Crossed where something else stands by now."""
    discard_draft(place=place.standing(), version=version)
