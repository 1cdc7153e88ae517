"""Maps of the search index: a search finds the same with them, whatever happens to the entries."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from daybook.daily import search, word_maps
from daybook.daily.actions import map_words as mapping
from daybook.daily.actions.amend import revise_entry, withdraw_entry
from daybook.daily.actions.drafts import EntryDraft
from daybook.daily.actions.map_words import map_words
from daybook.daily.actions.quarantine import ask_purge, lift_quarantine, place_quarantine, purge_entry
from daybook.daily.actions.record import record_day
from daybook.daily.indexing import indexed_texts, is_findable, marks_of, reindex
from daybook.daily.models import LogEntry, MappedBlock, WordMap
from daybook.daily.queries import laid_over, walking
from daybook.daily.queries.feed import FeedWish
from daybook.daily.queries.found import found_up_to
from daybook.daily.queries.laid_over import parts_below
from daybook.daily.search import Term, block_of, first_of_block, holds, index_words, words_held
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from tests.factories import WHOLE, noon
from tests.people import Cast

DAY = date(2026, 3, 30)
SIZE = 64
# Frequent and never together; frequent and seldom together; seldom; in every entry.
ASKED: list[list[Term]] = [
    ["晴日", "雨夜"],
    ["巡堤", "抢险"],
    ["巡堤", "雨夜"],
    ["晴日", "鲟鱼"],
    ["鲟鱼"],
    ["晴", "抢险"],
    [[("巡堤", "堤途", "途中")]],
    [[("晴日",), ("雨夜",)], "抢险"],
    [[("晴日",), ("鲟鱼",)], "巡堤"],
    ["k12", "雨夜"],
    ["月202603", "晴日", "抢险"],
    ["月202604", "晴日"],
]


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 64 entries, in which a word that stands eight times stands often."""
    for module in (search, word_maps, laid_over):
        monkeypatch.setattr(module, "BLOCK", SIZE)
    monkeypatch.setattr(word_maps, "OFTEN", 8)
    monkeypatch.setattr(laid_over, "MOST_CANDIDATES", 8)
    monkeypatch.setattr(laid_over, "AT_ONCE", 5)
    monkeypatch.setattr(walking, "FEW_BLOCKS", 2)
    monkeypatch.setattr(walking, "NEAR", 5)


@pytest.fixture
def record(cast: Cast) -> Cast:
    """Nine blocks of entries and a beginning, all but the last two full ones with maps."""
    begin_at_one()
    count, chance = SIZE * 10 + 6, random.Random(1)
    for start in range(0, count, 100):
        drafts = [said(number, chance) for number in range(start, min(start + 100, count))]
        record_day(author=cast["S02"], day=DAY, drafts=drafts, at=noon(2026, 3, 30))
    assert map_words() > 6
    return cast


