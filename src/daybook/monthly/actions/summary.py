"""The summary of a month while it is written: kept as a draft until the month is submitted.

What another window still writes then stays a draft, and stands there again should the month be returned.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from daybook.monthly.actions.writings import discard_month_writing, keep_month_writing, summary_place
from daybook.monthly.models import MonthWriting
from daybook.org.models import Person
from daybook.plans.models import SealedMonth
from daybook.web.refusals import Refused


class TooLate(Refused):
    """The month was submitted meanwhile; `kept` is what was written, as a draft."""

    def __init__(self, kept: MonthWriting) -> None:
        super().__init__(_("This month is submitted; what you wrote is kept as a draft."))
        self.kept = kept


def keep_summary(
    *, person: Person, month: str, text: str, version: int, at: datetime | None = None
) -> MonthWriting:
    """Keep the summary somebody is writing; `version` is the one last seen, 0 for the first.

    Raises Crossed where another window was faster, TooLate where the month is submitted, Refused for what
    cannot be kept.
    """
    place = summary_place(person, month)
    submitted = SealedMonth.objects.filter(person=person, month=month).exists()
    if submitted and not place.standing().exists():
        version = 0  # the draft that was seen has become the summary: this is the first one since
    kept = keep_month_writing(place=place, fields={"text": even(text)}, version=version, at=at)
    if submitted:
        raise TooLate(kept)
    return kept


def discard_summary(*, person: Person, month: str, version: int) -> None:
    """Go back to the draft made from the rows; only what was seen is thrown away. Raises Crossed."""
    discard_month_writing(place=summary_place(person, month), version=version)


def even(text: str) -> str:
    """A text with the line ends it is kept with; a browser sends its own."""
    return text.replace("\r\n", "\n").strip()
