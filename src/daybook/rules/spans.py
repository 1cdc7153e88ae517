"""Spans: maximal runs of days in which a person has one superior and one category."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from daybook.rules.facts import ONE_DAY, Person, WorkCalendar
from daybook.rules.periods import Period
from daybook.rules.policy import Policy
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

    def superior_on(day: date) -> str | None:
        appraised = structure.category_on(person.number, day) is not None
        return structure.superior_on(person.number, day) if appraised else None

    runs = _runs(structure, calendar, person, (first, last), superior_on)
    return [run for run in runs if run.workdays]


def _runs(
    structure: Structure,
    calendar: WorkCalendar,
    person: Person,
    bounds: tuple[date, date],
    superior_on: Callable[[date], str | None],
) -> list[Span]:
    """The runs of days with one superior and one category (none for a leader), in order."""
    runs: list[Span] = []
    for day, until in _stretches(structure, *employed_span(person, *bounds)):
        category, superior = structure.category_on(person.number, day) or "", superior_on(day)
        if superior is None:
            continue
        before = runs[-1] if runs else None
        if before is not None and before.last == day - ONE_DAY and before[2:4] == (superior, category):
            runs[-1] = before._replace(last=until)
        else:
            runs.append(Span(day, until, superior, category, 0))
    return [run._replace(workdays=calendar.workdays(run.first, run.last)) for run in runs]


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


def month_spans(
    structure: Structure,
    calendar: WorkCalendar,
    policy: Policy,
    person: Person,
    bounds: tuple[date, date],
) -> list[Span]:
    """The spans of a month that are reviewed: those of ``monthly.review_min_workdays`` and more.

    Where none is as long, the longest, the later of equals: a month has somebody who reviews it. A leader's
    are reviewed with ``leaders.reviewed``. Source: confirmed_default.
    """

    def reviewer_on(day: date) -> str | None:
        return structure.month_reviewer_on(policy, person.number, day)

    runs = _runs(structure, calendar, person, bounds, reviewer_on)
    long = [run for run in runs if run.workdays >= policy.monthly.review_min_workdays]
    return long or sorted(runs, key=lambda run: (run.workdays, run.first))[-1:]
