"""The acts of the year: seats, grades, notice, the end."""

from __future__ import annotations

from copy import copy
from typing import Any

import pytest

from daybook.annual.actions.close import finalise_year, notice_grades
from daybook.annual.actions.grades import (
    GradeDraft,
    decide_grade,
    decide_grades,
    propose_grade,
    propose_grades,
)
from daybook.annual.actions.seats import decide_seats
from daybook.annual.models import Decision, SealedResult, Seat
from daybook.annual.queries.settled import settled_year
from daybook.ledger.queries import chain_faults
from daybook.rules.result import PersonResult
from tests.annual.scored import publish_year, vote
from tests.factories import last_line, noon, refused
from tests.people import Cast, water_bureau

JANUARY_12, JANUARY_14 = noon(2026, 1, 12), noon(2026, 1, 14)
NOTICE_OVER = noon(2026, 1, 22)  # five workdays after the 14th end on the 21st

SCORES = {
    "H01": "92",
    "H02": "89",
    "H03": "91",
    "S01": "92",
    "S02": "88",
    "S03": "91",
    "S04": "84",
    "S05": "93",
    "S06": "87",
}


@pytest.fixture
def scored(cast: Cast) -> Cast:
    """The cast with four published quarters each, and a poll."""
    for number, score in SCORES.items():
        publish_year(cast[number], 2025, (score,) * 4)
        vote(cast[number], 2025, "AABAB")
    return cast


# Seats ------------------------------------------------------------------------------------------------------


def seats_of(cast: Cast, seats: dict[str, int], **more: Any) -> dict[str, Any]:
    given = {"bureau": cast.bureau, "year": 2025, "pool": "civil", "grade": "good", "seats": seats}
    return {**given, "reason": "防汛任务重", "actor": cast["S01"], "at": JANUARY_12, **more}


def test_decided_seats_replace_those_of_the_rule(scored: Cast) -> None:
    decide_seats(**seats_of(scored, {"L02": 1, "L03": 1}))
    decide_seats(**seats_of(scored, {"L03": 2}))
    kept = Seat.objects.order_by("unit").values_list("unit", "seats", "reason")
    assert list(kept) == [("L02", 0, "防汛任务重"), ("L03", 2, "防汛任务重")]
    assert last_line().before == {"seats": {"L02": 1, "L03": 1}}
    (pool,) = settled_year(scored.bureau, 2025).result.pools
    assert [unit.seats["good"] for unit in pool.units] == [0, 2]


@pytest.mark.parametrize(
    ("seats", "more", "field"),
    [
        ({"L02": 2, "L03": 1}, {}, "seats"),  # the total is ⌊9 × 0.30⌋ = 2
        ({"L02": -1}, {}, "seats"),
        ({"L09": 1}, {}, "unit"),
        ({"L02": 1}, {"pool": "support"}, "pool"),
        ({"L02": 1}, {"grade": "competent"}, "pool"),
        ({"L02": 1}, {"reason": " "}, "reason"),
        ({"L02": 1}, {"actor": "L01"}, ""),
    ],
)
def test_seats_are_refused(scored: Cast, seats: dict[str, int], more: dict[str, Any], field: str) -> None:
    if "actor" in more:
        more = {"actor": scored[more["actor"]]}
    assert refused(decide_seats, **seats_of(scored, seats, **more))[0] == field
    assert not Seat.objects.exists()


# Grades -----------------------------------------------------------------------------------------------------


def results(cast: Cast) -> dict[str, PersonResult]:
    return {each.number: each for each in settled_year(cast.bureau, 2025).result.people}


def suggested(cast: Cast, unit: str = "") -> list[GradeDraft]:
    """A draft as suggested for everybody (of a unit)."""
    return [
        GradeDraft(cast[number], each.suggested or "")
        for number, each in results(cast).items()
        if unit in {"", each.unit}
    ]


def proposed(cast: Cast) -> Cast:
    for leader in ("L02", "L03"):
        drafts = suggested(cast, leader)
        propose_grades(bureau=cast.bureau, year=2025, drafts=drafts, actor=cast[leader], at=JANUARY_12)
    return cast


