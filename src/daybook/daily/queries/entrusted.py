"""What stands in another's log on a day, for whoever keeps it (代记)."""

from __future__ import annotations

from datetime import date

from daybook.daily.access import Reader, entries_visible_to
from daybook.daily.queries.feed import with_names
from daybook.daily.queries.seeing import seen_by
from daybook.daily.seen import SeenEntry
from daybook.org.models import Person


def entered_day(reader: Reader, author: Person, day: date) -> list[SeenEntry]:
    """The entries of an author's day as the reader may know them, in the order of writing."""
    rows = entries_visible_to(reader).filter(person=author, work_date=day)
    return seen_by(reader, list(with_names(rows).order_by("id")))
