"""Changes after the deadline: asked for with a reason, answered by the superior, kept in sight."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections

from daybook.org.models import Appointment, Conflict
from daybook.plans.actions.changes import (
    ask_plan_change,
    consent_plan_changes,
    decline_plan_change,
    withdraw_plan_change,
)
from daybook.plans.actions.goals import set_annual_goal
from daybook.plans.actions.items import add_plan_item
from daybook.plans.actions.month import PlanLine
from daybook.plans.actions.seal import seal_plan, unseal_plan
from daybook.plans.enums import ChangeKind, PlanState
from daybook.plans.models import PlanChange, PlanItem
from daybook.plans.queries.changes import changes_waiting_for
from daybook.web.refusals import Refused
from tests.factories import entry_of, last_line, noon, refused
from tests.people import FOUNDED, Cast, water_bureau

IN_TIME, LATE, LATER = noon(2026, 3, 4), noon(2026, 3, 9), noon(2026, 3, 10)
MARCH, DAY = "2026-03", date(2026, 3, 10)
NEW = PlanLine("临时检查", "形成报告", Decimal(2), date(2026, 3, 20))


@pytest.fixture
def item(cast: Cast) -> PlanItem:
    """S03's one item of March, planned in time."""
    line = PlanLine("编制三月计划", "月底前送审", Decimal(1), date(2026, 3, 31))
    return add_plan_item(person=cast["S03"], month=MARCH, line=line, at=IN_TIME)


def asked(cast: Cast, kind: ChangeKind = ChangeKind.ADD, number: str = "S03", **more: Any) -> PlanChange:
    given = {"line": NEW, "reason": "省厅临时布置", "at": LATE, **more}
    return ask_plan_change(person=cast[number], month=MARCH, kind=kind, **given)


def test_asking_changes_nothing_yet(cast: Cast, item: PlanItem) -> None:
    wanted: list[tuple[ChangeKind, dict[str, Any]]] = [
        (ChangeKind.ADD, {}),
        (ChangeKind.REVISE, {"item": item}),
    ]
    for kind, more in wanted:
        change = asked(cast, kind, **more)
        assert (change.title, change.weight, change.decided_at) == ("临时检查", Decimal(2), None)
    assert PlanItem.objects.get().title == "编制三月计划"
    assert last_line().after["kind"] == "revise"
    assert last_line().after["reason"] not in {"", "省厅临时布置"}


def test_an_item_is_added_with_consent(cast: Cast) -> None:
    change = asked(cast)
    consent_plan_changes(changes=[change], by=cast["H02"], at=LATER)
    change.refresh_from_db()
    assert (change.consented, change.decided_by, change.decided_at) == (True, cast["H02"], LATER)
    row = PlanItem.objects.get()
    assert change.item == row
    assert (row.title, row.measure, row.weight, row.due_date) == (
        "临时检查", "形成报告", Decimal(2), date(2026, 3, 20),
    )  # fmt: skip


def test_a_revision_keeps_what_stood_before(cast: Cast, item: PlanItem) -> None:
    change = asked(cast, ChangeKind.REVISE, item=item)
    consent_plan_changes(changes=[change], by=cast["H02"], at=LATER)
    change.refresh_from_db()
    row = PlanItem.objects.get()
    assert (row.pk, row.title, row.weight) == (item.pk, "临时检查", Decimal(2))
    assert (change.old_title, change.old_measure, change.old_weight, change.old_due_date) == (
        "编制三月计划", "月底前送审", Decimal(1), date(2026, 3, 31),
    )  # fmt: skip
    line = last_line()
    assert (line.action, line.before["weight"], line.after["weight"]) == ("consent_plan_change", "1", "2")


def test_what_is_dropped_is_cancelled_and_stays(cast: Cast, item: PlanItem) -> None:
    change = asked(cast, ChangeKind.DROP, item=item, line=None)
    assert change.title == "编制三月计划"
    consent_plan_changes(changes=[change], by=cast["H02"], at=LATER)
    assert PlanItem.objects.get().state == PlanState.CANCELLED