def decided(cast: Cast) -> Cast:
    drafts = suggested(proposed(cast))
    decide_grades(
        bureau=cast.bureau,
        year=2025,
        drafts=drafts,
        actor=cast["L01"],
        decided_by="局党组会议",
        at=JANUARY_12,
    )
    return cast


def test_what_is_suggested(scored: Cast) -> None:
    assert {number: each.suggested for number, each in results(scored).items()} == {
        "H01": "excellent", "H02": "good", "H03": "good", "S01": "competent", "S02": "competent",
        "S03": "competent", "S04": "competent", "S05": "competent", "S06": "competent",
    }  # fmt: skip


def test_every_stage_is_a_version_of_its_own(scored: Cast) -> None:
    decided(scored)
    rows = Decision.objects.filter(person=scored["H01"]).order_by("version")
    assert [(row.version, row.stage, row.grade, row.decided_by) for row in rows] == [
        (1, "proposed", "excellent", "李为民"),
        (2, "decided", "excellent", "局党组会议"),
    ]
    assert last_line().action == "decide_grade"
    assert "competent" not in str(last_line().after)
    assert list(chain_faults("WATER")) == []


@pytest.mark.parametrize(
    ("actor", "number", "grade", "reason", "field"),
    [
        ("L03", "H01", "excellent", "", "person"),  # another leader's unit
        ("L01", "H01", "excellent", "", "person"),  # the principal leader proposes only his own
        ("H01", "S02", "competent", "", "person"),
        ("S01", "S02", "competent", "", "person"),
        ("L02", "L03", "competent", "", "person"),  # leaders are not appraised here
        ("L02", "S04", "good", "拟表扬", "grade"),  # a routine score below 85
        ("L02", "S01", "superb", "", "grade"),
        ("L02", "S01", "basically_competent", "", "reason"),
    ],
)
def test_a_proposal_is_refused(  # noqa: PLR0917  # one column each
    scored: Cast, actor: str, number: str, grade: str, reason: str, field: str
) -> None:
    given: dict[str, Any] = {"person": scored[number], "year": 2025, "grade": grade, "reason": reason}
    assert refused(propose_grade, actor=scored[actor], at=JANUARY_12, **given)[0] == field
    assert not Decision.objects.exists()


def test_a_departure_has_its_reason(scored: Cast) -> None:
    made = propose_grade(
        person=scored["S03"],
        year=2025,
        grade="basically_competent",
        reason="第四季度两次逾期",
        actor=scored["L02"],
    )
    assert made.reason == "第四季度两次逾期"


def test_no_unit_has_more_than_its_seats(scored: Cast) -> None:
    propose_grade(person=scored["H01"], year=2025, grade="excellent", actor=scored["L02"])
    given: dict[str, Any] = {
        "person": scored["S01"],
        "year": 2025,
        "grade": "excellent",
        "reason": "防汛立功",
    }
    assert refused(propose_grade, actor=scored["L02"], **given) == (
        "grade",
        "The unit of 李为民 has 1 seats of excellent.",
    )
    both = [
        GradeDraft(scored["H01"], "competent", "让出名额"),
        GradeDraft(scored["S01"], "excellent", "防汛立功"),
    ]
    made = propose_grades(bureau=scored.bureau, year=2025, drafts=both, actor=scored["L02"])
    assert [row.version for row in made] == [2, 1]


def test_a_missing_total_needs_a_reason_and_a_tie_does_not(scored: Cast) -> None:
    from daybook.annual.actions.grades import departs

    each = copy(results(scored)["H01"])
    each.suggested, each.why = None, ["tie:excellent"]
    assert not departs(each, "good")
    each.why = ["too_few_quarters"]
    assert departs(each, "competent")


def test_what_was_not_proposed_is_not_decided(scored: Cast) -> None:
    given: dict[str, Any] = {"person": scored["S02"], "year": 2025, "grade": "competent", "at": JANUARY_12}
    assert refused(decide_grade, actor=scored["L01"], **given)[1] == "The grade of 钱进 was not proposed."


