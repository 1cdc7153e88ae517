"""Words under an entry: who leaves one, who reads it, and what of it waits for the author."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import translation

from daybook.daily.actions.amend import withdraw_entry
from daybook.daily.actions.comment import comment_on_entry, see_comments
from daybook.daily.models import LogComment, LogEntry
from daybook.daily.queries.comments import comment_waiting_for, comments_unseen_by
from daybook.ledger.models import LedgerLine
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from tests.factories import entry_of, last_line, noon, refused
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

DAY = date(2026, 3, 31)
INTERNAL = {"visibility": "internal", "internal_reason": "petition"}
NOW = noon(2026, 3, 31)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def entry(cast: Cast) -> LogEntry:
    return entry_of(cast["S02"], DAY, content="起草采纳说明")


def said(entry: LogEntry) -> list[str]:
    return list(LogComment.objects.filter(entry=entry).order_by("id").values_list("content", flat=True))


# The act ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["S02", "S05", "H01", "L01", "S01"])
def test_whoever_reads_an_entry_may_leave_a_word(cast: Cast, entry: LogEntry, number: str) -> None:
    comment = comment_on_entry(entry=entry, content=" 第四章对上了吗？ ", actor=cast[number], at=NOW)
    assert (comment.content, comment.author, comment.recorded_at) == ("第四章对上了吗？", cast[number], NOW)
    line = last_line()
    assert (line.action, line.object_key, line.actor) == ("comment_on_entry", entry.key, number)
    assert "第四章" not in str(line.after)


@pytest.mark.parametrize(
    ("number", "allowed"), [("S05", True), ("H01", True), ("S06", False), ("H02", False)]
)
def test_an_internal_entry_takes_words_of_its_readers_only(cast: Cast, number: str, allowed: bool) -> None:
    entry = entry_of(cast["S02"], DAY, people="褚卫", **INTERNAL)
    if allowed:
        comment_on_entry(entry=entry, content="请附台账", actor=cast[number])
    else:
        told = refused(comment_on_entry, entry=entry, content="请附台账", actor=cast[number])
        assert told == ("", "This entry is not open to you.")
    assert said(entry) == (["请附台账"] if allowed else [])


def test_a_word_is_refused_where_the_entry_does_not_stand(cast: Cast, entry: LogEntry) -> None:
    withdraw_entry(entry=entry, reason="重复", actor=cast["S02"])
    assert (
        refused(comment_on_entry, entry=entry, content="问", actor=cast["S05"])[1]
        == "This entry was withdrawn."
    )
    hidden = entry_of(cast["S02"], DAY)
    LogEntry.objects.filter(pk=hidden.pk).update(quarantined=True)
    for number in ("S02", "S05", "S01"):
        told = refused(comment_on_entry, entry=hidden, content="问", actor=cast[number])
        assert told == ("", "This entry is not open to you.")


def test_a_word_is_refused_from_another_bureau_and_from_administrators(cast: Cast, entry: LogEntry) -> None:
    stranger = water_bureau("LAKE")["L01"]
    grant_right(person=cast["S06"], kind=RightKind.AUDIT_ADMIN, first_day=date(2025, 1, 1))
    for actor in (stranger, cast["S06"]):
        told = refused(comment_on_entry, entry=entry, content="问", actor=actor)
        assert told == ("", "This entry is not open to you.")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("  ", "This may not be empty."),
        ("甲" * 501, "This text has 501 characters; at most 500 fit."),
        ("甲\x00", "A text may not hold the character NUL."),
    ],
)
def test_a_word_has_its_limits(cast: Cast, entry: LogEntry, content: str, sentence: str) -> None:
    told = refused(comment_on_entry, entry=entry, content=content, actor=cast["S05"])
    assert told == ("content", sentence)
    assert comment_on_entry(entry=entry, content="甲" * 500, actor=cast["S05"]).pk


def test_a_button_pressed_twice_leaves_one_word(cast: Cast, entry: LogEntry) -> None:
    first = comment_on_entry(entry=entry, content="问", actor=cast["S05"], at=NOW)
    lines = LedgerLine.objects.count()
    again = comment_on_entry(entry=entry, content="问", actor=cast["S05"], at=NOW + timedelta(seconds=1))
    assert (again, said(entry), LedgerLine.objects.count()) == (first, ["问"], lines)
    told = refused(comment_on_entry, entry=entry, content="又问", actor=cast["S05"], at=NOW)
    assert told == ("content", "You left a word here this very second; send it again.")


def test_the_same_word_later_is_another(cast: Cast, entry: LogEntry) -> None:
    given: dict[str, Any] = {"entry": entry, "content": "收到", "actor": cast["S05"]}
    comment_on_entry(at=NOW, **given)
    comment_on_entry(at=NOW + timedelta(seconds=61), **given)  # to what came meanwhile by another way
    comment_on_entry(entry=entry, content="请看附件", actor=cast["H01"], at=NOW + timedelta(seconds=70))
    comment_on_entry(at=NOW + timedelta(seconds=80), **given)
    comment_on_entry(at=NOW + timedelta(seconds=81), **given)
    assert said(entry) == ["收到", "收到", "请看附件", "收到"]


# What waits ------------------------------------------------------------------------------------------------


def test_a_word_waits_until_the_author_opens_the_entry(cast: Cast, entry: LogEntry) -> None:
    comment = comment_on_entry(entry=entry, content="对上了吗", actor=cast["H01"])
    assert comments_unseen_by(cast["S02"]) == [comment]
    page(reading(cast["S05"]), f"/entries/{entry.key}")
    page(reading(cast["S02"]), "/feed")
    assert comments_unseen_by(cast["S02"]) == [comment]
    page(reading(cast["S02"]), f"/entries/{entry.key}")
    assert comments_unseen_by(cast["S02"]) == []
    comment.refresh_from_db()
    assert comment.seen_at == NOW
    assert (last_line().action, last_line().after) == ("see_comments", {"comments": 1})
    lines = LedgerLine.objects.count()
    page(reading(cast["S02"]), f"/entries/{entry.key}")
    assert LedgerLine.objects.count() == lines


def test_an_answer_answers_all_and_waits_for_nobody(cast: Cast, entry: LogEntry) -> None:
    for number in ("H01", "S05"):
        comment_on_entry(entry=entry, content="问", actor=cast[number])
    answer = comment_on_entry(entry=entry, content="已对上", actor=cast["S02"])
    assert comments_unseen_by(cast["S02"]) == []
    assert LogComment.objects.filter(seen_at=None).get() == answer


def test_nobody_else_sees_for_the_author(cast: Cast, entry: LogEntry) -> None:
    comment_on_entry(entry=entry, content="问", actor=cast["H01"])
    told = refused(see_comments, entry=entry, actor=cast["H01"])
    assert told == ("", "Only the author of an entry sees its comments for the author.")


def test_under_an_entry_that_is_gone_nothing_waits(cast: Cast, entry: LogEntry) -> None:
    comment_on_entry(entry=entry, content="问", actor=cast["H01"])
    withdraw_entry(entry=entry, reason="重复", actor=cast["S02"])
    hidden = entry_of(cast["S02"], DAY)
    comment_on_entry(entry=hidden, content="问", actor=cast["H01"])
    LogEntry.objects.filter(pk=hidden.pk).update(quarantined=True)
    assert comments_unseen_by(cast["S02"]) == []


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (DAY, "郑江 left a comment on your record of today; it waits for you"),
        (DAY - timedelta(days=1), "郑江 left a comment on your record of yesterday; it waits for you"),
        (date(2026, 3, 2), "郑江 left a comment on your record of 2 March; it waits for you"),
    ],
)
def test_what_waits_is_told_in_words(cast: Cast, day: date, told: str) -> None:
    entry = entry_of(cast["S02"], day)
    comment_on_entry(entry=entry, content="问", actor=cast["H03"])
    comment_on_entry(entry=entry, content="再问", actor=cast["H01"])
    waiting = comment_waiting_for(cast["S02"], DAY)
    assert waiting is not None
    with translation.override("en"):
        assert (waiting.what, waiting.further_words) == (told, "1 more comment waits")
    assert comment_waiting_for(cast["H03"], DAY) is None


# The pages -------------------------------------------------------------------------------------------------


def test_the_feed_says_what_waits_and_lets_the_author_answer(cast: Cast, entry: LogEntry) -> None:
    comment_on_entry(entry=entry, content="对上了吗", actor=cast["H01"])
    html = page(reading(cast["S02"], "zh-hans"), "/feed")
    assert "周文在您今天的一条日志下留言，等您看" in words(html)
    assert f'href="/entries/{entry.key}#comments"' in html
    assert html.count('class="comment-form"') == 1
    others = page(reading(cast["S05"], "zh-hans"), "/feed")
    assert "对上了吗" in words(others)
    assert 'class="act"' not in others
    assert 'class="comment-form"' not in others


def test_the_feed_shows_the_last_three_and_the_entry_all(cast: Cast, entry: LogEntry) -> None:
    for number in range(5):
        at = NOW + timedelta(seconds=number)
        comment_on_entry(entry=entry, content=f"第{number}句", actor=cast["H01"], at=at)
    feed, own = page(reading(cast["S05"]), "/feed"), page(reading(cast["S05"]), f"/entries/{entry.key}")
    told = [[f"第{number}句" in html for number in range(5)] for html in (feed, own)]
    assert told == [[False, False, True, True, True], [True] * 5]
    assert "Earlier comments" in feed
    assert own.index("第3句") < own.index("第4句")


def test_a_word_is_left_in_place(cast: Cast, entry: LogEntry) -> None:
    client, address = reading(cast["S05"]), f"/entries/{entry.key}/comments"
    asked = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert f'hx-post="{address}"' in asked
    assert ("<html" in asked, "autofocus" in asked) == (False, True)
    assert "autofocus" not in page(client, f"/entries/{entry.key}")
    left = client.post(address, {"content": "请附台账"}, headers={"HX-Request": "true"}).content.decode()
    assert ("请附台账" in left, "<form" in left, "<html" in left) == (True, False, False)
    faulty = client.post(address, {"content": " "}, headers={"HX-Request": "true"}).content.decode()
    assert ("This may not be empty." in faulty, 'aria-invalid="true"' in faulty) == (True, True)
    assert said(entry) == ["请附台账"]


def test_the_page_of_the_entry_keeps_its_form_for_another_word(cast: Cast, entry: LogEntry) -> None:
    client, address = reading(cast["S05"]), f"/entries/{entry.key}/comments"
    here = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/entries/{entry.key}#comments"}
    left = client.post(address, {"content": "请附台账"}, headers=here).content.decode()
    assert ("请附台账" in left, "<form" in left, 'class="fault"' in left) == (True, True, False)
    assert said(entry) == ["请附台账"]


def test_a_word_is_left_without_a_script(cast: Cast, entry: LogEntry) -> None:
    client, address = reading(cast["S05"]), f"/entries/{entry.key}/comments"
    assert 'name="content"' in page(client, address)
    response = client.post(address, {"content": "请附台账"})
    assert (response.status_code, response["Location"]) == (302, f"/entries/{entry.key}#comments")
    faulty = client.post(address, {"content": "甲" * 501})
    assert faulty.status_code == 409
    assert "甲" * 501 in faulty.content.decode()


def test_what_was_said_is_read_where_the_entry_is_read(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY, **INTERNAL)
    comment_on_entry(entry=entry, content="请附台账", actor=cast["H01"])
    told = ["请附台账" in page(reading(cast[number]), "/feed") for number in ("S02", "L02", "S06")]
    assert told == [True, True, False]
    assert "请附台账" not in page(reading(cast["S06"]), f"/entries/{entry.key}")
    withdraw_entry(entry=entry, reason="重复", actor=cast["S02"])
    assert "请附台账" not in page(reading(cast["S02"]), "/feed")


@pytest.mark.parametrize("method", ["get", "post"])
def test_comments_refuse_strangers_administrators_and_those_it_is_closed_to(cast: Cast, method: str) -> None:
    open_one, closed = entry_of(cast["S02"], DAY), entry_of(cast["S02"], DAY, **INTERNAL)
    grant_right(person=cast["S05"], kind=RightKind.SYSTEM_ADMIN, first_day=date(2025, 1, 1))
    stranger = water_bureau("LAKE")["L01"]
    for actor, entry in ((stranger, open_one), (cast["S05"], open_one), (cast["S06"], closed)):
        response = getattr(reading(actor), method)(f"/entries/{entry.key}/comments", {"content": "问"})
        assert response.status_code == 404
    assert (
        getattr(reading(cast["S06"]), method)("/entries/nothing/comments", {"content": "问"}).status_code
        == 404
    )
    assert not LogComment.objects.exists()


def test_comments_cost_the_same_for_one_and_for_thirty(cast: Cast, entry: LogEntry) -> None:
    reader, address = reading(cast["S05"]), f"/entries/{entry.key}"
    comment_on_entry(entry=entry, content="问", actor=cast["S05"], at=NOW)
    few = [statements(reader, each) for each in (address, f"{address}/comments", "/feed")]
    for number in range(1, 30):
        actor = cast[("S03", "S04", "H01")[number % 3]]
        comment_on_entry(
            entry=entry, content=f"第{number}句", actor=actor, at=NOW + timedelta(seconds=number)
        )
    assert [statements(reader, each) for each in (address, f"{address}/comments", "/feed")] == few
    assert max(few) <= 15
