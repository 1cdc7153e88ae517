"""What was entered for somebody (代记) and waits for his own word."""

from __future__ import annotations

from datetime import date

from daybook.daily.models import LogEntry
from daybook.org.models import Person


def to_confirm(leader: Person, day: date | None = None) -> list[LogEntry]:
    """The entries written for a leader that he has not confirmed, of one day or of all, in one statement.

    Withdrawn and quarantined ones wait for nothing.
    """
    rows = LogEntry.objects.filter(
        person=leader,
        entered_by__isnull=False,
        confirmation__isnull=True,
        withdrawn_reason="",
        quarantined=False,
    )
    rows = rows if day is None else rows.filter(work_date=day)
    return list(rows.select_related("person", "entered_by").order_by("work_date", "id"))
