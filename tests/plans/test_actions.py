"""Goals, matters, and the month's plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybook.org.keys import KEY_LENGTH
from daybook.plans.actions.answers import Answer
from daybook.plans.actions.changes import ask_plan_change
from daybook.plans.actions.goals import (
    answer_annual_goal,
    close_matter,
    drop_annual_goal,
    open_matter,
    set_annual_goal,
    set_department_goal,
)
from daybook.plans.actions.month import PlanLine, answer_plan_item, answer_plan_items, plan_month
from daybook.plans.actions.seal import seal_plan, unseal_plan
from daybook.plans.enums import ChangeKind, PlanState
from daybook.plans.models import AnnualGoal, DepartmentGoal, PlanItem
from tests.factories import last_line, noon, refused
from tests.people import Cast, water_bureau

IN_TIME, LATE = noon(2026, 3, 4), noon(2026, 3, 5)  # the third workday of March 2026 is the 4th
JANUARY = noon(2026, 1, 8)


def goal_of(cast: Cast, number: str = "S03", **more: Any) -> dict[str, Any]:
    return {"person": cast[number], "year": 2026, "title": "编制年度投资计划", "at": JANUARY, **more}


@pytest.mark.parametrize("actor", ["H02", "L02", "L01", "S01"])
def test_who_divides_a_departments_work(cast: Cast, actor: str) -> None:
    goal = set_department_goal(
        department=cast.departments["D02"], year=2026, title=" 完成年度投资 ", actor=cast[actor], at=JANUARY
    )
    assert (goal.title, len(goal.key)) == ("完成年度投资", KEY_LENGTH)
    assert last_line().after["title"] not in {"", "完成年度投资"}


@pytest.mark.parametrize("actor", ["S03", "H01", "L03", "S02"])
def test_who_does_not(cast: Cast, actor: str) -> None:
    given: dict[str, Any] = {"department": cast.departments["D02"], "year": 2026, "title": "完成年度投资"}
    assert refused(set_department_goal, actor=cast[actor], at=JANUARY, **given)[0] == ""


def test_a_goal_with_a_standing_key_is_revised(cast: Cast) -> None:
    given: dict[str, Any] = {"department": cast.departments["D02"], "year": 2026, "key": "G-2026.01"}
    first = set_department_goal(title="完成年度投资", actor=cast["H02"], **given)
    second = set_department_goal(title="完成年度投资九成", actor=cast["H02"], **given)
    assert first == second
    assert DepartmentGoal.objects.get().title == "完成年度投资九成"
    assert set(last_line().before) == {"year", "title", "measure"}


def test_a_goal_stays_in_its_year(cast: Cast) -> None:
    of_department: dict[str, Any] = {
        "department": cast.departments["D02"],
        "actor": cast["H02"],
        "key": "G-1",
    }
    of_person: dict[str, Any] = {"person": cast["S03"], "actor": cast["S03"], "key": "A-1"}
    wanted = "This goal stands in 2026 and stays there. Change it there, or set a new goal for 2031."
    for act, given in ((set_department_goal, of_department), (set_annual_goal, of_person)):
        goal = act(year=2026, title="完成年度投资", **given)
        for title in ("完成年度投资", "别的"):
            assert refused(act, year=2031, title=title, **given) == ("key", wanted)
        goal.refresh_from_db()
        assert (goal.year, goal.title) == (2026, "完成年度投资")
        assert act(year=2026, title="完成年度投资九成", **given) == goal
        assert (last_line().before["year"], last_line().after["year"]) == (2026, 2026)


@pytest.mark.parametrize("actor", ["S03", "H02", "L02", "L01", "S01"])
def test_who_sets_a_persons_goals(cast: Cast, actor: str) -> None:
    assert set_annual_goal(**goal_of(cast, actor=cast[actor])).person == cast["S03"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"actor": "S04"}, ""),
        ({"actor": "H01"}, ""),
        ({"title": "  "}, "title"),
        ({"title": "水" * 201}, "title"),
        ({"key": "两 个"}, "key"),
        ({"key": "taken"}, "key"),  # it is S04's
    ],
)
def test_an_annual_goal_is_refused(cast: Cast, given: dict[str, Any], field: str) -> None:
    set_annual_goal(**goal_of(cast, "S04", actor=cast["S04"], key="taken"))
    actor = cast[given.pop("actor", "S03")]
    assert refused(set_annual_goal, **goal_of(cast, actor=actor, **given))[0] == field


def test_nothing_of_another_bureau(cast: Cast) -> None:
    lake = water_bureau(code="LAKE")
    foreign = set_department_goal(
        department=lake.departments["D02"], year=2026, title="完成年度投资", actor=lake["H02"], at=JANUARY
    )
    given = goal_of(cast, actor=cast["S03"], department_goal=foreign)
    assert refused(set_annual_goal, **given) == ("", "This does not belong to this bureau.")
    assert refused(set_annual_goal, **goal_of(cast, actor=lake["L01"]))[0] == ""
    divided: dict[str, Any] = {"department": cast.departments["D02"], "year": 2026, "title": "完成年度投资"}
    assert refused(set_department_goal, actor=lake["L01"], **divided)[0] == ""


def test_a_goal_is_answered_by_its_person(cast: Cast) -> None:
    goal = set_annual_goal(**goal_of(cast, actor=cast["H02"]))
    answer = Answer(PlanState.PARTIAL, 70, "已完成前期", "形成初稿", "正常")
    assert refused(answer_annual_goal, goal=goal, answer=answer, actor=cast["H02"])[0] == ""
    answer_annual_goal(goal=goal, answer=answer, actor=cast["S03"])
    goal.refresh_from_db()
    assert (goal.state, goal.progress, goal.execution, goal.visible_progress, goal.work_status) == (
        "partial", 70, "已完成前期", "形成初稿", "正常",
    )  # fmt: skip


def test_an_answer_leaves_alone_what_the_goal_says(cast: Cast) -> None:
    goal = set_annual_goal(**goal_of(cast, actor=cast["S03"], key="A-1"))
    set_annual_goal(**goal_of(cast, actor=cast["H02"], key="A-1", title="完成投资九成", measure="逐月核对"))
    answer_annual_goal(goal=goal, answer=Answer(PlanState.DONE), actor=cast["S03"])
    goal.refresh_from_db()
    assert (goal.title, goal.measure, goal.state) == ("完成投资九成", "逐月核对", "done")


def test_a_goal_that_was_dropped_is_not_answered_back_into_being(cast: Cast) -> None:
    goal = set_annual_goal(**goal_of(cast, actor=cast["S03"]))
    drop_annual_goal(goal=AnnualGoal.objects.get(), actor=cast["H02"])
    told = refused(answer_annual_goal, goal=goal, answer=Answer(PlanState.DONE), actor=cast["S03"])
    assert told == ("", "This goal is not there any more.")
    assert not AnnualGoal.objects.exists()


def test_a_matter_opens_and_closes(cast: Cast) -> None:
    matter = open_matter(
        bureau=cast.bureau, title="青龙河水毁修复", department=cast.departments["D03"],
        first_day=date(2026, 7, 1), key="M-1", actor=cast["S05"],
    )  # fmt: skip
    again: dict[str, Any] = {"bureau": cast.bureau, "title": "又一个", "key": "M-1", "actor": cast["S05"]}
    assert refused(open_matter, **again)[0] == "key"
    assert refused(close_matter, matter=matter, last_day=date(2026, 6, 1), actor=cast["S05"])[0] == "last_day"
    assert close_matter(matter=matter, last_day=date(2026, 9, 30), actor=cast["S06"]).last_day == date(
        2026, 9, 30
    )


def test_a_matter_is_opened_by_somebody_of_the_bureau(cast: Cast) -> None:
    stranger = water_bureau(code="LAKE")["S03"]
    assert refused(open_matter, bureau=cast.bureau, title="青龙河", actor=stranger)[0] == "person"


def planned(cast: Cast, *titles: str, **more: Any) -> list[PlanItem]:
    given: dict[str, Any] = {"person": cast["S03"], "month": "2026-03", "at": IN_TIME, **more}
    return plan_month(lines=[PlanLine(title) for title in titles], **given)


def test_a_plan_in_time_is_the_persons_own(cast: Cast) -> None:
    first, second = planned(cast, "编制三月计划", "核对二月台账")
    assert first.key < second.key
    assert first.weight == Decimal(1)
    assert last_line().after["consented_by"] == ""


def test_a_later_line_needs_the_superiors_consent(cast: Cast) -> None:
    late: dict[str, Any] = {
        "person": cast["S03"],
        "month": "2026-03",
        "lines": [PlanLine("临时任务")],
        "at": LATE,
    }
    wanted = ("consented_by", "This needs the consent of the superior.")
    assert refused(plan_month, **late) == wanted
    assert refused(plan_month, consented_by=cast["L02"], **late) == wanted
    planned(cast, "临时任务", at=LATE, consented_by=cast["H02"])
    assert last_line().after["consented_by"] == "H02"


def test_consent_comes_from_the_same_bureau(cast: Cast) -> None:
    late: dict[str, Any] = {
        "person": cast["S03"],
        "month": "2026-03",
        "lines": [PlanLine("临时任务")],
        "at": LATE,
    }
    assert refused(plan_month, consented_by=water_bureau(code="LAKE")["H02"], **late)[0] == "consented_by"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (PlanLine(""), "title"),
        (PlanLine("编制计划", weight=Decimal(0)), "weight"),
        (PlanLine("编制计划", measure="水" * 2001), "measure"),
        (PlanLine("编制计划", key="a b"), "key"),
        (PlanLine("编制计划", key="taken"), "key"),
    ],
)
def test_a_plan_line_is_refused_and_nothing_kept(cast: Cast, line: PlanLine, field: str) -> None:
    plan_month(person=cast["S04"], month="2026-03", lines=[PlanLine("既有", key="taken")], at=IN_TIME)
    given: dict[str, Any] = {
        "person": cast["S03"],
        "month": "2026-03",
        "lines": [PlanLine("好的一行"), line],
        "at": IN_TIME,
    }
    assert refused(plan_month, **given)[0] == field
    assert not cast["S03"].plan_items.exists()


@pytest.mark.parametrize("month", ["2026-13", "2026-3", "0000-01", "March"])
def test_a_month_is_written_in_one_way(cast: Cast, month: str) -> None:
    given: dict[str, Any] = {"person": cast["S03"], "month": month, "lines": [PlanLine("编制计划")]}
    assert refused(plan_month, **given) == ("month", "A month is written like 2026-03.")


def test_a_month_outside_the_employment_has_no_plan(cast: Cast) -> None:
    person = cast["S03"]  # since January 2025
    person.employed_to = date(2026, 3, 2)
    person.save()
    given: dict[str, Any] = {"person": person, "lines": [PlanLine("编制计划")], "consented_by": cast["H02"]}
    asked: dict[str, Any] = {"person": person, "kind": ChangeKind.ADD, "line": PlanLine("编制计划")}
    words = (
        "This month lies before the employment began or after it ended; choose another month, or ask the "
        "personnel office to correct the dates."
    )
    for month, at in (("2024-12", LATE), ("2026-04", IN_TIME)):
        assert refused(plan_month, month=month, at=at, **given) == ("month", words)
        assert refused(ask_plan_change, month=month, reason="补记", at=at, **asked) == ("month", words)
    for month in ("2025-01", "2026-03"):  # employed for a day of it
        assert plan_month(month=month, at=LATE, **given)
        assert ask_plan_change(month=month, reason="补记", at=LATE, **asked).month == month


def test_a_line_serves_a_goal_of_its_own_person(cast: Cast) -> None:
    goal = set_annual_goal(**goal_of(cast, "S04", actor=cast["S04"]))
    given: dict[str, Any] = {"person": cast["S03"], "month": "2026-03", "at": IN_TIME}
    assert refused(plan_month, lines=[PlanLine("编制计划", annual_goal=goal)], **given)[0] == "annual_goal"


def test_a_sealed_plan_stands_still_until_it_is_opened(cast: Cast) -> None:
    item = planned(cast, "编制三月计划")[0]
    seal_plan(cast["S03"], "2026-03")
    seal_plan(cast["S03"], "2026-03")
    again: dict[str, Any] = {
        "person": cast["S03"],
        "month": "2026-03",
        "lines": [PlanLine("再加")],
        "at": IN_TIME,
    }
    assert refused(plan_month, **again)[0] == "month"
    assert refused(answer_plan_item, item=item, answer=Answer(PlanState.DONE))[0] == "month"
    unseal_plan(cast["S03"], "2026-03")
    assert answer_plan_item(item=item, answer=Answer(PlanState.DONE)).state == "done"


def test_items_are_answered_one_by_one(cast: Cast) -> None:
    first, second = planned(cast, "编制三月计划", "核对二月台账")
    answers = {first: Answer(PlanState.DONE, execution="按期完成"), second: Answer(PlanState.PARTIAL, 60)}
    answer_plan_items(person=cast["S03"], month="2026-03", answers=answers, at=noon(2026, 3, 31))
    rows = PlanItem.objects.order_by("key").values_list("state", "progress", "execution")
    assert list(rows) == [("done", None, "按期完成"), ("partial", 60, "")]
    assert last_line().after[second.key]["progress"] == 60


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (Answer(PlanState.PARTIAL), "progress"),
        (Answer(PlanState.CANCELLED), "consented_by"),
        (Answer("paused"), "state"),  # type: ignore[arg-type]
        (Answer(PlanState.DONE, work_status="水" * 2001), "work_status"),
    ],
)
def test_an_answer_is_refused(cast: Cast, answer: Answer, field: str) -> None:
    item = planned(cast, "编制三月计划")[0]
    assert refused(answer_plan_item, item=item, answer=answer, at=noon(2026, 3, 31))[0] == field


def test_a_cancelled_item_has_the_superiors_word(cast: Cast) -> None:
    item = planned(cast, "编制三月计划")[0]
    answer_plan_item(
        item=item, answer=Answer(PlanState.CANCELLED), confirmed_by=cast["H02"], at=noon(2026, 3, 31)
    )
    assert last_line().after["confirmed_by"] == "H02"
    again = {"item": item, "answer": Answer(PlanState.DONE), "at": noon(2026, 3, 31)}
    assert refused(answer_plan_item, **again) == ("", "This item is cancelled.")
    assert PlanItem.objects.get().state == "cancelled"


def test_anothers_item_is_refused(cast: Cast) -> None:
    item = planned(cast, "编制三月计划")[0]
    given: dict[str, Any] = {
        "person": cast["S04"],
        "month": "2026-03",
        "answers": {item: Answer(PlanState.DONE)},
    }
    assert refused(answer_plan_items, **given)[0] == ""


def test_planning_costs_the_same_for_one_line_and_for_thirty(cast: Cast) -> None:
    counts = []
    for count, month in ((1, "2026-05"), (30, "2026-06")):
        lines = [PlanLine("编制计划")] * count
        with CaptureQueriesContext(connection) as statements:
            plan_month(person=cast["S03"], month=month, lines=lines, at=JANUARY)
        counts.append(len(statements))
    assert counts[0] == counts[1]
