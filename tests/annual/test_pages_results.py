"""The year's results: the same figures as `daybook settle`, laid out for whom they concern."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from daybook.annual.models import Decision, SealedResult, Seat
from daybook.annual.queries.settled import settled_line
from daybook.annual.wording import grade_word
from daybook.org.models import CalendarDay, Circumstance, Person
from tests.annual.results import opened, quota_lines, rows, seat_lines
from tests.annual.scored import publish, publish_year, vote
from tests.pages import page, reading, words
from tests.people import FOUNDED, Cast, water_bureau

pytestmark = pytest.mark.django_db
RESULTS = "/years/2025/results"
SCORES = {
    "H01": ("91", "92", "93", "94"),
    "S01": ("88", "88.5", "89", "90"),
    "S02": ("88", "92.5", "90", "85"),
    "H02": ("86", "87", "84", "88"),
    "S03": ("82", "83", "84", "79"),
    "H03": ("86", "86", "86", "86"),
    "S05": ("90", "90", "91", "93"),
    "S06": ("90", "90", "91", "93"),
}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 2, 2, tzinfo=UTC), tick=False), translation.override("en"):
        yield


@pytest.fixture
def cast() -> Cast:
    """A scored year: a tie in the unit of L03, one person who left, one without a second quarter."""
    made = water_bureau()
    for number, scores in SCORES.items():
        publish_year(made[number], 2025, scores)
        vote(made[number], 2025, "AAAAA" if number in {"H01", "S02"} else "ABABA")
    publish(made["S04"], "2025-Q1", "86")
    return made


def record(cast: Cast) -> dict[str, Any]:
    return dict(json.loads(settled_line(cast.bureau, 2025)))


def results(reader: Person, query: str = "") -> str:
    return page(reading(reader), RESULTS + query)


def test_the_ranked_tables_hold_the_figures_of_settle(cast: Cast) -> None:
    found = {
        row.number: row for unit in ("L02", "L03") for row in rows(results(cast["L01"], f"?unit={unit}"))
    }
    people = {each["person"]: each for each in record(cast)["people"]}
    assert found.keys() == people.keys()
    for number, row in found.items():
        settled = people[number]
        figures = {**settled["quarters"], **{key: settled[key] for key in list(row.figures)[4:]}}
        assert row.figures == figures, number
        assert row.rank.rstrip("=") == str(settled["rank_in_unit"] or "–"), number
        if not any(reason.startswith("tie:") for reason in settled["why"]):
            assert row.suggested == grade_word(settled["suggested_grade"]), number


def test_people_stand_by_rank_and_whoever_has_none_stands_last(cast: Cast) -> None:
    table = rows(results(cast["L02"]))
    assert [row.number for row in table] == ["H01", "S02", "H02", "S01", "S03", "S04"]
    assert [row.rank for row in table] == ["1", "2", "3", "4", "5", "–"]


def test_quotas_are_those_of_settle_for_everybody(cast: Cast) -> None:
    (pool,) = record(cast)["pools"]
    for reader in ("L01", "L02", "H01", "S02"):
        lines = quota_lines(results(cast[reader]))
        bases = [(line[1], line[5], line[9]) for line in lines]
        assert bases == [
            (str(unit["base"]), str(unit["seats"]["excellent"]), str(unit["seats"]["good"]))
            for unit in pool["units"]
        ]


def test_the_arithmetic_of_the_quotas_is_whole(cast: Cast) -> None:
    html = results(cast["S02"])
    assert "The whole bureau: 9 people; excellent ⌊9 × 20%⌋ = 1, good ⌊9 × 30%⌋ = 2" in words(html)
    assert quota_lines(html) == [
        ["Unit 1 李为民 办公室, 规划计划处", "6", "0.667", "0", "+1", "1", "1.333", "1", "", "1"],
        ["Unit 2 赵敏 水旱灾害防御处", "3", "0.333", "0", "", "0", "0.667", "0", "+1", "1"],
    ]


def test_the_tie_at_the_last_seat_is_marked_and_told(cast: Cast) -> None:
    Seat.objects.create(bureau=cast.bureau, year=2025, grade="excellent", pool="civil", unit="L03", seats=1)
    html = results(cast["L03"])
    assert [(row.number, row.rank) for row in rows(html)] == [("S05", "1="), ("S06", "1="), ("H03", "3")]
    assert [row.suggested for row in rows(html)] == [
        "tied, to be decided",
        "tied, to be decided",
        "competent",
    ]
    assert seat_lines(html)[0] == (
        "Excellent: 1 seat ends here · 2 people tied at rank 1: total and routine score are the same"
    )
    assert "1 of them kept for whoever of the tied does not become excellent" in seat_lines(html)[1]


def test_a_tie_asks_only_whoever_decides_it(cast: Cast) -> None:
    Seat.objects.create(bureau=cast.bureau, year=2025, grade="excellent", pool="civil", unit="L03", seats=1)
    asked = {reader: "flag-act" in results(cast[reader], "?unit=L03") for reader in ("L01", "L03", "S01")}
    assert asked == {"L01": False, "L03": True, "S01": False}


def test_a_decided_grade_ends_the_tie(cast: Cast) -> None:
    Seat.objects.create(bureau=cast.bureau, year=2025, grade="excellent", pool="civil", unit="L03", seats=1)
    decide(cast["S05"], "final", "excellent")
    decide(cast["S06"], "final", "good")
    html = results(cast["L03"])
    assert "flag-act" not in html
    assert "is-tied" not in html
    assert {row.number: row.suggested for row in rows(html)} == {
        "S05": "excellent suggested: tied",
        "S06": "good suggested: tied",
        "H03": "competent",
    }


def test_of_several_versions_of_a_decision_the_highest_is_shown(cast: Cast) -> None:
    decide(cast["S02"], "proposed", "competent", version=1)
    decide(cast["S02"], "final", "good", version=3)
    decide(cast["S02"], "decided", "excellent", version=2)
    html = results(cast["S02"])
    assert "Decided good final" in words(html)


def test_one_hears_of_the_own_grade_when_it_is_announced(cast: Cast) -> None:
    heard = {}
    for version, stage in enumerate(("proposed", "decided", "noticed", "final"), start=1):
        decide(cast["S02"], stage, "good", version=version)
        heard[stage] = "Decided good" in words(results(cast["S02"]))
    assert heard == {"proposed": False, "decided": False, "noticed": True, "final": True}


def decide(person: Person, stage: str, grade: str, version: int = 1) -> None:
    Decision.objects.create(
        bureau=person.bureau, year=2025, person=person, version=version, stage=stage, grade=grade
    )


def test_figures_that_changed_after_the_final_decision_are_told(cast: Cast) -> None:
    told = {}
    for total in ("94.44", "94.43"):
        SealedResult.objects.update_or_create(
            bureau=cast.bureau,
            year=2025,
            person=cast["S02"],
            defaults={"annual_total": total, "policy": "log-style-2026", "sealed_at": FOUNDED},
        )
        told[total] = "The figures have changed since the year became final" in words(results(cast["S02"]))
    assert told == {"94.44": False, "94.43": True}


def test_the_step_is_the_furthest_that_all_decisions_have_reached(cast: Cast) -> None:
    decide(cast["H01"], "decided", "excellent")
    decide(cast["S02"], "proposed", "good")
    html = results(cast["L02"])
    assert '<li aria-current="step">grades proposed</li>' in html


def test_while_a_notice_hangs_the_step_is_the_notice(cast: Cast) -> None:
    for number in ("H01", "S02"):
        decide(cast[number], "decided", "competent")
    assert '<li aria-current="step">decided by the committee</li>' in results(cast["L02"])
    decide(cast["S03"], "noticed", "excellent")
    assert '<li aria-current="step">public notice</li>' in results(cast["L02"])


def test_somebody_who_may_not_be_graded_stands_apart_with_the_reason(cast: Cast) -> None:
    Circumstance.objects.create(
        person=cast["S04"], kind="secondment_out", first_day=date(2025, 2, 1), recorded_at=FOUNDED
    )
    row = rows(results(cast["L02"]))[-1]
    assert (row.number, row.rank, row.figures) == ("S04", "–", {})
    assert row.conditions == "secondment out: not appraised; not in the base"
    assert row.suggested == "not appraised"


def test_conditions_say_what_settles_the_matter(cast: Cast) -> None:
    told = {row.number: row.conditions for row in rows(results(cast["L02"]))}
    assert told["H01"] == ""
    assert told["H02"] == "no “well”: not excellent"
    assert told["S03"] == "routine score below 85.00; fourth quarter: fair"


def test_warnings_are_sentences(cast: Cast) -> None:
    CalendarDay.objects.all().delete()
    told = words(results(cast["S02"]))
    capped = [each for each in record(cast)["warnings"] if each.startswith("cap_exceeded")]
    assert capped
    assert told.count("more people graded “well” than the cap allows") == len(capped)


def test_before_the_assessment_the_page_says_so(cast: Cast) -> None:
    publish_year(cast["S02"], 2026, ("88",))
    html = page(reading(cast["L02"]), "/years/2026/results")
    told = words(html)
    assert [line[1:5] for line in quota_lines(html)] == [["6", "0.667", "0", "+1"], ["3", "0.333", "0", ""]]
    assert [line[5] for line in quota_lines(html)] == ["1", "0"]
    assert "stays empty" not in told
    assert "The annual assessment of 2026 has not been held" in told
    assert "too few scored quarters" not in told
    assert "no score sheet" not in told


def test_a_year_without_figures_says_what_will_be_here(cast: Cast) -> None:
    told = words(page(reading(cast["S02"]), "/years/2019/results"))
    assert "Nothing is scored in 2019" in told
    assert "To the results of 2025" in told


def test_a_bureau_without_any_year_says_what_to_do_first() -> None:
    told = words(page(reading(water_bureau()["L01"]), "/years/2026/results"))
    assert "First, superiors publish the quarterly score sheets" in told
    assert "To the results of" not in told


def test_the_year_leads_to_the_latest_that_was_assessed(cast: Cast) -> None:
    publish_year(cast["S02"], 2026, ("88",))
    response = reading(cast["S02"]).get("/years/")
    assert response["Location"] == "/years/2025/results"
    assert reading(cast["S02"]).get("/years/2025")["Location"] == "/years/2025/results"


def test_the_year_leads_to_this_one_where_there_is_none() -> None:
    assert reading(water_bureau()["S02"]).get("/years/")["Location"] == "/years/2026/results"


def test_another_bureau_has_its_own_year_only(cast: Cast) -> None:
    other = water_bureau("OTHER")
    publish_year(other["S02"], 2025, ("77", "77", "77", "77"))
    html = results(other["S02"])
    assert "88.88" not in html
    assert "77.00" in opened(html)
    page(reading(other["L01"]), f"{RESULTS}?open=S01:annual_total", 404)


def test_the_working_of_one_figure_opens_beside_the_table(cast: Cast) -> None:
    told = opened(results(cast["L02"], "?open=S02:annual_total"))
    assert "Working: 钱进, annual total" in told
    assert "0.50 × 88.88 + 0.50 × 100.00" in told
    assert "(88.00 + 92.50 + 90.00 + 85.00) ÷ 4 = 88.875, rounded half up" in told
    assert "For staff the routine score counts 50%, the annual assessment the rest" in told
    assert "The bureau's own account of its log-style routine appraisal" in told


def test_a_quarter_opens_down_to_its_elements(cast: Cast) -> None:
    told = opened(results(cast["S02"], "?open=S02:Q2"))
    for each in ("Expertise 10 × 92.5 9.250", "Quality 20 × 92.5 18.500", "Together 100 92.50"):
        assert each in told


@pytest.mark.parametrize("asked", ["S02:nothing", "NOBODY:annual_total", "S04:annual_total", "L01"])
def test_a_figure_that_is_not_there_is_not_found(cast: Cast, asked: str) -> None:
    page(reading(cast["L01"]), f"{RESULTS}?open={asked}", 404)


def test_a_script_gets_the_working_alone_and_going_back_gets_the_page(cast: Cast) -> None:
    client = reading(cast["L02"])
    address = f"{RESULTS}?open=S02:annual_total"
    assert wholes(client, address) == (True, False, True)


def wholes(client: Client, address: str) -> tuple[bool, bool, bool]:
    """Whether the plain, the scripted and the restored answer is a whole page."""
    asked: list[dict[str, str]] = [
        {},
        {"HX-Request": "true"},
        {"HX-Request": "true", "HX-History-Restore-Request": "true"},
    ]
    answers = [client.get(address, headers=headers).content.decode() for headers in asked]
    first, second, third = ("<!doctype html>" in answer for answer in answers)
    return first, second, third
