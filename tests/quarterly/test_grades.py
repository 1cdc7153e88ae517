"""季度等次: the cap on 好 as the year is settled, and settling it with reasons, one or several at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client
from django.utils import translation

from daybook.annual.commands import settle
from daybook.ledger.models import LedgerLine
from daybook.ledger.queries import chain_faults
from daybook.org.actions.people import grant_right
from daybook.org.actions.states import note_absence
from daybook.org.enums import AbsenceKind, RightKind, Role
from daybook.quarterly.actions.grades import GradeDecision, settle_cap
from daybook.quarterly.models import RoutineGrade
from tests.factories import noon, published, refused
from tests.pages import page, reading, statements, words
from tests.people import SINCE, Cast, join, water_bureau

Q1, APRIL_13 = "2026-Q1", noon(2026, 4, 13)
ADDRESS = f"/quarters/{Q1}/grades"
SCORES = {
    "H01": ("L02", "95"), "H02": ("L02", "93"), "H03": ("L03", "85"),
    "S01": ("H01", "91"), "S02": ("H01", "92"), "S03": ("H02", "90"),
    "S04": ("H02", "88"), "S05": ("H03", "84"), "S06": ("H03", "55"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with translation.override("en"), time_machine.travel(APRIL_13, tick=False):
        yield


@pytest.fixture
def scored(cast: Cast) -> Cast:
    """Nine people with a score: five of them 90 and above, of whom ⌊40 % × 9⌋ = 3 may keep 好."""
    for number, (rater, score) in SCORES.items():
        published(cast[number], Q1, cast[rater], score)
    return cast


def warnings() -> list[str]:
    outcome = CliRunner().invoke(settle, ["2026", "--json"])
    assert outcome.exit_code == 0, outcome.output
    return list(json.loads(outcome.output)["warnings"])


def post(client: Client, **given: str) -> tuple[int, str]:
    sent = {name.replace("__", ":"): text for name, text in given.items()}
    answer = client.post(ADDRESS, sent)
    return answer.status_code, words(answer.content.decode())


def decided() -> dict[str, tuple[str, str]]:
    rows = RoutineGrade.objects.select_related("person")
    return {row.person.number: (row.grade, row.reason) for row in rows}


def test_the_arithmetic_stands_above_the_list_and_the_line_of_the_cap_within(scored: Cast) -> None:
    html = page(reading(scored["S01"]), ADDRESS)
    told = words(html)
    assert "2 people too many are graded “well”" in told
    assert "⌊40% × 9⌋ = ⌊3.6⌋ = 3" in told
    table = told[told.index("in order of score") :]
    order = [table.index(name) for name in ("周文", "吴建国", "钱进", "the cap: 3", "孙丽", "冯雪")]
    assert order == sorted(order)
    assert "your own case: another officer decides it" in told
    assert 'name="grade:S01"' not in html


def test_the_warning_of_the_year_is_gone_once_the_cap_is_settled(scored: Cast) -> None:
    assert warnings() == ["cap_exceeded:2026-Q1"]
    client = reading(scored["S01"])
    status, _told = post(
        client,
        act="settle",
        grade__S02="fairly_well",
        reason__S02="三项时效不及同档",
        grade__S03="fairly_well",
        reason="会商定",
    )
    assert status == 302
    assert decided() == {"S02": ("fairly_well", "三项时效不及同档"), "S03": ("fairly_well", "会商定")}
    assert warnings() == []
    told = words(page(client, ADDRESS))
    assert "too many" not in told
    assert "三项时效不及同档" in told
    assert list(chain_faults("WATER")) == []


def test_a_decision_can_be_decided_again_and_both_stand_in_the_ledger(scored: Cast) -> None:
    client = reading(scored["S01"])
    post(client, act="settle", grade__S02="fairly_well", reason__S02="一")
    post(client, act="settle", seen__S02="fairly_well", grade__S02="well", reason__S02="二")
    assert decided() == {"S02": ("well", "二")}
    first, second = LedgerLine.objects.filter(action="decide_routine_grade").order_by("sequence")
    assert (first.before, set(second.before)) == ({}, {"grade", "reason"})
    assert not {"一", "fairly_well"} & {*second.before.values()}  # sealed


def test_somebody_else_is_decided_up_or_down(scored: Cast) -> None:
    client = reading(scored["S01"])
    assert post(client, act="other", person="陈明", grade="well", reason="急难任务")[0] == 302
    assert decided()["S04"] == ("well", "急难任务")
    status, told = post(client, act="other", person="赵敏", grade="well", reason="好")
    assert (status, "A quarter without a score has no grade." in told) == (422, True)


def test_a_sheet_below_the_least_workdays_gives_no_score_to_grade(scored: Cast) -> None:
    first, last = date(2026, 1, 5), date(2026, 3, 20)
    note_absence(
        person=scored["S04"], kind=AbsenceKind.SICK_LEAVE, first_day=first, last_day=last, at=APRIL_13
    )
    client = reading(scored["S01"])
    status, told = post(client, act="other", person="陈明", grade="well", reason="急难任务")
    assert (status, "A quarter without a score has no grade." in told) == (422, True)
    assert decided() == {}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"act": "settle"}, "Choose a grade for at least one person."),
        ({"act": "settle", "grade__S02": "fairly_well"}, "This may not be empty."),
        ({"act": "settle", "grade__S02": "superb", "reason": "好"}, "Choose a grade."),
        ({"act": "other", "person": "无此人", "grade": "fair", "reason": "差"}, "Nobody is called so."),
        (
            {"act": "other", "person": "S01", "grade": "fair", "reason": "本人"},
            "does not handle his own case",
        ),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_decided(
    scored: Cast, given: dict[str, Any], sentence: str
) -> None:
    status, told = post(reading(scored["S01"]), **given)
    assert (status, sentence in told) == (422, True)
    assert decided() == {}


def test_one_fault_among_several_leaves_all_undecided_and_what_was_typed_stays(scored: Cast) -> None:
    given = {"grade__S02": "fairly_well", "reason__S02": "时效", "grade__S03": "fairly_well"}
    client = reading(scored["S01"])
    sent = {name.replace("__", ":"): text for name, text in given.items()}
    answer = client.post(ADDRESS, {"act": "settle", **sent})
    html = answer.content.decode()
    assert (answer.status_code, decided()) == (422, {})
    assert 'value="时效"' in html
    assert 'id="fault-S03"' in html
    assert 'id="fault-S02"' not in html


def test_what_another_officer_decided_meanwhile_is_not_decided_over(scored: Cast) -> None:
    grant_right(person=scored["S04"], kind=RightKind.PERSONNEL_OFFICE, first_day=SINCE)
    post(reading(scored["S04"]), act="settle", grade__S02="fairly_well", reason="先定")
    status, told = post(reading(scored["S01"]), act="settle", grade__S02="fair", reason="后定")
    assert (status, "Meanwhile somebody has decided “fairly well”" in told) == (422, True)
    assert decided()["S02"] == ("fairly_well", "先定")
    # The officer's own case is the other's.
    assert post(reading(scored["S04"]), act="settle", grade__S01="fairly_well", reason="按序")[0] == 302


def test_the_act_itself_asks_for_the_office(scored: Cast) -> None:
    decisions = [GradeDecision(scored["S02"], "fair", "无")]
    given = {"quarter": Q1, "decisions": decisions, "actor": scored["L01"], "at": APRIL_13}
    assert refused(settle_cap, **given)[0] == "decisions"


@pytest.mark.parametrize("number", ["S02", "H01", "L01"])
def test_only_the_personnel_office_sees_grades_and_decides(scored: Cast, number: str) -> None:
    client = reading(scored[number])
    page(client, ADDRESS, 404)
    assert post(client, act="settle", grade__S02="fair", reason="无")[0] == 404
    assert decided() == {}


def test_a_policy_without_statutory_grades_says_so(db: None) -> None:
    other = water_bureau("OLD", "log-style-2018")
    told = words(page(reading(other["S01"]), ADDRESS))
    assert "The policy knows no routine grades" in told
    status, told = post(reading(other["S01"]), act="other", person="S02", grade="fair", reason="无")
    assert (status, "The policy knows no routine grades" in told) == (422, True)


def test_a_quarter_without_scores_says_so(cast: Cast) -> None:
    assert "Nobody has a score in this quarter" in words(page(reading(cast["S01"]), ADDRESS))


def test_the_page_costs_the_same_for_30_more_people(scored: Cast) -> None:
    client = reading(scored["S01"])
    few = statements(client, ADDRESS)
    for number in range(30):
        join(scored, f"Z{number:02}", f"员{number:02}", Role.STAFF, "D02")
        published(scored[f"Z{number:02}"], Q1, scored["H02"], "91")
    assert statements(client, ADDRESS) == few <= 15
