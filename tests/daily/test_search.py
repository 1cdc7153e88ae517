"""Search finds Chinese wherever it stands in a text, on both databases, and nothing that is not there."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.daily.queries.feed import FeedWish, feed_page
from daybook.daily.queries.found import query_words
from daybook.daily.search import Marks, index_words, words_of
from tests.factories import entry_of
from tests.people import Cast

TEXT = "赴石门镇上坪村核对转移名单，沙溪河左岸K12+300处渗水点复查"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("上坪村", ["上坪", "坪村"]),
        ("闸", ["闸"]),
        ("K12+300段", ["k12", "300", "段"]),
        ("Fix_bug，Release 5.7", ["fix", "bug", "release", "5", "7"]),
        ("，。！", []),
    ],
)
def test_chinese_is_cut_into_pairs_and_the_rest_into_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.integers(0, len(TEXT) - 2), st.integers(2, 8))
def test_the_words_of_any_stretch_of_chinese_are_words_of_the_text(start: int, length: int) -> None:
    stretch = TEXT[start : start + length]
    runs = [run for run in stretch.replace("K12+300", "，").replace("，", " ").split() if len(run) > 1]
    chinese = [run for run in runs if not run.isascii() and not any(sign.isascii() for sign in run)]
    known = set(index_words(Marks(1, 1, 1, None, "2026-03-30"), [TEXT]))
    assert [word for run in chinese for word in words_of(run) if word not in known] == []


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("上坪村", True),
        ("坪村核", True),
        ("沙溪河", True),
        ("沙溪河左岸", True),
        ("查", True),  # the last sign of a run
        ("岸", True),
        ("k12", True),
        ("石门 渗水点", True),
        ("村坪", False),
        ("石门 泵站", False),
        ("闸", False),
        ("' OR ''='", False),
        ('"* NEAR(', False),
    ],
)
def test_an_entry_is_found_by_what_stands_in_it(cast: Cast, text: str, finds: bool) -> None:
    entry = entry_of(cast["S02"], date(2026, 3, 30), content=TEXT, measures="无", outcome="无")
    found = feed_page(cast.bureau, FeedWish(words=query_words(text)))
    assert found == ([entry] if finds else [])


def test_older_pages_of_a_search_go_on_where_the_last_one_ended(cast: Cast) -> None:
    entries = [entry_of(cast["S02"], date(2026, 3, 30), content=f"第{number}次巡堤") for number in range(5)]
    wish = FeedWish(words=query_words("巡堤"))
    first = feed_page(cast.bureau, wish, size=3)
    assert first == entries[:1:-1]
    assert feed_page(cast.bureau, wish, first[-1].pk, size=3) == entries[1::-1]