def test_a_change_serves_a_goal_of_its_own_year(cast: Cast) -> None:
    goal = set_annual_goal(
        person=cast["S03"], year=2025, title="去年的目标", actor=cast["S03"], at=noon(2026, 1, 8)
    )
    told = refused(ask_plan_change, **_given(cast, {"line": replace(NEW, annual_goal=goal)}))
    assert told == ("annual_goal", "This goal is one of 2025. Choose one of 2026, or none.")
    change = asked(cast)
    PlanChange.objects.update(annual_goal=goal)  # as a book may bring it
    consent_plan_changes(changes=[change], by=cast["H02"], at=LATER)
    assert (PlanItem.objects.get().title, PlanItem.objects.get().annual_goal) == ("临时检查", None)


def test_a_declined_change_leaves_the_plan_alone(cast: Cast, item: PlanItem) -> None:
    change = asked(cast, ChangeKind.REVISE, item=item)
    assert refused(decline_plan_change, change=change, by=cast["H02"], answer=" ", at=LATER)[0] == "answer"
    assert refused(decline_plan_change, change=change, by=cast["H02"], answer="水" * 501)[0] == "answer"
    decline_plan_change(change=change, by=cast["H02"], answer="按原计划办。", at=LATER)
    change.refresh_from_db()
    assert (change.consented, change.decided_by, change.answer) == (False, cast["H02"], "按原计划办。")
    assert PlanItem.objects.get().title == "编制三月计划"


def test_a_change_is_withdrawn_by_its_person(cast: Cast, item: PlanItem) -> None:
    change = asked(cast, ChangeKind.REVISE, item=item)
    assert refused(withdraw_plan_change, change=change, actor=cast["S04"])[0] == ""
    withdraw_plan_change(change=change, actor=cast["S03"], at=LATER)
    assert refused(consent_plan_changes, changes=[change], by=cast["H02"])[0] == ""
    assert asked(cast, ChangeKind.REVISE, item=item).decided_at is None


@pytest.mark.parametrize("number", ["S03", "S04", "H01", "L02", "L01", "S01"])
def test_only_the_superior_of_the_day_decides(cast: Cast, item: PlanItem, number: str) -> None:
    change = asked(cast, ChangeKind.REVISE, item=item)
    assert refused(consent_plan_changes, changes=[change], by=cast[number], at=LATER) == (
        "", "This needs the consent of the superior.",
    )  # fmt: skip
    assert refused(decline_plan_change, change=change, by=cast[number], answer="不", at=LATER)[0] == ""


def test_the_successor_decides_what_the_predecessor_left(cast: Cast) -> None:
    change = asked(cast)
    cast["H02"].appointments.update(valid_to=date(2026, 3, 9))
    Appointment.objects.create(
        person=cast["S04"], department=cast.departments["D02"], role="department_head",
        valid_from=date(2026, 3, 10), recorded_at=FOUNDED,
    )  # fmt: skip
    cast["S04"].appointments.filter(role="staff").update(valid_to=date(2026, 3, 9))
    assert refused(consent_plan_changes, changes=[change], by=cast["H02"], at=LATER)[0] == ""
    consent_plan_changes(changes=[change], by=cast["S04"], at=LATER)
    assert PlanItem.objects.get().title == "临时检查"


def test_who_is_recused_does_not_decide(cast: Cast) -> None:
    Conflict.objects.create(
        person=cast["S03"], superior=cast["H02"], first_day=date(2026, 1, 1), recorded_at=FOUNDED
    )
    change = asked(cast)
    assert refused(consent_plan_changes, changes=[change], by=cast["H02"], at=LATER)[0] == ""
    consent_plan_changes(changes=[change], by=cast["L02"], at=LATER)


def test_nobody_of_another_bureau_decides(cast: Cast) -> None:
    change, lake = asked(cast), water_bureau(code="LAKE")
    for number in ("H02", "L01"):
        assert refused(consent_plan_changes, changes=[change], by=lake[number], at=LATER)[0] == ""
        assert refused(decline_plan_change, change=change, by=lake[number], answer="不", at=LATER)[0] == ""
    assert changes_waiting_for(lake["H02"], DAY) == []


