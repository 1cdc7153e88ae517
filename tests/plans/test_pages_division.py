"""The division of a department's year: what is whose, and what is nobody's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from daybook.ledger.models import LedgerLine
from daybook.org.models import Right
from daybook.plans.actions.goals import open_matter, set_annual_goal
from daybook.plans.models import AnnualGoal, DepartmentGoal
from tests.factories import noon
from tests.pages import page, reading, statements, words
from tests.people import FOUNDED, Cast, water_bureau
from tests.plans.planning import department_goal, goal_of, sent

D02 = "/plans/2026/departments/D02"
TYPED = {"title": "争取中央资金", "measure": "不少于两批"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 3, 4), tick=False):
        yield


def test_an_undivided_year_says_what_to_do_first(cast: Cast) -> None:
    assert "Write first what the department owes in the year" in words(page(reading(cast["H02"]), D02))
    told = words(page(reading(cast["S05"]), D02))
    assert "once the head divides the year" in told
    assert "Write the first goal" not in told


def test_what_is_whose_and_what_is_nobodys(cast: Cast) -> None:
    cast["S03"].appointments.update(duties="负责投资计划、统计年报")
    first, second = department_goal(cast, key="G-1"), department_goal(cast, title="前期储备", key="G-2")
    goal_of(cast["S03"], "下达投资计划", department_goal=first)
    goal_of(cast["H02"], "组织前期工作")
    goal_of(cast["S05"], "提供防洪项目", department_goal=first)  # of another department
    for number, divides in (("H02", True), ("S05", False)):
        html = page(reading(cast[number]), D02)
        told = words(html)
        goals, people = told.split("People, duties, and what they carry")
        assert "Nobody's goals 1 People without a goal 1" in goals
        assert "冯雪 下达投资计划" in goals
        assert "褚卫 提供防洪项目" in goals
        assert re.search("前期储备 四月底前 nobody's", goals)
        assert "负责投资计划、统计年报 1 下达投资计划 统计年报" in people
        assert "吴建国 department head — — 组织前期工作" in people
        assert "陈明 staff — no goal" in people
        assert ("One goal is nobody's; one person has no goal" in told) is divides
        assert ('class="seal"' in html) is divides
        assert ("flag-act" in html) is divides
    assert second.title in page(reading(cast["H02"]), f"{D02}?assign={second.key}")


@pytest.mark.parametrize("number", ["H02", "L02", "L01", "S01"])
def test_who_divides_in_the_page(cast: Cast, number: str) -> None:
    client = reading(cast[number])
    assert 'name="title"' in page(client, f"{D02}?add=1")
    assert sent(client, D02, "set", key="form-1", **TYPED)["Location"] == D02
    sent(client, D02, "set", key="form-1", **TYPED)
    goal = DepartmentGoal.objects.get()
    assert (goal.department, goal.year, goal.title, goal.measure) == (
        cast.departments["D02"], 2026, "争取中央资金", "不少于两批",
    )  # fmt: skip
    assert 'value="争取中央资金"' in page(client, f"{D02}?edit={goal.key}")
    sent(client, D02, "set", goal=goal.key, title="争取省级资金", measure="一批")
    assert 'value="争取省级资金"' in page(client, f"{D02}?assign={goal.key}")
    sent(client, D02, "assign", goal=goal.key, person="S03", key="form-2", **TYPED)
    sent(client, D02, "assign", goal=goal.key, person="S03", key="form-2", **TYPED)
    annual = AnnualGoal.objects.get()
    assert (annual.person, annual.department_goal, annual.title) == (cast["S03"], goal, "争取中央资金")
    told = words(sent(client, D02, "drop", goal=goal.key).content.decode())
    assert "People's goals or matters come from this goal; it cannot be dropped any more." in told


def test_a_goal_that_nobody_carries_is_dropped(cast: Cast) -> None:
    goal, kept = department_goal(cast), department_goal(cast, title="有事项的目标")
    open_matter(bureau=cast.bureau, title="投资清查", department_goal=kept, actor=cast["H02"])
    head = reading(cast["H02"])
    sent(head, D02, "drop", goal=goal.key)
    sent(head, D02, "drop", goal=kept.key)
    assert list(DepartmentGoal.objects.all()) == [kept]


@pytest.mark.parametrize("number", ["S03", "S04", "H01", "L03", "S05"])
def test_everybody_else_reads(cast: Cast, number: str) -> None:
    goal = department_goal(cast)
    client = reading(cast[number])
    html = page(client, D02)
    assert "投资计划按期下达" in html
    for link in ("?add=", "?edit=", "?assign=", 'name="act"'):
        assert link not in html
    lines = LedgerLine.objects.count()
    for act, more in (("set", TYPED), ("set", {**TYPED, "goal": goal.key}), ("drop", {"goal": goal.key})):
        told = words(sent(client, D02, act, **more).content.decode())
        assert "Only the department's head and leaders divide its work." in told
    for to in {"S03", "S04"} - {number}:
        told = words(sent(client, D02, "assign", goal=goal.key, person=to, **TYPED).content.decode())
        assert "Only the person and the superior set the goals of a year." in told
    assert LedgerLine.objects.count() == lines


def test_bad_input_keeps_what_was_typed_and_changes_nothing(cast: Cast) -> None:
    client, goal = reading(cast["H02"]), department_goal(cast)
    lines = LedgerLine.objects.count()
    for act, more, fault in (
        ("set", {"title": ""}, "This may not be empty."),
        ("set", {"measure": "水" * 2001}, "2000"),
        ("set", {"goal": goal.key, "edition": "0123456789abcdef"}, "This was changed meanwhile."),
        ("assign", {"goal": goal.key}, "Choose who carries the goal."),
        ("assign", {"goal": goal.key, "person": "S99"}, "Choose who carries the goal."),
        ("assign", {"goal": goal.key, "person": "S05"}, "Only the person and the superior"),
        ("assign", {"goal": goal.key, "person": "S03", "title": " "}, "This may not be empty."),
    ):
        html = sent(client, D02, act, **{**TYPED, **more}).content.decode()
        assert fault in words(html), more
        for name, value in TYPED.items():
            if name not in more:
                assert f'value="{value}"' in html, more
    assert LedgerLine.objects.count() == lines


def test_what_is_not_there_is_not_found(cast: Cast) -> None:
    client, lake = reading(cast["H02"]), water_bureau("LAKE")
    goals = [department_goal(cast, "D01").key, department_goal(lake).key, "\x00"]
    for address in ("/plans/2026/departments/D99", "/plans/3000/departments/D02"):
        page(client, address, 404)
        assert sent(client, address, "set", **TYPED).status_code == 404
    for key in goals:
        for asked in ("edit", "assign"):
            assert client.get(D02, {asked: key}).status_code == 404
        for act in ("set", "assign", "drop"):
            assert sent(client, D02, act, goal=key, person="S03", **TYPED).status_code == 404
    for act in ("", "assign", "drop", "give"):
        assert sent(client, D02, act, person="S03", **TYPED).status_code == 404
    department_goal(cast, title="本局的目标")
    assert "本局的目标" not in page(reading(lake["L01"]), D02)
    goal = department_goal(cast)
    told = sent(client, D02, "assign", goal=goal.key, person=lake["S03"].number, **TYPED)
    assert told.status_code == 302
    assert AnnualGoal.objects.get().person == cast["S03"]


@pytest.mark.parametrize("kind", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_do_not_read_it(cast: Cast, kind: str) -> None:
    Right.objects.create(person=cast["S04"], kind=kind, first_day=date(2025, 1, 1), recorded_at=FOUNDED)
    client = reading(cast["S04"])
    page(client, D02, 404)
    assert sent(client, D02, "set", **TYPED).status_code == 404


def test_a_past_year_shows_who_was_there_and_asks_for_nothing(cast: Cast) -> None:
    cast["S04"].appointments.update(valid_to=date(2025, 12, 30))
    set_annual_goal(person=cast["S03"], year=2025, title="去年的目标", actor=cast["S03"])
    last = page(reading(cast["H02"]), D02.replace("2026", "2025"))
    assert "去年的目标" in last
    assert "陈明" not in last
    assert 'class="seal"' not in last
    assert "陈明" not in page(reading(cast["H02"]), D02)


def test_a_department_without_people_says_so(cast: Cast) -> None:
    for number in ("H02", "S03", "S04"):
        cast[number].appointments.update(valid_to=date(2025, 12, 31))
    assert "Nobody is appointed here" in words(page(reading(cast["L02"]), D02))


def test_a_division_costs_the_same_for_one_row_and_for_thirty(cast: Cast) -> None:
    counts = []
    for rows in (1, 30):
        for number in range(DepartmentGoal.objects.count(), rows):
            above = department_goal(cast, title=f"目标{number}")
            goal_of(cast["S03" if number % 2 else "S04"], department_goal=above)
        counts.append([statements(reading(cast[number]), D02) for number in ("H02", "S05")])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 15
