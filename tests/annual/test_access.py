"""Who sees what of a year: tables of reader, object, allowed."""

from __future__ import annotations

from datetime import date

import pytest

from daybook.annual.access import decides_grades, proposals_of, year_sight
from daybook.org.actions.people import end_employment, grant_right
from daybook.org.enums import RightKind
from tests.people import Cast, water_bureau

TODAY = date(2026, 1, 12)


@pytest.mark.parametrize(
    ("number", "ranking", "result", "classes"),
    [
        ("S03", False, True, True),  # the person
        ("S04", False, False, False),
        ("H02", False, False, False),  # the superior sees no ranked table
        ("L02", True, True, False),  # the leader in charge
        ("L03", False, False, False),  # another leader
        ("L01", True, True, True),  # the principal leader
        ("S01", True, True, True),  # the personnel office
    ],
)
def test_who_sees_a_person_of_unit_l02(
    cast: Cast, number: str, ranking: bool, result: bool, classes: bool
) -> None:
    sight = year_sight(cast[number], TODAY)
    assert sight.ranking_of("L02") is ranking
    assert sight.result_of("S03", "L02") is result
    assert sight.circumstances_of("S03", "L02") is result
    assert sight.classes_of("S03") is classes
    assert sight.quotas


@pytest.mark.parametrize(
    ("number", "many", "allowed"),
    [
        ("S03", True, True),
        ("S03", False, False),
        ("S04", True, False),
        ("L02", False, True),
        ("L03", True, False),
    ],
)
def test_who_sees_the_score_at_the_last_seat(cast: Cast, number: str, many: bool, allowed: bool) -> None:
    assert year_sight(cast[number], TODAY).last_seat_of("S03", "L02", many=many) is allowed


@pytest.mark.parametrize("unit", ["HEADS", ""])
def test_a_unit_without_a_leader_in_charge(cast: Cast, unit: str) -> None:
    seen = {
        number for number in ("L01", "L02", "S01", "H01") if year_sight(cast[number], TODAY).ranking_of(unit)
    }
    assert seen == {"L01", "S01"}


@pytest.mark.parametrize("kind", [RightKind.SYSTEM_ADMIN, RightKind.SECURITY_ADMIN, RightKind.AUDIT_ADMIN])
def test_administrators_see_their_own_result_only(cast: Cast, kind: RightKind) -> None:
    grant_right(person=cast["S03"], kind=kind, first_day=date(2026, 1, 1))
    sight = year_sight(cast["S03"], TODAY)
    assert sight.administrator
    assert not sight.quotas
    assert sight.result_of("S03", "L02")
    assert not sight.ranking_of("L02")


def test_a_leader_of_yesterday_sees_no_table(cast: Cast) -> None:
    grant_right(
        person=cast["S04"],
        kind=RightKind.PERSONNEL_OFFICE,
        first_day=date(2025, 1, 1),
        last_day=date(2025, 12, 31),
    )
    assert not year_sight(cast["S04"], TODAY).ranking_of("L02")
    cast["L03"].portfolios.update(valid_to=date(2025, 12, 31))
    end_employment(person=cast["L03"], last_day=date(2025, 12, 31))
    assert not year_sight(cast["L03"], TODAY).ranking_of("L03")


def test_a_sight_costs_two_statements(cast: Cast, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        sight = year_sight(cast["L02"], TODAY)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert all(sight.ranking_of("L02") for _ in range(1000))


@pytest.mark.parametrize(
    ("number", "units"),
    [
        ("L01", {"L01", "HEADS", ""}),
        ("L02", {"L02"}),
        ("H02", set()),
        ("S01", set()),
    ],
)
def test_for_which_units_somebody_proposes(cast: Cast, number: str, units: set[str]) -> None:
    may = proposals_of(cast[number], cast.bureau, TODAY)
    assert {unit for unit in ("L01", "L02", "L03", "H02", "S01", "HEADS", "") if may(unit)} == units


@pytest.mark.parametrize(
    ("number", "allowed"), [("L01", True), ("S01", True), ("L02", False), ("H01", False), ("S03", False)]
)
def test_who_decides(cast: Cast, number: str, allowed: bool) -> None:
    assert decides_grades(cast[number], cast.bureau, TODAY) is allowed


def test_nobody_acts_across_bureaus(cast: Cast) -> None:
    lake = water_bureau(code="LAKE")
    assert not decides_grades(lake["L01"], cast.bureau, TODAY)
    assert not proposals_of(lake["L02"], cast.bureau, TODAY)("L02")
