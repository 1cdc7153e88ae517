"""A month's page: the plan written in place, and asked for after the deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from daybook.ledger.models import LedgerLine
from daybook.org.models import Right
from daybook.plans.actions.answers import Answer
from daybook.plans.actions.changes import consent_plan_changes, decline_plan_change
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.items import add_plan_item
from daybook.plans.actions.month import PlanLine, answer_plan_item
from daybook.plans.actions.seal import seal_plan
from daybook.plans.enums import ChangeKind, PlanState
from daybook.plans.models import PlanChange, PlanItem
from tests.factories import entry_of, noon
from tests.pages import page, reading, statements, words
from tests.people import FOUNDED, Cast, water_bureau
from tests.plans.planning import LATE, MARCH, asked_of, goal_of, item_of, sent

ADDRESS = f"/months/{MARCH}/plan"
THEIRS = f"/months/{MARCH}/people/S03/plan"
TYPED = {"title": "核对台账", "measure": "逐项核对", "weight": "2", "due_date": "2026-03-20"}


@pytest.fixture(autouse=True)
def in_time() -> Iterator[time_machine.Traveller]:
    """The last day on which the plan is one's own."""
    with time_machine.travel(noon(2026, 3, 4), tick=False) as traveller:
        yield traveller


@pytest.fixture
def late(in_time: time_machine.Traveller) -> None:
    """After the deadline."""
    in_time.move_to(LATE)


@pytest.fixture
def mine(cast: Cast) -> Client:
    """S03, of the planning department."""
    return reading(cast["S03"])


def told(client: Client, address: str = ADDRESS) -> str:
    return words(page(client, address))


# Reading ---------------------------------------------------------------------------------------------------


def test_an_empty_month_says_what_to_do_first(cast: Cast, mine: Client) -> None:
    assert "until 4 March, 24:00" in told(mine)
    assert "write the first item below" in told(mine)
    others = told(reading(cast["S04"]), THEIRS)
    assert "The items of the month stand here once it is planned." in others
    assert "Add an item" not in others


def test_a_plan_is_a_table_with_the_weights_added_up(cast: Cast, mine: Client) -> None:
    matter = open_matter(bureau=cast.bureau, title="投资清查", key="M-1", actor=cast["S03"])
    goal = goal_of(cast["S03"])
    item_of(cast["S03"], weight=Decimal("1.5"), annual_goal=goal, matter=matter, measure="送审")
    cancelled = item_of(cast["S03"], "原定培训", weight=Decimal(4))
    answer_plan_item(item=cancelled, answer=Answer(PlanState.CANCELLED), confirmed_by=cast["H02"])
    for client, address in ((mine, ADDRESS), (reading(cast["S05"]), THEIRS)):
        html = page(client, address)
        assert "编制三月计划 送审 完成年度投资 Matter:投资清查 — 1.5 —" in words(html)
        assert "Weights of the items that count 1.5" in words(html)
        assert 'href="/feed?matter=M-1"' in html
        assert '<tr class="is-out"' in html


def test_ones_own_month_has_one_address(cast: Cast, mine: Client) -> None:
    assert mine.get(THEIRS)["Location"] == ADDRESS


def test_a_plan_is_open_to_the_whole_bureau_and_nobody_else(cast: Cast) -> None:
    item_of(cast["S03"])
    for number in ("S05", "H01", "L03", "S01"):
        assert "编制三月计划" in told(reading(cast[number]), THEIRS)
    other = water_bureau("OTHER")
    assert "编制三月计划" not in told(reading(other["L01"]), THEIRS)
    page(reading(cast["S05"]), f"/months/{MARCH}/people/S99/plan", 404)


