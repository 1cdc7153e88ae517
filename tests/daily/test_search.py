"""Search finds Chinese wherever it stands in a text, on both databases, and nothing that is not there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from daybook.daily import search
from daybook.daily.actions.amend import revise_entry
from daybook.daily.actions.drafts import LIMITS
from daybook.daily.actions.load import load_entries
from daybook.daily.models import LogEntry
from daybook.daily.queries import walking
from daybook.daily.queries.feed import FeedWish, feed_page
from daybook.daily.queries.found import found_up_to, newest, query_words, span_words
from daybook.daily.queries.walking import Found
from daybook.daily.search import Marks, index_words, words_of
from daybook.plans.actions.goals import open_matter
from tests.factories import WHOLE, entry_of, noon
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
    told = feed_page(cast.bureau, FeedWish(words=query_words(text)))
    assert told == ([entry] if finds else [])


def test_older_pages_of_a_search_go_on_where_the_last_one_ended(cast: Cast) -> None:
    entries = [entry_of(cast["S02"], date(2026, 3, 30), content=f"第{number}次巡堤") for number in range(5)]
    wish = FeedWish(words=query_words("巡堤"))
    first = feed_page(cast.bureau, wish, size=3)
    assert first == entries[:1:-1]
    assert feed_page(cast.bureau, wish, first[-1].pk, size=3) == entries[1::-1]


def test_nothing_is_missed_between_the_windows_of_a_search(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "NEAR", 3)
    monkeypatch.setattr(search, "BLOCK", 4)
    entries = [entry_of(cast["S02"], date(2026, 3, 30), content=f"第{number}次巡堤") for number in range(17)]
    rare = [entry_of(cast["S02"], date(2026, 3, 30), content="巡库") for _ in range(1)]
    entries += [entry_of(cast["S02"], date(2026, 3, 30), content=f"第{number}次巡堤") for number in range(9)]
    keys = [entry.pk for entry in reversed(entries)]
    wish = FeedWish(words=query_words("巡堤"))
    for size in (1, 3, 4, 11, 26, 40):
        assert newest(cast.bureau.pk, wish, None, size) == keys[:size]
    for before in keys:
        assert newest(cast.bureau.pk, wish, before, 40) == keys[keys.index(before) + 1 :]
    assert newest(cast.bureau.pk, FeedWish(words=query_words("巡库")), None, 5) == [each.pk for each in rare]
    assert found_up_to(cast.bureau.pk, wish, None, 2, 40).ids[:2] == keys[:2]
    assert found_up_to(cast.bureau.pk, wish, None, 26, 27) == Found(keys, whole=True)
    assert not found_up_to(cast.bureau.pk, wish, None, 2, 2).whole


def test_a_page_is_full_even_where_the_index_lags_behind(cast: Cast) -> None:
    entries = [entry_of(cast["S02"], date(2026, 3, 30), content=f"第{number}次巡堤") for number in range(8)]
    closed = [entry.pk for entry in entries[3:7]]
    type(entries[0]).objects.filter(pk__in=closed).update(quarantined=True)
    open_ones = [entry.pk for entry in reversed(entries) if entry.pk not in closed]
    assert newest(cast.bureau.pk, FeedWish(words=query_words("巡堤")), None, 3) == open_ones[:3]


@pytest.mark.parametrize(
    ("wish", "fits"),
    [
        ({"people": "S02"}, [0]),
        ({"people": ""}, []),
        ({"departments": "D02"}, [1]),
        ({"matters": "M"}, [2]),
        ({"day": date(2026, 3, 30)}, [1, 0]),
        ({"since": date(2026, 3, 1), "until": date(2026, 3, 30)}, [1, 0]),
        ({"since": date(2026, 3, 31)}, [2]),
        ({"until": date(2026, 3, 30)}, [1, 0]),
        ({"since": date(1, 1, 1), "until": date(9999, 12, 31)}, []),  # a span beyond measure is cut
        ({"since": date(2026, 4, 1), "until": date(2026, 3, 1)}, []),
    ],
)
def test_a_search_is_narrowed_by_words_of_the_index(
    cast: Cast, wish: dict[str, object], fits: list[int]
) -> None:
    matter = open_matter(
        bureau=cast.bureau, title="巡堤", department=cast.departments["D03"], actor=cast["H03"]
    )
    entries = [
        entry_of(cast["S02"], date(2026, 3, 30), content="巡堤"),
        entry_of(cast["S03"], date(2026, 3, 30), content="巡堤"),
        entry_of(cast["S05"], date(2026, 3, 31), content="巡堤", matter=matter),
    ]
    rows: dict[object, list[int]] = {
        "S02": [cast["S02"].pk],
        "D02": [cast.departments["D02"].pk],
        "M": [matter.pk],
        "": [],
    }
    asked = {name: rows.get(value, value) for name, value in wish.items()}
    ids = newest(cast.bureau.pk, FeedWish(words=query_words("巡堤"), **asked), None, 9)  # type: ignore[arg-type]
    assert ids == [entries[each].pk for each in fits]


def test_a_span_is_told_in_months_and_days() -> None:
    assert span_words(date(2026, 1, 30), date(2026, 3, 2)) == [
        "日20260130", "日20260131", "月202602", "日20260301", "日20260302",
    ]  # fmt: skip
    assert len(span_words(None, date(2026, 3, 31))) < 200
    assert span_words(date(9999, 12, 31), None) == ["日99991231"]


def test_entries_are_found_alike_however_they_came(cast: Cast) -> None:
    """Saved one by one, changed, or loaded from a book: the index holds the same."""
    matter = open_matter(
        bureau=cast.bureau, title="巡堤", department=cast.departments["D01"], actor=cast["H01"]
    )
    entry = entry_of(cast["S02"], date(2026, 3, 30), content="原先", matter=matter)
    draft = replace(WHOLE, content="巡堤，K12+300处", matter=matter)
    revise_entry(entry=entry, draft=draft, version=1, actor=cast["S02"], at=noon(2026, 3, 30))
    entry_of(cast["S02"], date(2026, 3, 30), content="巡堤，K12+300处", matter=matter)
    fields = [field.attname for field in LogEntry._meta.concrete_fields if field.name != "id"]
    rows = list(LogEntry.objects.order_by("-id").values_list(*fields)[:1])
    names = [field.name for field in LogEntry._meta.concrete_fields if field.name != "id"]
    values = [bare(value) for value in rows[0]]
    values[names.index("key")] = "another"
    with transaction.atomic():
        list(load_entries(cast.bureau, names, [(1, *values)]))
    statement = "SELECT words FROM daily_search"
    with connection.cursor() as cursor:
        cursor.execute(statement)
        indexed = {re.sub(r"'块\d+':\d+ ?", "", str(row[0])) for row in cursor.fetchall()}
    assert len(indexed) == 1


def bare(value: object) -> object:
    """A value as bulk loading takes it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value.isoformat() if isinstance(value, date | time) else value


def test_the_longest_entry_keeps_its_positions() -> None:
    """PostgreSQL keeps positions up to 16,383; phrases at the end of the last text are found, too."""
    texts = ["甲乙丙丁戊己庚辛壬癸" * (limit // 10) for limit in LIMITS.values()]
    assert len(index_words(Marks(1, 1, 1, 1, "2026-03-30"), texts)) < 16_383


@pytest.mark.only_on("sqlite")
def test_an_upgrade_lets_entries_tell_their_block(cast: Cast) -> None:
    """What was indexed before blocks had words of their own is found as what comes after."""
    change = import_module("daybook.daily.migrations.0004_word_maps")
    entry_of(cast["S02"], date(2026, 3, 30), content="巡堤")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM daily_search")
        before = cursor.fetchone()[0]
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        change.tell_none(None, editor)
        cursor.execute("SELECT words FROM daily_search")
        assert cursor.fetchone()[0] == before.removeprefix("块0 ") != before
        change.tell_blocks(None, editor)
        cursor.execute("SELECT words FROM daily_search WHERE words MATCH '块0'")
        assert cursor.fetchone()[0] == before
