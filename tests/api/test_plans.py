"""Goals, plans and matters by call: one's own to write, past the deadline with consent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybook.api.actions import matters
from daybook.ledger.models import LedgerLine
from daybook.monthly.actions.submit import submit_month
from daybook.plans.actions import goals
from daybook.plans.actions.changes import consent_plan_changes
from daybook.plans.actions.goals import close_matter, open_matter, set_annual_goal, set_department_goal
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.plans.models import Matter, PlanChange, PlanItem
from tests.api.calls import NOW, TODAY, program_of
from tests.factories import last_line, noon
from tests.people import Cast, water_bureau

ITEM = {
    "key": "OA-PI-1",
    "title": "投资计划下达",
    "measure": "印发",
    "weight": "1.5",
    "due_date": "2026-04-20",
}
TOLD = {
    **ITEM,
    "annual_goal": None,
    "matter": None,
    "state": None,
    "progress": None,
    "execution": "",
    "visible_progress": "",
    "work_status": "",
}


MATTER = {"key": "OA-2026-0312", "title": "水利投资计划", "department": "D02", "first_day": "2026-03-02"}


@pytest.fixture(autouse=True)
def ten_in_the_morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


class TestPlans:
    def test_until_the_deadline_it_is_ones_own(self, cast: Cast) -> None:
        told = program_of(cast["S02"]).told("POST", "/plans/2026-04", {"items": [ITEM]})
        assert told == {
            "person": "S02",
            "month": "2026-04",
            "deadline": "2026-04-03",
            "submitted": False,
            "items": [TOLD],
            "changes": [],
        }
        assert (last_line().actor, last_line().action) == ("S02", "plan_month")
        assert program_of(cast["S05"]).told("GET", "/plans/2026-04?person=S02") == told

    def test_the_same_key_again_adds_nothing(self, cast: Cast) -> None:
        program = program_of(cast["S02"])
        program.told("POST", "/plans/2026-04", {"items": [ITEM]})
        lines = LedgerLine.objects.count()
        program.told("POST", "/plans/2026-04", {"items": [ITEM]})
        assert LedgerLine.objects.count() == lines
        told = program.told("POST", "/plans/2026-04", {"items": [ITEM, {"title": "另一项"}]})
        assert [each["title"] for each in told["items"]] == ["投资计划下达", "另一项"]
        assert told["items"][1]["weight"] == "1"

    @pytest.mark.parametrize("month", ["2026-04", "2026-03"])  # on time, and past the deadline
    def test_two_items_of_one_key_in_a_call_are_refused(self, cast: Cast, month: str) -> None:
        program = program_of(cast["S02"])
        for standing in (False, True):
            given = {"items": [ITEM, {"title": "另一项", "key": ITEM["key"]}], "reason": "新交办"}
            told = "这次提交中有两项编号相同；请各用一个编号。"
            assert program.refused("POST", f"/plans/{month}", given) == (422, [("key", told)])
            assert PlanItem.objects.count() + PlanChange.objects.count() == int(standing)
            program.told("POST", f"/plans/{month}", {"items": [ITEM], "reason": "新交办"})

    def test_past_the_deadline_it_waits_for_consent(self, cast: Cast) -> None:
        program = program_of(cast["S02"])
        reason = "月计划期限已过：请写明理由，系统将请上级同意。"
        assert program.refused("POST", "/plans/2026-03", {"items": [ITEM]}) == (422, [("reason", reason)])
        given = {"items": [ITEM], "reason": "新交办"}
        for _ in range(2):
            told = program.told("POST", "/plans/2026-03", given)
            assert told["items"] == []
            change = told["changes"][0]
            assert (len(told["changes"]), change["key"], change["kind"]) == (1, "OA-PI-1", "add")
            assert (change["decided_by"], change["consented"], change["reason"]) == (None, False, "新交办")
        consent_plan_changes(changes=[PlanChange.objects.get()], by=cast["H01"], at=NOW)
        told = program.told("POST", "/plans/2026-03", given)
        item, change = told["items"][0], told["changes"][0]
        assert (len(told["items"]), len(told["changes"]), item["title"]) == (1, 1, "投资计划下达")
        assert (change["decided_by"], change["consented"], change["item"]) == ("H01", True, item["key"])

    def test_a_submitted_month_stands_still(self, cast: Cast) -> None:
        submit_month(person=cast["S02"], month="2026-03", summary="按计划完成。", at=NOW)
        program = program_of(cast["S02"])
        given = {"items": [ITEM], "reason": "新交办"}
        assert program.refused("POST", "/plans/2026-03", given)[0] == 422
        assert program.told("GET", "/plans/2026-03")["submitted"] is True

    def test_all_of_them_or_none(self, cast: Cast) -> None:
        set_annual_goal(person=cast["S03"], year=2026, title="别人的", key="AG-3", actor=cast["S03"], at=NOW)
        given = {"items": [ITEM, {"title": "x", "annual_goal": "AG-3"}]}
        assert program_of(cast["S02"]).refused("POST", "/plans/2026-04", given)[0] == 422
        assert PlanItem.objects.count() == 0

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"items": []}, "items"),
            ({"items": [ITEM] * 51}, "items"),
            ({"items": [{**ITEM, "weight": "0"}]}, "weight"),
            ({"items": [{**ITEM, "weight": 1.5}]}, "items.0.weight"),
            ({"items": [{**ITEM, "weight": "1e3"}]}, "items.0.weight"),
            ({"items": [{**ITEM, "title": ""}]}, "items.0.title"),
            ({"items": [{**ITEM, "matter": "M-9"}]}, "matter"),
            ({"items": [{**ITEM, "key": "a b"}]}, "items.0.key"),
            ({"items": {}}, "items"),
            ([], ""),
        ],
    )
    def test_what_does_not_fit_is_told_by_field(self, cast: Cast, said: Any, field: str) -> None:
        status, faults = program_of(cast["S02"]).refused("POST", "/plans/2026-04", said)
        assert (status, faults[0][0]) == (422, field)
        assert PlanItem.objects.count() == 0

    @pytest.mark.parametrize("month", ["2026-13", "2026-3", "1899-12", "2026-04x", "x"])
    def test_what_is_no_month_is_told(self, cast: Cast, month: str) -> None:
        for method, given in (("GET", None), ("POST", {"items": [ITEM]})):
            status, faults = program_of(cast["S02"]).refused(method, f"/plans/{month}", given)
            assert (status, [field for field, _ in faults]) == (422, ["month"])

    def test_another_bureaus_plan_is_not_there(self, cast: Cast) -> None:
        other = water_bureau("OTHER")
        plan_month(person=other["S02"], month="2026-04", lines=[PlanLine("别局")], at=NOW)
        assert program_of(cast["S02"]).told("GET", "/plans/2026-04?person=S02")["items"] == []
        other["S02"].number = "X02"
        other["S02"].save()
        for path in ("/plans/2026-04?person=X02", "/goals/2026?person=X02"):
            assert program_of(cast["S02"]).refused("GET", path)[0] == 404

    def test_as_many_statements_for_one_as_for_thirty(self, cast: Cast) -> None:
        program = program_of(cast["S02"])

        def statements() -> int:
            program.told("GET", "/plans/2026-04")
            with CaptureQueriesContext(connection) as captured:
                program.told("GET", "/plans/2026-04")
            return len(captured)

        plan_month(person=cast["S02"], month="2026-04", lines=[PlanLine("一")], at=NOW)
        one = statements()
        plan_month(person=cast["S02"], month="2026-04", lines=[PlanLine(str(n)) for n in range(29)], at=NOW)
        assert statements() == one <= 15


class TestGoals:
    def test_a_goal_is_set_and_revised(self, cast: Cast) -> None:
        set_department_goal(
            department=cast.departments["D01"], year=2026, title="处室", key="DG-1", actor=cast["H01"], at=NOW
        )
        program = program_of(cast["S02"])
        given = {"key": "AG-1", "title": "编制计划", "measure": "一季度", "department_goal": "DG-1"}
        told = program.told("POST", "/goals/2026", given)
        assert (told["key"], told["person"], told["year"], told["department_goal"]) == (
            "AG-1",
            "S02",
            2026,
            "DG-1",
        )
        program.told("POST", "/goals/2026", {**given, "title": "编制投资计划"})
        listed = program_of(cast["S05"]).told("GET", "/goals/2026?person=S02")["items"]
        assert [each["title"] for each in listed] == ["编制投资计划"]
        status, faults = program_of(cast["S03"]).refused("POST", "/goals/2026", given)
        assert (status, [field for field, _ in faults]) == (422, ["key"])

    @pytest.mark.parametrize("year", ["1899", "2200", "x", "2026-03"])
    def test_what_is_no_year_is_told(self, cast: Cast, year: str) -> None:
        assert program_of(cast["S02"]).refused("GET", f"/goals/{year}")[0] == 422


class TestMatters:
    def test_it_is_handed_over_once(self, cast: Cast) -> None:
        program, another = program_of(cast["S02"]), program_of(cast["S05"])
        told = program.told("POST", "/matters", MATTER, 201)
        assert told == {**MATTER, "department_goal": None, "last_day": None}
        lines = LedgerLine.objects.count()
        assert another.told("POST", "/matters", MATTER, 200) == told
        assert (Matter.objects.count(), LedgerLine.objects.count()) == (1, lines)
        assert program.told("GET", "/matters/OA-2026-0312") == told

    def test_of_two_who_hand_it_over_at_once_the_second_finds_it(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program, another = program_of(cast["S02"]), program_of(cast["S05"])
        told = program.told("POST", "/matters", MATTER, 201)
        lines = LedgerLine.objects.count()
        # The other's transaction is not committed when one looks, and is when one writes.
        unseen = iter([None])
        found = matters._known
        monkeypatch.setattr(matters, "_known", lambda *asked: next(unseen, found(*asked)))
        monkeypatch.setattr(goals, "_known", lambda *_asked: None)
        assert another.told("POST", "/matters", MATTER, 200) == told
        unseen = iter([None])
        assert another.refused("POST", "/matters", {**MATTER, "title": "别的"})[0] == 409
        assert (Matter.objects.count(), LedgerLine.objects.count()) == (1, lines)

    @pytest.mark.parametrize("said", [{"title": "别的"}, {"department": "D01"}, {"department": None}])
    def test_another_one_under_its_key_is_refused(self, cast: Cast, said: dict[str, Any]) -> None:
        program = program_of(cast["S02"])
        program.told("POST", "/matters", MATTER, 201)
        taken = "这个编号已对应另一事项，名称或处室不同。"
        assert program.refused("POST", "/matters", {**MATTER, **said}) == (409, [("key", taken)])

    def test_lists(self, cast: Cast) -> None:
        made = [
            open_matter(
                bureau=cast.bureau, title=f"事项{n}", key=f"M{n}", actor=cast["H01"], at=noon(2026, 3, n)
            )
            for n in (2, 3, 4)
        ]
        close_matter(matter=made[1], last_day=TODAY, actor=cast["H01"], at=NOW)
        program = program_of(cast["S02"])

        def listed(asked: str) -> list[str]:
            return [each["key"] for each in program.told("GET", f"/matters?{asked}")["items"]]

        assert listed("") == ["M4", "M3", "M2"]
        assert listed("open=true") == ["M4", "M2"]
        assert listed("open=false") == ["M3"]
        assert listed("q=事项3") == ["M3"]
        assert listed("department=D02") == []
        assert program.told("GET", "/matters?limit=2")["next"] == "M3"
        assert listed("limit=2&before=M3") == ["M2"]
        assert listed("before=none") == []
        assert program.refused("GET", "/matters?open=vielleicht")[0] == 422

    def test_another_bureaus_matters_are_not_there(self, cast: Cast) -> None:
        other = water_bureau("OTHER")
        open_matter(bureau=other.bureau, title="别局", key="M-O", actor=other["H01"], at=NOW - timedelta(1))
        program = program_of(cast["S02"])
        assert program.told("GET", "/matters") == {"items": [], "next": None}
        assert program.told("GET", "/matters?before=M-O")["items"] == []
        assert program.refused("GET", "/matters/M-O")[0] == 404
        assert program.refused("POST", "/matters", {**MATTER, "department": "D99"}) == (
            422,
            [("department", "本单位没有这个编号。")],
        )