@pytest.mark.parametrize(
    ("actor", "number", "allowed"),
    [
        ("L01", "S02", True),
        ("S01", "S02", True),
        ("S01", "S01", False),  # an officer's own grade
        ("L02", "S02", False),
        ("H01", "S02", False),
    ],
)
def test_who_decides(scored: Cast, actor: str, number: str, allowed: bool) -> None:
    proposed(scored)
    given: dict[str, Any] = {"person": scored[number], "year": 2025, "grade": "competent", "at": JANUARY_12}
    if allowed:
        assert decide_grade(actor=scored[actor], **given).decided_by == scored[actor].name
    else:
        assert refused(decide_grade, actor=scored[actor], **given)[0] == "person"


def test_another_bureau_decides_nothing(scored: Cast) -> None:
    proposed(scored)
    lake = water_bureau(code="LAKE")
    given: dict[str, Any] = {"person": scored["S02"], "year": 2025, "grade": "competent"}
    assert refused(decide_grade, actor=lake["L01"], **given)[0] == "person"
    foreign = [GradeDraft(lake["S02"], "competent")]
    whole: dict[str, Any] = {"bureau": scored.bureau, "year": 2025, "drafts": foreign, "actor": scored["L02"]}
    assert refused(propose_grades, **whole)[0] == "person"


# Notice and end ---------------------------------------------------------------------------------------------


def closing(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"bureau": cast.bureau, "year": 2025, "actor": cast["S01"], "at": JANUARY_14, **more}


def test_a_year_runs_to_its_end(scored: Cast) -> None:
    decided(scored)
    assert [row.person.number for row in notice_grades(**closing(scored))] == ["H01"]
    assert refused(notice_grades, **closing(scored)) == ("year", "There is nothing to put up.")
    assert refused(finalise_year, **closing(scored, at=noon(2026, 1, 21))) == (
        "year",
        "The public notice is not over.",
    )
    final = finalise_year(**closing(scored, at=NOTICE_OVER))
    assert {row.stage for row in final} == {"final"}
    assert len(final) == SealedResult.objects.count() == len(SCORES)
    sealed = SealedResult.objects.get(person=scored["H01"])
    assert sealed.figures["suggested_grade"] == "excellent"
    assert list(chain_faults("WATER")) == []


def test_a_final_year_stands(scored: Cast) -> None:
    decided(scored)
    notice_grades(**closing(scored))
    finalise_year(**closing(scored, at=NOTICE_OVER))
    sentence = ("year", "This year is final; it changes only by a reopened decision.")
    later = noon(2026, 2, 2)
    assert refused(finalise_year, **closing(scored, at=later)) == sentence
    assert refused(notice_grades, **closing(scored, at=later)) == sentence
    assert refused(decide_seats, **seats_of(scored, {"L02": 1})) == sentence
    given: dict[str, Any] = {
        "person": scored["S02"],
        "year": 2025,
        "grade": "competent",
        "actor": scored["L02"],
    }
    assert refused(propose_grade, **given) == sentence


def test_nobody_is_left_behind(scored: Cast) -> None:
    proposed(scored)
    missing = "Without a decision: H01、H02、H03、S01、S02、S03、S04、S05、S06."
    for act in (notice_grades, finalise_year):
        assert refused(act, **closing(scored)) == ("year", missing)


def test_the_notice_comes_first(scored: Cast) -> None:
    decided(scored)
    assert refused(finalise_year, **closing(scored, at=NOTICE_OVER)) == (
        "year",
        "Put up the public notice first.",
    )


@pytest.mark.parametrize("act", [notice_grades, finalise_year])
def test_the_personnel_office_closes(scored: Cast, act: Any) -> None:
    decided(scored)
    assert refused(act, **closing(scored, actor=scored["L01"]))[0] == ""


def test_a_policy_without_notice_goes_straight_to_the_end(db: None) -> None:
    cast = water_bureau(policy="log-style-2018")
    for number, score in SCORES.items():
        publish_year(cast[number], 2025, (score,) * 4)
        vote(cast[number], 2025, "AABAB")
    decided(cast)
    assert refused(notice_grades, **closing(cast)) == ("year", "The policy knows no public notice.")
    assert len(finalise_year(**closing(cast))) == len(SCORES)
