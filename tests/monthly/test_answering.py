"""What the entries of a plan item suggest as its answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from daybook.daily.models import LogEntry
from daybook.monthly.answering import SuggestedAnswer, suggested_answers
from daybook.plans.actions.answers import Answer, answered
from tests.monthly.test_summary import entry, item, month


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def answer(*entries: LogEntry) -> SuggestedAnswer:
    return suggested_answers(month([item(1, "险段巡查")], list(entries)))[0]


@pytest.mark.parametrize(
    ("said", "state", "progress"),
    [
        ({"state": "done"}, "done", 100),
        ({"state": "ongoing", "progress": 100}, "done", 100),
        ({"state": "ongoing", "progress": 80}, "partial", 80),
        ({"progress": 30}, "partial", 30),
        ({"state": "ongoing"}, "partial", None),
        ({"state": "cancelled"}, "cancelled", None),
    ],
)
def test_the_last_entry_tells_the_state(said: dict[str, Any], state: str, progress: int | None) -> None:
    first = entry(1, "巡查左岸", item=1, state="ongoing", progress=50)
    last = entry(2, "巡查右岸", item=1, **said)
    found = answer(first, last)
    assert (found.state, found.progress, found.decided_by) == (state, progress, last)


def test_an_entry_that_tells_no_progress_leaves_it_to_the_one_before() -> None:
    first = entry(1, "巡查左岸", item=1, state="done")
    found = answer(first, entry(2, "会商", item=1), entry(3, "险段巡查", item=1, state="untouched"))
    assert (found.state, found.decided_by) == ("done", first)


def test_nothing_recorded_is_not_done_and_says_no_word() -> None:
    found = answer(entry(1, "会签文件"))
    assert (found.state, found.progress, found.execution, found.visible_progress) == (
        "not_done",
        None,
        "",
        "",
    )
    assert (found.decided_by, found.told_by) == (None, [])


def test_the_texts_are_those_of_the_entries() -> None:
    entries = [
        entry(1, "巡查左岸", "发现渗水点1处", 1),
        entry(2, "会商", "无", 1),
        entry(3, "反滤压重", "4方，今天做完", 1),
        entry(4, "复查渗水点", "无扩大", 1, state="done"),
    ]
    found = answer(*entries)
    assert found.execution == (
        "6月2日巡查左岸，发现渗水点1处；6月4日反滤压重，4方，今天做完；6月5日复查渗水点，无扩大"
    )
    assert found.visible_progress == "4方，今天做完；无扩大"
    assert found.told_by == [entries[0], entries[2], entries[3]]


def test_internal_entries_tell_the_state_and_lend_no_word() -> None:
    found = answer(entry(1, "接待王某", "已答复", 1, state="done", visibility="internal"))
    assert (found.state, found.execution, found.visible_progress, found.told_by) == ("done", "", "", [])


def test_an_answered_item_is_left_alone() -> None:
    assert suggested_answers(month([item(1, "险段巡查", state="partial")], [])) == []


def test_an_answer_as_suggested_can_be_given() -> None:
    long = [entry(n, "甲乙丙丁"[n % 4] * 500, "戊己庚辛"[n % 4] * 2000, 1, state="done") for n in range(1, 5)]
    found = answer(*long)
    row = item(1, "险段巡查", month="2026-06")
    given = Answer(found.state, found.progress, found.execution, found.visible_progress)
    assert answered(row, given)[1]["state"] == "done"
    assert row.visible_progress == found.visible_progress