@pytest.mark.parametrize("kind", ["system_admin", "security_admin", "audit_admin"])
def test_an_administrator_sees_the_own_plan_only(cast: Cast, kind: str) -> None:
    Right.objects.create(person=cast["S06"], kind=kind, first_day=date(2025, 1, 1), recorded_at=FOUNDED)
    client = reading(cast["S06"])
    page(client, THEIRS, 404)
    assert "Plan of March 2026" in told(client)
    assert 'href="/people/' not in page(client, ADDRESS)
    change = asked_of(cast["S03"])
    assert sent(client, f"/months/{MARCH}/people/S05/plan", "consent", change=change.key).status_code == 404


@pytest.mark.parametrize("month", ["2026-13", "2026-3", "March", "0000-01", "2026-03%00"])
def test_what_is_no_month_leads_nowhere(cast: Cast, mine: Client, month: str) -> None:
    page(mine, f"/months/{month}/plan", 404)
    page(mine, f"/months/{month}/people/S04/plan", 404)
    assert sent(mine, f"/months/{month}/plan", "add", **TYPED).status_code == 404


@pytest.mark.parametrize("asked", ["edit", "drop", "carry", "goal"])
@pytest.mark.parametrize("key", ["nothing", "theirs", "%00"])
def test_a_form_opens_on_ones_own_only(cast: Cast, mine: Client, asked: str, key: str) -> None:
    item_of(cast["S04"], key="theirs")
    goal_of(cast["S04"], key="theirs")
    page(mine, f"{ADDRESS}?{asked}={key}", 404)


# Writing in time -------------------------------------------------------------------------------------------


def test_an_item_is_added_and_the_cursor_waits_for_the_next(cast: Cast, mine: Client) -> None:
    goal = goal_of(cast["S03"])
    answer = sent(mine, ADDRESS, "add", annual_goal=goal.key, key="form-1", **TYPED)
    assert answer["Location"] == f"{ADDRESS}?add=1"
    row = PlanItem.objects.get()
    assert (row.title, row.measure, row.weight, row.due_date, row.annual_goal) == (
        "核对台账", "逐项核对", Decimal(2), date(2026, 3, 20), goal,
    )  # fmt: skip
    form = page(mine, f"{ADDRESS}?add=1").split('id="add"')[1]
    assert re.search(r'name="title"[^>]* value=""[^>]* autofocus', form)
    sent(mine, ADDRESS, "add", key="form-1", **TYPED)
    assert PlanItem.objects.count() == 1


BAD = (
    ({"title": " "}, "This may not be empty."),
    ({"title": "水" * 201}, "200"),
    ({"weight": "0"}, "A weight is greater than 0."),
    ({"weight": "heavy"}, "Enter a number."),
    ({"weight": "1.23456"}, "4 decimal places"),
    ({"weight": "NaN"}, "Enter a number."),
    ({"due_date": "20 March"}, "A day is written 2026-03-31."),
    ({"annual_goal": "gone"}, "This goal is not there any more."),
    ({"matter": "gone"}, "This matter is not there any more."),
    ({"measure": "水\x00"}, "Null characters are not allowed."),
)


@pytest.mark.parametrize(("bad", "fault"), BAD)
def test_bad_input_keeps_what_was_typed_and_changes_nothing(
    cast: Cast, mine: Client, bad: dict[str, str], fault: str
) -> None:
    item = item_of(cast["S03"])
    lines = LedgerLine.objects.count()
    for act in ("add", "revise"):
        html = sent(mine, ADDRESS, act, item=item.key, **{**TYPED, **bad}).content.decode()
        assert fault in words(html)
        assert 'aria-invalid="true"' in html
        kept = {**TYPED, **bad}
        for name in ("measure", "due_date"):
            if name not in bad:
                assert f'value="{kept[name]}"' in html
    assert LedgerLine.objects.count() == lines
    assert PlanItem.objects.get().title == "编制三月计划"


