"""Who knows of an objection, and how far; everybody else is told that there is nothing."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.http import Http404

from daybook.objections.access import (
    Sight,
    objection_sights,
    own_sheet_for,
    sheet_of,
    sight_of,
)
from daybook.objections.models import Objection
from daybook.org.actions.people import grant_right
from daybook.org.actions.posts import transfer
from daybook.org.actions.states import declare_conflict
from daybook.org.enums import RightKind
from daybook.org.models import Appointment, Person, Portfolio
from daybook.quarterly.models import ScoreSheet
from tests.factories import drafted, noon, published
from tests.objections.scene import DECIDED, HEARD, Q1, corrected, decided, filed
from tests.pages import reading
from tests.people import FOUNDED, Cast, water_bureau

TODAY = HEARD.date()


def sight(cast: Cast, objection: Objection, number: str, on: date = TODAY) -> Sight | None:
    row = Objection.objects.select_related("sheet__rater", "sheet__person", "sheet__bureau").get(
        pk=objection.pk
    )
    return sight_of(cast[number], row, on)


def left(cast: Cast, number: str, last_day: date) -> None:
    """Somebody left the bureau, and whatever he was in charge of."""
    Person.objects.filter(pk=cast[number].pk).update(employed_to=last_day)
    Appointment.objects.filter(person=cast[number]).update(valid_to=last_day)
    Portfolio.objects.filter(leader=cast[number]).update(valid_to=last_day)


def test_each_party_stands_as_he_is(cast: Cast, sheet: ScoreSheet) -> None:
    made = filed(sheet)
    told = {each: sight(cast, made, each) for each in ("S03", "H02", "L02", "L01", "S01")}
    ways = {
        number: (
            found.person,
            found.rater,
            found.above,
            found.office,
            found.decides,
            found.hears,
            found.reads_notes,
        )
        for number, found in told.items()
        if found
    }
    assert ways == {
        "S03": (True, False, False, False, False, False, True),
        "H02": (False, True, True, False, False, False, False),
        "L02": (False, False, True, False, True, True, True),
        "L01": (False, False, True, False, False, False, True),
        "S01": (False, False, False, True, False, True, True),
    }


@pytest.mark.parametrize("number", ["S04", "S05", "H01", "H03", "L03"])
def test_colleagues_and_other_leaders_are_told_nothing(cast: Cast, sheet: ScoreSheet, number: str) -> None:
    made = filed(sheet)
    assert sight(cast, made, number) is None
    with time_machine.travel(HEARD, tick=False):
        assert reading(cast[number]).get(f"/objections/{made.key}").status_code == 404


def test_a_superior_of_another_time_is_told_nothing(cast: Cast, sheet: ScoreSheet) -> None:
    made = filed(sheet)
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 4, 15), at=HEARD)
    assert sight(cast, made, "H03") is None
    assert sight(cast, made, "L03") is None
    assert sight(cast, made, "H02") is not None


def test_an_administrator_has_his_own_and_nobody_elses(cast: Cast, sheet: ScoreSheet) -> None:
    made = filed(sheet)
    grant_right(person=cast["S04"], kind=RightKind.AUDIT_ADMIN, first_day=date(2026, 4, 1), at=FOUNDED)
    assert sight(cast, made, "S04") is None
    grant_right(person=cast["S03"], kind=RightKind.SYSTEM_ADMIN, first_day=date(2026, 4, 1), at=FOUNDED)
    own = sight(cast, made, "S03")
    assert own is not None
    assert (own.person, own.decides, own.corrects) == (True, False, False)


def test_another_bureau_is_told_nothing(cast: Cast, sheet: ScoreSheet) -> None:
    made = filed(sheet)
    other = water_bureau("OTHER")
    assert sight(other, made, "L02") is None
    assert sight(other, made, "S01") is None
    assert objection_sights(other["S01"], frozenset({"personnel_office"}), [], TODAY) == {}


def test_who_decided_knows_of_it_ever_after(cast: Cast, sheet: ScoreSheet) -> None:
    made = filed(sheet)
    row = decided(made, cast["L02"])
    left(cast, "L02", date(2026, 4, 30))
    later = sight(cast, row, "L02", date(2026, 6, 1))
    assert later is not None
    assert later.decided


def test_a_recused_leader_is_passed_over(cast: Cast, sheet: ScoreSheet) -> None:
    declare_conflict(
        person=cast["S03"], superior=cast["L02"], first_day=date(2026, 1, 1), at=noon(2026, 4, 1)
    )
    made = filed(sheet)
    assert sight(cast, made, "L02") is None
    principal = sight(cast, made, "L01")
    assert principal is not None
    assert principal.decides


def test_an_officer_who_scored_reads_no_notes(cast: Cast) -> None:
    grant_right(person=cast["H02"], kind=RightKind.PERSONNEL_OFFICE, first_day=date(2026, 1, 1), at=FOUNDED)
    made = filed(published(cast["S03"], Q1, cast["H02"]))
    found = sight(cast, made, "H02")
    assert found is not None
    assert (found.office, found.hears, found.reads_notes) == (True, False, False)


def test_for_who_has_left_the_next_above_decides_and_corrects(cast: Cast, sheet: ScoreSheet) -> None:
    made = filed(sheet)
    left(cast, "H02", date(2026, 4, 15))
    leader = sight(cast, made, "L02")
    assert leader is not None
    assert (leader.decides, leader.corrects) == (True, True)
    left(cast, "L02", date(2026, 4, 15))
    principal = sight(cast, made, "L01")
    assert principal is not None
    assert (principal.decides, principal.corrects) == (True, True)
    left(cast, "L01", date(2026, 4, 15))
    office = sight(cast, made, "S01")
    assert office is not None
    assert (office.decides, office.corrects, office.decider) == (True, True, "")


def test_for_who_is_recused_since_the_next_above_corrects(cast: Cast, sheet: ScoreSheet) -> None:
    row = decided(filed(sheet), cast["L02"])
    declare_conflict(person=cast["S03"], superior=cast["H02"], first_day=date(2026, 1, 1), at=DECIDED)
    rater, leader = sight(cast, row, "H02", DECIDED.date()), sight(cast, row, "L02", DECIDED.date())
    assert [found and found.corrects for found in (rater, leader)] == [False, True]
    assert corrected(row, cast["L02"]).rater == cast["L02"]


def test_a_sheet_of_the_committee_is_decided_by_the_committee(cast: Cast, sheet: ScoreSheet) -> None:
    made = filed(sheet)
    ScoreSheet.objects.filter(pk=sheet.pk).update(rater=None)
    office = sight(cast, made, "S01")
    assert office is not None
    assert (office.decides, office.corrects) == (True, True)


def test_only_the_version_in_force_is_ones_own_to_object_to(cast: Cast, sheet: ScoreSheet) -> None:
    first = date(2026, 1, 1)
    assert own_sheet_for(cast["S03"], Q1, first) == sheet
    new = corrected(decided(filed(sheet), cast["L02"]), cast["H02"])
    assert own_sheet_for(cast["S03"], Q1, first) == new
    drafted(cast["S04"], Q1, cast["H02"], DECIDED)
    for number, quarter, day in (
        ("S04", Q1, first),
        ("S03", "2026-Q2", first),
        ("S03", Q1, date(2026, 2, 1)),
    ):
        with pytest.raises(Http404):
            own_sheet_for(cast[number], quarter, day)
    ScoreSheet.objects.filter(pk=new.pk).update(kind="withdrawn")
    with pytest.raises(Http404):
        own_sheet_for(cast["S03"], Q1, first)


def test_what_is_about_no_sheet_has_no_page(cast: Cast) -> None:
    with pytest.raises(Http404):
        sheet_of(Objection(bureau=cast.bureau))
