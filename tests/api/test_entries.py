"""Entries by call: the rules and the sight of the pages, one entry however often it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybook.daily.actions.record import record_day
from daybook.daily.models import EntryPerson, LogEntry, LogVersion, Writing
from daybook.ledger.models import LedgerLine
from daybook.monthly.actions.submit import submit_month
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.plans.models import Matter
from tests.api.calls import NOW, TODAY, program_of
from tests.factories import WHOLE, entry_of, last_line, noon
from tests.people import FOUNDED, Cast, water_bureau

MONDAY = date(2026, 3, 30)
GIVEN = {
    "key": "OA-1",
    "work_date": "2026-03-31",
    "start": "09:00",
    "end": "09:40",
    "place": "三楼会议室",
    "people": "陈明",
    "content": "核对台账",
    "measures": "逐项核对",
    "progress": 80,
    "state": "ongoing",
    "outcome": "形成初稿",
}


@pytest.fixture(autouse=True)
def ten_in_the_morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return open_matter(
        bureau=cast.bureau, title="二季度投资", key="M-1", actor=cast["H01"], at=noon(2026, 3, 2)
    )


def internal(cast: Cast, day: date = MONDAY, **said: Any) -> LogEntry:
    """An internal entry of S02, who names nobody."""
    return entry_of(
        cast["S02"],
        day,
        people="",
        visibility="internal",
        internal_reason="petition",
        content="接访甲",
        **said,
    )


class TestRecording:
    def test_it_is_told_as_it_stands(self, cast: Cast, matter: Matter) -> None:
        item = plan_month(
            person=cast["S02"], month="2026-03", lines=[PlanLine("台账", key="PI-1")], at=noon(2026, 3, 2)
        )[0]
        told = program_of(cast["S02"]).told(
            "POST", "/entries", {**GIVEN, "plan_item": item.key, "matter": "M-1"}, 201
        )
        assert told == {
            **GIVEN,
            "person": "S02",
            "name": "钱进",
            "department": "D01",
            "closed": None,
            "half_day": "",
            "plan_item": "PI-1",
            "matter": "M-1",
            "visibility": "open",
            "internal_reason": "",
            "recorded_at": "2026-03-31T10:00:00+08:00",
            "backfill_reason": "",
            "entered_by": None,
            "withdrawn_reason": "",
            "version": 1,
        }
        row = LogEntry.objects.get()
        assert (row.person, row.entered_by) == (cast["S02"], None)
        assert EntryPerson.objects.get().person == cast["S04"]
        line = last_line()
        assert (line.actor, line.action) == ("S02", "record_day")
        assert (len(line.request_id), line.address) == (32, "127.0.0.1")

    def test_the_same_key_again_is_the_same_entry(self, cast: Cast) -> None:
        program = program_of(cast["S02"])
        first = program.told("POST", "/entries", GIVEN, 201)
        lines = LedgerLine.objects.count()
        assert program.told("POST", "/entries", GIVEN, 200) == first
        assert (LogEntry.objects.count(), LedgerLine.objects.count()) == (1, lines)
        taken = (409, [("key", "这个编号已属于另一条日志。")])
        assert program_of(cast["S03"]).refused("POST", "/entries", GIVEN) == taken

    @pytest.mark.parametrize(
        "said", [{"content": "另一件事"}, {"work_date": "2026-03-30"}, {"outcome": None}]
    )
    def test_other_words_under_a_key_that_stands_are_not_dropped(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, said: dict[str, Any]
    ) -> None:
        program = program_of(cast["S02"])
        first = program.told("POST", "/entries", GIVEN, 201)
        otherwise = (409, [("key", "这个编号已用于另一条日志，内容或日期不同；如需更改，请修改那条日志。")])
        assert program.refused("POST", "/entries", {**GIVEN, **said}) == otherwise
        monkeypatch.setattr("daybook.api.queries.entry_keyed", lambda *_asked: None)  # as in a race
        assert program.refused("POST", "/entries", {**GIVEN, **said}) == otherwise
        assert program.told("GET", "/entries/OA-1") == first

    def test_it_is_the_same_entry_however_late_it_is_sent_again(
        self, cast: Cast, ten_in_the_morning: time_machine.Traveller
    ) -> None:
        program = program_of(cast["S02"])
        program.told("POST", "/entries", GIVEN, 201)
        revised = program.told("PATCH", "/entries/OA-1", {"version": 1, "outcome": "已报送"})
        submit_month(person=cast["S02"], month="2026-03", summary="按计划完成。", at=NOW)
        ten_in_the_morning.move_to(noon(2026, 4, 20))
        for outcome in ("形成初稿", "已报送"):
            assert program.told("POST", "/entries", {**GIVEN, "outcome": outcome}, 200) == revised
        assert program.refused("POST", "/entries", {**GIVEN, "outcome": "别的"})[0] == 409

    def test_a_day_recorded_late_needs_a_reason(self, cast: Cast) -> None:
        program = program_of(cast["S02"])
        late = {**GIVEN, "work_date": "2026-03-27"}
        assert program.refused("POST", "/entries", late)[0] == 422
        told = program.told("POST", "/entries", {**late, "backfill_reason": "出差"}, 201)
        assert told["backfill_reason"] == "出差"

    @pytest.mark.parametrize(
        ("said", "fault"),
        [
            ({"work_date": "2026-04-01"}, ("work_date", "不能记未来的日子，请写入计划。")),
            ({"work_date": "2026-03-02"}, ("work_date", "这一天已过补记期，须由上级开锁。")),
            ({"work_date": "2026-02-30"}, ("work_date", "日期请写成 2026-03-31，且须确有这一天。")),
            ({"work_date": 20260331}, ("work_date", "日期请写成 2026-03-31，且须确有这一天。")),
            ({"content": ""}, ("content", "不能为空。")),
            ({"content": "长" * 501}, ("content", "这里最多写 500 个字。")),
            ({"content": "a\x00b"}, ("content", "写法不符合要求，请查看接口文档。")),
            ({"content": None}, ("content", "这一项应写成文字（字符串）。")),
            ({"place": 7}, ("place", "这一项应写成文字（字符串）。")),
            ({"progress": 101}, ("progress", "这一项不大于 100。")),
            ({"progress": "80"}, ("progress", "这一项应为整数。")),
            ({"start": "9:00"}, ("start", "写法不符合要求，请查看接口文档。")),
            ({"start": None}, ("start", None)),
            ({"state": "finished"}, ("state", None)),
            ({"person": "S03"}, ("person", "没有这个字段。")),
            ({"matter": "M-9"}, ("matter", "本单位没有这个编号。")),
            ({"plan_item": "PI-9"}, ("plan_item", "本单位没有这个编号。")),
            ({"visibility": "internal"}, ("internal_reason", None)),
        ],
    )
    def test_what_is_refused_is_told_by_field(
        self, cast: Cast, said: dict[str, Any], fault: tuple[str, str | None]
    ) -> None:
        program = program_of(cast["S02"])
        lines = LedgerLine.objects.count()
        status, faults = program.refused("POST", "/entries", {**GIVEN, **said})
        assert (status, [faults[0][0]], len(faults)) == (422, [fault[0]], 1)
        assert faults[0][1] == fault[1] if fault[1] else faults[0][1].endswith("。")
        assert (LogEntry.objects.count(), LedgerLine.objects.count()) == (0, lines)

    def test_several_faults_are_told_at_once(self, cast: Cast) -> None:
        status, faults = program_of(cast["S02"]).refused("POST", "/entries", {"progress": -1, "x": 1})
        assert (status, [field for field, _ in faults]) == (422, ["progress", "work_date", "content", "x"])

    def test_another_bureaus_matter_is_not_there(self, cast: Cast) -> None:
        other = water_bureau("OTHER")
        open_matter(bureau=other.bureau, title="别局", key="M-O", actor=other["H01"])
        refused = program_of(cast["S02"]).refused("POST", "/entries", {**GIVEN, "matter": "M-O"})
        assert refused == (422, [("matter", "本单位没有这个编号。")])


class TestRevising:
    def test_only_what_is_given_changes(self, cast: Cast) -> None:
        program = program_of(cast["S02"])
        before = program.told("POST", "/entries", GIVEN, 201)
        after = program.told("PATCH", "/entries/OA-1", {"version": 1, "outcome": "已报送", "place": None})
        assert after == {**before, "outcome": "已报送", "place": "", "version": 2}
        assert LogVersion.objects.get().outcome == "形成初稿"

    def test_a_newer_version_is_not_overwritten(self, cast: Cast) -> None:
        program = program_of(cast["S02"])
        program.told("POST", "/entries", GIVEN, 201)
        program.told("PATCH", "/entries/OA-1", {"version": 1, "outcome": "甲"})
        status, faults = program.refused("PATCH", "/entries/OA-1", {"version": 1, "outcome": "乙"})
        assert (status, len(faults)) == (409, 1)
        assert LogEntry.objects.get().outcome == "甲"

    def test_by_its_author_alone(self, cast: Cast) -> None:
        entry = entry_of(cast["S02"], MONDAY)
        for number in ("S01", "H01", "L01"):
            refused = program_of(cast[number]).refused("PATCH", f"/entries/{entry.key}", {"version": 1})
            assert refused == (403, [("", "日志只能由本人修改。")])
            refused = program_of(cast[number]).refused(
                "POST", f"/entries/{entry.key}/withdraw", {"reason": "x"}
            )
            assert refused == (403, [("", "日志只能由本人修改。")])

    def test_a_submitted_month_stands_still(self, cast: Cast) -> None:
        entry = entry_of(cast["S02"], MONDAY)
        submit_month(person=cast["S02"], month="2026-03", summary="按计划完成。", at=NOW)
        program = program_of(cast["S02"])
        for method, path, given in (
            ("PATCH", f"/entries/{entry.key}", {"version": 1, "outcome": "x"}),
            ("POST", f"/entries/{entry.key}/withdraw", {"reason": "x"}),
            ("POST", "/entries", GIVEN),
        ):
            assert program.refused(method, path, given)[0] == 422

    def test_it_is_withdrawn_with_a_reason(self, cast: Cast) -> None:
        entry = entry_of(cast["S02"], MONDAY)
        program = program_of(cast["S02"])
        told = program.told("POST", f"/entries/{entry.key}/withdraw", {"reason": "误记"})
        assert (told["closed"], told["withdrawn_reason"], told["content"]) == ("withdrawn", "误记", None)
        assert program.refused("POST", f"/entries/{entry.key}/withdraw", {"reason": "误记"})[0] == 422
        assert program.refused("POST", f"/entries/{entry.key}/withdraw", {"reason": ""})[0] == 422


class TestSight:
    def test_an_internal_entry_shows_others_only_that_it_exists(self, cast: Cast) -> None:
        entry = internal(cast)
        told = program_of(cast["S03"]).told("GET", f"/entries/{entry.key}")
        assert {name: value for name, value in told.items() if value is not None} == {
            "key": entry.key,
            "person": "S02",
            "name": "钱进",
            "department": "D01",
            "work_date": "2026-03-30",
            "closed": "internal",
            "visibility": "internal",
        }
        listed = program_of(cast["S03"]).told("GET", "/entries")["items"]
        assert listed == [told]
        for number in ("S02", "H01", "L02", "L01", "S01"):
            assert program_of(cast[number]).told("GET", f"/entries/{entry.key}")["content"] == "接访甲"

    def test_nobody_is_told_to_which_matter_it_belongs(self, cast: Cast, matter: Matter) -> None:
        internal(cast, matter=matter)
        assert program_of(cast["S03"]).told("GET", "/entries?matter=M-1")["items"] == []
        assert len(program_of(cast["S02"]).told("GET", "/entries?matter=M-1")["items"]) == 1

    def test_words_find_no_internal_entry(self, cast: Cast) -> None:
        internal(cast)
        assert program_of(cast["S02"]).told("GET", "/entries?q=接访")["items"] == []

    def test_one_in_quarantine_is_told_to_nobody(self, cast: Cast) -> None:
        entry = entry_of(cast["S02"], MONDAY)
        LogEntry.objects.update(quarantined=True)
        for number in ("S02", "H01", "S01"):
            program = program_of(cast[number])
            told = program.told("GET", f"/entries/{entry.key}")
            assert (told["closed"], told["content"], told["recorded_at"]) == ("quarantined", None, None)
        assert program_of(cast["S02"]).refused("PATCH", f"/entries/{entry.key}", {"version": 1})[0] == 422

    def test_a_draft_is_nowhere(self, cast: Cast) -> None:
        Writing.objects.create(
            person=cast["S02"], key="W-1", day=TODAY, fields={"content": "还没写完"}, saved_at=NOW
        )
        program = program_of(cast["S02"])
        assert program.told("GET", "/entries")["items"] == []
        assert program.refused("GET", "/entries/W-1")[0] == 404

    def test_another_bureaus_entries_are_not_there(self, cast: Cast) -> None:
        other = water_bureau("OTHER")
        entry = entry_of(other["S02"], MONDAY)
        nothing = (404, [("", "此处没有您可以查看的内容。")])
        program = program_of(cast["S02"])
        assert program.refused("GET", f"/entries/{entry.key}") == nothing
        assert program.refused("PATCH", f"/entries/{entry.key}", {"version": 1}) == nothing
        assert program.refused("POST", f"/entries/{entry.key}/withdraw", {"reason": "x"}) == nothing
        for asked in ("", "?person=S02", f"?before={entry.key}", "?department=D01"):
            assert program.told("GET", f"/entries{asked}") == {"items": [], "next": None}

    @pytest.mark.parametrize("kind", ["system_admin", "security_admin", "audit_admin"])
    def test_the_three_administrators_have_no_record_to_read(self, cast: Cast, kind: str) -> None:
        grant_right(person=cast["S06"], kind=RightKind(kind), first_day=date(2025, 1, 1), at=FOUNDED)
        program = program_of(cast["S06"])
        for method, path, given in (
            ("GET", "/matters", None),
            ("POST", "/plans/2026-03", {"items": [{"title": "x"}]}),
            ("GET", "/goals/2026?person=S02", None),
        ):
            assert program.refused(method, path, given)[0] == 404, path
        assert program.told("GET", "/people/me")["number"] == "S06"

    @pytest.mark.parametrize("kind", ["system_admin", "security_admin", "audit_admin"])
    def test_an_administrator_keeps_his_own_entries_and_finds_no_others(self, cast: Cast, kind: str) -> None:
        """As on the pages: whoever is appraised keeps a log, whatever else he looks after."""
        other = entry_of(cast["S02"], MONDAY)
        grant_right(person=cast["S06"], kind=RightKind(kind), first_day=date(2025, 1, 1), at=FOUNDED)
        program = program_of(cast["S06"])
        made = program.told("POST", "/entries", {**GIVEN, "key": "OWN-1"}, status=201)
        assert program.told("POST", "/entries", {**GIVEN, "key": "OWN-1"})["key"] == "OWN-1"
        revised = {"version": made["version"], "outcome": "已办"}
        assert program.told("PATCH", "/entries/OWN-1", revised)["outcome"] == "已办"
        for asked in ("", "?person=S06"):
            assert [each["key"] for each in program.told("GET", f"/entries{asked}")["items"]] == ["OWN-1"]
        assert program.told("GET", "/entries?person=S02") == {"items": [], "next": None}
        for method, path, given in (
            ("GET", f"/entries/{other.key}", None),
            ("PATCH", f"/entries/{other.key}", {"version": 1}),
            ("POST", f"/entries/{other.key}/withdraw", {"reason": "x"}),
        ):
            assert program.refused(method, path, given)[0] == 404, path
        taken = program.refused("POST", "/entries", {**GIVEN, "key": other.key})
        assert taken[0] == 409
        program.told("POST", "/entries/OWN-1/withdraw", {"reason": "重复"})


class TestLists:
    def test_filters_and_pages(self, cast: Cast, matter: Matter) -> None:
        keys = [
            entry_of(cast[number], date(2026, 3, day), content=f"巡查{day}", matter=which).key
            for number, day, which in (
                ("S02", 25, matter),
                ("S03", 26, None),
                ("S05", 27, None),
                ("S02", 30, None),
            )
        ][::-1]
        program = program_of(cast["S04"])

        def listed(asked: str) -> list[str]:
            return [each["key"] for each in program.told("GET", f"/entries?{asked}")["items"]]

        assert listed("") == keys
        assert listed("person=S02") == [keys[0], keys[3]]
        assert listed("person=钱进") == []
        assert listed("department=D03") == [keys[1]]
        assert listed("matter=M-1") == [keys[3]]
        assert listed("since=2026-03-26&until=2026-03-27") == keys[1:3]
        assert listed("q=巡查&since=2026-03-27") == keys[:2]
        assert listed("q=巡查&until=2026-03-25") == [keys[3]]
        assert listed("q=、。") == []
        assert listed("before=none") == []
        first = program.told("GET", "/entries?limit=3")
        assert ([each["key"] for each in first["items"]], first["next"]) == (keys[:3], keys[2])
        last = program.told("GET", f"/entries?limit=3&before={first['next']}")
        assert ([each["key"] for each in last["items"]], last["next"]) == (keys[3:], None)

    @pytest.mark.parametrize(
        ("asked", "fault"),
        [
            ("limit=0", ("limit", "这一项不小于 1。")),
            ("limit=101", ("limit", "这一项不大于 100。")),
            ("limit=x", ("limit", "这一项应为整数。")),
            ("since=2026-02-30", ("since", "日期请写成 2026-03-31，且须确有这一天。")),
            ("until=0001-01-01", ("until", "日期请写成 2026-03-31，且须确有这一天。")),
            ("q=%00", ("q", "写法不符合要求，请查看接口文档。")),
            ("persons=S02&limit=5", ("persons", "没有这个字段。")),  # which would have asked for everybody
        ],
    )
    def test_what_does_not_fit_is_told(self, cast: Cast, asked: str, fault: tuple[str, str]) -> None:
        assert program_of(cast["S02"]).refused("GET", f"/entries?{asked}") == (422, [fault])

    def test_as_many_statements_for_one_as_for_thirty(self, cast: Cast) -> None:
        program = program_of(cast["S03"])

        def statements() -> int:
            program.told("GET", "/entries")
            with CaptureQueriesContext(connection) as captured:
                program.told("GET", "/entries")
            return len(captured)

        internal(cast)
        one = statements()
        drafts = [replace(WHOLE, content=f"第{n}件") for n in range(30)]
        record_day(author=cast["S04"], day=MONDAY, drafts=drafts, at=datetime(2026, 3, 30, 10, tzinfo=UTC))
        for _ in range(3):
            internal(cast)
        assert statements() == one <= 15
