"""Enrolment, the end of employment, rights of office, accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from daybook.org.actions.people import end_employment, enrol_person, grant_right, make_account
from daybook.org.actions.posts import appoint, assign_portfolio
from daybook.org.enums import RightKind, Role, StaffCategory
from daybook.org.models import Account, Person
from tests.factories import last_line, noon, refused
from tests.people import Cast, water_bureau

NEWCOMER: dict[str, Any] = {
    "number": "S09",
    "name": "蒋新",
    "staff_category": StaffCategory.CIVIL_SERVANT,
    "gender": "male",
    "birth_date": date(1998, 4, 1),
    "employed_from": date(2026, 2, 1),
    "at": noon(2026, 1, 30),
}


def test_a_person_is_enrolled(cast: Cast) -> None:
    person = enrol_person(bureau=cast.bureau, actor=cast["S01"], **NEWCOMER)
    assert Person.objects.get(number="S09") == person
    assert last_line().after["employed_from"] == "2026-02-01"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"number": "S02"}, "number"),
        ({"number": ""}, "number"),
        ({"name": " "}, "name"),
        ({"gender": "unknown"}, "gender"),
        ({"staff_category": "robot"}, "staff_category"),
    ],
)
def test_an_enrolment_is_refused(cast: Cast, given: dict[str, Any], field: str) -> None:
    assert refused(enrol_person, bureau=cast.bureau, actor=cast["S01"], **{**NEWCOMER, **given})[0] == field


def test_the_end_of_employment_ends_the_appointment(cast: Cast) -> None:
    end_employment(person=cast["S06"], last_day=date(2026, 4, 30), actor=cast["S01"], at=noon(2026, 4, 20))
    assert cast["S06"].appointments.get().valid_to == date(2026, 4, 30)
    assert Person.objects.get(number="S06").employed_to == date(2026, 4, 30)
    assert last_line().before == {"employed_to": None}


def test_an_end_before_the_beginning_is_refused(cast: Cast) -> None:
    given: dict[str, Any] = {"person": cast["S06"], "last_day": date(2024, 12, 31), "actor": cast["S01"]}
    assert refused(end_employment, **given)[0] == "last_day"


def test_a_later_appointment_is_ended_first(cast: Cast) -> None:
    home = cast.departments["D03"]
    appoint(person=cast["S06"], role=Role.STAFF, department=home, valid_from=date(2026, 5, 1))
    given: dict[str, Any] = {"person": cast["S06"], "last_day": date(2026, 4, 30), "actor": cast["S01"]}
    assert refused(end_employment, **given) == (
        "last_day",
        "An appointment lasts beyond this day; end it first.",
    )


def test_a_leader_hands_his_departments_over_first(cast: Cast) -> None:
    given: dict[str, Any] = {"person": cast["L03"], "last_day": date(2026, 4, 30), "actor": cast["S01"]}
    assert refused(end_employment, **given)[0] == "person"
    assign_portfolio(leader=cast["L02"], department=cast.departments["D03"], valid_from=date(2026, 5, 1))
    assert end_employment(**given).employed_to == date(2026, 4, 30)


def test_an_officer_does_not_handle_his_own_case(cast: Cast) -> None:
    given: dict[str, Any] = {"person": cast["S01"], "last_day": date(2026, 4, 30), "actor": cast["S01"]}
    assert refused(end_employment, **given) == (
        "person",
        "A personnel officer does not handle his own case; another must.",
    )


def right_of(cast: Cast, number: str, kind: RightKind, **more: Any) -> dict[str, Any]:
    return {"person": cast[number], "kind": kind, "first_day": date(2026, 1, 1), **more}


def test_a_security_administrator_grants_rights(cast: Cast) -> None:
    grant_right(**right_of(cast, "S02", RightKind.SECURITY_ADMIN))
    granted = grant_right(
        **right_of(cast, "S03", RightKind.PERSONNEL_OFFICE, actor=cast["S02"], at=noon(2026, 1, 5))
    )
    assert (granted.person, granted.last_day) == (cast["S03"], None)


@pytest.mark.parametrize(
    ("number", "kind", "actor", "field"),
    [
        ("S03", RightKind.PERSONNEL_OFFICE, "S01", ""),  # the personnel office grants none
        ("S02", RightKind.AUDIT_ADMIN, "S02", "person"),  # nobody himself
        ("S02", RightKind.SECURITY_ADMIN, "", "kind"),  # held already
        ("S02", RightKind.AUDIT_ADMIN, "", "kind"),  # the three exclude each other
        ("S02", RightKind.PERSONNEL_OFFICE, "", ""),  # an administrator keeps no roster
        ("S01", RightKind.SYSTEM_ADMIN, "", "kind"),  # the personnel office runs no system
        ("H01", RightKind.SYSTEM_ADMIN, "", "kind"),  # who scores is no administrator
        ("L01", RightKind.AUDIT_ADMIN, "", "kind"),
    ],
)
def test_a_right_is_refused(cast: Cast, number: str, kind: RightKind, actor: str, field: str) -> None:
    grant_right(**right_of(cast, "S02", RightKind.SECURITY_ADMIN))
    given = right_of(cast, number, kind, actor=cast[actor] if actor else None, at=noon(2026, 2, 2))
    assert refused(grant_right, **given)[0] == field


def test_an_administrator_becomes_no_head(cast: Cast) -> None:
    grant_right(**right_of(cast, "S02", RightKind.SYSTEM_ADMIN, last_day=date(2026, 6, 30)))
    post: dict[str, Any] = {
        "person": cast["S02"],
        "role": Role.ACTING_HEAD,
        "department": cast.departments["D02"],
    }
    message = "A system, security or audit administrator can neither score nor keep the roster."
    assert refused(appoint, valid_from=date(2026, 3, 1), **post) == ("", message)
    appoint(person=cast["H02"], role=Role.STAFF, department=cast.departments["D02"],
            valid_from=date(2026, 7, 1))  # fmt: skip
    assert appoint(valid_from=date(2026, 7, 1), **post).role == Role.ACTING_HEAD


def test_the_sign_in_name_is_the_number_and_another_bureaus_holds_its_code(cast: Cast) -> None:
    assert cast["S02"].account.username == "S02"
    other = water_bureau(code="LAKE")
    assert other["S02"].account.username == "LAKE-S02"


def test_an_account_without_a_password_signs_nobody_in(cast: Cast) -> None:
    assert not cast["S02"].account.has_usable_password()


def test_a_password_is_kept_and_checked(cast: Cast) -> None:
    person = enrol_person(bureau=cast.bureau, **NEWCOMER)
    assert refused(make_account, person=person, password="short")[0] == "password"
    account = make_account(person=person, password="three kinds 3 ways")
    assert account.check_password("three kinds 3 ways")


@pytest.mark.parametrize(
    ("given", "field"),
    [({"actor": "S01"}, ""), ({"number": "S02"}, "person"), ({"username": "H01"}, "username")],
)
def test_an_account_is_refused(cast: Cast, given: dict[str, str], field: str) -> None:
    person = enrol_person(bureau=cast.bureau, **NEWCOMER)
    wanted: dict[str, Any] = {"person": cast[given["number"]] if "number" in given else person}
    wanted["actor"] = cast[given["actor"]] if "actor" in given else None
    wanted["username"] = given.get("username", "")
    assert refused(make_account, **wanted)[0] == field
    assert not Account.objects.filter(person=person).exists()
