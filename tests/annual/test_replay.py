"""推演: the same figures as `settle`, why everybody changes, what is refused, and that nothing is touched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import translation
from openpyxl import load_workbook
from pytest_django import Settings

from daybook.annual.actions.seats import decide_seats
from daybook.annual.actions.units import freeze_units
from daybook.annual.queries.settled import settled_line, settled_year
from daybook.ledger.models import LedgerLine
from daybook.org.enums import RightKind
from daybook.org.models import Circumstance, Right
from daybook.rules.record import year_record
from tests.annual.results import text
from tests.annual.scored import publish_year, vote
from tests.pages import page, reading, words
from tests.people import FOUNDED, Cast, water_bureau
from tests.stage import everything

pytestmark = pytest.mark.django_db
REPLAY = "/years/2025/replay"
UNDER_2018 = f"{REPLAY}?policy=log-style-2018"
SCORES = {
    "H01": ("92", "91", "88", "93"),
    "S01": ("99", "79", "99", "99"),  # a quarter graded fair bars what follows from it
    "S02": ("88", "88", "88", "88"),
    "H02": ("84", "86", "83", "85"),
    "S03": ("86", "87", "86", "86"),
    "S04": ("95", "95", "95", "95"),
    "H03": ("90", "90", "90", "90"),
    "S05": ("85", "85", "85", "84"),
    "S06": ("91", "91", "91", "91"),
}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 2, 2, tzinfo=UTC), tick=False), translation.override("en"):
        yield


@pytest.fixture
def cast() -> Cast:
    """Nine people who differ, one of them barred by a sanction that 2018 does not know."""
    made = water_bureau()
    for place, (number, scores) in enumerate(SCORES.items()):
        publish_year(made[number], 2025, scores)
        for ballot_class, options in (
            ("A", "AAAAA"),
            ("C", "ABABA"),
            ("D", "AABBB" if place % 2 else "BBBAB"),
        ):
            vote(made[number], 2025, options, 3, ballot_class)
    Circumstance.objects.create(
        person=made["S04"],
        kind="demerit",
        first_day=date(2025, 5, 10),
        recorded_at=datetime(2025, 5, 12, tzinfo=UTC),
    )
    return made


def rows(html: str) -> dict[str, tuple[str, str, str, str]]:
    """Everybody in the table of people: total, rank, suggestion, and why."""
    found = re.findall(r'<tr data-number="([^"]+)">(.*?)</tr>', html, re.DOTALL)
    told = {}
    for number, line in found:
        _unit, total, rank, grade, why = (
            text(each) for each in re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL)
        )
        told[number] = (total, rank, grade, why)
    return told


def sides(cell: str) -> tuple[str, str]:
    before, arrow, after = cell.partition(" → ")
    return (before, after) if arrow else (cell, cell)


def shown(each: dict[str, Any]) -> tuple[str, str, str]:
    """A person of `settle` as the page spells it."""
    grade = (each["suggested_grade"] or "—").replace("_", " ").replace("not appraised", "not appraised")
    tied = any(code.startswith("tie:") for code in each["why"])
    return each["annual_total"] or "—", str(each["rank_in_unit"] or "—"), "tied" if tied else grade


@pytest.mark.parametrize("policy", ["log-style-2018", "log-style-2026"])
def test_the_page_agrees_with_settle_to_the_last_digit(cast: Cast, policy: str) -> None:
    own, other = (
        {each["person"]: each for each in json.loads(settled_line(cast.bureau, 2025, under))["people"]}
        for under in ("", policy)
    )
    found = rows(page(reading(cast["L01"]), f"{REPLAY}?policy={policy}"))
    changed = {number for number in own if shown(own[number]) != shown(other[number])}
    assert found.keys() == changed
    assert changed or policy == "log-style-2026"
    for number, (*cells, _why) in found.items():
        before, after = zip(*map(sides, cells), strict=True)
        assert (before, after) == (shown(own[number]), shown(other[number]))


def test_quotas_agree_with_settle_too(cast: Cast) -> None:
    decide_seats(
        bureau=cast.bureau, year=2025, pool="civil", grade="good", seats={"L03": 2},
        reason="防汛", actor=cast["S01"],
    )  # fmt: skip
    html = page(reading(cast["L01"]), UNDER_2018)
    table = html.partition('class="table ledger replay-quotas"')[2].partition("</table>")[0]
    lines = [
        [text(each) for each in re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL)]
        for line in re.findall(r"<tr><th scope=\"row\">.*?</tr>", table, re.DOTALL)
    ]
    sides_of = [json.loads(settled_line(cast.bureau, 2025, under)) for under in ("", "log-style-2018")]
    expected = [
        [str(value) for pair in zip(*(
            (unit["base"], unit["seats"]["excellent"], unit["seats"]["good"]) for unit in both
        ), strict=True) for value in pair]
        for both in zip(*(side["pools"][0]["units"] for side in sides_of), strict=True)
    ]  # fmt: skip
    assert lines == expected
    assert "the replay sets them aside" in words(html)


def test_everybody_who_changes_is_told_why(cast: Cast) -> None:
    told = {number: why for number, (*_, why) in rows(page(reading(cast["S01"]), UNDER_2018)).items()}
    assert told["S04"].startswith("No longer: demerit: undetermined (Special circumstance: demerit")
    assert "No longer: a quarter graded fair or poor (A quarter graded fair or poor bars" in told["S01"]
    html = page(reading(cast["S01"]), f"{REPLAY}?annual_total.routine_weight.staff=0.75")
    told = {number: why for number, (*_, why) in rows(html).items()}
    weighs = "Routine score and assessment weigh otherwise (Share of the routine score, staff 50% → 75%)"
    assert weighs in told["S02"]
    assert all(weighs not in told.get(head, "") for head in ("H01", "H02", "H03"))
    html = page(reading(cast["S01"]), f"{REPLAY}?eligibility.routine_minimum=84")
    told = {number: why for number, (*_, why) in rows(html).items()}
    assert "No longer: routine score below 85.00" in told.get("S05", "") + told.get("H02", "")


@pytest.mark.parametrize("ratio", ["0.25", "25%25", "２５％"])
def test_ratios_and_methods_tell_the_seats_they_make(cast: Cast, ratio: str) -> None:
    html = page(reading(cast["S01"]), f"{REPLAY}?quotas.excellent.ratio={ratio}&quotas.method=jefferson")
    told = " ".join(why for *_, why in rows(html).values())
    assert "Seats of the unit, excellent: 0 → 1" in told
    assert "Excellent, share of the headcount 20% → 25%" in told
    assert "Quotas are apportioned by largest remainder → Jefferson" in words(html).replace(
        "largest remainder Jefferson", "largest remainder → Jefferson"
    )
    html = page(reading(cast["S01"]), f"{REPLAY}?units.heads=own_pool")
    assert "department heads — 3" in words(html)
    causes = {number: why for number, (*_, why) in rows(html).items()}
    assert causes["H01"].startswith("Unit: Unit 1 → department heads (Heads belong to")


def test_the_same_rules_change_nobody(cast: Cast) -> None:
    html = page(reading(cast["S01"]), f"{REPLAY}?annual_total.routine_weight.staff=0.5&quotas.method=")
    assert rows(html) == {}
    assert "Nobody: everybody comes out the same." in words(html)
    assert "None: these are the year's own rules." in words(html)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("annual_total.routine_weight.head=1.2", ""),
        ("quotas.excellent.ratio=0.4", "the ratio 0.4 is above 0.25, the most with consent"),
        ("quotas.excellent.ratio=0.2&quotas.good.ratio=0.9", "the ratios sum to more than 1: 1.1"),
        ("assessment.weights.A=31", "weights must sum to 100, they sum to 101"),
        ("eligibility.routine_minimum=abc", "expected a number, found “abc”"),
        ("eligibility.routine_minimum=NaN", "expected a number, found “NaN”"),
        ("eligibility.routine_minimum=1e2", "expected a number, found “1e2”"),
        ("eligibility.routine_minimum=101", "must be at most 100, is 101"),
        ("quotas.method=dice", "must be one of"),
        ("units.heads=2", "expected text, found “2”"),
        ("policy=log-style-1999", "There is no policy “log-style-1999”."),
        ("policy=../x", "There is no policy “../x”."),
    ],
)
def test_what_does_not_hold_is_refused_by_its_name_in_place(cast: Cast, query: str, told: str) -> None:
    lines = LedgerLine.objects.count()
    html = page(reading(cast["S01"]), f"{REPLAY}?{query}", 422)
    assert told in words(html)
    assert 'role="alert"' in html
    name, _equals, value = query.rsplit("&", maxsplit=1)[-1].partition("=")
    if name != "policy" and not value.isalpha() and name not in {"units.heads", "quotas.method"}:
        assert f'name="{name}"' in html
        assert f'value="{value}"' in html
    assert 'class="fault"' in html
    assert LedgerLine.objects.count() == lines
    page(reading(cast["S01"]), f"{REPLAY}.xlsx?{query}", 404)


def test_a_policy_of_the_bureau_that_does_not_hold_is_told(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "own.toml").write_text('extends = "log-style-2026"\n[quotas]\nmethod = "dice"\n', "utf-8")
    settings.POLICY_DIR = str(tmp_path)
    html = page(reading(cast["S01"]), f"{REPLAY}?policy=own", 422)
    assert "This policy does not hold: quotas.method must be one of" in words(html)


def test_a_replay_touches_nothing_and_leaves_one_line(cast: Cast) -> None:
    freeze_units(bureau=cast.bureau, year=2025, actor=cast["S01"])
    client, real = reading(cast["L02"]), settled_line(cast.bureau, 2025)
    before, lines = everything(), LedgerLine.objects.count()
    page(client, f"{UNDER_2018}&quotas.method=adams")
    after = everything()
    ledger = {"LedgerLine", "LedgerHead"}
    assert {name for name in before if before[name] != after[name]} == ledger
    assert settled_line(cast.bureau, 2025) == real
    line = LedgerLine.objects.latest("id")
    assert LedgerLine.objects.count() == lines + 1
    assert (line.action, line.actor, line.object_key) == ("open_replay", "L02", "2025")
    assert line.after == {"policy": "log-style-2018", "values": {"quotas": {"method": "adams"}}}


def test_the_address_alone_leads_back(cast: Cast) -> None:
    address = f"{REPLAY}?policy=log-style-2018&eligibility.routine_minimum=80&units.heads=own_pool"
    first, second = (page(reading(cast[number]), address) for number in ("S01", "L01"))
    assert rows(first) == rows(second) != {}
    assert '<option value="log-style-2018" selected>' in second
    assert 'name="eligibility.routine_minimum"' in second
    assert 'value="80"' in second
    assert '<option value="own_pool" selected>' in second


def test_a_replay_with_values_is_what_settle_makes_of_such_a_file(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    text = (
        'extends = "log-style-2026"\n[quotas]\nmethod = "adams"\n[annual_total.routine_weight]\nhead = 0.4\n'
    )
    (tmp_path / "own.toml").write_text(text, "utf-8")
    settings.POLICY_DIR = str(tmp_path)
    values: dict[str, Any] = {
        "quotas": {"method": "adams"},
        "annual_total": {"routine_weight": {"head": Decimal("0.4")}},
    }
    laid = year_record(settled_year(cast.bureau, 2025, values=values).result)
    filed = year_record(settled_year(cast.bureau, 2025, "own").result)
    assert laid | {"policy": ""} == filed | {"policy": ""}


# Who may ----------------------------------------------------------------------------------------------------


def test_it_is_open_to_the_office_and_the_leaders(cast: Cast) -> None:
    Right.objects.create(
        person=cast["S06"], kind=RightKind.AUDIT_ADMIN, first_day=date(2025, 1, 1), recorded_at=FOUNDED
    )
    may = {}
    for number in ("L01", "L02", "L03", "S01", "H01", "S02", "S06"):
        client = reading(cast[number])
        may[number] = {
            client.get(each).status_code
            for each in (REPLAY, UNDER_2018, f"{REPLAY}.xlsx?policy=log-style-2018")
        }
    assert may == {
        "L01": {200}, "L02": {200}, "L03": {200}, "S01": {200}, "H01": {404}, "S02": {404}, "S06": {404},
    }  # fmt: skip


def test_a_circumstance_stays_closed_to_the_other_leaders(cast: Cast) -> None:
    found = {number: page(reading(cast[number]), UNDER_2018) for number in ("L01", "L02", "L03", "S01")}
    assert {number: "S04" in rows(html) for number, html in found.items()} == {
        "L01": True, "L02": True, "L03": False, "S01": True,
    }  # fmt: skip
    assert "demerit:" not in words(found["L03"])
    assert "One more person changes by a special circumstance" in words(found["L03"])
    book = load_workbook(BytesIO(reading(cast["L03"]).get(f"{REPLAY}.xlsx?policy=log-style-2018").content))
    assert "S04" not in {row[0].value for row in book["People"]}


def test_the_workbook_says_the_same(cast: Cast) -> None:
    client = reading(cast["S01"])
    answer = client.get(f"{REPLAY}.xlsx?policy=log-style-2018")
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''Policy%20replay")
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["People", "Quotas", "Rules"]
    told = {row[0]: row[3:9] for row in book["People"].iter_rows(min_row=5, values_only=True)}
    expected = {
        number: tuple(side for cell in cells for side in sides(cell))
        for number, (*cells, _why) in rows(page(client, UNDER_2018)).items()
    }
    assert told == expected
    assert LedgerLine.objects.filter(action="export_replay").get().after["form"] == "xlsx"


def test_a_year_without_figures_is_not_replayed(cast: Cast) -> None:
    for address in ("/years/2019/replay", "/years/2019/replay?policy=log-style-2018"):
        assert "A year can be replayed once it has score sheets." in words(
            page(reading(cast["S01"]), address)
        )
