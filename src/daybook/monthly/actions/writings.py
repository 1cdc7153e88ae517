"""Drafts of a month on the server: a summary or a review, kept as it is typed.

A draft is no act yet: it leaves no line in the ledger, and is read by its writer alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from daybook.daily.actions.writings import require_keepable
from daybook.monthly.enums import WritingKind
from daybook.monthly.models import MonthWriting
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.plans.months import month_bounds
from daybook.web.refusals import Refused

Fields = Mapping[str, str]


class Crossed(Refused):
    """Another window has saved this draft meanwhile; `standing` is what it wrote, if it is still a draft."""

    def __init__(self, standing: MonthWriting | None = None) -> None:
        super().__init__(_("This draft was changed in another window meanwhile."), field="version")
        self.standing = standing


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
    instant = moment(at)
    require_keepable(fields)
    standing = place.standing()
    new = {"fields": dict(fields), "version": F("version") + 1, "saved_at": instant}
    if standing.filter(version=version).update(**new):
        return _draft(place, fields, version + 1, instant)
    if (other := standing.first()) is not None:
        return _same_or_crossed(other, fields)
    if version:
        raise Crossed
    return _inserted(place, fields, instant)


def discard_month_writing(*, place: Place, version: int) -> None:
    """Throw a draft away, 0 where none was seen. Raises Crossed where something else stands by now."""
    standing = place.standing().first()
    if standing is None:
        return
    if standing.version != version:
        raise Crossed(standing)
    standing.delete()


def _draft(place: Place, fields: Fields, version: int, at: datetime) -> MonthWriting:
    made = MonthWriting(writer=place.writer, person=place.person, month=place.month, kind=place.kind)
    made.first_day, made.fields, made.version, made.saved_at = place.first_day, dict(fields), version, at
    return made


def _same_or_crossed(standing: MonthWriting, fields: Fields) -> MonthWriting:
    """The draft as it stands, if it says the same: an answer that was lost on its way is no quarrel."""
    if standing.fields == dict(fields):
        return standing
    raise Crossed(standing)


def _inserted(place: Place, fields: Fields, at: datetime) -> MonthWriting:
    made = _draft(place, fields, 1, at)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        standing = place.standing().first()
        if standing is None:
            raise
        return _same_or_crossed(standing, fields)
    return made
