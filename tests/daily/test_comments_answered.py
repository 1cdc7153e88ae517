"""Whoever left a word under an entry is told that somebody answered, once, and never what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from daybook.daily.actions.comment import comment_on_entry
from daybook.daily.models import LogEntry
from daybook.inbox.models import Message
from tests.factories import entry_of, noon
from tests.pages import page, reading, words
from tests.people import Cast

DAY, NOW = date(2026, 3, 31), noon(2026, 3, 31)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def entry(cast: Cast) -> LogEntry:
    return entry_of(cast["S02"], DAY, content="起草采纳说明")


def said(entry: LogEntry, actor: str, second: int, cast: Cast, content: str = "看过了") -> None:
    comment_on_entry(entry=entry, content=content, actor=cast[actor], at=NOW + timedelta(seconds=second))


def waiting() -> list[str]:
    """Who has a message of an answer to open."""
    rows = Message.objects.filter(kind="comment_answered", seen_at=None)
    return sorted(rows.values_list("person__number", flat=True))


def test_the_answer_is_told_to_whoever_asked_and_to_nobody_else(cast: Cast, entry: LogEntry) -> None:
    said(entry, "H01", 0, cast)
    assert waiting() == []
    said(entry, "S02", 1, cast, "第四章已对上")
    assert waiting() == ["H01"]
    home = words(page(reading(cast["H01"], "zh-hans"), "/"))
    assert "钱进3月31日的日志，您留言之后钱进有回复" in home
    assert "第四章" not in home
    assert "第四章" not in str(Message.objects.get().said)


def test_the_author_is_told_in_the_feed_alone(cast: Cast, entry: LogEntry) -> None:
    said(entry, "H01", 0, cast)
    said(entry, "S02", 1, cast)
    said(entry, "S05", 2, cast)
    assert waiting() == ["H01"]


def test_of_several_answers_one_waits_and_whoever_answers_has_read(cast: Cast, entry: LogEntry) -> None:
    for second, actor in enumerate(("H01", "S05", "S02", "S02", "H03")):
        said(entry, actor, second, cast, f"第{second}句")
    assert waiting() == ["H01", "S05"]
    said(entry, "S05", 9, cast)
    assert waiting() == ["H01", "H03"]


@pytest.mark.parametrize("address", ["", "/comments"])
def test_reading_the_entry_is_reading_the_answer(cast: Cast, entry: LogEntry, address: str) -> None:
    other = entry_of(cast["S02"], DAY)
    for each in (entry, other):
        said(each, "H01", 0, cast)
        said(each, "S02", 1, cast)
    page(reading(cast["S05"]), f"/entries/{entry.key}{address}")
    assert waiting() == ["H01", "H01"]
    page(reading(cast["H01"]), f"/entries/{entry.key}{address}")
    assert waiting() == ["H01"]
    left = Message.objects.get(seen_at=None)
    answer = reading(cast["H01"]).post(f"/messages/{left.key}")
    assert answer["Location"] == f"/entries/{other.key}#comments"
    assert waiting() == []


def test_whoever_may_not_read_the_entry_any_more_is_told_nothing(cast: Cast, entry: LogEntry) -> None:
    for second, actor in enumerate(("H01", "S06")):
        said(entry, actor, second, cast)
    Message.objects.all().delete()
    LogEntry.objects.filter(pk=entry.pk).update(visibility="internal", internal_reason="petition")
    said(entry, "S02", 5, cast)
    assert waiting() == ["H01"]
