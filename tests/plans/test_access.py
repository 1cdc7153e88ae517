"""Who stands above whom, who divides what, and the doors to plans: every reader against every door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import Http404

from daybook.org.frame import Frame
from daybook.org.models import Right
from daybook.plans import access
from tests.people import FOUNDED, SINCE, Cast, water_bureau
from tests.plans.planning import MARCH, asked_of, department_goal, goal_of, item_of

DAY = date(2026, 3, 9)
ABOVE = {"S03": {"H02"}, "H02": {"L02"}, "L02": {"L01"}, "L01": set(), "S05": {"H03"}}


def frame_of(cast: Cast, number: str) -> Frame:
    """What a page of somebody's knows of who asks."""
    return Frame(cast[number], DAY, "/")


def found(door: Callable[..., Any], *given: Any) -> bool:
    """Whether a door opens."""
    try:
        return door(*given) is not None
    except Http404:
        return False


@pytest.mark.parametrize("person", list(ABOVE))
def test_who_is_whose_superior(cast: Cast, person: str) -> None:
    lake = water_bureau("LAKE")
    everybody = set(cast.people)
    assert {each for each in everybody if access.is_superior(cast[each], cast[person], DAY)} == ABOVE[person]
    assert not any(access.is_superior(lake[each], cast[person], DAY) for each in everybody)


def test_who_sets_whose_goals(cast: Cast) -> None:
    lake = water_bureau("LAKE")
    setters = {
        "S03": {"S03", "H02", "L02", "L01", "S01"},
        "H03": {"H03", "L03", "L01", "S01"},
        "L01": {"L01", "S01"},
    }
    for person, wanted in setters.items():
        may = {each for each in cast.people if access.may_set_goals_of(cast[each], cast[person], DAY)}
        assert may == wanted
        assert not any(access.may_set_goals_of(lake[each], cast[person], DAY) for each in lake.people)


def test_who_divides_which_department(cast: Cast) -> None:
    lake = water_bureau("LAKE")
    wanted = {"D02": {"H02", "L02", "L01", "S01"}, "D03": {"H03", "L03", "L01", "S01"}}
    for code, dividers in wanted.items():
        department = cast.departments[code]
        assert {each for each in cast.people if access.may_divide_work(cast[each], department, DAY)} == (
            dividers
        )
        assert not any(access.may_divide_work(lake[each], department, DAY) for each in lake.people)


@pytest.mark.parametrize(
    ("number", "people", "departments"), [("S05", True, True), ("S06", False, False), ("X", False, False)]
)
def test_whose_plans_are_read(cast: Cast, number: str, people: bool, departments: bool) -> None:
    """S06 is an administrator, X somebody of another bureau."""
    Right.objects.create(person=cast["S06"], kind="audit_admin", first_day=SINCE, recorded_at=FOUNDED)
    change = asked_of(cast["S03"])
    frame = frame_of(water_bureau("LAKE"), "S05") if number == "X" else frame_of(cast, number)
    goal = department_goal(cast)
    assert found(access.planner_for, frame, "S99") is False
    assert found(access.planner_for, frame, frame.person.number) is True
    if number != "X":
        assert found(access.planner_for, frame, "S03") is people
        assert found(access.divided_for, frame, "D02") is departments
    assert found(access.change_for, frame, change.key) is people
    assert found(access.department_goal_for, goal.department, 2026, goal.key) is True


def test_an_administrator_finds_the_own_change(cast: Cast) -> None:
    Right.objects.create(person=cast["S06"], kind="audit_admin", first_day=SINCE, recorded_at=FOUNDED)
    change = asked_of(cast["S06"])
    assert access.change_for(frame_of(cast, "S06"), change.key) == change


def test_what_is_found_belongs_where_it_is_asked_for(cast: Cast) -> None:
    item, goal, above = item_of(cast["S03"]), goal_of(cast["S03"]), department_goal(cast)
    assert access.item_for(cast["S03"], MARCH, item.key) == item
    assert access.goal_for(cast["S03"], 2026, goal.key) == goal
    for given in ((cast["S04"], MARCH, item.key), (cast["S03"], "2026-04", item.key)):
        assert not found(access.item_for, *given)
    for of, year in ((cast["S04"], 2026), (cast["S03"], 2025)):
        assert not found(access.goal_for, of, year, goal.key)
    for code, year in (("D01", 2026), ("D02", 2025)):
        assert not found(access.department_goal_for, cast.departments[code], year, above.key)


@pytest.mark.parametrize(("year", "there"), [(1899, False), (1900, True), (2999, True), (3000, False)])
def test_a_year_has_its_bounds(year: int, there: bool) -> None:
    assert found(access.year_for, year) is there
