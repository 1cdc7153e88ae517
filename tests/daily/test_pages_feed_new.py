"""What a page of the feed missed: asked for by its script, with the page's own filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import time_machine

from daybook.daily.access import Reader
from daybook.daily.queries.feed import FeedWish, discreet, feed_page
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from daybook.plans.actions.goals import open_matter
from tests.factories import entry_of, noon
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

DAY = date(2026, 3, 31)
INTERNAL = {"visibility": "internal", "internal_reason": "petition"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 3, 31), tick=False):
        yield


def shown(html: str, *contents: str) -> list[str]:
    return [each for each in contents if each in html]


def test_only_what_was_written_after_an_entry_newest_first(cast: Cast) -> None:
    old = entry_of(cast["S02"], DAY, content="旧事")
    entry_of(cast["S02"], DAY, content="甲事")
    last = entry_of(cast["S03"], DAY, content="乙事")
    html = page(reading(cast["S05"]), f"/feed/new?after={old.key}")
    assert shown(html, "旧事", "乙事", "甲事") == ["乙事", "甲事"]
    assert html.index("乙事") < html.index("甲事")
    assert f'data-newest="{last.key}"' in html
    assert ("data-more" in html, "<html" in html, html.count("is-new")) == (False, False, 2)


def test_an_empty_record_has_no_entry_to_begin_after(cast: Cast) -> None:
    assert 'data-newest=""' in page(reading(cast["S05"]), "/feed/new?after=")
    entry_of(cast["S02"], DAY, content="首事")
    assert "首事" in page(reading(cast["S05"]), "/feed/new?after=")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("department=D01", ["甲事"]),
        ("person=冯雪", ["乙事"]),
        ("date=2026-03-30", ["丙事"]),
        ("matter=征地", ["乙事"]),
    ],
)
def test_the_filters_of_the_page_hold(cast: Cast, query: str, found: list[str]) -> None:
    matter = open_matter(bureau=cast.bureau, title="征地信访", actor=cast["H01"])
    old = entry_of(cast["S02"], DAY, content="旧事")
    entry_of(cast["S02"], DAY, content="甲事")
    last = entry_of(cast["S03"], DAY, content="乙事", matter=matter)
    entry_of(cast["S05"], date(2026, 3, 30), content="丙事")
    html = page(reading(cast["L01"]), f"/feed/new?after={old.key}&{query}")
    assert shown(html, "甲事", "乙事", "丙事") == found
    assert last.key in html or query != "matter=征地"


def test_the_page_knows_its_filters_and_where_it_stands(cast: Cast) -> None:
    matter = open_matter(bureau=cast.bureau, title="征地信访", actor=cast["H01"])
    entry = entry_of(cast["S02"], DAY)
    html = page(reading(cast["S05"]), "/feed?department=D01&person=S02&matter=征地&date=2026-03-31")
    for told in (
        f'data-newest="{entry.key}"',
        'data-department="D01"',
        'data-day="2026-03-31"',
        'data-people="S02 "',
        f'data-matters="{matter.key}"',
        'data-stream="/live"',
    ):
        assert told in html
    assert "data-people" not in page(reading(cast["S05"]), "/feed")


@pytest.mark.parametrize("query", ["?q=台账", "?date=31.3.2026", "?before=x"])
def test_a_search_a_fault_and_an_older_page_stand_still(cast: Cast, query: str) -> None:
    html = page(reading(cast["S05"]), f"/feed{query}")
    assert ("data-stream" in html, "feed.js" in html or "/feed-" in html) == (False, False)
    assert ("stands still" in words(html)) is (query == "?q=台账")
    page(reading(cast["S05"]), f"/feed/new{query}", status=404)


def test_an_internal_entry_is_only_known_to_be_there(cast: Cast) -> None:
    matter = open_matter(bureau=cast.bureau, title="征地信访", actor=cast["H01"])
    old = entry_of(cast["S02"], DAY, content="旧事")
    entry_of(cast["S02"], DAY, content="接待来访", matter=matter, **INTERNAL)
    told = page(reading(cast["S06"]), f"/feed/new?after={old.key}")
    assert ("Internal matter" in told, "接待来访" in told) == (True, False)
    assert "Internal matter" not in page(
        reading(cast["S06"]), f"/feed/new?after={old.key}&matter={matter.key}"
    )


def test_more_than_a_page_is_said_to_be_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daybook.daily.views.feed.PAGE", 2)
    old = entry_of(cast["S02"], DAY)
    for number in range(3):
        entry_of(cast["S02"], DAY, content=f"第{number}件")
    html = page(reading(cast["S05"]), f"/feed/new?after={old.key}")
    assert "data-more" in html
    assert shown(html, "第0件", "第1件", "第2件") == ["第1件", "第2件"]


def test_it_refuses_strangers_administrators_and_unknown_entries(cast: Cast) -> None:
    entry = entry_of(water_bureau("LAKE")["S02"], DAY)
    grant_right(person=cast["S06"], kind=RightKind.AUDIT_ADMIN, first_day=date(2025, 1, 1))
    for number, after in (("S05", entry.key), ("S05", "nothing"), ("S06", "")):
        page(reading(cast[number]), f"/feed/new?after={after}", status=404)
    page(reading(cast["S06"]), "/live", status=404)


def test_it_costs_the_same_for_one_and_for_thirty(cast: Cast) -> None:
    old = entry_of(cast["S02"], DAY)
    reader = reading(cast["S05"])
    entry_of(cast["S02"], DAY, people="陈明", **INTERNAL)
    entry_of(cast["S02"], DAY)
    few = [statements(reader, f"/feed/new?after={old.key}{more}") for more in ("", "&department=D01")]
    for number in range(30):
        entry_of(cast["S0" + str(2 + number % 4)], DAY, **(INTERNAL if number % 2 else {}))
    assert [statements(reader, f"/feed/new?after={old.key}{more}") for more in ("", "&department=D01")] == few
    assert max(few) <= 15


# Several people, several matters ---------------------------------------------------------------------------


def test_several_matters_are_one_feed_without_what_is_closed(cast: Cast) -> None:
    matters = [open_matter(bureau=cast.bureau, title=f"征地{each}", actor=cast["H01"]) for each in "甲乙丙"]
    reader = Reader(cast["S06"], frozenset(), DAY)
    made = []
    for number in range(12):
        matter = matters[number % 3]
        said = INTERNAL if number % 4 == 1 else {}
        made.append(entry_of(cast[("S02", "S03")[number % 2]], DAY, matter=matter, **said))
    entry_of(cast["S02"], DAY)
    told = [each.pk for number, each in reversed(list(enumerate(made))) if number % 4 != 1]
    wish = discreet(FeedWish(matters=[each.pk for each in matters]), reader)
    assert [each.pk for each in feed_page(cast.bureau, wish)] == told
    assert [each.pk for each in feed_page(cast.bureau, wish, size=3)] == told[:3]
    assert [each.pk for each in feed_page(cast.bureau, wish, before=told[2], size=3)] == told[3:6]
    assert [each.pk for each in feed_page(cast.bureau, wish, after=told[2])] == told[:2]
    of_person = [each.pk for each in made if each.person == cast["S02"] and each.pk in told][::-1]
    narrowed = replace(wish, people=[cast["S02"].pk])
    assert [each.pk for each in feed_page(cast.bureau, narrowed)] == of_person
    assert feed_page(cast.bureau, replace(wish, people=[])) == []


def test_several_people_are_one_feed(cast: Cast) -> None:
    made = [entry_of(cast[f"S0{2 + number % 3}"], DAY).pk for number in range(9)]
    wish = FeedWish(people=[cast["S02"].pk, cast["S03"].pk])
    told = [row for number, row in reversed(list(enumerate(made))) if number % 3 != 2]
    assert [each.pk for each in feed_page(cast.bureau, wish, size=4)] == told[:4]
    stranger = water_bureau("LAKE")
    assert feed_page(stranger.bureau, wish) == []


def test_several_of_a_filter_cost_one_statement_more_however_many(cast: Cast) -> None:
    reader = reading(cast["S06"])
    for name in ("征地甲", "征地乙"):
        entry_of(cast["S02"], DAY, matter=open_matter(bureau=cast.bureau, title=name, actor=cast["H01"]))
    few = statements(reader, "/feed?matter=征地")
    for number in range(30):
        matter = open_matter(bureau=cast.bureau, title=f"征地{number}", actor=cast["H01"])
        entry_of(cast["S02"], DAY, matter=matter)
    assert statements(reader, "/feed?matter=征地") == few <= 15
