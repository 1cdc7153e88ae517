"""The draft of a summary: from the rows alone, each sentence with its sources, nothing internal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from daybook.daily.models import LogEntry
from daybook.daily.seen import SeenEntry
from daybook.daily.statement import statement
from daybook.monthly.statement import MonthStatement
from daybook.monthly.summary import Passage, draft_of, passages_of, text_of
from daybook.org.models import Person
from daybook.plans.models import Matter, PlanItem
from daybook.rules.month import UNWORKED

LIMIT = 5000


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def entry(number: int, content: str, outcome: str = "无", item: int | None = None, **more: Any) -> LogEntry:
    row = LogEntry(pk=number, key=f"E{number}", content=content, outcome=outcome, plan_item_id=item)
    row.work_date = more.pop("day", date(2026, 6, number % 28 + 1))
    row.start, row.end, row.visibility = time(9), time(11), "open"
    for name, value in more.items():
        setattr(row, name, value)
    return row


def item(number: int, title: str, **more: Any) -> PlanItem:
    return PlanItem(pk=number, key=f"P{number}", title=title, **more)


def month(items: list[PlanItem], entries: list[LogEntry]) -> MonthStatement:
    seen = [
        SeenEntry(entry=each, hidden=each.quarantined, place="", corrections=(), today=date(2026, 7, 2))
        for each in entries
    ]
    joined = statement(None, items, seen)
    return MonthStatement(Person(), "2026-06", joined, None, None, None, [], [])


def lines(items: list[PlanItem], *entries: LogEntry) -> list[str]:
    return text_of(draft_of(month(items, list(entries)))).split("\n")


def test_an_item_is_told_with_its_promise_its_deeds_and_its_state() -> None:
    patrol = item(1, "险段巡查", measure="每旬一遍。", state="done", progress=100)
    told = lines(
        [patrol],
        entry(1, "巡查左岸。", "发现渗水点1处", 1),
        entry(2, "复查渗水点", "反滤压重后无扩大", 1),
    )
    assert told == [
        "本月计划一项，完成一项。",
        "险段巡查（每旬一遍）：6月2日巡查左岸，发现渗水点1处；6月3日复查渗水点，反滤压重后无扩大；已完成。",
    ]


def test_what_is_left_is_in_the_persons_own_words() -> None:
    plan = item(1, "预案修订", state="partial", progress=80, work_status="差一步，外单位未回函")
    plan.visible_progress = "43条意见处理31条"
    told = lines([plan], entry(1, "汇总反馈", "归并为43条", 1))
    assert told[0] == "本月计划一项，部分完成一项。"
    assert told[1] == (
        "预案修订：6月2日汇总反馈，归并为43条；形象进度：43条意见处理31条；完成80%；差一步，外单位未回函。"
    )


def test_visible_progress_that_was_told_already_is_not_told_twice() -> None:
    plan = item(1, "预案修订", state="done", visible_progress="归并为43条。；无")
    plan.visible_progress = "归并为43条"
    assert "形象进度" not in lines([plan], entry(1, "汇总反馈", "归并为43条", 1))[1]


def test_planned_and_not_recorded_says_so_with_the_reason() -> None:
    gone = item(1, "物资盘点", state="not_done", execution="应急响应占用", work_status="转下月")
    assert lines([gone, item(2, "专题培训")]) == [
        "本月计划两项，未完成一项。",
        "“物资盘点”没有记录：应急响应占用；未完成；转下月。",
        "“专题培训”没有记录。",
    ]


def test_what_was_called_off_is_told_as_that() -> None:
    off = item(1, "专题培训", state="cancelled", execution="市局改到9月")
    assert lines([off]) == ["本月计划一项，取消一项。", "专题培训：市局改到9月；已取消。"]


def test_work_outside_the_plan_is_told_by_matter_and_single_pieces_together() -> None:
    flood = Matter(pk=7, key="M7", title="“6·13”暴雨应急")
    told = lines(
        [],
        entry(1, "四级响应值守", "无人员伤亡", matter=flood),
        entry(2, "会签文件", "当日办结"),
        entry(3, "填报统计表"),
    )
    assert told == [
        "本月没有列计划。",
        "计划外，“6·13”暴雨应急：6月2日四级响应值守，无人员伤亡。",
        "另外，6月3日会签文件，当日办结；6月4日填报统计表。",
    ]


def test_of_many_single_pieces_a_few_are_named() -> None:
    pieces = [entry(number, f"办第{'甲乙丙丁戊己'[number]}件", "办结") for number in range(6)]
    last = lines([], *pieces)[-1]
    assert last.endswith("，等等。")
    assert last.count("；") == 3


def test_the_same_words_are_told_once() -> None:
    told = lines([item(1, "窗口受理")], *(entry(n, f"窗口值班，受理{n}件", "完成", 1) for n in range(1, 9)))
    assert told[1] == "窗口受理：6月9日窗口值班，受理8件，完成。"


def test_work_left_untouched_or_cancelled_is_no_deed() -> None:
    told = lines(
        [item(1, "窗口受理")], *(entry(n, f"甲{n}", item=1, state=s) for n, s in enumerate(UNWORKED))
    )
    assert told == ["本月计划一项。"]


def test_internal_entries_lend_no_word_and_betray_no_link() -> None:
    closed: dict[str, Any] = {"visibility": "internal", "internal_reason": "case"}
    case = Matter(pk=7, key="M7", title="某人信访件")
    told = lines(
        [item(1, "重点事项")],
        entry(1, "接待王某", "答复", 1, **closed),
        entry(2, "核查举报", "属实", matter=case, **closed),
        entry(3, "找人谈话", "已谈", **closed),
    )
    assert told == ["本月计划一项。"]


def test_where_entries_are_in_quarantine_nothing_is_said_to_have_no_record() -> None:
    told = lines([item(1, "重点事项")], entry(1, "接待王某", "答复", 1, quarantined=True))
    assert told == ["本月计划一项。"]


def test_each_sentence_names_the_rows_it_comes_from() -> None:
    draft = draft_of(
        month(
            [item(1, "险段巡查"), item(2, "专题培训")],
            [entry(1, "巡查左岸", "渗水", 1), entry(2, "会签文件", "办结")],
        )
    )
    assert [(each.items, each.entries) for each in draft] == [
        (("P1", "P2"), ()),
        (("P1",), ("E1",)),
        ((), ("E2",)),
        (("P2",), ()),
    ]


def test_carried_and_typed_are_told_apart() -> None:
    draft = draft_of(month([item(1, "险段巡查")], [entry(1, "巡查左岸", "渗水", 1)]))
    told = draft[1].text
    summary = f"我这个月主要跑现场。{told}\n下月接着跑。{draft[0].text}"
    assert passages_of(summary, draft) == [
        Passage("我这个月主要跑现场。", None),
        Passage(told, draft[1]),
        Passage("\n下月接着跑。", None),
        Passage(draft[0].text, draft[0]),
    ]
    assert passages_of("", draft) == []
    assert passages_of(text_of(draft), draft)[0] == Passage(draft[0].text, draft[0])


def test_a_long_quotation_is_cut_and_stands_on_one_line() -> None:
    told = lines([item(1, "险段巡查", measure="一" * 300)], entry(1, "甲\n乙", "丙" * 2000, 1))
    assert len(told) == 2
    assert "6月2日甲 乙，丙丙" in told[1]
    assert "……" in told[1]


def test_in_english_the_sentences_are_english() -> None:
    with translation.override("en"):
        told = lines([item(1, "Patrol", state="done")], entry(1, "walked the dike", "one leak", 1))
    assert told == ["Planned this month: 1; 1 done.", "Patrol: 2 June walked the dike, one leak; completed."]


TEXT = st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=200)
ENTRIES: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(
        dict,
        content=TEXT,
        outcome=TEXT,
        item=st.sampled_from([None, 1, 2, 3]),
        visibility=st.sampled_from(["open", "open", "internal"]),
    ),
    max_size=12,
)


@given(st.lists(st.tuples(TEXT, TEXT, st.sampled_from(["", "done", "partial"])), max_size=3), ENTRIES)
def test_any_rows_make_the_same_draft_twice_with_sources_that_exist(
    plans: list[tuple[str, str, str]], told: list[dict[str, Any]]
) -> None:
    items = [
        item(n, title, measure=text, state=state) for n, (title, text, state) in enumerate(plans, start=1)
    ]
    entries = [entry(number, **each) for number, each in enumerate(told)]
    draft = draft_of(month(items, entries))
    assert draft == draft_of(month(items, entries))
    shown = {each.key for each in entries if each.visibility == "open"}
    assert {key for each in draft for key in each.entries} <= shown
    assert {key for each in draft for key in each.items} <= {each.key for each in items}
    assert all("\n" not in each.text for each in draft)
    assert len(text_of(draft)) <= LIMIT


def test_the_fullest_draft_that_fits_is_given() -> None:
    items = [item(number, f"事项{number}号{'甲' * 150}", measure="乙" * 200) for number in range(1, 13)]
    kinds = "子丑寅卯"
    entries = [
        entry(10 * n + k, kinds[k] * 100, kinds[k] * 100, n, day=date(2026, 6, 2 + k))
        for n in range(1, 13)
        for k in range(4)
    ]
    text = text_of(draft_of(month(items, entries)))
    assert 2500 < len(text) <= LIMIT
    assert all(f"事项{number}号" in text for number in range(1, 13))


def test_where_nothing_else_helps_whole_sentences_are_left_out() -> None:
    items = [item(number, "甲" * 100 + str(number), state="done") for number in range(1, 61)]
    entries = [entry(number, "乙", item=number) for number in range(1, 61)]
    draft = draft_of(month(items, entries))
    assert len(text_of(draft)) <= LIMIT
    assert draft[-1].text.endswith("。")
    short = draft_of(month(items, entries), limit=40)
    assert [each.text for each in short] == ["本月计划60项，完成60项。"]
