"""Appraisal units as of 31 December: which departments they hold and who belongs to them."""

from __future__ import annotations

from datetime import date
from typing import Any

from .policy import Policy
from .tables import Book, day, holds


def snapshot_units(book: Book, year: int) -> dict[str, list[str]]:
    """unit → its departments, valid on 31 December, by code."""
    snapshot = date(year, 12, 31)
    units: dict[str, list[str]] = {}
    for row in sorted(book.departments, key=lambda d: d["code"]):
        if holds(row, snapshot):
            units.setdefault(unit_of_department(book, row["code"], snapshot), []).append(row["code"])
    return units


def unit_of_department(book: Book, department: str, when: date) -> str:
    """The unit that holds a department on the day."""
    # a unit = the departments in one leader's portfolio on the snapshot date
    for row in book.portfolios:
        if row["department"] == department and holds(row, when):
            return str(row["leader"])
    # departments in nobody's portfolio belong to the principal leader's unit;
    # with no principal leader: unit ""
    return principal_leader(book, when)


def principal_leader(book: Book, when: date) -> str:
    """The principal leader of the day, or an empty string."""
    employed = {
        row["number"]: (day(row["employed_from"]) or date.min, day(row["employed_to"]) or date.max)
        for row in book.people
    }
    for row in sorted(book.appointments, key=lambda a: a["person"]):
        if row["role"] == "principal_leader" and holds(row, when):
            first, last = employed[row["person"]]
            if first <= when <= last:
                return str(row["person"])
    return ""


def place_people(
    book: Book, units: dict[str, list[str]], policy: Policy, year: int, people: list[dict[str, Any]]
) -> None:
    """Writes each person's unit: the one that holds the department, on 31 December."""
    for person in people:
        # a person who left is shown in the unit that holds, on 31 December, the department
        # of the last day employed
        person["unit"] = unit_of_department(book, person["department"], date(year, 12, 31))
        # with "own_pool" the heads of the bureau are one unit HEADS
        if policy["heads"] == "own_pool" and person["category"] == "head":
            person["unit"] = "HEADS"