def test_an_item_is_revised_in_its_row(cast: Cast, mine: Client) -> None:
    item = item_of(cast["S03"], weight=Decimal("1.5"), due_date=date(2026, 3, 31))
    row = page(mine, f"{ADDRESS}?edit={item.key}").split('class="is-writing"')[1].split("</tr>")[0]
    for value in ("编制三月计划", "1.5", "2026-03-31"):
        assert f'value="{value}"' in row
    assert 'name="reason"' not in row
    edition = re.search(r'name="edition" value="(\w+)"', row)
    assert edition
    answer = sent(mine, ADDRESS, "revise", item=item.key, edition=edition[1], **TYPED)
    assert answer["Location"] == f"{ADDRESS}#items"
    assert PlanItem.objects.get().title == "核对台账"


def test_what_was_changed_meanwhile_is_shown_beside_what_was_typed(cast: Cast, mine: Client) -> None:
    item = item_of(cast["S03"])
    answer = sent(mine, ADDRESS, "revise", item=item.key, edition="0123456789abcdef", **TYPED)
    html = answer.content.decode()
    assert "Now it says: 编制三月计划; —; weight 1." in words(html)
    assert 'value="核对台账"' in html
    edition = re.search(r'name="edition" value="(\w{16})"', html)
    assert edition
    sent(mine, ADDRESS, "revise", item=item.key, edition=edition[1], **TYPED)
    assert PlanItem.objects.get().title == "核对台账"


def test_an_item_is_dropped(cast: Cast, mine: Client) -> None:
    assert sent(mine, ADDRESS, "drop", item=item_of(cast["S03"]).key)["Location"] == f"{ADDRESS}#items"
    assert not PlanItem.objects.exists()


def test_what_records_serve_is_asked_to_be_cancelled(cast: Cast, mine: Client) -> None:
    item = item_of(cast["S03"])
    entry_of(cast["S03"], date(2026, 3, 3), plan_item=item)
    html = sent(mine, ADDRESS, "drop", item=item.key).content.decode()
    assert "Records serve this item already" in words(html)
    assert 'name="reason"' in html
    answer = sent(mine, ADDRESS, "drop", item=item.key, reason="上级调整", key="form-1")
    assert answer["Location"] == f"{ADDRESS}#changes"
    assert PlanChange.objects.get().kind == ChangeKind.DROP


def test_last_months_unfinished_items_come_over_with_one_tap(cast: Cast, mine: Client) -> None:
    item_of(cast["S03"], "一件")
    done = item_of(cast["S03"], "两件")
    third = item_of(cast["S03"], "三件")
    answer_plan_item(item=done, answer=Answer(PlanState.DONE))
    april = "/months/2026-04/plan"
    side = told(mine, april).split("Left from last month")[1]
    assert "一件 Take over" in side
    assert "两件" not in side
    keys = [item.key for item in PlanItem.objects.exclude(pk=done.pk)]
    assert sent(mine, april, "carry", item=third.key)["Location"] == f"{april}#items"
    assert "三件 from last month" in told(mine, april)
    sent(mine, april, "carry", item=keys)
    assert sorted(PlanItem.objects.filter(month="2026-04").values_list("title", flat=True)) == [
        "一件", "三件",
    ]  # fmt: skip
    assert "Left from last month" not in told(mine, april)
    assert sent(mine, april, "carry", item=item_of(cast["S04"]).key).status_code == 404


def test_a_goal_goes_into_the_month_with_one_tap(cast: Cast, mine: Client) -> None:
    goal = goal_of(cast["S03"], "完成年度投资")
    assert "完成年度投资 Put in" in told(mine)
    sent(mine, ADDRESS, "goal", item=goal.key)
    assert PlanItem.objects.get().annual_goal == goal
    assert "Put in" not in told(mine)
    assert sent(mine, ADDRESS, "goal", item=goal_of(cast["S04"]).key).status_code == 404


@pytest.mark.parametrize("act", ["", "delete", "consent"])
def test_an_act_that_is_none_is_not_found(cast: Cast, mine: Client, act: str) -> None:
    assert sent(mine, ADDRESS, act, **TYPED).status_code == 404


