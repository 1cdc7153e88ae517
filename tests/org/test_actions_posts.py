"""Appointments, transfers and portfolios: a change closes one row and opens another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from daybook.org.actions.people import end_employment
from daybook.org.actions.posts import appoint, assign_portfolio, transfer
from daybook.org.enums import Role
from daybook.org.lines import lines_of
from tests.factories import last_line, noon, refused
from tests.people import Cast, water_bureau

MAY_16 = date(2026, 5, 16)


def test_an_appointment_closes_the_open_one(cast: Cast) -> None:
    appoint(person=cast["S03"], role=Role.STAFF, department=cast.departments["D02"], post="副处长",
            valid_from=MAY_16, actor=cast["S01"], at=noon(2026, 5, 11))  # fmt: skip
    rows = cast["S03"].appointments.order_by("valid_from").values_list("valid_from", "valid_to", "post")
    assert list(rows) == [(date(2025, 1, 1), date(2026, 5, 15), ""), (MAY_16, None, "副处长")]
    assert last_line().before == {"valid_from": "2025-01-01", "valid_to": None}


def test_a_transfer_keeps_role_post_and_duties(cast: Cast) -> None:
    home = cast.departments["D02"]
    appoint(person=cast["S03"], role=Role.STAFF, department=home, post="科长", duties="投资计划",
            post_class="技术", valid_from=date(2026, 1, 5))  # fmt: skip
    moved = transfer(
        person=cast["S03"], department=cast.departments["D03"], valid_from=MAY_16, actor=cast["S01"]
    )
    assert (moved.role, moved.post, moved.duties, moved.post_class) == ("staff", "科长", "投资计划", "技术")
    lines = lines_of(cast.bureau, date(2026, 5, 1), date(2026, 6, 1))
    before, after = (lines.superior_on(cast["S03"].pk, day) for day in (date(2026, 5, 15), MAY_16))
    assert (before, after) == (cast["H02"].pk, cast["H03"].pk)


def test_a_transfer_may_change_the_post(cast: Cast) -> None:
    moved = transfer(
        person=cast["S03"], department=cast.departments["D03"], valid_from=MAY_16, post="", duties="防汛值守"
    )
    assert (moved.post, moved.duties) == ("", "防汛值守")


@pytest.mark.parametrize("department", ["D02", "none before"])
def test_a_transfer_needs_another_department_to_come_from(cast: Cast, department: str) -> None:
    start = MAY_16 if department == "D02" else date(2025, 1, 1)
    given: dict[str, Any] = {
        "person": cast["S03"],
        "department": cast.departments["D02"],
        "valid_from": start,
    }
    assert refused(transfer, **given)[0] == "department"


@pytest.mark.parametrize(
    ("number", "given", "field"),
    [
        ("S03", {"role": Role.DEPARTMENT_HEAD}, "role"),  # D02 has a head
        ("S03", {"role": Role.ACTING_HEAD, "department": None}, "department"),
        ("S03", {"valid_to": MAY_16 - timedelta(days=1)}, "valid_to"),
        ("S03", {"valid_from": date(2024, 12, 1)}, "valid_from"),  # before employment
        ("S03", {"department": "LAKE"}, "department"),  # another bureau's
        ("S03", {"department": "D09"}, "valid_from"),  # it opens later
        ("S03", {"role": "king"}, "role"),
        ("S05", {}, "valid_from"),  # has one already from a later day
        ("S01", {"actor": "S01"}, "person"),  # his own case
        ("S03", {"actor": "S02"}, ""),
    ],
)
def test_an_appointment_is_refused(cast: Cast, number: str, given: dict[str, Any], field: str) -> None:
    from daybook.org.actions.bureau import open_department

    departments = {**cast.departments}
    departments["D09"] = open_department(
        bureau=cast.bureau, code="D09", name="河湖管理处", valid_from=date(2026, 9, 1)
    )
    if given.get("department") == "LAKE":
        departments["LAKE"] = water_bureau(code="LAKE").departments["D01"]
    home = departments["D03"]
    appoint(person=cast["S05"], role=Role.STAFF, department=home, valid_from=date(2026, 7, 1))
    wanted: dict[str, Any] = {"role": Role.STAFF, "department": "D02", "valid_from": MAY_16, **given}
    wanted["department"] = departments.get(wanted["department"]) if wanted["department"] else None
    wanted["actor"] = cast[wanted["actor"]] if "actor" in wanted else None
    assert refused(appoint, person=cast[number], **wanted)[0] == field


def test_an_acting_head_fills_a_vacancy_of_weeks(cast: Cast) -> None:
    home = cast.departments["D02"]
    end_employment(person=cast["H02"], last_day=date(2026, 3, 31))
    appoint(person=cast["S03"], role=Role.ACTING_HEAD, department=home, valid_from=date(2026, 4, 1),
            valid_to=date(2026, 5, 10))  # fmt: skip
    appoint(person=cast["S03"], role=Role.STAFF, department=home, valid_from=date(2026, 5, 11))
    lines = lines_of(cast.bureau, date(2026, 3, 1), date(2026, 6, 1))
    superiors = [
        lines.superior_on(cast["S04"].pk, day)
        for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 11))
    ]
    assert superiors == [cast["H02"].pk, cast["S03"].pk, cast["L02"].pk]


def test_an_appointment_with_an_end_is_not_cut_short(cast: Cast) -> None:
    home = cast.departments["D02"]
    until: dict[str, Any] = {"valid_from": date(2026, 4, 1), "valid_to": date(2026, 5, 31)}
    appoint(person=cast["S03"], role=Role.STAFF, department=home, **until)
    given: dict[str, Any] = {
        "person": cast["S03"],
        "role": Role.STAFF,
        "department": home,
        "valid_from": MAY_16,
    }
    assert refused(appoint, **given) == ("valid_from", "This person has another appointment in that span.")


def test_a_portfolio_passes_from_leader_to_leader(cast: Cast) -> None:
    home = cast.departments["D02"]
    assign_portfolio(leader=cast["L03"], department=home, valid_from=MAY_16, actor=cast["S01"])
    rows = home.portfolios.order_by("valid_from").values_list("leader__number", "valid_from", "valid_to")
    assert list(rows) == [("L02", date(2025, 1, 1), date(2026, 5, 15)), ("L03", MAY_16, None)]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"leader": "H01"}, "leader"),
        ({"valid_from": date(2025, 1, 1)}, "department"),
        ({"valid_to": date(2026, 5, 1)}, "valid_to"),
        ({"leader": "other bureau"}, "person"),
    ],
)
def test_a_portfolio_is_refused(cast: Cast, given: dict[str, Any], field: str) -> None:
    leader = water_bureau(code="LAKE")["L01"] if given.get("leader") == "other bureau" else None
    wanted: dict[str, Any] = {"leader": "L03", "valid_from": MAY_16, **given}
    wanted["leader"] = leader or cast[wanted["leader"]]
    assert refused(assign_portfolio, department=cast.departments["D02"], **wanted)[0] == field


def test_a_superior_who_has_left_is_replaced_by_his_own(cast: Cast) -> None:
    first, last = date(2026, 1, 1), date(2026, 3, 31)
    span = lines_of(cast.bureau, first, last).spans(cast["S03"], first, last)[0]
    end_employment(person=cast["H02"], last_day=last)
    lines = lines_of(cast.bureau, first, last)
    assert lines.who_acts(cast["S03"], span, last) == cast["H02"].pk
    assert lines.who_acts(cast["S03"], span, date(2026, 4, 8)) == cast["L02"].pk


def test_the_line_ends_at_the_committee(cast: Cast) -> None:
    day = date(2026, 3, 2)
    lines = lines_of(cast.bureau, day)
    assert lines.line_on(cast["S03"].pk, day) == {cast[number].pk for number in ("H02", "L02", "L01")}
    assert lines.line_on(cast["L01"].pk, day) == frozenset()
    assert lines.superior_on(cast["L01"].pk, day) is None