def begin_at_one() -> None:
    """Let the ids begin at 1 on PostgreSQL, too, which counts on after every test."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('daily_logentry', 'id'), 1, false)")


def said(number: int, chance: random.Random) -> EntryDraft:
    """A draft with frequent words, and one time in three hundred two that do else not meet."""
    words = ["晴日" if number % 2 else "雨夜", *chance.sample(["K12段", "例会", "值班", "核对台账"], 2)]
    words += ["巡堤途中"] if number % 5 == 0 else ["抢险"] if number % 5 == 1 else []
    words += ["抢险"] if number % 150 == 0 else []
    words += ["鲟鱼"] if number in (3, 300) else []
    return replace(WHOLE, content="，".join(words), outcome="已办")


def found(cast: Cast, terms: Sequence[Term], before: int | None = None, most: int = 2_000) -> list[int]:
    return list(found_up_to(cast.bureau.pk, FeedWish(words=terms), before, most, most).ids)


def really(terms: Sequence[Term], before: int | None = None) -> list[int]:
    """What stands in the entries themselves, newest first."""
    rows = [row for row in LogEntry.objects.order_by("-id") if is_findable(row)]
    words = {row.pk: " ".join(index_words(marks_of(row), indexed_texts(row))) for row in rows}
    return [key for key, held in words.items() if holds(held, terms) and (before is None or key < before)]


def misled() -> list[tuple[int, str]]:
    """The maps that do not tell what the index holds."""
    wrong = []
    for row in WordMap.objects.all():
        first = first_of_block(row.block)
        held = {key - first for key, words in words_held(range(first, first + SIZE)) if row.word in words}
        told = int.from_bytes(row.bits, "little")
        wrong += [(row.block, row.word)] if {n for n in range(SIZE) if told >> n & 1} != held else []
    return wrong


def test_what_is_found_is_what_stands_in_the_entries(record: Cast) -> None:
    keys = list(LogEntry.objects.order_by("id").values_list("id", flat=True))
    for terms in ASKED:
        expected = really(terms)
        assert found(record, terms) == expected, terms
        for before in random.Random(2).sample(keys, 5):
            assert found(record, terms, before) == really(terms, before), (terms, before)
        some = found_up_to(record.bureau.pk, FeedWish(words=terms), None, 3, 10)
        assert list(some.ids) == expected[: len(some.ids)]
        assert len(some.ids) >= min(3, len(expected))
        if some.whole:
            assert len(some.ids) == len(expected)
    assert {len(really(terms)) > 0 for terms in ASKED} == {True, False}


def test_words_that_never_meet_are_walked_in_the_newest_blocks_alone(record: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert found(record, ["晴日", "雨夜"]) == []
    walks = [each["sql"] for each in asked if "MATCH" in each["sql"] or "@@" in each["sql"]]
    # PostgreSQL reads the very newest one by one before.
    assert len(walks) == (1 if connection.vendor == "sqlite" else 2)
    assert "块" in walks[-1]


def test_one_by_one_is_looked_only_where_every_word_is_told(record: Cast) -> None:
    """With a seldom word the index answers at once: the maps of the others only rule blocks out."""
    last = first_of_block(block_of(LogEntry.objects.latest("id").pk) - 1)
    told = list(parts_below(["巡堤", "抢险"], last))
    assert {part.ids is None for part in told} == {False}
    assert told[-1].below == 0
    assert list(parts_below(["晴日", "雨夜", "鲟鱼"], last)) == []
    assert {part.ids for part in parts_below(["巡堤", "抢险", "鲟鱼"], last)} == {None}


def test_a_count_is_whole_where_the_maps_leave_nothing(record: Cast) -> None:
    """The last candidates stand in a block in the middle: below it nothing can fit, and that is known."""
    expected = really(["巡堤", "抢险"])
    told = found_up_to(record.bureau.pk, FeedWish(words=["巡堤", "抢险"]), None, len(expected), 1_000)
    assert (list(told.ids), told.whole) == (expected, True)


def test_maps_follow_whatever_happens_to_an_entry(record: Cast) -> None:
    grant_right(person=record["S06"], kind=RightKind.SECURITY_ADMIN, first_day=date(2026, 1, 1))
    chance, at = random.Random(3), noon(2026, 3, 30)
    officer, second = record["S01"], record["S06"]
    for entry in chance.sample(list(LogEntry.objects.order_by("id")[: SIZE * 6]), 24):
        draft = replace(WHOLE, content=chance.choice(["晴日与雨夜", "巡堤抢险", "鲟鱼", "例会"]))
        what = chance.choice(["revised", "withdrawn", "hidden"])
        if what == "revised":
            revise_entry(entry=entry, draft=draft, version=entry.version, actor=record["S02"], at=at)
        elif what == "withdrawn":
            withdraw_entry(entry=entry, reason="记错了", actor=record["S02"], at=at)
        else:
            place_quarantine(entry=entry, reason="涉密", actor=officer, at=at)
        if what == "hidden" and chance.random() < 0.5:
            lift_quarantine(entry=entry, actor=second, at=at)
        elif what == "hidden":
            ask_purge(entry=entry, actor=officer, at=at)
            purge_entry(entry=entry, actor=second, at=at)
    assert WordMap.objects.count() > 50
    assert misled() == []
    for terms in ASKED:
        assert found(record, terms) == really(terms), terms
    assert found(record, ["晴日", "雨夜"]) != []


def test_a_word_that_nobody_says_any_more_has_no_map(record: Cast) -> None:
    block = block_of(LogEntry.objects.order_by("id")[SIZE].pk)
    first = first_of_block(block)
    assert WordMap.objects.filter(block=block, word="晴日").exists()
    LogEntry.objects.filter(id__range=(first, first + SIZE - 1)).update(content="例会")
    reindex(*LogEntry.objects.filter(id__range=(first, first + SIZE - 1)))
    assert not WordMap.objects.filter(block=block, word="晴日").exists()
    assert misled() == []


def test_maps_are_made_once_and_not_for_the_newest(record: Cast) -> None:
    last = block_of(LogEntry.objects.latest("id").pk)
    mapped = set(MappedBlock.objects.filter(build="").values_list("block", flat=True))
    assert max(mapped) == last - 2
    rows = list(WordMap.objects.order_by("id").values_list("id", flat=True))
    assert map_words() == 0
    assert list(WordMap.objects.order_by("id").values_list("id", flat=True)) == rows


def test_a_word_has_a_map_where_it_stands_often_alone(record: Cast) -> None:
    for block in MappedBlock.objects.values_list("block", flat=True):
        first = first_of_block(block)
        words = [word for _, held in words_held(range(first, first + SIZE)) for word in set(held)]
        often = {word for word in words if words.count(word) >= 8 and word_maps.has_maps(word)}
        assert set(WordMap.objects.filter(block=block).values_list("word", flat=True)) == often


def test_maps_that_are_being_made_while_an_entry_changes_are_given_up(
    record: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = LogEntry.objects.order_by("id")[SIZE]
    made = word_maps.maps_of_block
    MappedBlock.objects.all().delete()
    WordMap.objects.all().delete()

    def meanwhile(block: int) -> dict[str, bytes]:
        maps = made(block)
        if block == block_of(entry.pk):
            draft = replace(WHOLE, content="晴日雨夜同记")
            revise_entry(entry=entry, draft=draft, version=1, actor=record["S02"], at=noon(2026, 3, 30))
        return maps

    with monkeypatch.context() as patched:
        patched.setattr(mapping, "maps_of_block", meanwhile)
        assert map_words() > 5
    assert not MappedBlock.objects.filter(block=block_of(entry.pk)).exists()
    assert not WordMap.objects.filter(block=block_of(entry.pk)).exists()
    assert entry.pk in found(record, ["晴日", "雨夜"])
    assert map_words() == 1
    assert misled() == []


def test_what_another_began_is_begun_anew_and_what_it_finished_stands(record: Cast) -> None:
    blocks = list(MappedBlock.objects.order_by("block").values_list("block", flat=True))
    MappedBlock.objects.filter(block=blocks[0]).update(build="left")
    WordMap.objects.filter(block=blocks[0]).delete()
    assert map_words() == 1
    assert MappedBlock.objects.get(block=blocks[0]).build == ""
    assert misled() == []
    assert not mapping._map(blocks[1])
    assert MappedBlock.objects.get(block=blocks[1]).build == ""


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_maps_are_not_begun_while_somebody_changes_an_entry_unawares(
    record: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever changed an entry before the making was announced may not have looked for the announcement."""
    MappedBlock.objects.all().delete()
    WordMap.objects.all().delete()
    monkeypatch.setattr(mapping, "PATIENCE", "20ms")
    changed, tried = Event(), Event()

    def change() -> None:
        try:
            with transaction.atomic():
                LogEntry.objects.filter(pk=LogEntry.objects.order_by("id")[0].pk).update(place="")
                changed.set()
                tried.wait(60)
        finally:
            connection.close()

    other = Thread(target=change)
    other.start()
    assert changed.wait(20)
    try:
        assert map_words() == 0
    finally:
        tried.set()
        other.join()
    assert not MappedBlock.objects.exists()
    assert map_words() > 5


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_two_who_change_entries_of_one_block_lose_no_bit(record: Cast) -> None:
    """Both have the same map before them: whoever comes second waits, and sees what the first has written."""
    one, other = LogEntry.objects.order_by("id")[SIZE : SIZE + 2]
    begun = Event()

    def change() -> None:
        try:
            begun.set()
            with transaction.atomic():
                LogEntry.objects.filter(pk=other.pk).update(content="晴日雨夜巡堤抢险")
                reindex(LogEntry.objects.get(pk=other.pk))
        finally:
            connection.close()

    second = Thread(target=change)
    with transaction.atomic():
        LogEntry.objects.filter(pk=one.pk).update(content="晴日雨夜巡堤抢险")
        reindex(LogEntry.objects.get(pk=one.pk))
        second.start()
        assert begun.wait(20)
        second.join(1)
        assert second.is_alive()
    second.join(20)
    assert misled() == []
    assert {one.pk, other.pk} <= set(found(record, ["雨夜", "抢险"]))
