"""Drafts of sheets on the server: what stands in the cells of one person's span, kept as it is typed.

`fields` are `score:ELEMENT`, `reason:ELEMENT`, `cite:ELEMENT` (keys of entries joined by blanks) and
`comment`. A draft is no act yet: it leaves no line in the ledger, and is read by its writer alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import QuerySet

from daybook.daily.actions.writings import require_keepable
from daybook.org.actions.keeping import Crossed, discard_draft, keep_draft
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.quarterly.models import SheetWriting
from daybook.quarterly.spans import period_of

__all__ = ["Crossed", "discard_sheet_writing", "keep_sheet_writing", "settle_sheet_writings"]


def keep_sheet_writing(
    *,
    rater: Person,
    person: Person,
    quarter: str,
    first_day: date,
    fields: Mapping[str, str],
    version: int,
    at: datetime | None = None,
) -> SheetWriting:
    """Keep the sheet somebody is writing; `version` is the one last seen, 0 for the first.

    Raises Crossed where another window was faster, Refused for what cannot be kept.
    """
    instant = moment(at)
    require_keepable(fields)
    period_of(quarter)
    made = SheetWriting(writer=rater, person=person, quarter=quarter, first_day=first_day)
    made.fields, made.saved_at = {name: text for name, text in fields.items() if text}, instant
    return keep_draft(made=made, place=_place(rater, person, quarter, first_day), version=version)


def discard_sheet_writing(
    *, rater: Person, person: Person, quarter: str, first_day: date, version: int
) -> None:
    """Throw a draft away, 0 where none was seen. Raises Crossed where something else stands by now."""
    discard_draft(place=_place(rater, person, quarter, first_day), version=version)


def settle_sheet_writings(rater: Person, quarter: str, versions: Mapping[tuple[int, date], int]) -> None:
    """The drafts of these versions have become sheets; inside the act. What was written since stays."""
    rows = SheetWriting.objects.select_for_update().filter(writer=rater, quarter=quarter)
    signed = [row.pk for row in rows if versions.get((row.person_id, row.first_day)) == row.version]
    SheetWriting.objects.filter(pk__in=signed).delete()


def _place(rater: Person, person: Person, quarter: str, first_day: date) -> QuerySet[SheetWriting]:
    return SheetWriting.objects.filter(writer=rater, person=person, quarter=quarter, first_day=first_day)
