"""One row of a day by itself, as it stands after it was saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from operator import itemgetter

from django.db.models import BigIntegerField, DateField

from daybook.daily.day_rows import EntryRow, meets, overlap_words, source_words, span_of, worked_span
from daybook.daily.half_days import half_days_of
from daybook.daily.models import LogEntry
from daybook.rules.month import UNWORKED
from daybook.web.statements import Question, Slot

TIMED = Question(
    lambda: (
        LogEntry.objects.filter(
            person=Slot("person", BigIntegerField()),
            work_date=Slot("day", DateField()),
            withdrawn_reason="",
            quarantined=False,
        )
        .exclude(pk=Slot("itself", BigIntegerField()))
        .exclude(state__in=UNWORKED)
        .order_by("-id")
        .values_list("start", "end", "half_day")
    )
)


def row_of(entry: LogEntry, source: date | None = None) -> EntryRow:
    """The row of an own entry, with its overlap with others of the day, in at most one statement.

    `source` is the day whose words it repeats, if it does.
    """
    halves = half_days_of(entry.bureau, entry.work_date)
    row = EntryRow(entry, halves, source=source_words(source))
    span = worked_span(entry, halves)
    if span is None:
        return row
    told = TIMED(person=entry.person_id, day=entry.work_date, itself=entry.pk)
    others = (span_of(*times, halves) for times in told)
    spans = [each for each in others if each and meets(span, each, halves)]
    latest = sorted(spans, key=itemgetter(0), reverse=True)
    return replace(row, overlap=overlap_words(*span, latest, next_to=False))
