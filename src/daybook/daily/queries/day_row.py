"""One row of a day by itself, as it stands after it was saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import BigIntegerField, DateField, TimeField

from daybook.daily.day_rows import EntryRow, is_timed, overlap_words, source_words
from daybook.daily.models import LogEntry
from daybook.rules.month import UNWORKED
from daybook.web.statements import Question, Slot

OVERLAPPING = Question(
    lambda: (
        LogEntry.objects.filter(
            person=Slot("person", BigIntegerField()),
            work_date=Slot("day", DateField()),
            withdrawn_reason="",
            quarantined=False,
            start__lt=Slot("end", TimeField()),
            end__gt=Slot("start", TimeField()),
        )
        .exclude(pk=Slot("itself", BigIntegerField()))
        .exclude(state__in=UNWORKED)
        .order_by("-start", "-id")
        .values_list("start", "end")
    )
)


def row_of(entry: LogEntry, source: date | None = None) -> EntryRow:
    """The row of an own entry, with its overlap with others of the day, in at most one statement.

    `source` is the day whose words it repeats, if it does.
    """
    row = EntryRow(entry, source=source_words(source))
    start, end = entry.start, entry.end
    if start is None or end is None or not is_timed(entry):
        return row
    told = OVERLAPPING(person=entry.person_id, day=entry.work_date, start=start, end=end, itself=entry.pk)
    spans = [(begun, ended) for begun, ended in told if begun is not None and ended is not None]
    return replace(row, overlap=overlap_words(start, end, spans, next_to=False))
