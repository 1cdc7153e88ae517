"""The arithmetic of the quotas as shown: every method, refilled and decided seats, a policy with faults."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.utils import translation
from pytest_django import Settings

from daybook.annual.models import Seat
from daybook.annual.queries.settled import settled_year
from daybook.annual.shown.words import change_text, ordinal_words
from daybook.org.models import Bureau
from tests.annual.results import quota_lines, rows
from tests.annual.scored import publish_year, vote
from tests.pages import page, reading, words
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db
RESULTS = "/years/2025/results"
OWN_POLICY = """
id = "own"
effective_from = 2025-01-01
name = {{ zh = "本局办法", en = "Our own policy" }}
extends = "log-style-2026"
source = "bureau_account"

[quotas]
method = "{method}"
"""


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 2, 2, tzinfo=UTC), tick=False), translation.override("en"):
        yield


@pytest.fixture
def cast() -> Cast:
    """Six people in the unit of L02, three in that of L03, all eligible for both grades."""
    made = water_bureau()
    for place, number in enumerate(("H01", "S01", "S02", "H02", "S03", "S04", "H03", "S05", "S06")):
        publish_year(made[number], 2025, (str(92 + place / 2),) * 4)
        vote(made[number], 2025, "AAAAA")
    return made


def under(settings: Settings, folder: Path, cast: Cast, text: str) -> None:
    (folder / "own.toml").write_text(text, encoding="utf-8")
    settings.POLICY_DIR = str(folder)
    Bureau.objects.filter(pk=cast.bureau.pk).update(policy="own")


def heads(html: str) -> list[str]:
    """The heads of the columns of the first grade."""
    table = html.partition('<table class="table ledger quotas"')[2].partition("</thead>")[0].split("<tr")[2]
    columns = words(table.partition(">")[2]).replace("quotient", "quotient,").split()
    return columns[: len(columns) // 2]


# Base 6 and 3: 1 excellent seat and 2 good ones; the last quotient is that of the seat won last.
QUOTIENTS = {
    "sainte_lague": [
        ["6", "0.667", "6.000", "2.000", "1", "1.333", "6.000", "2.000", "1"],
        ["3", "0.333", "—", "3.000", "0", "0.667", "3.000", "1.000", "1"],
    ],
    "jefferson": [
        ["6", "0.667", "6.000", "3.000", "1", "1.333", "3.000", "2.000", "2"],
        ["3", "0.333", "—", "3.000", "0", "0.667", "—", "3.000", "0"],
    ],
    "huntington_hill": [
        ["6", "0.667", "—", "4.243", "1", "1.333", "—", "4.243", "1"],
        ["3", "0.333", "—", "—", "0", "0.667", "—", "2.121", "1"],
    ],
    "adams": [
        ["6", "0.667", "—", "6.000", "1", "1.333", "—", "6.000", "1"],
        ["3", "0.333", "—", "—", "0", "0.667", "—", "3.000", "1"],
    ],
}


@pytest.mark.parametrize("method", list(QUOTIENTS))
def test_a_divisor_method_shows_who_was_next(
    cast: Cast, settings: Settings, tmp_path: Path, method: str
) -> None:
    under(settings, tmp_path, cast, OWN_POLICY.format(method=method))
    html = page(reading(cast["S02"]), RESULTS)
    assert [line[1:] for line in quota_lines(html)] == QUOTIENTS[method]
    assert heads(html) == ["share", "last", "quotient,", "next", "quotient,", "seats"]
    assert "Our own policy" in words(html)


def test_the_quotients_shown_explain_every_seat(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    """Nobody's next quotient is above anybody's last: so it can be checked by looking."""
    under(settings, tmp_path, cast, OWN_POLICY.format(method="sainte_lague"))
    for line in quota_lines(page(reading(cast["S02"]), RESULTS)):
        others = [each for each in quota_lines(page(reading(cast["S02"]), RESULTS)) if each[0] != line[0]]
        lasts = [float(each[7]) for each in others if each[7] != "—"]
        assert all(float(line[8]) <= last for last in lasts)


def test_a_seat_given_back_and_given_again_is_told(cast: Cast) -> None:
    cast["S05"].score_sheets.all().delete()
    for number in ("H01", "S01", "S02", "H02", "S03", "S04"):
        cast[number].score_sheets.all().delete()
        publish_year(cast[number], 2025, ("80", "80", "80", "80"))
    html = page(reading(cast["S02"]), RESULTS)
    first, second = quota_lines(html)
    assert first[1:8] == ["6", "0.667", "0", "+1", "−1", "", "0"]
    assert second[1:8] == ["3", "0.333", "0", "", "", "+1", "1"]
    assert "Excellent: one seat given back goes to Unit 2 赵敏, 3 ÷ 1 = 3.000." in words(html)
    assert "Good: 1 seat stays empty." in words(html)


def test_decided_seats_stand_beside_what_was_computed(cast: Cast) -> None:
    for unit, seats in (("L02", 0), ("L03", 1)):
        Seat.objects.create(
            bureau=cast.bureau, year=2025, grade="excellent", pool="civil", unit=unit, seats=seats
        )
    html = page(reading(cast["S02"]), RESULTS)
    assert [line[1:7] for line in quota_lines(html)] == [
        ["6", "0.667", "0", "+1", "−1", "0"],
        ["3", "0.333", "0", "", "+1", "1"],
    ]
    assert "Excellent: the seats are those that the committee decided." in words(html)


def test_two_pools_have_a_table_each(cast: Cast) -> None:
    cast["S02"].staff_category = "support_worker"
    cast["S02"].save()
    html = page(reading(cast["L02"]), f"{RESULTS}?pool=support")
    assert "Civil servants: 8 people; excellent ⌊8 × 20%⌋ = 1, good ⌊8 × 30%⌋ = 2" in words(html)
    assert "Support workers: 1 people; excellent ⌊1 × 20%⌋ = 0, good ⌊1 × 30%⌋ = 0" in words(html)
    assert "Ranks in Unit 1 · support workers" in words(html)
    assert html.count("is-here") == 1


def test_heads_may_be_a_unit_of_their_own(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    under(settings, tmp_path, cast, OWN_POLICY.format(method="adams") + '\n[units]\nheads = "own_pool"\n')
    html = page(reading(cast["L01"]), f"{RESULTS}?unit=HEADS")
    assert [line[:2] for line in quota_lines(html)] == [
        ["department heads", "3"],
        ["Unit 1 李为民 办公室, 规划计划处", "4"],
        ["Unit 2 赵敏 水旱灾害防御处", "2"],
    ]
    assert [row.number for row in rows(html)] == ["H03", "H02", "H01"]
    assert "Ranks in department heads" in words(html)
    page(reading(cast["L02"]), f"{RESULTS}?unit=HEADS", 404)


def test_departments_nobody_leads_are_a_unit_without_a_leader(cast: Cast) -> None:
    cast["L03"].portfolios.all().delete()
    cast["L01"].appointments.all().delete()
    html = page(reading(cast["S01"]), f"{RESULTS}?unit=")
    assert [line[0] for line in quota_lines(html)] == [
        "without a leader in charge 水旱灾害防御处",
        "Unit 1 李为民 办公室, 规划计划处",
    ]
    assert {row.number for row in rows(html)} == {"H03", "S05", "S06"}


def test_a_policy_that_cannot_be_read_is_told_and_whoever_can_help_is_told_more(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    under(settings, tmp_path, cast, OWN_POLICY.format(method="by_dice"))
    for address in (RESULTS, "/years/2025/people/S01"):
        told = words(page(reading(cast["S01"]), address, 503))
        assert "The policy cannot be read" in told
        assert "own quotas.method must be one of" in told
        others = words(page(reading(cast["S02"]), address, 503))
        assert "Please tell the personnel office." in others
        assert "quotas.method" not in others


def test_ordinals_and_changes_are_written_as_people_write_them() -> None:
    with translation.override("zh-hans"):
        ordinals = [ordinal_words(number) for number in (1, 10, 11, 20, 35, 99, 100)]
    assert ordinals == ["一", "十", "十一", "二十", "三十五", "九十九", "100"]
    assert ordinal_words(12) == "12"
    assert [change_text(count) for count in (2, 0, -3)] == ["+2", "", "−3"]


def test_the_method_is_the_policys(cast: Cast) -> None:
    assert settled_year(cast.bureau, 2025).policy.quotas.method == "largest_remainder"
    assert "the seats left go to the largest remainders" in words(page(reading(cast["S02"]), RESULTS))
