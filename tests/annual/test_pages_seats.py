"""The page of the units and the form that moves seats: who sees what, what is refused, what it costs."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from bench.fill import Filler
from daybook.annual.actions.units import freeze_units
from daybook.annual.models import Decision, Seat, UnitFreeze
from daybook.annual.queries.settled import settled_year
from daybook.ledger.models import LedgerLine
from daybook.org.models import Account, Bureau, Circumstance, Person, Right
from tests.annual.scored import publish_year, vote
from tests.annual.test_pages_units import recompute, sheets
from tests.pages import page, reading, statements, words
from tests.people import FOUNDED, Cast, water_bureau

pytestmark = pytest.mark.django_db
UNITS, MOVE = "/years/2025/units", "/years/2025/units/civil/good"
FREEZE = "/years/2025/units/freeze"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 1, 12, 2, tzinfo=UTC), tick=False), translation.override("en"):
        yield


@pytest.fixture
def cast() -> Cast:
    """Six people in the unit of L02, three in that of L03: 1 excellent and 2 good seats."""
    made = water_bureau()
    for place, number in enumerate(("H01", "S01", "S02", "H02", "S03", "S04", "H03", "S05", "S06")):
        publish_year(made[number], 2025, (str(90 + place / 2),) * 4)
        vote(made[number], 2025, "AAAAA")
    return made


def elsewhere(cast: Cast, number: str) -> None:
    at = datetime(2026, 1, 9, tzinfo=UTC)
    Circumstance.objects.create(
        person=cast[number], kind="secondment_out", first_day=date(2025, 3, 1), recorded_at=at
    )


def frozen(cast: Cast) -> Cast:
    freeze_units(bureau=cast.bureau, year=2025, actor=cast["S01"])
    return cast


def test_everybody_reads_the_same_arithmetic(cast: Cast) -> None:
    for number in ("S06", "H01", "L03", "S01"):
        found = sheets(page(reading(cast[number]), UNITS))
        assert [each["total"] for each in found] == [1, 2]
        for sheet in found:
            recompute(sheet, "largest_remainder")


def test_only_the_office_is_offered_an_act(cast: Cast) -> None:
    offered = {}
    for number in ("S01", "L01", "L02", "S06"):
        html = page(reading(cast[number]), UNITS)
        offered[number] = FREEZE in html, MOVE in html
    assert offered == {
        "S01": (True, True), "L01": (False, False), "L02": (False, False), "S06": (False, False),
    }  # fmt: skip
    for number in ("L01", "L02", "S06"):
        client = reading(cast[number])
        assert client.post(FREEZE).status_code == 404
        assert client.get(MOVE).status_code == client.post(MOVE).status_code == 404
    assert not UnitFreeze.objects.exists()


def test_the_office_freezes_the_units(cast: Cast) -> None:
    client = reading(cast["S01"])
    answer = client.post(FREEZE, {"reason": "考核委员会会议确认"}, follow=True)
    html = answer.content.decode()
    assert "The units are frozen, version 1." in words(html)
    assert "frozen, version 1" in words(html)
    assert FREEZE not in html  # nothing has changed since
    elsewhere(cast, "S06")
    html = page(client, UNITS)
    assert "Something was learned since the units were frozen" in words(html)
    refused = client.post(FREEZE, {"reason": "  "})
    assert refused.status_code == 422
    assert "This may not be empty." in words(refused.content.decode())
    client.post(FREEZE, {"reason": "卫东援派，更正"})
    html = page(client, UNITS)
    assert [each["count"] for each in sheets(html)] == [8, 8]
    assert "Version 1" in words(html)
    assert "考核委员会会议确认" in html
    assert "卫东援派，更正" in html


def test_what_was_refused_keeps_its_words(cast: Cast) -> None:
    client = reading(cast["S01"])
    long = "长" * 2001
    html = client.post(FREEZE, {"reason": long}).content.decode()
    assert f'value="{long}"' in html
    assert "aria-invalid" in html


def test_a_difference_is_told_in_counts_to_all_and_by_name_to_few(cast: Cast) -> None:
    elsewhere(frozen(cast), "S06")
    told = {number: words(page(reading(cast[number]), UNITS)) for number in ("S05", "L03", "L01", "S01")}
    for each in told.values():
        assert "Unit 2 赵敏 3 2" in each
        assert "base 9" not in each
    names = {number: "卫东 Unit 2 赵敏 not in the base" in each for number, each in told.items()}
    assert names == {"S05": False, "L03": False, "L01": True, "S01": True}
    for sheet in sheets(page(reading(cast["S05"]), UNITS)):
        assert sheet["count"] == 9


# Moving seats -----------------------------------------------------------------------------------------------


def seen(html: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', html)
    assert found is not None
    return found[1]


def typed(
    client: Client, second: str, third: str, reason: str = "防汛任务重", act: str = "preview"
) -> dict[str, str]:
    standing = seen(page(client, MOVE))
    return {"seen": standing, "seats:L02": second, "seats:L03": third, "reason": reason, "act": act}


def test_seats_are_moved_after_a_look_at_what_changes(cast: Cast) -> None:
    client, lines = reading(cast["S01"]), LedgerLine.objects.count()
    html = client.post(MOVE, typed(client, "0", "2")).content.decode()
    assert "What this changes" in words(html)
    assert "Unit 1 李为民 1 0 −1" in words(html)
    assert "Unit 2 赵敏 1 2 +1" in words(html)
    assert "卫东 Unit 2 competent good" in words(html)
    assert (Seat.objects.count(), LedgerLine.objects.count()) == (0, lines)
    answer = client.post(MOVE, typed(client, "0", "2", act="decide"), follow=True)
    shown = words(answer.content.decode())
    assert "The seats are decided." in shown
    assert (
        "Decided by the committee; this replaces what is reckoned. Reason: 防汛任务重 entered by 孙丽"
        in shown
    )
    assert dict(Seat.objects.values_list("unit", "seats")) == {"L02": 0, "L03": 2}
    (_, good) = sheets(answer.content.decode())
    recompute(good, "largest_remainder")
    assert [row["moved"] for row in good["rows"]] == ["−1", "+1"]


def test_seats_below_the_grades_given_are_named_before_they_are_decided(cast: Cast) -> None:
    client = reading(cast["S01"])
    holder = next(
        each for each in settled_year(cast.bureau, 2025).result.people if each.suggested == "excellent"
    )
    Decision.objects.create(
        bureau=cast.bureau, person=cast[holder.number], year=2025, version=1, stage="proposed",
        grade="good", decided_by="李为民",
    )  # fmt: skip
    assert "More grades than seats" not in words(client.post(MOVE, typed(client, "1", "0")).content.decode())
    assert "More grades than seats Unit 1 李为民 good 1/0" in words(
        client.post(MOVE, typed(client, "0", "2")).content.decode()
    )


@pytest.mark.parametrize(
    ("second", "third", "reason", "told"),
    [
        ("2", "1", "调剂", "These are 3 seats, and the total is 2: take as many elsewhere."),
        ("-1", "2", "调剂", "Seats are whole numbers from 0."),
        ("一", "1", "调剂", "Seats are whole numbers from 0."),
        ("", "1", "调剂", "Seats are whole numbers from 0."),
        ("1", "1", "调剂", "Nothing is moved: these are the seats that stand."),
        ("0", "2", " ", "Give the reason: everybody in the bureau reads it."),
    ],
)
def test_what_cannot_be_moved_is_refused_in_place_and_kept(
    cast: Cast, second: str, third: str, reason: str, told: str
) -> None:
    client = reading(cast["S01"])
    for act in ("preview", "decide"):
        answer = client.post(MOVE, typed(client, second, third, reason, act))
        html = answer.content.decode()
        assert answer.status_code == 422
        assert told in words(html)
        assert f'value="{second}"' in html
        assert 'aria-invalid="true"' in html
        assert reason.strip() in html
    assert not Seat.objects.exists()


def test_seats_that_changed_meanwhile_are_not_overwritten(cast: Cast) -> None:
    client = reading(cast["S01"])
    first = typed(client, "0", "2", act="decide")
    client.post(MOVE, typed(client, "2", "0", act="decide"))
    answer = client.post(MOVE, first)
    assert answer.status_code == 422
    assert "The seats were changed meanwhile" in words(answer.content.decode())
    assert dict(Seat.objects.values_list("unit", "seats")) == {"L02": 2, "L03": 0}


@pytest.mark.parametrize("address", ["/years/2025/units/support/good", "/years/2025/units/civil/competent"])
def test_there_is_no_such_pool_or_grade(cast: Cast, address: str) -> None:
    page(reading(cast["S01"]), address, 404)


def test_a_year_without_figures_says_what_will_stand_there(cast: Cast) -> None:
    assert "There are no units of 2019 yet" in words(page(reading(cast["S06"]), "/years/2019/units"))
    page(reading(cast["S01"]), "/years/2019/units/civil/good", 404)


# What it costs ----------------------------------------------------------------------------------------------


def test_the_pages_take_as_many_statements_for_one_person_as_for_thirty() -> None:
    counts: dict[str, list[int]] = {}
    for people in (1, 30):
        Filler(f"B{people}", people, 2025, random.Random(people)).fill()
        bureau = Bureau.objects.get(code=f"B{people}")
        office = Person.objects.get(bureau=bureau, number="S00000")
        Account.objects.create(person=office, username=bureau.code)
        since = date(2020, 1, 1)
        Right.objects.create(person=office, kind="personnel_office", first_day=since, recorded_at=FOUNDED)
        freeze_units(bureau=bureau, year=2025, actor=office)
        for address in (UNITS, MOVE, "/years/2025/replay", "/years/2025/replay?policy=log-style-2018"):
            counts.setdefault(address, []).append(statements(reading(office), address))
    assert all(few == many <= 15 for few, many in counts.values()), counts
