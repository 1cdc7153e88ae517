"""A person's year: duties, goals, what serves them; read by all, written by the person and the line above."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from daybook.ledger.models import LedgerLine
from daybook.org.models import Right
from daybook.plans.actions.answers import Answer
from daybook.plans.actions.goals import answer_annual_goal
from daybook.plans.enums import PlanState
from daybook.plans.models import AnnualGoal
from tests.factories import noon
from tests.pages import page, reading, statements, words
from tests.people import FOUNDED, Cast, water_bureau
from tests.plans.planning import MARCH, department_goal, goal_of, item_of, sent

MINE, THEIRS = "/plans/2026", "/plans/2026/people/S03"
TYPED = {"title": "编制年度计划", "measure": "四月底前"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 3, 4), tick=False):
        yield


def test_an_empty_year_says_what_to_do_first(cast: Cast) -> None:
    assert "Begin with the duties of the post" in words(page(reading(cast["S03"]), MINE))
    told = words(page(reading(cast["S04"]), THEIRS))
    assert "once the head divides the work" in told
    assert "Add a goal" not in told


def test_a_goal_stands_with_where_it_comes_from_and_what_serves_it(cast: Cast) -> None:
    cast["S03"].appointments.update(duties="负责投资计划、统计年报")
    goal = goal_of(cast["S03"], "完成年度投资", measure="九成以上", department_goal=department_goal(cast))
    answer = Answer(PlanState.PARTIAL, 40, visible_progress="下达两批")
    answer_annual_goal(goal=goal, answer=answer, actor=cast["S03"])
    item_of(cast["S03"], "核对台账", annual_goal=goal)
    item_of(cast["S03"], "整理档案")
    for number, address in (("S03", MINE), ("S05", THEIRS)):
        html = page(reading(cast[number]), address)
        told = words(html)
        assert "完成年度投资 九成以上 Visible progress:下达两批 投资计划按期下达" in told
        assert "核对台账 Mar partly done 40%" in told
        assert "Serves no goal 整理档案 Mar" in told
        assert "Duties 负责投资计划、统计年报 No goal speaks of 统计年报" in told
        month = f"/months/{MARCH}/plan" if number == "S03" else f"/months/{MARCH}/people/S03/plan"
        assert f'href="{month}"' in html
        assert "Mar planned" in told
        assert "Apr not planned yet" in told


def test_ones_own_year_has_one_address(cast: Cast) -> None:
    assert reading(cast["S03"]).get(THEIRS)["Location"] == MINE


@pytest.mark.parametrize("number", ["S03", "H02", "L02", "L01", "S01"])
def test_who_sets_goals_in_the_page(cast: Cast, number: str) -> None:
    client, address = reading(cast[number]), MINE if number == "S03" else THEIRS
    form = page(client, f"{address}?add=1")
    assert 'name="title"' in form
    above = department_goal(cast)
    answer = sent(client, address, "set", key="form-1", department_goal=above.key, **TYPED)
    assert answer["Location"] == f"{address}#goals"
    sent(client, address, "set", key="form-1", department_goal=above.key, **TYPED)
    goal = AnnualGoal.objects.get()
    assert (goal.person, goal.title, goal.measure, goal.department_goal) == (
        cast["S03"], "编制年度计划", "四月底前", above,
    )  # fmt: skip
    assert 'value="编制年度计划"' in page(client, f"{address}?edit={goal.key}")
    sent(client, address, "set", goal=goal.key, title="编制三年计划")
    goal.refresh_from_db()
    assert (goal.title, goal.department_goal) == ("编制三年计划", None)
    sent(client, address, "drop", goal=goal.key)
    assert not AnnualGoal.objects.exists()


@pytest.mark.parametrize("number", ["S04", "H01", "L03", "S05"])
def test_who_does_not(cast: Cast, number: str) -> None:
    client, goal = reading(cast[number]), goal_of(cast["S03"])
    assert "Add a goal" not in words(page(client, THEIRS))
    lines = LedgerLine.objects.count()
    for act, more in (("set", TYPED), ("set", {**TYPED, "goal": goal.key}), ("drop", {"goal": goal.key})):
        answer = sent(client, THEIRS, act, **more)
        assert "Only the person and the superior set the goals of a year." in words(answer.content.decode())
    assert LedgerLine.objects.count() == lines


def test_bad_input_keeps_what_was_typed_and_changes_nothing(cast: Cast) -> None:
    client, goal = reading(cast["S03"]), goal_of(cast["S03"])
    lines = LedgerLine.objects.count()
    for more, fault in (
        ({"title": " "}, "This may not be empty."),
        ({"title": "水" * 201}, "200"),
        ({"measure": "水" * 2001}, "2000"),
        ({"department_goal": "gone"}, "This goal is not there any more."),
        ({"edition": "0123456789abcdef", "goal": goal.key}, "This was changed meanwhile."),
    ):
        html = sent(client, MINE, "set", **{**TYPED, **more}).content.decode()
        assert fault in words(html)
        for name, value in TYPED.items():
            if name not in more:
                assert f'value="{value}"' in html
    assert LedgerLine.objects.count() == lines


def test_a_goal_is_not_moved_into_another_year(cast: Cast) -> None:
    goal_of(cast["S03"], key="G1")
    html = sent(reading(cast["S03"]), "/plans/2027", "set", key="G1", **TYPED).content.decode()
    assert "This goal stands in 2026 and stays there. Change it there" in words(html)
    assert f'value="{TYPED["title"]}"' in html
    assert AnnualGoal.objects.get().year == 2026


def test_a_key_that_is_anothers_is_told_in_sight(cast: Cast) -> None:
    goal_of(cast["S04"], key="G1")
    html = sent(reading(cast["S03"]), MINE, "set", key="G1", **TYPED).content.decode()
    assert "This key is another's." in words(html)
    assert AnnualGoal.objects.get().person == cast["S04"]


def test_a_goal_that_items_serve_stays(cast: Cast) -> None:
    goal = goal_of(cast["S03"])
    item_of(cast["S03"], annual_goal=goal)
    client = reading(cast["S03"])
    assert 'value="drop"' not in page(client, MINE)
    told = words(sent(client, MINE, "drop", goal=goal.key).content.decode())
    assert "Plan items serve this goal; it cannot be dropped any more." in told


def test_what_is_not_there_is_not_found(cast: Cast) -> None:
    client, theirs = reading(cast["S03"]), goal_of(cast["S04"])
    lake = water_bureau("LAKE")
    page(client, "/plans/2026/people/S99", 404)
    page(client, "/plans/3000", 404)
    page(client, "/plans/3000/people/S04", 404)
    assert client.get("/plans/3000/people/S03").status_code == 404
    for key in (theirs.key, goal_of(lake["S03"]).key, "%00"):
        page(client, f"{MINE}?edit={key}", 404)
        assert sent(client, MINE, "set", goal=key.replace("%00", "\x00"), **TYPED).status_code == 404
        assert sent(client, MINE, "drop", goal=key.replace("%00", "\x00")).status_code == 404
    for act in ("", "give", "drop"):
        assert sent(client, MINE, act, **TYPED).status_code == 404
    goal_of(cast["S03"], "本局的目标")
    assert "本局的目标" not in words(page(reading(lake["L01"]), THEIRS))


@pytest.mark.parametrize("kind", ["system_admin", "security_admin", "audit_admin"])
def test_an_administrator_sees_the_own_goals_only(cast: Cast, kind: str) -> None:
    Right.objects.create(person=cast["S06"], kind=kind, first_day=date(2025, 1, 1), recorded_at=FOUNDED)
    client = reading(cast["S06"])
    page(client, THEIRS, 404)
    assert 'href="/people/' not in page(client, MINE)


def test_another_year_is_that_years(cast: Cast) -> None:
    goal_of(cast["S03"])
    for year in (2025, 2027):
        html = page(reading(cast["S03"]), f"/plans/{year}")
        assert "完成年度投资" not in html
        assert f'href="/months/{year}-12/plan"' in html


def test_a_year_costs_the_same_for_one_row_and_for_thirty(cast: Cast) -> None:
    counts = []
    above = department_goal(cast)
    for rows in (1, 30):
        for number in range(AnnualGoal.objects.count(), rows):
            goal = goal_of(cast["S03"], f"目标{number}", department_goal=above)
            item_of(cast["S03"], f"事项{number}", annual_goal=goal)
        counts.append(
            [statements(reading(cast[number]), at) for number, at in (("S03", MINE), ("S05", THEIRS))]
        )
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 15
