"""Due workdays: the workdays on which a person was employed and not away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from daybook.rules.facts import Absence, Person, WorkCalendar
from daybook.rules.periods import overlap

HALF = Fraction(1, 2)
WHOLE_DAY = frozenset({"morning", "afternoon"})


def employed_span(person: Person, first: date, last: date) -> tuple[date, date]:
    """The days of employment within bounds; the first is after the last where there are none."""
    return overlap(person.employed_from, person.employed_to, first, last)


def absent_parts(
    calendar: WorkCalendar, absences: Sequence[Absence], first: date, last: date
) -> dict[date, Fraction]:
    """For each workday with an absence the part of it away: 1, or ½ for one half day.

    Two absences of one day count once; a morning and an afternoon are the whole day.
    """
    halves: dict[date, set[str]] = {}
    for absence, day in _absent_days(calendar, absences, first, last):
        away = halves.setdefault(day, set())
        away.update(WHOLE_DAY if not absence.half_day else {absence.half_day})
    return {day: HALF if len(away) == 1 else Fraction(1) for day, away in halves.items()}


def _absent_days(
    calendar: WorkCalendar, absences: Sequence[Absence], first: date, last: date
) -> Iterator[tuple[Absence, date]]:
    for absence in absences:
        start, end = overlap(absence.first_day, absence.last_day, first, last)
        yield from ((absence, day) for day in calendar.each_workday(start, end))


def due_parts(
    calendar: WorkCalendar, person: Person, absences: Sequence[Absence], first: date, last: date
) -> dict[date, Fraction]:
    """Each due workday within bounds with the part of it that is due (1 or ½), in order."""
    start, end = employed_span(person, first, last)
    away = absent_parts(calendar, absences, start, end)
    parts = {day: 1 - away.get(day, Fraction()) for day in calendar.each_workday(start, end)}
    return {day: part for day, part in parts.items() if part}


def due_workdays(
    calendar: WorkCalendar, person: Person, absences: Sequence[Absence], first: date, last: date
) -> Fraction | int:
    """The number of due workdays within bounds, halves included."""
    start, end = employed_span(person, first, last)
    workdays = calendar.workdays(start, end)
    if not absences:
        return workdays
    return workdays - sum(absent_parts(calendar, absences, start, end).values())


def leave_days(
    calendar: WorkCalendar,
    person: Person,
    absences: Sequence[Absence],
    first: date,
    last: date,
) -> Fraction | int:
    """The workdays within bounds and employment covered by these absences, halves included."""
    start, end = employed_span(person, first, last)
    return sum(absent_parts(calendar, absences, start, end).values(), Fraction())
