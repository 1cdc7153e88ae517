"""Who scores whom, and who sees a sheet how far: tables of reader and sight."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybook.org.actions.people import grant_right
from daybook.org.actions.posts import transfer
from daybook.org.actions.states import declare_conflict
from daybook.org.enums import RightKind
from daybook.org.models import Person
from daybook.quarterly.access import SheetSight, sheet_sights
from daybook.quarterly.actions.sheets import draft_sheet
from daybook.quarterly.models import ScoreSheet
from tests.factories import noon, published
from tests.people import Cast, water_bureau

Q1, TODAY = "2026-Q1", date(2026, 4, 20)
WHOLE, TOTAL = SheetSight.WHOLE, SheetSight.TOTAL


@pytest.mark.parametrize(
    ("number", "sight"),
    [
        ("S03", WHOLE),
        ("H02", WHOLE),  # the rater
        ("L02", WHOLE),
        ("L01", WHOLE),
        ("S01", WHOLE),
        ("S04", None),
        ("H01", None),
        ("H03", None),
        ("L03", None),
        ("S06", None),
    ],
)
def test_who_sees_a_published_sheet(cast: Cast, number: str, sight: SheetSight | None) -> None:
    sheet = published(cast["S03"], Q1, cast["H02"])
    assert sheet_sights(cast[number], TODAY, [sheet]).get(sheet.pk) is sight


@pytest.mark.parametrize("number", ["S03", "L02", "L01", "S01", "S04"])
def test_a_draft_is_its_raters_alone(cast: Cast, number: str) -> None:
    sheet = draft_sheet(person=cast["S03"], quarter=Q1, rater=cast["H02"], scores={}, at=noon(2026, 4, 8))
    assert sheet_sights(cast["H02"], TODAY, [sheet]) == {sheet.pk: WHOLE}
    assert sheet_sights(cast[number], TODAY, [sheet]) == {}


def test_the_successor_sees_the_total_and_the_predecessor_nothing_new(cast: Cast) -> None:
    first = published(cast["S03"], Q1, cast["H02"])
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 4, 1))
    second = published(cast["S03"], "2026-Q2", cast["H03"])
    august = date(2026, 8, 3)
    assert sheet_sights(cast["H03"], august, [first, second]) == {first.pk: TOTAL, second.pk: WHOLE}
    assert sheet_sights(cast["H02"], august, [first, second]) == {first.pk: WHOLE}
    assert sheet_sights(cast["L03"], august, [first, second]) == {second.pk: WHOLE}


def test_a_recused_superior_does_not_see(cast: Cast) -> None:
    declare_conflict(person=cast["S03"], superior=cast["H02"], first_day=date(2026, 1, 1), actor=cast["H02"])
    sheet = published(cast["S03"], Q1, cast["L02"])
    assert sheet_sights(cast["H02"], TODAY, [sheet]) == {}


def test_administrators_see_their_own_published_sheets_only(cast: Cast) -> None:
    grant_right(person=cast["S04"], kind=RightKind.AUDIT_ADMIN, first_day=date(2026, 1, 1))
    own, other = (published(cast[number], Q1, cast["H02"]) for number in ("S04", "S03"))
    draft = draft_sheet(
        person=cast["S04"], quarter="2026-Q2", rater=cast["H02"], scores={}, at=noon(2026, 4, 8)
    )
    assert sheet_sights(cast["S04"], TODAY, [own, other, draft]) == {own.pk: WHOLE}


def test_nobody_sees_across_bureaus(cast: Cast) -> None:
    sheet, lake = published(cast["S03"], Q1, cast["H02"]), water_bureau(code="LAKE")
    for number in ("L01", "S01", "H02", "S03"):
        assert sheet_sights(lake[number], TODAY, [sheet]) == {}


def test_seeing_costs_the_same_for_one_sheet_and_for_many(cast: Cast) -> None:
    for quarter in ("2025-Q1", "2025-Q2", "2025-Q3", Q1):
        for number in ("S03", "S04"):
            published(cast[number], quarter, cast["H02"])
    rows = list(ScoreSheet.objects.select_related("person").order_by("id"))

    def statements(reader: Person, count: int) -> int:
        with CaptureQueriesContext(connection) as counted:
            sheet_sights(reader, TODAY, rows[:count])
        return len(counted)

    assert statements(cast["L03"], 1) == statements(cast["L03"], 8)