def test_many_are_consented_to_at_once_or_none(cast: Cast, item: PlanItem) -> None:
    first, second = asked(cast), asked(cast, ChangeKind.REVISE, item=item)
    withdraw_plan_change(change=second, actor=cast["S03"], at=LATER)
    assert refused(consent_plan_changes, changes=[first, second], by=cast["H02"], at=LATER)[0] == ""
    assert PlanItem.objects.get() == item
    third = asked(cast, ChangeKind.DROP, item=item, line=None)
    consent_plan_changes(changes=[first, third], by=cast["H02"], at=LATER)
    assert sorted(PlanItem.objects.values_list("state", flat=True)) == ["", "cancelled"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"reason": "水" * 501}, "reason"),
        ({"line": PlanLine("")}, "title"),
        ({"line": None}, "title"),
        ({"line": PlanLine("检查", weight=Decimal(0))}, "weight"),
        ({"at": IN_TIME}, ""),  # the plan is still one's own
        ({"key": "两 个"}, "key"),
        ({"key": "taken"}, "key"),  # it is S04's
        ({"kind": ChangeKind.REVISE}, ""),  # of nothing
    ],
)
def test_asking_is_refused(cast: Cast, more: dict[str, Any], field: str) -> None:
    asked(cast, number="S04", key="taken")
    assert refused(ask_plan_change, **_given(cast, more))[0] == field
    assert not PlanChange.objects.filter(person=cast["S03"]).exists()


def _given(cast: Cast, more: dict[str, Any]) -> dict[str, Any]:
    known = {"month": MARCH, "kind": ChangeKind.ADD, "line": NEW, "reason": "省厅临时布置", "at": LATE}
    return {"person": cast["S03"], **known, **more}


def test_anothers_item_and_another_month_are_refused(cast: Cast, item: PlanItem) -> None:
    revise = {"kind": ChangeKind.REVISE, "item": item}
    assert refused(ask_plan_change, **_given(cast, {**revise, "person": cast["S04"]}))[0] == ""
    assert refused(ask_plan_change, **_given(cast, {**revise, "month": "2026-02"}))[0] == ""


def test_one_change_of_an_item_waits_at_a_time(cast: Cast, item: PlanItem) -> None:
    asked(cast, ChangeKind.REVISE, item=item)
    again = _given(cast, {"kind": ChangeKind.DROP, "item": item})
    assert refused(ask_plan_change, **again)[1] == "A change of this item waits already; withdraw it first."


def test_the_same_form_sent_twice_is_one_change(cast: Cast) -> None:
    assert asked(cast, key="form-1") == asked(cast, key="form-1")
    assert PlanChange.objects.count() == 1


def test_before_the_deadline_only_dropping_is_asked_for(cast: Cast, item: PlanItem) -> None:
    entry_of(cast["S03"], date(2026, 3, 3), plan_item=item)
    change = asked(cast, ChangeKind.DROP, item=item, line=None, at=IN_TIME)
    consent_plan_changes(changes=[change], by=cast["H02"], at=IN_TIME)
    assert PlanItem.objects.get().state == PlanState.CANCELLED


def test_a_submitted_month_takes_no_change_until_it_is_returned(cast: Cast, item: PlanItem) -> None:
    change = asked(cast, ChangeKind.REVISE, item=item)
    seal_plan(cast["S03"], MARCH)
    assert refused(ask_plan_change, **_given(cast, {}))[0] == "month"
    assert refused(consent_plan_changes, changes=[change], by=cast["H02"], at=LATER)[0] == "month"
    assert refused(decline_plan_change, change=change, by=cast["H02"], answer="不", at=LATER)[0] == "month"
    assert refused(withdraw_plan_change, change=change, actor=cast["S03"], at=LATER)[0] == "month"
    assert changes_waiting_for(cast["H02"], DAY) == []
    unseal_plan(cast["S03"], MARCH)
    assert changes_waiting_for(cast["H02"], DAY) == [change]


