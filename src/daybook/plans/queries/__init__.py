"""Reading goals and plans in an order that no database's collation decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from daybook.org.models import Department, Person
from daybook.plans.enums import FINISHED
from daybook.plans.models import AnnualGoal, DepartmentGoal, PlanItem


class Keyed(Protocol):
    """A row with a key of the books."""

    key: str


Row = TypeVar("Row", bound=Keyed)


def plan_of(person: Person, month: str) -> list[PlanItem]:
    """The plan items of a person's month `2026-03`, by key."""
    return by_key(PlanItem.objects.filter(person=person, month=month))


def open_items(person: Person, month: str) -> list[PlanItem]:
    """The items of a person's month that are neither done nor cancelled, by key, with goal and matter."""
    items = PlanItem.objects.filter(person=person, month=month).select_related("annual_goal", "matter")
    return by_key(items.exclude(state__in=FINISHED))


def goals_of(person: Person, year: int) -> list[AnnualGoal]:
    """The goals of a person's year, by key."""
    return by_key(AnnualGoal.objects.filter(person=person, year=year))


def department_goals_of(department: Department, on: date) -> list[DepartmentGoal]:
    """The goals of a department in the year of a day, by key."""
    return by_key(DepartmentGoal.objects.filter(department=department, year=on.year))


def by_key(rows: Iterable[Row]) -> list[Row]:
    """Rows in the order of their keys, by code point."""
    return sorted(rows, key=lambda row: row.key)
