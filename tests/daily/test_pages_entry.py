"""The page of one entry: its disclosures, versions and corrections, and who may read which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import time_machine

from daybook.daily.actions.amend import correct_entry, revise_entry
from daybook.daily.differences import Piece, changes, pieces
from daybook.daily.models import LogEntry
from daybook.org.models import Person
from tests.factories import WHOLE, entry_of, noon, submitted
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

DAY = date(2026, 3, 30)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 3, 31), tick=False):
        yield


def revised(entry: LogEntry, actor: Person, version: int = 1, **said: object) -> LogEntry:
    return revise_entry(entry=entry, draft=replace(WHOLE, **said), version=version, actor=actor)  # type: ignore[arg-type]


def test_an_entry_has_a_page_of_its_own(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY)
    told = words(page(reading(cast["S05"], "zh-hans"), f"/entries/{entry.key}"))
    for each in (
        WHOLE.content,
        "三楼会议室",
        "陈明",
        WHOLE.measures,
        WHOLE.outcome,
        "2026年3月30日 星期一",
        "钱进",
    ):
        assert each in told
    assert "版本" not in told


def test_what_is_not_told_yet_is_named(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY, measures="", outcome="")
    told = words(page(reading(cast["S05"], "zh-hans"), f"/entries/{entry.key}"))
    assert "尚缺 措施、成效" in told


def test_versions_show_what_was_taken_away_and_added(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY, outcome="流量4.2立方米每秒")
    revised(entry, cast["S02"], outcome="流量3.8立方米每秒")
    html = page(reading(cast["S05"]), f"/entries/{entry.key}")
    assert "流量<del>4</del><ins>3</ins>.<del>2</del><ins>8</ins>立方米每秒" in html
    assert html.index("Version 2") < html.index("Version 1")
    assert "The first writing: " + WHOLE.content in words(html)


def test_a_correction_stands_below_and_the_original_stays(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY, outcome="流量4.2立方米每秒")
    submitted(cast["S02"], "2026-03", noon(2026, 3, 31))
    correct_entry(entry=entry, content="流量应为3.8", actor=cast["S02"])
    told = words(page(reading(cast["S05"]), f"/entries/{entry.key}"))
    assert told.index("流量4.2立方米每秒") < told.index("流量应为3.8")


@pytest.mark.parametrize(("number", "reads"), [("S02", True), ("H01", True), ("S01", True), ("S06", False)])
def test_an_internal_entry_tells_others_nothing(cast: Cast, number: str, reads: bool) -> None:
    entry = entry_of(cast["S02"], DAY, visibility="internal", internal_reason="case")
    told = words(page(reading(cast[number]), f"/entries/{entry.key}"))
    assert (WHOLE.content in told) is reads
    assert ("三楼会议室" in told) is reads
    assert ("marked this record as internal" in told) is not reads


def test_a_version_that_was_internal_stays_so_when_the_entry_is_opened(cast: Cast) -> None:
    entry = entry_of(
        cast["S02"], DAY, content="接待来访群众甲", visibility="internal", internal_reason="petition"
    )
    revised(entry, cast["S02"], content="信访接待")
    assert "接待来访群众甲" in words(page(reading(cast["H01"]), f"/entries/{entry.key}"))
    other = words(page(reading(cast["S06"]), f"/entries/{entry.key}"))
    assert "信访接待" in other
    assert "来访群众" not in other
    assert "Internal at that time; not shown." in other


def test_an_entry_of_another_bureau_does_not_exist(cast: Cast) -> None:
    entry = entry_of(water_bureau("OTHER")["S02"], DAY)
    page(reading(cast["L01"]), f"/entries/{entry.key}", status=404)
    page(reading(cast["L01"]), "/entries/nothing", status=404)


def test_an_entry_costs_the_same_with_many_versions(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY)
    revised(entry, cast["S02"], content="第1稿")
    few = statements(reading(cast["S05"]), f"/entries/{entry.key}")
    for number in range(2, 12):
        revised(entry, cast["S02"], number, content=f"第{number}稿")
    assert statements(reading(cast["S05"]), f"/entries/{entry.key}") == few <= 15


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "新写", [Piece("new", "新写")]),
        ("删去", "", [Piece("gone", "删去")]),
        ("完全两样", "另一句话", [Piece("gone", "完全两样"), Piece("new", "另一句话")]),
        (
            "逐项核对",
            "逐项复核",
            [Piece("kept", "逐项"), Piece("new", "复"), Piece("kept", "核"), Piece("gone", "对")],
        ),
    ],
)
def test_a_change_is_told_in_the_words_themselves(before: str, after: str, told: list[Piece]) -> None:
    assert list(pieces(before, after)) == told


def test_only_what_changed_is_told(cast: Cast) -> None:
    then = entry_of(cast["S02"], DAY)
    now = entry_of(cast["S02"], DAY, place="二楼")
    assert [(each.label, [piece.text for piece in each.pieces]) for each in changes(then, now)] == [
        ("地点", ["三楼会议室", "二楼"])
    ]