def test_the_principal_leader_has_nobody_to_ask(cast: Cast) -> None:
    change = asked(cast, number="L01")
    assert (change.consented, change.decided_by) == (True, cast["L01"])
    assert PlanItem.objects.get().person == cast["L01"]
    assert last_line().action == "decide_plan_change"
    assert asked(cast, number="L02").decided_at is None


@pytest.mark.parametrize("consents", [True, False])
def test_where_the_chain_ends_the_personnel_office_records_what_the_committee_decided(
    cast: Cast, consents: bool
) -> None:
    Appointment.objects.filter(person=cast["L01"]).delete()  # the post is vacant
    change, of_staff = asked(cast, number="L02"), asked(cast)
    assert change.decided_at is None
    waiting = {who: changes_waiting_for(cast[who], DAY) for who in ("S01", "L02", "H02")}
    assert waiting == {"S01": [change], "L02": [], "H02": [of_staff]}

    def decide(by: str) -> None:
        if consents:
            consent_plan_changes(changes=[change], by=cast[by], at=LATER)
        else:
            decline_plan_change(change=change, by=cast[by], answer="经考核委员会研究", at=LATER)

    for number in ("L02", "L03", "H01"):
        assert refused(decide, by=number) == ("", "This needs the consent of the superior.")
    decide("S01")
    change.refresh_from_db()
    assert (change.consented, change.decided_by) == (consents, cast["S01"])


def test_a_personnel_officer_decides_nothing_of_his_own(cast: Cast) -> None:
    for above in ("H01", "L02", "L01"):
        recused = {"person": cast["S01"], "superior": cast[above], "first_day": date(2026, 1, 1)}
        Conflict.objects.create(**recused, recorded_at=FOUNDED)
    change = asked(cast, number="S01")
    assert changes_waiting_for(cast["S01"], DAY) == []
    told = refused(consent_plan_changes, changes=[change], by=cast["S01"], at=LATER)
    assert told == ("", "This needs the consent of the superior.")


def test_what_waits_for_whom(cast: Cast) -> None:
    of_staff, of_head, of_leader = (asked(cast, number=number) for number in ("S03", "H02", "L02"))
    assert changes_waiting_for(cast["H02"], DAY) == [of_staff]
    assert changes_waiting_for(cast["L02"], DAY) == [of_head]
    assert changes_waiting_for(cast["L01"], DAY) == [of_leader]
    assert changes_waiting_for(cast["S04"], DAY) == []


def test_asking_what_waits_costs_the_same_for_one_and_for_thirty(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    asked(cast)
    for count in (1, 30):
        while PlanChange.objects.count() < count:
            asked(cast)
        with django_assert_max_num_queries(3):
            found = changes_waiting_for(cast["H02"], DAY)
            assert [each.person.name for each in found] == ["冯雪"] * count


# Two who decide at once ------------------------------------------------------------------------------------


@pytest.fixture
def standing(transactional_db: None) -> Cast:
    """The cast, committed, so that threads of their own see it."""
    return water_bureau()


def test_of_two_who_decide_at_once_one_wins_and_one_is_told(standing: Cast) -> None:
    change = asked(standing)
    barrier = threading.Barrier(2)
    told: list[str] = []

    def decide(consents: bool) -> None:
        mine = PlanChange.objects.select_related("bureau", "person__bureau").get(pk=change.pk)
        barrier.wait(10)
        try:
            if consents:
                consent_plan_changes(changes=[mine], by=standing["H02"], at=LATER)
            else:
                decline_plan_change(change=mine, by=standing["H02"], answer="不", at=LATER)
            told.append("done")
        except Refused as fault:
            told.append(fault.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=(consents,)) for consents in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == sorted(["done", "这项变更刚刚已经答复或撤回。"]), connection.vendor
    change.refresh_from_db()
    assert PlanItem.objects.count() == int(change.consented)
