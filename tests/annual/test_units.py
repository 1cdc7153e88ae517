"""Freezing the units: what it keeps, who may, and that nothing learned later moves anybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from daybook.annual.actions.close import finalise_year, notice_grades
from daybook.annual.actions.grades import GradeDraft, decide_grades, propose_grades
from daybook.annual.actions.seats import decide_seats
from daybook.annual.actions.units import freeze_units
from daybook.annual.models import SeatDecision, UnitFreeze, UnitMember
from daybook.annual.queries.settled import settled_line, settled_year
from daybook.annual.queries.units import unit_story
from daybook.annual.queries.verified import disagreements
from daybook.ledger.queries import chain_faults
from daybook.org.models import Circumstance
from daybook.rules.units import differences
from tests.annual.scored import publish_year, vote
from tests.factories import last_line, noon, refused
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db
NEW_YEARS_EVE, JANUARY_8, JANUARY_12 = noon(2025, 12, 31), noon(2026, 1, 8), noon(2026, 1, 12)


@pytest.fixture
def scored(cast: Cast) -> Cast:
    """Nine people with four quarters of 90 each, and a poll."""
    for number in ("H01", "H02", "H03", "S01", "S02", "S03", "S04", "S05", "S06"):
        publish_year(cast[number], 2025, ("90",) * 4)
        vote(cast[number], 2025, "AABAB")
    return cast


def freezing(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"bureau": cast.bureau, "year": 2025, "actor": cast["S01"], "at": JANUARY_8, **more}


def barred(cast: Cast, number: str) -> None:
    """Somebody turns out to have been elsewhere: not appraised here."""
    Circumstance.objects.create(
        person=cast[number], kind="secondment_out", first_day=date(2025, 3, 1), recorded_at=JANUARY_8
    )


def bases(cast: Cast) -> dict[str, int]:
    (pool,) = settled_year(cast.bureau, 2025).result.pools
    return {each.unit: each.base for each in pool.units}


def test_a_freeze_keeps_who_counts_where_and_changes_no_digit(scored: Cast) -> None:
    barred(scored, "S06")
    before = settled_line(scored.bureau, 2025)
    frozen = freeze_units(**freezing(scored, at=NEW_YEARS_EVE))
    assert settled_line(scored.bureau, 2025) == before
    kept = UnitMember.objects.order_by("person__number").values_list(
        "person__number", "pool", "unit", "appraised"
    )
    assert (frozen.version, frozen.frozen_by, frozen.reason) == (1, scored["S01"], "")
    assert list(kept) == [
        ("H01", "civil", "L02", True), ("H02", "civil", "L02", True), ("H03", "civil", "L03", True),
        ("S01", "civil", "L02", True), ("S02", "civil", "L02", True), ("S03", "civil", "L02", True),
        ("S04", "civil", "L02", True), ("S05", "civil", "L03", True), ("S06", "civil", "L03", False),
    ]  # fmt: skip
    line = last_line()
    assert (line.action, line.object_key) == ("freeze_units", "2025:1")
    assert line.after["bases"] == {"civil:L02": 6, "civil:L03": 2}
    assert list(chain_faults("WATER")) == []


def test_what_is_learned_later_waits_until_the_units_are_frozen_anew(scored: Cast) -> None:
    freeze_units(**freezing(scored))
    barred(scored, "S06")
    assert bases(scored) == {"L02": 6, "L03": 3}
    settled = settled_year(scored.bureau, 2025)
    known = {each.number: each.known for each in settled.result.people}
    assert [each.number for each in differences(settled.frozen, known)] == ["S06"]
    later = freezing(scored, at=JANUARY_12)
    assert refused(freeze_units, **later)[0] == "reason"
    frozen = freeze_units(**later, reason="卫东全年援派，更正")
    assert (frozen.version, bases(scored)) == (2, {"L02": 6, "L03": 2})
    assert [each[:2] for each in unit_story(scored.bureau, 2025).freezes] == [(2, "孙丽"), (1, "孙丽")]
    assert "援派" not in str(last_line().after)
    assert refused(freeze_units, **later, reason="再来一次") == (
        "year",
        "Nothing has changed since version 2.",
    )


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"at": NEW_YEARS_EVE - timedelta(days=1)}, "year"),  # that day has not come
        ({"actor": "L01"}, ""),
        ({"actor": "H01"}, ""),
        ({"reason": "长" * 2001}, "reason"),
        ({"reason": "\x00"}, "reason"),
    ],
)
def test_a_freeze_is_refused(scored: Cast, more: dict[str, Any], field: str) -> None:
    if "actor" in more:
        more = {"actor": scored[more["actor"]]}
    assert refused(freeze_units, **freezing(scored, **more))[0] == field
    assert not UnitFreeze.objects.exists()


def test_nobody_freezes_the_units_of_another_bureau(scored: Cast) -> None:
    lake = water_bureau(code="LAKE")
    assert refused(freeze_units, **freezing(scored, actor=lake["S01"]))[0] == ""


def test_a_year_without_people_is_not_frozen(scored: Cast) -> None:
    assert refused(freeze_units, **freezing(scored, year=2019)) == (
        "year",
        "Nobody is appraised in this year.",
    )


def test_decided_seats_are_never_more_than_the_total_of_the_new_snapshot(scored: Cast) -> None:
    """Nine people have two good seats; without three of them there is one."""
    seats: dict[str, Any] = {"bureau": scored.bureau, "year": 2025, "pool": "civil", "grade": "good"}
    told: dict[str, Any] = {"reason": "防汛任务重", "actor": scored["S01"], "at": JANUARY_12}
    freeze_units(**freezing(scored))
    decide_seats(**seats, **told, seats={"L02": 1, "L03": 1})
    assert SeatDecision.objects.get().decided_by == scored["S01"]
    for number in ("S04", "S05", "S06"):
        barred(scored, number)
    anew = freezing(scored, at=JANUARY_12, reason="三人援派")
    assert refused(freeze_units, **anew) == (
        "seats",
        "civil servants, good: 2 seats are decided and the total would be 1. Decide the seats anew first.",
    )
    decide_seats(**seats, **told, seats={"L02": 1})
    freeze_units(**anew)
    (pool,) = settled_year(scored.bureau, 2025).result.pools
    assert (pool.headcount, pool.quotas["good"].total, pool.quotas["good"].excess) == (6, 1, 0)


def test_seats_that_exceed_a_total_which_has_shrunk_are_told(scored: Cast) -> None:
    decide_seats(
        bureau=scored.bureau, year=2025, pool="civil", grade="good", seats={"L02": 2},
        reason="防汛", actor=scored["S01"], at=JANUARY_12,
    )  # fmt: skip
    for number in ("S04", "S05", "S06"):
        barred(scored, number)
    (pool,) = settled_year(scored.bureau, 2025).result.pools
    assert pool.quotas["good"].excess == 1


def test_a_replay_sets_the_freeze_and_the_decided_seats_aside(scored: Cast) -> None:
    plain = settled_line(scored.bureau, 2025, "log-style-2018")
    freeze_units(**freezing(scored))
    decide_seats(
        bureau=scored.bureau, year=2025, pool="civil", grade="good", seats={"L03": 2},
        reason="防汛", actor=scored["S01"], at=JANUARY_12,
    )  # fmt: skip
    UnitMember.objects.filter(person=scored["S06"]).update(unit="L02")
    assert bases(scored) == {"L02": 7, "L03": 2}
    assert settled_line(scored.bureau, 2025, "log-style-2018") == plain


def test_a_final_year_is_not_frozen_and_verifies_by_its_snapshot(scored: Cast) -> None:
    freeze_units(**freezing(scored))
    people = settled_year(scored.bureau, 2025).result.people
    drafts = [GradeDraft(scored[each.number], "competent", "按全年表现") for each in people]
    given: dict[str, Any] = {"bureau": scored.bureau, "year": 2025, "at": JANUARY_12}
    for leader in ("L02", "L03"):
        own = [
            draft
            for draft, each in zip(drafts, people, strict=True)
            if each.unit == leader
        ]  # fmt: skip
        propose_grades(**given, drafts=own, actor=scored[leader])
    decide_grades(**given, drafts=drafts, actor=scored["L01"])
    assert refused(notice_grades, **given, actor=scored["S01"])[0] == "year"
    finalise_year(**given, actor=scored["S01"])
    barred(scored, "S06")
    assert refused(freeze_units, **freezing(scored, reason="迟到的事实"))[1].startswith("This year is final")
    found = [each for each in disagreements(scored.bureau) if each.table == "sealed_results"]
    assert {each.row for each in found} == {"S06 2025"}
