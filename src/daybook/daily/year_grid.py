"""A person's year as twelve small calendars: neutral marks, no counts."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import pgettext

MONDAY_FIRST = Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True)
class DayMarks:
    """What is known of the days of a year; `due` and `leave` are empty for whoever may not see them."""

    recorded: Collection[date]
    off: Collection[date]
    due: Collection[date]
    leave: Collection[date]
    today: date


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of a calendar, with the classes of its marks."""

    day: date
    classes: str
    recorded: bool
    due: bool
    leave: bool
    today: bool


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month `2026-03` by weeks, Monday first; `None` where a week's day belongs to another month."""

    key: str
    first: date
    weeks: list[list[DayCell | None]]


def year_grid(year: int, marks: DayMarks) -> list[MonthGrid]:
    """The twelve months of a year."""
    return [month_grid(year, month, marks) for month in range(1, 13)]


def month_grid(year: int, month: int, marks: DayMarks) -> MonthGrid:
    """One month."""
    weeks = [
        [_cell(day, marks) if day.month == month else None for day in week]
        for week in MONDAY_FIRST.monthdatescalendar(year, month)
    ]
    return MonthGrid(f"{year:04d}-{month:02d}", date(year, month, 1), weeks)


def _cell(day: date, marks: DayMarks) -> DayCell:
    recorded = day in marks.recorded
    leave = day in marks.leave and not recorded
    due = day in marks.due and not recorded and not leave
    told = {"is-recorded": recorded, "is-off": day in marks.off, "is-leave": leave, "is-due": due}
    classes = " ".join(name for name, holds in told.items() if holds)
    return DayCell(day, classes, recorded, due, leave, day == marks.today)


def weekday_letters() -> list[str]:
    """A letter for each weekday, Monday first."""
    return pgettext("weekday letters", "M T W T F S S").split()
