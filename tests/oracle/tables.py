"""Reads a book folder into lists of rows, and answers "what held on this day"."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import chinese_calendar

Row = dict[str, Any]
DAY = timedelta(days=1)


def read_table(folder: Path, table: str) -> list[Row]:
    """The rows of one table; a missing table is empty."""
    path = folder / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str | None) -> date | None:
    """A date cell; empty is none."""
    return date.fromisoformat(text) if text else None


def holds(row: Row, when: date, first: str = "valid_from", last: str = "valid_to") -> bool:
    """Whether a dated row holds on a day: [from, to], inclusive, open end allowed."""
    begin, end = day(row[first]), day(row[last])
    return (begin is None or begin <= when) and (end is None or when <= end)


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last, both included."""
    return [first + DAY * n for n in range((last - first).days + 1)]


def quarter_days(year: int, quarter: int) -> list[date]:
    """Every day of a quarter."""
    return [d for d in days_between(date(year, 1, 1), date(year, 12, 31)) if (d.month + 2) // 3 == quarter]


@cache
def library_says(when: date) -> bool | None:
    """Whether the maintained library calls the day a workday; None where it has no table for the year."""
    try:
        return bool(chinese_calendar.is_workday(when))
    except NotImplementedError:
        return None


class Workdays:
    """Monday–Friday less holidays plus make-up workdays, with the bureau's own table over the library's."""

    def __init__(self, rows: list[Row]) -> None:
        self.overlay = {day(row["day"]): row["kind"] == "workday" for row in rows}

    def __contains__(self, when: date) -> bool:
        known = self.overlay.get(when)
        if known is not None:
            return bool(known)
        known = library_says(when)
        # a year whose holiday table is missing falls back to Monday–Friday
        return when.weekday() < 5 if known is None else known

    @staticmethod
    def missing(year: int) -> bool:
        """Whether the holiday table of the year is missing."""
        return library_says(date(year, 7, 1)) is None

    def among(self, days: list[date]) -> list[date]:
        """Those of the days that are workdays."""
        return [d for d in days if d in self]


class Book:
    """The tables of one book that a year's result rests on."""

    def __init__(self, folder: Path) -> None:
        self.bureau = read_table(folder, "bureau")[0]
        self.workdays = Workdays(read_table(folder, "calendar_days"))
        self.departments = read_table(folder, "departments")
        self.people = read_table(folder, "people")
        self.appointments = read_table(folder, "appointments")
        self.portfolios = read_table(folder, "portfolios")
        self.absences = read_table(folder, "absences")
        self.circumstances = read_table(folder, "circumstances")
        self.sheets = read_table(folder, "score_sheets")
        self.element_scores = read_table(folder, "element_scores")
        self.routine_grades = read_table(folder, "routine_grades")
        self.ballots = read_table(folder, "ballots")
        self.seats = read_table(folder, "seats")
        self.found: dict[int, dict[Any, list[Row]]] = {}

    def of(self, rows: list[Row], number: str) -> list[Row]:
        """The rows of one person (found once for a table, then looked up)."""
        if id(rows) not in self.found:
            self.found[id(rows)] = {}
            for row in rows:
                self.found[id(rows)].setdefault(row.get("person") or row.get("ratee"), []).append(row)
        return self.found[id(rows)].get(number, [])
