"""The summary of a month while it is written: kept as a draft until the month is submitted."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from daybook.monthly.actions.writings import discard_month_writing, keep_month_writing, summary_place
from daybook.monthly.models import MonthWriting
from daybook.org.models import Person
from daybook.plans.models import SealedMonth
from daybook.web.refusals import Refused


def keep_summary(
    *, person: Person, month: str, text: str, version: int, at: datetime | None = None
) -> MonthWriting:
    """Keep the summary somebody is writing; `version` is the one last seen, 0 for the first.

    Raises Crossed where another window was faster, Refused for a submitted month.
    """
    place = summary_place(person, month)
    if SealedMonth.objects.filter(person=person, month=month).exists():
        raise Refused(_("This month is submitted; its summary is not changed until it is returned."))
    return keep_month_writing(place=place, fields={"text": even(text)}, version=version, at=at)


def discard_summary(*, person: Person, month: str, version: int) -> None:
    """Go back to the draft made from the rows; only what was seen is thrown away. Raises Crossed."""
    discard_month_writing(place=summary_place(person, month), version=version)


def settle_summary(person: Person, month: str, version: int) -> None:
    """The draft has become the summary; inside the act that submits it. Raises Crossed."""
    discard_month_writing(place=summary_place(person, month), version=version)


def even(text: str) -> str:
    """A text with the line ends it is kept with; a browser sends its own."""
    return text.replace("\r\n", "\n").strip()
