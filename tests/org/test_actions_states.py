"""Absences, circumstances, conflicts and delegations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from daybook.org.actions.people import end_employment
from daybook.org.actions.states import (
    declare_conflict,
    delegate,
    end_absence,
    note_absence,
    note_circumstance,
)
from daybook.org.enums import AbsenceKind, CircumstanceKind, DelegationKind
from daybook.org.lines import lines_of
from tests.factories import last_line, noon, refused
from tests.people import Cast, water_bureau

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


def leave(cast: Cast, **more: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "person": cast["S03"],
        "kind": AbsenceKind.ANNUAL_LEAVE,
        "first_day": MONDAY,
        "last_day": FRIDAY,
    }
    return {**whole, "actor": cast["S01"], "at": noon(2026, 3, 1), **more}


def test_an_absence_is_noted(cast: Cast) -> None:
    assert note_absence(**leave(cast)).recorded_at == noon(2026, 3, 1)
    assert last_line().after == {"kind": "annual_leave", "last_day": "2026-03-06", "half_day": ""}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"last_day": date(2026, 3, 1)}, "last_day"),
        ({"kind": "fishing"}, "kind"),
        ({"half_day": "noon"}, "half_day"),
        ({"first_day": date(2024, 12, 31)}, "first_day"),
        ({"last_day": date(2026, 7, 1)}, "last_day"),  # beyond the employment
        ({"actor": None, "person": "S04", "first_day": FRIDAY}, "first_day"),  # another covers the day
        ({"actor": "S02"}, ""),
        ({"person": "S01"}, "person"),
    ],
)
def test_an_absence_is_refused(cast: Cast, given: dict[str, Any], field: str) -> None:
    end_employment(person=cast["S03"], last_day=date(2026, 6, 30))
    note_absence(**leave(cast, person=cast["S04"]))
    people = {name: cast[number] for name, number in given.items() if name in {"person", "actor"} and number}
    assert refused(note_absence, **{**leave(cast), **given, **people})[0] == field


def test_two_halves_of_one_day_stand_beside_each_other(cast: Cast) -> None:
    note_absence(**leave(cast, half_day="morning"))
    tuesday = date(2026, 3, 3)
    assert note_absence(**leave(cast, half_day="afternoon", first_day=tuesday)).half_day == "afternoon"
    assert refused(note_absence, **leave(cast, half_day="morning", first_day=tuesday))[0] == "first_day"
    assert refused(note_absence, **leave(cast, half_day="evening"))[0] == "first_day"


def test_an_open_absence_is_ended(cast: Cast) -> None:
    absence = note_absence(**leave(cast, kind=AbsenceKind.SICK_LEAVE, last_day=None))
    later = leave(cast, first_day=date(2026, 9, 1), last_day=date(2026, 9, 2))
    assert refused(note_absence, **later)[0] == "first_day"
    ending: dict[str, Any] = {"absence": absence, "actor": cast["S01"], "at": noon(2026, 8, 31)}
    assert refused(end_absence, last_day=date(2026, 3, 1), **ending)[0] == "last_day"
    assert end_absence(last_day=date(2026, 8, 31), **ending).last_day == date(2026, 8, 31)
    assert refused(end_absence, last_day=date(2026, 9, 1), **ending) == (
        "last_day",
        "This absence has an end already.",
    )


def test_a_circumstance_is_kept_as_a_digest_in_the_ledger(cast: Cast) -> None:
    given: dict[str, Any] = {
        "person": cast["S03"],
        "kind": CircumstanceKind.WARNING,
        "first_day": MONDAY,
        "document": "纪〔2026〕3号",
    }
    note_circumstance(actor=cast["S01"], **given)
    assert "warning" not in str(last_line().after)
    assert refused(note_circumstance, actor=cast["S01"], **given)[0] == "first_day"
    assert refused(note_circumstance, actor=cast["H02"], **{**given, "first_day": FRIDAY})[0] == ""


def test_a_conflict_moves_the_case_up(cast: Cast) -> None:
    declare_conflict(
        person=cast["S03"], superior=cast["H02"], first_day=MONDAY, reason="亲属", actor=cast["H02"]
    )
    lines = lines_of(cast.bureau, date(2026, 3, 1), FRIDAY)
    assert lines.superior_on(cast["S03"].pk, MONDAY) == cast["L02"].pk
    assert cast["H02"].pk not in lines.line_on(cast["S03"].pk, MONDAY)
    assert cast["H02"].pk in lines.line_on(cast["S03"].pk, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"actor": "S04"}, ""),  # neither of the two, nor the personnel office
        ({"superior": "S03"}, "superior"),
        ({"superior": "H02"}, "superior"),  # declared already
        ({"last_day": date(2026, 3, 1)}, "last_day"),
    ],
)
def test_a_conflict_is_refused(cast: Cast, given: dict[str, Any], field: str) -> None:
    declare_conflict(person=cast["S03"], superior=cast["H02"], first_day=MONDAY, actor=cast["S03"])
    wanted: dict[str, Any] = {"superior": "L02", "actor": "S01", **given}
    people = {name: cast[wanted[name]] for name in ("superior", "actor")}
    assert refused(declare_conflict, person=cast["S03"], first_day=MONDAY, **{**wanted, **people})[0] == field


def test_another_bureaus_superior_is_refused(cast: Cast) -> None:
    foreign = water_bureau(code="LAKE")["H02"]
    given: dict[str, Any] = {
        "person": cast["S03"],
        "superior": foreign,
        "first_day": MONDAY,
        "actor": cast["S03"],
    }
    assert refused(declare_conflict, **given)[0] == "person"


@pytest.mark.parametrize(
    ("who", "kind", "field"),
    [
        ("L02 S02 L02", DelegationKind.ENTER_LOG, None),
        ("L02 S02 S01", DelegationKind.ENTER_LOG, None),
        ("H02 S03 H02", DelegationKind.REVIEW_MONTHS, None),
        ("H02 S03 H02", DelegationKind.ENTER_LOG, "person"),  # only a leader's log
        ("L02 L02 L02", DelegationKind.ENTER_LOG, "deputy"),
        ("L02 S02 S02", DelegationKind.ENTER_LOG, ""),  # not by the deputy
        ("L03 S05 L03", DelegationKind.ENTER_LOG, "first_day"),  # there is one already
        ("L02 S02 L02", "scoring", "kind"),  # scoring is never delegated
    ],
)
def test_delegations(cast: Cast, who: str, kind: str, field: str | None) -> None:
    person, deputy, actor = who.split()
    delegate(
        person=cast["L03"],
        deputy=cast["S06"],
        kind=DelegationKind.ENTER_LOG,
        first_day=MONDAY,
        actor=cast["L03"],
    )
    given: dict[str, Any] = {
        "person": cast[person],
        "deputy": cast[deputy],
        "kind": kind,
        "first_day": FRIDAY,
        "actor": cast[actor],
    }
    if field is None:
        assert delegate(**given).deputy == cast[deputy]
    else:
        assert refused(delegate, **given)[0] == field
