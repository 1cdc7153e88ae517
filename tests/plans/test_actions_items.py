"""One's own plan until the deadline: added, revised, dropped, taken over, put in from a goal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from daybook.org.models import Person
from daybook.plans.actions.answers import Answer
from daybook.plans.actions.goals import open_matter, set_annual_goal
from daybook.plans.actions.items import (
    PastDeadline,
    Served,
    add_plan_item,
    carry_plan_items,
    drop_plan_item,
    plan_annual_goal,
    revise_plan_item,
)
from daybook.plans.actions.month import PlanLine, answer_plan_item, plan_month
from daybook.plans.actions.seal import seal_plan
from daybook.plans.edition import Overtaken, edition_of
from daybook.plans.enums import PlanState
from daybook.plans.models import AnnualGoal, PlanItem
from daybook.web.refusals import Refused
from tests.factories import entry_of, last_line, noon, refused
from tests.people import Cast, water_bureau

IN_TIME, LATE = noon(2026, 3, 4), noon(2026, 3, 5)  # the third workday of March 2026 is the 4th
MARCH = "2026-03"
LINE = PlanLine("编制三月计划", "月底前送审", Decimal("1.5"), date(2026, 3, 31))


def item_of(person: Person, line: PlanLine = LINE) -> PlanItem:
    return add_plan_item(person=person, month=MARCH, line=line, at=IN_TIME)


def goal_of(person: Person, **more: Any) -> AnnualGoal:
    given = {"year": 2026, "title": "完成年度投资", "measure": "九成以上", "actor": person, **more}
    return set_annual_goal(person=person, at=noon(2026, 1, 8), **given)


def test_a_line_is_added_as_it_was_written(cast: Cast) -> None:
    item = item_of(cast["S03"])
    assert (item.title, item.measure, item.weight, item.due_date) == (
        "编制三月计划", "月底前送审", Decimal("1.5"), date(2026, 3, 31),
    )  # fmt: skip
    assert last_line().action == "plan_month"


def test_the_same_line_sent_twice_is_one_item(cast: Cast) -> None:
    line = replace(LINE, key="form-1")
    assert item_of(cast["S03"], line) == item_of(cast["S03"], line)
    assert PlanItem.objects.count() == 1


def test_a_key_that_is_anothers_is_refused(cast: Cast) -> None:
    line = replace(LINE, key="form-1")
    item_of(cast["S04"], line)
    given: dict[str, Any] = {"person": cast["S03"], "month": MARCH, "line": line, "at": IN_TIME}
    assert refused(add_plan_item, **given)[0] == "key"


def test_an_item_is_revised_and_the_ledger_keeps_both(cast: Cast) -> None:
    item, goal = item_of(cast["S03"]), goal_of(cast["S03"])
    matter = open_matter(bureau=cast.bureau, title="投资清查", actor=cast["S03"])
    line = PlanLine("核对二月台账", "", Decimal(2), None, goal, matter)
    revise_plan_item(item=item, line=line, actor=cast["S03"], at=IN_TIME)
    row = PlanItem.objects.get()
    assert (row.title, row.measure, row.weight, row.due_date) == ("核对二月台账", "", Decimal(2), None)
    assert (row.annual_goal, row.matter) == (goal, matter)
    line_told = last_line()
    assert line_told.before["weight"] == "1.5"
    assert line_told.before["due_date"] == "2026-03-31"
    assert line_told.after["weight"] == "2"
    assert line_told.after["annual_goal"] == goal.key
    assert line_told.before["title"] not in {"", "编制三月计划"}


def test_two_tabs_never_overwrite_each_other_unseen(cast: Cast) -> None:
    item = item_of(cast["S03"])
    opened = edition_of(PlanItem.objects.get())
    assert edition_of(item) == opened
    revise_plan_item(item=item, line=replace(LINE, title="改过一次"), actor=cast["S03"], at=IN_TIME)
    second: dict[str, Any] = {"item": item, "line": replace(LINE, title="另一页"), "actor": cast["S03"]}
    with pytest.raises(Overtaken):
        revise_plan_item(edition=opened, at=IN_TIME, **second)
    assert PlanItem.objects.get().title == "改过一次"
    revise_plan_item(edition=edition_of(PlanItem.objects.get()), at=IN_TIME, **second)
    assert PlanItem.objects.get().title == "另一页"


@pytest.mark.parametrize("change", ["title", "measure", "weight", "due_date", "annual_goal", "matter"])
def test_an_edition_tells_everything_a_form_can_change(cast: Cast, change: str) -> None:
    item = item_of(cast["S03"])
    values: dict[str, Any] = {
        "title": "别的", "measure": "别的", "weight": Decimal(9), "due_date": date(2026, 3, 30),
        "annual_goal": goal_of(cast["S03"]),
        "matter": open_matter(bureau=cast.bureau, title="投资清查", actor=cast["S03"]),
    }  # fmt: skip
    before = edition_of(item)
    setattr(item, change, values[change])
    assert edition_of(item) != before


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (PlanLine("  "), "title"),
        (PlanLine("水" * 201), "title"),
        (PlanLine("编制计划", "水" * 2001), "measure"),
        (PlanLine("编制计划", weight=Decimal(0)), "weight"),
        (PlanLine("编制计划", weight=Decimal("0.00001")), "weight"),
        (PlanLine("编制计划", weight=Decimal(1001)), "weight"),
        (PlanLine("编制\x00计划"), "title"),
    ],
)
def test_a_line_that_does_not_hold_changes_nothing(cast: Cast, line: PlanLine, field: str) -> None:
    item = item_of(cast["S03"])
    assert refused(add_plan_item, person=cast["S03"], month=MARCH, line=line, at=IN_TIME)[0] == field
    assert refused(revise_plan_item, item=item, line=line, actor=cast["S03"], at=IN_TIME)[0] == field
    assert PlanItem.objects.get().title == "编制三月计划"


def test_a_line_serves_ones_own_goal_of_ones_own_bureau(cast: Cast) -> None:
    item, stranger = item_of(cast["S03"]), water_bureau(code="LAKE")["S03"]
    for goal in (goal_of(cast["S04"]), goal_of(stranger)):
        line = replace(LINE, annual_goal=goal)
        field = "annual_goal" if goal.bureau_id == cast.bureau.pk else ""
        assert refused(revise_plan_item, item=item, line=line, actor=cast["S03"], at=IN_TIME)[0] == field
        assert refused(add_plan_item, person=cast["S03"], month=MARCH, line=line, at=IN_TIME)[0] == field


@pytest.mark.parametrize("year", [2025, 2027])
def test_a_line_serves_a_goal_of_its_own_year(cast: Cast, year: int) -> None:
    item, goal = item_of(cast["S03"]), goal_of(cast["S03"], year=year)
    told = ("annual_goal", f"This goal is one of {year}. Choose one of 2026, or none.")
    of_person: dict[str, Any] = {"person": cast["S03"], "month": MARCH, "at": IN_TIME}
    line = replace(LINE, annual_goal=goal)
    assert refused(add_plan_item, line=line, **of_person) == told
    assert refused(plan_month, lines=[LINE, line], **of_person) == told
    assert refused(revise_plan_item, item=item, line=line, actor=cast["S03"], at=IN_TIME) == told
    assert refused(plan_annual_goal, goal=goal, month=MARCH, actor=cast["S03"], at=IN_TIME) == told
    assert PlanItem.objects.get().annual_goal is None


@pytest.mark.parametrize("number", ["S04", "H02", "L01", "S01"])
def test_nobody_else_changes_a_plan(cast: Cast, number: str) -> None:
    item, goal = item_of(cast["S03"]), goal_of(cast["S03"])
    given: dict[str, Any] = {"item": item, "actor": cast[number], "at": IN_TIME}
    assert refused(revise_plan_item, line=LINE, **given)[0] == ""
    assert refused(drop_plan_item, **given)[0] == ""
    assert refused(carry_plan_items, person=cast[number], month="2026-04", items=[item], at=IN_TIME)[0] == ""
    assert refused(plan_annual_goal, goal=goal, month=MARCH, actor=cast[number], at=IN_TIME)[0] == (
        "annual_goal"
    )
    assert PlanItem.objects.count() == 1


def test_a_dropped_item_is_gone(cast: Cast) -> None:
    drop_plan_item(item=item_of(cast["S03"]), actor=cast["S03"], at=IN_TIME)
    assert not PlanItem.objects.exists()
    assert last_line().before["weight"] == "1.5"


def test_what_is_gone_is_neither_revised_nor_dropped_again(cast: Cast) -> None:
    item = item_of(cast["S03"])
    stale = PlanItem.objects.get()
    drop_plan_item(item=item, actor=cast["S03"], at=IN_TIME)
    assert refused(drop_plan_item, item=stale, actor=cast["S03"], at=IN_TIME)[0] == ""
    assert refused(revise_plan_item, item=stale, line=LINE, actor=cast["S03"], at=IN_TIME)[0] == ""


def test_an_item_that_records_serve_is_cancelled_with_the_superiors_word(cast: Cast) -> None:
    item = item_of(cast["S03"])
    entry_of(cast["S03"], date(2026, 3, 3), plan_item=item)
    with pytest.raises(Served):
        drop_plan_item(item=item, actor=cast["S03"], at=IN_TIME)
    word: dict[str, Any] = {"item": item, "actor": cast["S03"], "at": IN_TIME}
    assert refused(drop_plan_item, confirmed_by=cast["L02"], **word)[0] == "consented_by"
    drop_plan_item(confirmed_by=cast["H02"], **word)
    assert PlanItem.objects.get().state == PlanState.CANCELLED
    assert last_line().after["confirmed_by"] == "H02"
    assert refused(revise_plan_item, line=LINE, **word)[1] == "This item is cancelled."


def test_after_the_deadline_the_change_must_be_asked_for(cast: Cast) -> None:
    item, goal = item_of(cast["S03"]), goal_of(cast["S03"])
    acts: list[tuple[Any, dict[str, Any]]] = [
        (add_plan_item, {"person": cast["S03"], "month": MARCH, "line": LINE}),
        (revise_plan_item, {"item": item, "line": LINE, "actor": cast["S03"]}),
        (drop_plan_item, {"item": item, "actor": cast["S03"]}),
        (carry_plan_items, {"person": cast["S03"], "month": MARCH, "items": []}),
        (plan_annual_goal, {"goal": goal, "month": MARCH, "actor": cast["S03"]}),
    ]
    for act, given in acts:
        with pytest.raises(PastDeadline) as found:
            act(at=LATE, **given)
        assert found.value.field == "reason"
    assert PlanItem.objects.get().title == "编制三月计划"


def test_a_submitted_month_stands_still(cast: Cast) -> None:
    item, goal = item_of(cast["S03"]), goal_of(cast["S03"])
    seal_plan(cast["S03"], MARCH)
    acts: list[tuple[Any, dict[str, Any]]] = [
        (add_plan_item, {"person": cast["S03"], "month": MARCH, "line": LINE}),
        (revise_plan_item, {"item": item, "line": LINE, "actor": cast["S03"]}),
        (drop_plan_item, {"item": item, "actor": cast["S03"]}),
        (carry_plan_items, {"person": cast["S03"], "month": MARCH, "items": []}),
        (plan_annual_goal, {"goal": goal, "month": MARCH, "actor": cast["S03"]}),
    ]
    for act, given in acts:
        assert refused(act, at=IN_TIME, **given)[0] == "month"


def test_unfinished_items_are_taken_over_once(cast: Cast) -> None:
    goal = goal_of(cast["S03"])
    first = item_of(cast["S03"], replace(LINE, annual_goal=goal))
    given: dict[str, Any] = {"person": cast["S03"], "month": "2026-04", "at": noon(2026, 4, 1)}
    row = carry_plan_items(items=[first], **given)[0]
    assert (row.month, row.title, row.measure, row.weight, row.annual_goal, row.due_date) == (
        "2026-04", "编制三月计划", "月底前送审", Decimal("1.5"), goal, None,
    )  # fmt: skip
    assert carry_plan_items(items=[first], **given) == []
    assert PlanItem.objects.filter(month="2026-04").count() == 1


def test_in_january_the_goal_of_the_year_that_is_over_is_left_behind(cast: Cast) -> None:
    line = replace(LINE, annual_goal=goal_of(cast["S03"]))
    last = plan_month(person=cast["S03"], month="2026-12", lines=[line], at=noon(2026, 12, 1))
    given: dict[str, Any] = {"person": cast["S03"], "month": "2027-01", "at": noon(2027, 1, 4)}
    row = carry_plan_items(items=last, **given)[0]
    assert (row.title, row.weight, row.annual_goal) == ("编制三月计划", Decimal("1.5"), None)


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        (Answer(PlanState.DONE), False),
        (Answer(PlanState.PARTIAL, 60), True),
        (Answer(PlanState.NOT_DONE), True),
    ],
)
def test_what_is_finished_is_not_taken_over(cast: Cast, answer: Answer, taken: bool) -> None:
    item = answer_plan_item(item=item_of(cast["S03"]), answer=answer, at=noon(2026, 3, 31))
    given: dict[str, Any] = {"person": cast["S03"], "month": "2026-04", "items": [item]}
    if taken:
        assert carry_plan_items(at=noon(2026, 4, 1), **given)[0].state == ""
    else:
        with pytest.raises(Refused):
            carry_plan_items(at=noon(2026, 4, 1), **given)


def test_a_goal_is_put_into_a_month_once(cast: Cast) -> None:
    goal = goal_of(cast["S03"])
    given: dict[str, Any] = {"goal": goal, "month": MARCH, "actor": cast["S03"], "at": IN_TIME}
    item = plan_annual_goal(**given)
    assert (item.title, item.measure, item.annual_goal) == ("完成年度投资", "九成以上", goal)
    assert plan_annual_goal(**given) == item
