"""Spans: maximal runs of days in which a person has one superior and one category."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from daybook.rules.facts import ONE_DAY, Person, WorkCalendar
from daybook.rules.periods import Period
from daybook.rules.presence import employed_span
from daybook.rules.superiors import Structure


class Span(NamedTuple):
    """A run of days with its superior (or COMMITTEE), category, and the bureau's workdays."""

    first: date
    last: date
    superior: str
    category: str
    workdays: int


def spans_of(
    structure: Structure, calendar: WorkCalendar, person: Person, first: date, last: date
) -> list[Span]:
    """The spans of a person within bounds and employment, in order; those without a workday are dropped.

    Days on which the person is not appraised (a leader, or no appointment) belong to no span.
    Source: confirmed_default.
    """
    start, end = employed_span(person, first, last)
    runs: list[Span] = []
    for day, until in _stretches(structure, start, end):
        category = structure.category_on(person.number, day)
        superior = structure.superior_on(person.number, day)
        if category is None or superior is None:
            continue
        before = runs[-1] if runs else None
        if before is not None and before.last == day - ONE_DAY and before[2:4] == (superior, category):
            runs[-1] = before._replace(last=until)
        else:
            runs.append(Span(day, until, superior, category, 0))
    counted = [run._replace(workdays=calendar.workdays(run.first, run.last)) for run in runs]
    return [run for run in counted if run.workdays]


def _stretches(structure: Structure, start: date, end: date) -> list[tuple[date, date]]:
    """The bounds cut wherever something in the bureau begins or ends; within a stretch nothing changes."""
    if end < start:
        return []
    firsts = sorted({start, *(day for day in structure.turning_days() if start < day <= end)})
    lasts = [day - ONE_DAY for day in firsts[1:]] + [end]
    return list(zip(firsts, lasts, strict=True))


def quarter_spans(structure: Structure, calendar: WorkCalendar, person: Person, period: Period) -> list[Span]:
    """The spans of a quarter: each has a sheet of its category, by its superior."""
    return spans_of(structure, calendar, person, period.first, period.last)


def review_spans(spans: Sequence[Span], least: int) -> list[Span]:
    """The spans of a month that are reviewed: the only one, or those of ``least`` workdays and more."""
    return list(spans) if len(spans) <= 1 else [span for span in spans if span.workdays >= least]
