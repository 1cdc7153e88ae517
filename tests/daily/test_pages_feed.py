"""The feed: what it shows to whom, how it is filtered, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from daybook.daily.actions.amend import correct_entry, revise_entry, withdraw_entry
from daybook.daily.models import LogEntry
from daybook.daily.queries import feed as feed_queries
from daybook.org.models import Right
from daybook.plans.actions.goals import open_matter
from tests.factories import WHOLE, entry_of, noon, submitted
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

DAY = date(2026, 3, 31)
INTERNAL = {"visibility": "internal", "internal_reason": "petition"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 3, 31), tick=False):
        yield


def feed(reader: Client, query: str = "") -> str:
    return words(page(reader, f"/feed{query}"))


def shown(html: str, *contents: str) -> list[str]:
    return [each for each in contents if each in html]


def test_everybody_reads_everybody_newest_first(cast: Cast) -> None:
    entry_of(cast["S02"], DAY, content="起草督查通报")
    entry_of(cast["L01"], DAY, content="主持局长办公会")
    html = page(reading(cast["S05"]), "/feed")
    assert html.index("主持局长办公会") < html.index("起草督查通报")
    assert "局领导" not in words(html) or "王海燕" in html


def test_an_entry_tells_its_seven_disclosures(cast: Cast) -> None:
    entry_of(cast["S02"], DAY)
    told = feed(reading(cast["S05"], "zh-hans"))
    for each in (
        "09:00–11:30",
        "三楼会议室",
        "陈明",
        "核对二季度水利投资计划执行情况",
        "逐项核对台账",
        "形成核对表初稿",
        "推进 80%",
    ):
        assert each in told


def test_of_an_internal_entry_others_learn_that_it_exists(cast: Cast) -> None:
    entry_of(cast["S02"], DAY, content="接待来访群众", people="褚卫", place="信访接待室", **INTERNAL)
    told = feed(reading(cast["S06"]))
    assert "Internal matter" in told
    assert "钱进" in told
    assert "办公室" in told
    assert shown(told, "接待来访群众", "信访接待室", "09:00", "形成核对表初稿", "petition") == []


@pytest.mark.parametrize("number", ["S02", "S05", "H01", "L02", "L01", "S01"])
def test_an_internal_entry_is_read_by_author_named_line_and_personnel(cast: Cast, number: str) -> None:
    entry_of(cast["S02"], DAY, content="接待来访群众", people="褚卫", **INTERNAL)
    assert "接待来访群众" in feed(reading(cast[number]))


@pytest.mark.parametrize("number", ["S03", "H02", "L03"])
def test_an_internal_entry_is_closed_to_everybody_else(cast: Cast, number: str) -> None:
    entry_of(cast["S02"], DAY, content="接待来访群众", people="褚卫", **INTERNAL)
    assert "接待来访群众" not in feed(reading(cast[number]))


def test_a_filter_by_matter_does_not_betray_an_internal_entry(cast: Cast) -> None:
    matter = open_matter(
        bureau=cast.bureau, title="某村征地信访", department=cast.departments["D01"], actor=cast["H01"]
    )
    entry_of(cast["S02"], DAY, content="核实诉求", matter=matter, **INTERNAL)
    entry_of(cast["S02"], DAY, content="公开答复", matter=matter)
    told = feed(reading(cast["S06"]), f"?matter={matter.key}")
    assert "公开答复" in told
    assert "Internal matter" not in told
    assert "核实诉求" in feed(reading(cast["H01"]), f"?matter={matter.key}")


def test_internal_entries_leave_no_gap_in_the_pages_of_a_matter(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daybook.daily.views.feed.PAGE", 2)
    matter = open_matter(
        bureau=cast.bureau, title="某村征地信访", department=cast.departments["D01"], actor=cast["H01"]
    )
    first = entry_of(cast["S02"], DAY, content="公开答复一", matter=matter)
    second = entry_of(cast["S02"], DAY, content="公开答复二", matter=matter)
    inner = [entry_of(cast["S02"], DAY, content="核实诉求", matter=matter, **INTERNAL) for _ in range(3)]
    html = page(reading(cast["S06"]), f"/feed?matter={matter.key}")
    rows = [f"entry-{each.key}" for each in (second, first, *inner)]
    assert shown(html, *rows) == rows[:2]
    assert "Older records" not in html
    assert "Older records" in page(reading(cast["H01"]), f"/feed?matter={matter.key}")


def test_search_finds_no_internal_entry(cast: Cast) -> None:
    entry_of(cast["S02"], DAY, content="接待征地来访群众", **INTERNAL)
    entry_of(cast["S02"], DAY, content="整理征地台账")
    told = feed(reading(cast["S06"]), "?q=征地")
    assert shown(told, "接待征地来访群众", "整理征地台账", "Internal matter") == ["整理征地台账"]


def test_a_withdrawn_entry_stays_in_sight_without_its_text(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY, content="误记的一条")
    withdraw_entry(entry=entry, reason="与上一条重复", actor=cast["S02"])
    told = feed(reading(cast["S05"]))
    assert "Withdrawn" in told
    assert "与上一条重复" in told
    assert "误记的一条" not in told
    shown = {number: words(page(reading(cast[number]), f"/entries/{entry.key}")) for number in ("S05", "H01")}
    assert all("误记的一条" not in told for told in shown.values())
    own = words(page(reading(cast["S02"]), f"/entries/{entry.key}"))
    assert "Only you still read what it said: 误记的一条" in own


def test_flags_say_revised_corrected_and_late(cast: Cast) -> None:
    entry = entry_of(cast["S02"], date(2026, 3, 30), content="核对台账")
    revise_entry(entry=entry, draft=WHOLE, version=1, actor=cast["S02"])
    assert "revised" in feed(reading(cast["S05"]))
    submitted(cast["S02"], "2026-03", noon(2026, 3, 31))
    correct_entry(entry=entry, content="数字应为3.8", actor=cast["S02"])
    told = feed(reading(cast["S05"]))
    assert "corrected" in told
    assert "数字应为3.8" in told


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["甲事", "乙事", "丙事"]),
        ("?department=D01", ["甲事"]),
        ("?department=D03", ["丙事"]),
        ("?department=NONE", []),
        ("?person=S03", ["乙事"]),
        ("?person=冯雪", ["乙事"]),
        ("?person=雪", ["乙事"]),
        ("?person=nobody", []),
        ("?date=2026-03-30", ["丙事"]),
        ("?date=2026-03-31", ["甲事", "乙事"]),
        ("?date=2026-03-31&department=D01", ["甲事"]),
        ("?q=水毁", ["丙事"]),
        ("?q=水毁&department=D01", []),
        ("?q=水毁&person=S05&date=2026-03-30", ["丙事"]),
        ("?q=没有这样的词", []),
        ("?q=%22%20OR%20*", []),
        ("?q=，。", []),
        ("?date=31.3.2026", []),
    ],
)
def test_filters_narrow_the_feed(cast: Cast, query: str, found: list[str]) -> None:
    entry_of(cast["S05"], date(2026, 3, 30), content="丙事：踏勘水毁堤段")
    entry_of(cast["S03"], DAY, content="乙事")
    entry_of(cast["S02"], DAY, content="甲事")
    assert shown(feed(reading(cast["L01"]), query), "甲事", "乙事", "丙事") == found


def test_a_fault_in_a_filter_stands_by_its_field(cast: Cast) -> None:
    html = page(reading(cast["L01"], "zh-hans"), "/feed?date=31.3.2026")
    assert 'id="date-fault"' in html
    assert "日期请写成 2026-03-31" in html
    assert 'value="31.3.2026"' in html


def test_a_search_for_a_name_leads_to_the_person(cast: Cast) -> None:
    assert 'href="/people/S03"' in page(reading(cast["L01"]), "/feed?q=冯雪")


def test_the_feed_turns_its_pages_by_key(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daybook.daily.views.feed.PAGE", 2)
    keys = [entry_of(cast["S02"], DAY, content=f"第{number}件").key for number in range(5)]
    first = page(reading(cast["S05"]), "/feed")
    assert shown(first, "第4件", "第3件", "第2件") == ["第4件", "第3件"]
    assert f"/feed?before={keys[3]}" in first
    second = page(reading(cast["S05"]), f"/feed?before={keys[3]}")
    assert shown(second, "第3件", "第2件", "第1件", "第0件") == ["第2件", "第1件"]
    last = page(reading(cast["S05"]), f"/feed?before={keys[1]}")
    assert shown(last, "第1件", "第0件") == ["第0件"]
    assert "Older records" not in last


def test_a_script_is_given_the_entries_alone(cast: Cast) -> None:
    entry_of(cast["S02"], DAY, content="甲事")
    response = reading(cast["S05"]).get("/feed", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "甲事" in html
    assert "<html" not in html
    assert "<form" not in html


def test_an_empty_feed_says_what_will_be_here(cast: Cast) -> None:
    assert "newest first" in feed(reading(cast["S02"]))
    assert "Take a filter away" in feed(reading(cast["S02"]), "?department=D01")


def test_nobody_sees_another_bureau(cast: Cast) -> None:
    other = water_bureau("OTHER")
    entry_of(other["S02"], DAY, content="他局之事")
    reader = reading(cast["L01"])
    for query in ("", "?q=他局之事", "?person=S02", "?department=D01"):
        assert "他局之事" not in feed(reader, query)
    assert page(reader, f"/feed?before={LogEntry.objects.get().key}")


def test_an_administrator_reads_no_feed(cast: Cast) -> None:
    Right.objects.create(
        person=cast["S06"], kind="audit_admin", first_day=date(2025, 1, 1), recorded_at=noon(2025, 1, 1)
    )
    page(reading(cast["S06"]), "/feed", status=404)


def test_the_feed_costs_the_same_for_one_entry_and_for_thirty(cast: Cast) -> None:
    entry_of(cast["S02"], DAY, content="甲事", people="褚卫", **INTERNAL)
    reader = reading(cast["S06"])
    queries = ("", "?q=台账", "?person=S02", "?department=D01&date=2026-03-31", "?matter=x")
    few = [statements(reader, f"/feed{query}") for query in queries]
    for number in range(30):
        entry_of(
            cast["S0" + str(2 + number % 4)],
            DAY,
            content=f"台账第{number}件",
            **(INTERNAL if number % 2 else {}),
        )
    many = [statements(reader, f"/feed{query}") for query in queries]
    assert many[0] == few[0]
    assert max(many) <= 15


def test_a_full_page_stays_within_its_size(cast: Cast) -> None:
    told = {"content": "现场核查线索" * 5, "measures": "逐项核对台账" * 10, "outcome": "形成核对表初稿" * 8}
    for _ in range(feed_queries.PAGE + 1):
        entry_of(cast["S02"], DAY, people="陈明、冯雪、镇水利站2人", **told)
    assert len(reading(cast["S05"]).get("/feed").content) <= 100_000


def test_a_long_text_is_cut_in_the_feed_and_whole_on_its_own_page(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY, measures="甲" * 400 + "末")
    assert "末" not in feed(reading(cast["S05"]))
    assert "…" in feed(reading(cast["S05"]))
    assert "末" in words(page(reading(cast["S05"]), f"/entries/{entry.key}"))