@pytest.mark.parametrize("act", ["revise", "drop", "goal", "withdraw"])
def test_nobody_acts_on_anothers(cast: Cast, late: None, mine: Client, act: str) -> None:
    with time_machine.travel(noon(2026, 3, 4), tick=False):
        theirs = item_of(cast["S04"], key="theirs")
        goal_of(cast["S04"], key="theirs")
    asked_of(cast["S04"], key="theirs")
    given = {**TYPED, "reason": "改", "item": "theirs"}
    answer = sent(mine, ADDRESS, act, **given)
    assert (answer.status_code == 404) is (act != "withdraw")
    theirs.refresh_from_db()
    assert theirs.title == "编制三月计划"
    assert PlanChange.objects.get().decided_at is None
    lake = water_bureau("LAKE")
    assert sent(reading(lake["S04"]), ADDRESS, act, **given).status_code == 404


# Asking after the deadline ---------------------------------------------------------------------------------


def test_after_the_deadline_the_same_form_asks_for_the_change(cast: Cast, late: None, mine: Client) -> None:
    with time_machine.travel(noon(2026, 3, 4), tick=False):
        item = item_of(cast["S03"])
    assert "The plan stands; 吴建国 consents to every change" in told(mine)
    row = page(mine, f"{ADDRESS}?edit={item.key}").split('class="is-writing"')[1]
    assert 'name="reason"' in row
    answer = sent(mine, ADDRESS, "revise", item=item.key, reason="上级要求", key="form-1", **TYPED)
    assert answer["Location"] == f"{ADDRESS}#changes"
    html = page(mine, ADDRESS)
    assert "One change waits for 吴建国's consent" in words(html)
    assert "<del>编制三月计划</del> → <ins>核对台账</ins>" in html
    assert "上级要求" in words(html)
    assert PlanItem.objects.get().title == "编制三月计划"


def test_a_form_opened_before_midnight_asks_for_the_reason_after_it(
    cast: Cast, late: None, mine: Client
) -> None:
    for act, more in (("add", {}), ("revise", {"item": "mine"}), ("drop", {"item": "mine"})):
        with time_machine.travel(noon(2026, 3, 4), tick=False):
            PlanItem.objects.filter(key="mine").delete()
            item_of(cast["S03"], key="mine")
        html = sent(mine, ADDRESS, act, **{**TYPED, **more}).content.decode()
        assert "The plan was one's own until 4 March." in words(html)
        assert 'name="reason"' in html
        assert ('value="核对台账"' in html) is (act != "drop")
    assert PlanItem.objects.get().title == "编制三月计划"


def test_a_reason_is_needed_and_nothing_is_lost(cast: Cast, late: None, mine: Client) -> None:
    html = sent(mine, ADDRESS, "add", reason=" ", **TYPED).content.decode()
    assert "This may not be empty." in words(html)
    assert 'value="核对台账"' in html
    assert not PlanChange.objects.exists()


def test_a_new_item_is_asked_for_from_last_month_or_a_goal(cast: Cast, late: None, mine: Client) -> None:
    february(cast, "核对台账")
    goal = goal_of(cast["S03"])
    carry = PlanItem.objects.get()
    for asked, value in ((f"carry={carry.key}", "核对台账"), (f"goal={goal.key}", "完成年度投资")):
        form = page(mine, f"{ADDRESS}?{asked}").split('id="add"')[1]
        assert f'value="{value}"' in form
        assert 'name="reason"' in form
    sent(mine, ADDRESS, "add", reason="接续上月", key="form-1", **TYPED)
    sent(mine, ADDRESS, "add", reason="接续上月", key="form-1", **TYPED)
    assert PlanChange.objects.get().kind == ChangeKind.ADD


