"""One row of a day by itself, as it stands after it was saved."""

from __future__ import annotations

from daybook.daily.day_rows import EntryRow, is_timed, overlap_words
from daybook.daily.models import LogEntry
from daybook.rules.month import UNWORKED


def row_of(entry: LogEntry) -> EntryRow:
    """The row of an own entry, with its overlap with others of the day, in at most one statement."""
    start, end = entry.start, entry.end
    if start is None or end is None or not is_timed(entry):
        return EntryRow(entry)
    others = LogEntry.objects.filter(
        person=entry.person_id, work_date=entry.work_date, withdrawn_reason="", quarantined=False
    )
    timed = others.exclude(pk=entry.pk).exclude(state__in=UNWORKED).filter(start__lt=end, end__gt=start)
    spans = list(timed.order_by("-start", "-id").values_list("start", "end"))
    return EntryRow(entry, overlap=overlap_words(start, end, spans, next_to=False))
