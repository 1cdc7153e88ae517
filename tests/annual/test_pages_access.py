"""Who sees what of a year, page by page: every reader against every table, person and figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from daybook.daily.models import LogEntry
from daybook.org.enums import RightKind
from daybook.org.models import Circumstance, Conflict, Right
from daybook.quarterly.models import ElementScore, ScoreSheet
from tests.annual.results import opened, rows
from tests.annual.scored import publish_year, vote
from tests.pages import page, reading, words
from tests.people import FOUNDED, Cast, water_bureau

pytestmark = pytest.mark.django_db
RESULTS = "/years/2025/results"
UNIT_2 = ["H01", "S02", "S01", "H02", "S03", "S04"]
UNIT_3 = ["H03", "S05", "S06"]
STAFF = {"H01": ("S01", "S02"), "H02": ("S03", "S04"), "H03": ("S05", "S06")}
RATERS = {"S02": {"周文"}, "S03": {"吴建国"}, "S05": {"郑江"}}
EVERYBODY = ("L01", "L02", "L03", "H01", "H02", "H03", "S01", "S02", "S03", "S05")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 2, 2, tzinfo=UTC), tick=False), translation.override("en"):
        yield


@pytest.fixture
def cast() -> Cast:
    """Everybody scored alike by their own superior, everybody assessed, and one warning."""
    made = water_bureau()
    for number in (*UNIT_2, *UNIT_3):
        publish_year(made[number], 2025, ("88", "88", "88", "88"))
        vote(made[number], 2025, "ABABA", ballot_class="C")
        vote(made[number], 2025, "BBBBB", ballot_class="D")
    for number, rater in (("H01", "L02"), ("S02", "H01"), ("S03", "H02"), ("S05", "H03")):
        ScoreSheet.objects.filter(person=made[number]).update(rater=made[rater], comment=f"评{number}")
    warn(made, "S02")
    return made


def warn(cast: Cast, number: str) -> None:
    Circumstance.objects.create(
        person=cast[number], kind="warning", first_day=date(2025, 5, 1), recorded_at=FOUNDED
    )


TABLES = {
    ("L01", "L02"): UNIT_2,
    ("L01", "L03"): UNIT_3,
    ("L02", "L02"): UNIT_2,
    ("L03", "L03"): UNIT_3,
    ("S01", "L02"): UNIT_2,
    ("S01", "L03"): UNIT_3,
}


@pytest.mark.parametrize("reader", EVERYBODY)
def test_who_sees_which_ranked_table(cast: Cast, reader: str) -> None:
    for unit in ("L02", "L03"):
        seen = TABLES.get((reader, unit))
        html = page(reading(cast[reader]), f"{RESULTS}?unit={unit}", 200 if seen else 404)
        assert sorted(row.number for row in rows(html)) == sorted(seen or [])


@pytest.mark.parametrize("reader", ["H01", "H02", "H03", "S02", "S03", "S05"])
def test_others_see_their_own_line_and_nobody_elses(cast: Cast, reader: str) -> None:
    html = page(reading(cast[reader]), RESULTS)
    assert rows(html) == []
    assert "My year" in words(html)
    superiors = {"李为民", "赵敏"}
    known = superiors | {cast[number].name for number in (reader, *STAFF.get(reader, ()))}
    assert {each.name for each in cast.people.values() if each.name in html} <= known | RATERS.get(
        reader, set()
    )


def test_a_head_is_led_to_the_years_of_the_own_people_only(cast: Cast) -> None:
    links = {
        head: re.findall(r'href="/years/2025/people/(S\d+)"', page(reading(cast[head]), RESULTS))
        for head in STAFF
    }
    assert links == {"H01": ["S01", "S02"], "H02": ["S03", "S04"], "H03": ["S05", "S06"]}
    Conflict.objects.create(
        person=cast["S02"], superior=cast["H01"], first_day=date(2025, 1, 1), recorded_at=FOUNDED
    )
    assert "/years/2025/people/S02" not in page(reading(cast["H01"]), RESULTS)


def test_a_place_is_told_by_rank_and_last_seat(cast: Cast) -> None:
    told = words(page(reading(cast["S02"]), RESULTS))
    assert "Rank in the unit 2 of 6" in told or "Rank in the unit 3 of 6" in told
    assert "last seat of" in told


def test_the_last_seat_of_a_small_unit_is_not_told(cast: Cast) -> None:
    told = words(page(reading(cast["S05"]), RESULTS))
    assert "Rank in the unit" in told
    assert "last seat of" not in told
    assert "Suggested" not in told


PEOPLE = {
    "S02": {"L01", "L02", "H01", "S01", "S02"},
    "S05": {"L01", "L03", "H03", "S01", "S05"},
    "H01": {"L01", "L02", "H01", "S01"},
    "L02": set(),
}


@pytest.mark.parametrize("reader", EVERYBODY)
def test_who_sees_whose_year(cast: Cast, reader: str) -> None:
    for person, readers in PEOPLE.items():
        status = 200 if reader in readers else 404
        page(reading(cast[reader]), f"/years/2025/people/{person}", status)
        page(reading(cast[reader]), f"{RESULTS}?open={person}:routine_score", status)
        whole = reader == person or not reader.startswith("H")
        page(reading(cast[reader]), f"{RESULTS}?open={person}:annual_total", status if whole else 404)


def test_a_head_sees_the_scores_he_gave_and_not_what_others_voted(cast: Cast) -> None:
    html = page(reading(cast["H01"]), "/years/2025/people/S02")
    assert "88.00" in html
    assert "88.75" not in html
    assert "88.38" not in html
    whole = page(reading(cast["L01"]), "/years/2025/people/S02")
    assert "88.75" in whole
    assert "88.38" in whole


def test_who_is_recused_sees_no_working(cast: Cast) -> None:
    Conflict.objects.create(
        person=cast["S02"], superior=cast["H01"], first_day=date(2025, 1, 1), recorded_at=FOUNDED
    )
    page(reading(cast["H01"]), "/years/2025/people/S02", 404)
    page(reading(cast["H01"]), "/years/2025/people/S01", 200)


def test_a_past_superior_sees_no_year(cast: Cast) -> None:
    cast["H01"].appointments.update(valid_to=date(2025, 6, 30))
    page(reading(cast["H01"]), "/years/2025/people/S02", 404)


@pytest.mark.parametrize(("reader", "seen"), [("S02", True), ("L01", True), ("S01", True), ("L02", False)])
def test_the_figures_of_the_ballot_classes(cast: Cast, reader: str, seen: bool) -> None:
    told = words(page(reading(cast[reader]), "/years/2025/people/S02"))
    assert ("The figures of classes are for the person" in told) is not seen
    assert ("92.50" in told) is seen
    assert "6 ballots" in told


@pytest.mark.parametrize(
    ("reader", "seen"), [("S02", True), ("L01", True), ("S01", True), ("L02", True), ("H01", False)]
)
def test_circumstances_and_rank(cast: Cast, reader: str, seen: bool) -> None:
    told = words(page(reading(cast[reader]), "/years/2025/people/S02"))
    assert ("warning" in told.lower()) is seen
    assert ("Rank in the unit" in told) is seen


def test_a_superior_opens_the_sheets_he_gave_and_reads_the_rest_in_totals(cast: Cast) -> None:
    ScoreSheet.objects.filter(person=cast["S02"], quarter="2025-Q1").update(
        rater=cast["H02"], comment="第一季度由前任评定"
    )
    ElementScore.objects.filter(
        sheet__person=cast["S02"], sheet__quarter="2025-Q1", element="quality"
    ).update(reason="前任写的理由")
    told = words(page(reading(cast["H01"]), "/years/2025/people/S02"))
    assert told.count("Weight × score") == 3
    assert "前任写的理由" not in told
    assert "第一季度由前任评定" in told
    assert words(page(reading(cast["L02"]), "/years/2025/people/S02")).count("Weight × score") == 4


@pytest.mark.parametrize("kind", [RightKind.SYSTEM_ADMIN, RightKind.SECURITY_ADMIN, RightKind.AUDIT_ADMIN])
def test_administrators_see_nobodys_results_but_read_and_sign_their_own(cast: Cast, kind: str) -> None:
    Right.objects.create(person=cast["S06"], kind=kind, first_day=date(2025, 1, 1), recorded_at=FOUNDED)
    for address in (RESULTS, "/years/2025/people/S05"):
        page(reading(cast["S06"]), address, 404)
    assert RESULTS not in page(reading(cast["S06"]), "/years/2025/people/S06")


@pytest.mark.parametrize("address", [RESULTS, "/years/2025/people/S02", "/years/", "/years/2025"])
def test_whoever_is_not_signed_in_is_sent_to_sign_in(cast: Cast, address: str) -> None:
    response = Client().get(address)
    assert response["Location"].startswith("/accounts/login/")


def test_nobody_of_another_bureau_is_found(cast: Cast) -> None:
    other = water_bureau("OTHER")
    for number in ("L01", "S01"):
        html = page(reading(other[number]), RESULTS)
        assert "Nothing is scored in 2025" in words(html)
        page(reading(other[number]), "/years/2025/people/S02", 404)
        page(reading(other[number]), "/years/2025/people/S02?open=Q1", 404)


def entry(cast: Cast, number: str, day: date, content: str, **fields: str) -> None:
    LogEntry.objects.create(
        bureau=cast.bureau,
        person=cast[number],
        key=f"{number}-{content}",
        work_date=day,
        content=content,
        recorded_at=datetime(2025, 6, 1, tzinfo=UTC),
        **fields,
    )


@pytest.mark.parametrize("reader", ["S02", "H01", "L02", "L01", "S01"])
def test_the_record_of_a_quarter_stands_beneath_its_score(cast: Cast, reader: str) -> None:
    entry(cast, "S02", date(2025, 5, 6), "修订值守方案")
    entry(cast, "S02", date(2025, 5, 7), "接待来访", visibility="internal", internal_reason="petition")
    entry(cast, "S02", date(2025, 5, 8), "写错的一条", withdrawn_reason="重复")
    entry(cast, "S02", date(2025, 7, 8), "下季度的事")
    entry(cast, "S03", date(2025, 5, 8), "别人的事")
    Conflict.objects.create(
        person=cast["S03"], superior=cast["H01"], first_day=date(2025, 1, 1), recorded_at=FOUNDED
    )
    for address in (f"{RESULTS}?open=S02:Q2", "/years/2025/people/S02?open=Q2"):
        html = page(reading(cast[reader]), address)
        told = opened(html) or words(html)
        assert "6 May 修订值守方案" in told
        assert "接待来访" in told
        for each in ("写错的一条", "下季度的事", "别人的事"):
            assert each not in told


def test_a_leader_sees_of_internal_entries_before_his_time_only_that_they_exist(cast: Cast) -> None:
    cast["L02"].portfolios.filter(department__code="D01").update(valid_from=date(2025, 6, 1))
    entry(cast, "S02", date(2025, 5, 7), "接待来访", visibility="internal", internal_reason="petition")
    entry(cast, "S02", date(2025, 6, 7), "复核来访", visibility="internal", internal_reason="petition")
    told = opened(page(reading(cast["L02"]), f"{RESULTS}?open=S02:Q2"))
    assert "7 May internal matter" in told
    assert "接待来访" not in told
    assert "7 June 复核来访" in told