def test_a_waiting_change_is_withdrawn_and_stays_in_sight(cast: Cast, late: None, mine: Client) -> None:
    change = asked_of(cast["S03"])
    sent(mine, ADDRESS, "withdraw", item=change.key)
    assert "withdrawn" in told(mine).split("Changes of the plan")[1]
    assert "decided or withdrawn meanwhile" in words(
        sent(mine, ADDRESS, "withdraw", item=change.key).content.decode()
    )


def test_what_was_answered_stays_in_sight_for_everybody(cast: Cast, late: None, mine: Client) -> None:
    with time_machine.travel(noon(2026, 3, 4), tick=False):
        item = item_of(cast["S03"], measure="送审")
    asked = asked_of(cast["S03"], "编制新版计划", kind=ChangeKind.REVISE, item=item)
    consent_plan_changes(changes=[asked], by=cast["H02"])
    decline_plan_change(change=asked_of(cast["S03"]), by=cast["H02"], answer="放到四月。")
    asked_of(cast["L01"])
    for client, address in ((mine, ADDRESS), (reading(cast["S05"]), THEIRS)):
        html = page(client, address)
        changes = words(html).split("Changes of the plan")[1]
        assert "吴建国 consented" in changes
        assert "吴建国 declined" in changes
        assert "放到四月。" in changes
        assert "<del>编制三月计划</del> → <ins>编制新版计划</ins>" in html
        assert "<del>送审</del> → none" in html.replace("\n", "")
        assert "Consent" not in changes.replace("Changes", "")
    own = told(reading(cast["S05"]), f"/months/{MARCH}/people/L01/plan")
    assert "stands by the person's own word" in own


def test_a_submitted_month_is_read_only_and_keeps_what_was_typed(cast: Cast, mine: Client) -> None:
    item = item_of(cast["S03"])
    opened = page(mine, f"{ADDRESS}?edit={item.key}")
    assert 'name="title"' in opened
    seal_plan(cast["S03"], MARCH)
    shown = page(mine, ADDRESS)
    assert "This month is submitted" in words(shown)
    assert 'name="act"' not in shown
    for act, more in (("add", {}), ("revise", {"item": item.key})):
        html = sent(mine, ADDRESS, act, **{**TYPED, **more}).content.decode()
        assert "This month is submitted; it can be changed once it is returned." in words(html)
        assert 'value="核对台账"' in html
    assert "it can be changed once it is returned" in words(
        sent(mine, ADDRESS, "drop", item=item.key).content.decode()
    )
    assert PlanItem.objects.get().title == "编制三月计划"


def february(cast: Cast, title: str) -> None:
    """An item of the month before, planned in time."""
    line = PlanLine(title)
    add_plan_item(person=cast["S03"], month="2026-02", line=line, at=noon(2026, 2, 3))


# Cost ------------------------------------------------------------------------------------------------------


def test_a_month_costs_the_same_for_one_row_and_for_thirty(cast: Cast, late: None, mine: Client) -> None:
    addresses = {"S03": ADDRESS, "H02": THEIRS, "S05": THEIRS}
    counts: list[dict[str, int]] = []
    for rows in (1, 30):
        fill(cast, rows)
        counts.append({who: statements(reading(cast[who]), at) for who, at in addresses.items()})
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 15, counts


def fill(cast: Cast, rows: int) -> None:
    """So many items, goals, matters, changes and unfinished items of last month."""
    for number in range(PlanItem.objects.filter(month=MARCH).count(), rows):
        more: dict[str, Any] = {"annual_goal": goal_of(cast["S03"], f"目标{number}")}
        more["matter"] = open_matter(
            bureau=cast.bureau, title=f"线索{number}", department=cast.departments["D02"], actor=cast["S03"]
        )
        february(cast, f"上月{number}")
        with time_machine.travel(noon(2026, 3, 4), tick=False):
            item = item_of(cast["S03"], f"本月{number}", **more)
        change = asked_of(cast["S03"], f"改为{number}", kind=ChangeKind.REVISE, item=item)
        if number % 2:
            consent_plan_changes(changes=[change], by=cast["H02"])
