"""What is hidden goes from the open pages: quarantine, purge, withdrawal, an entry that becomes internal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybook.daily.actions.amend import correct_entry, revise_entry, withdraw_entry
from daybook.daily.actions.comment import comment_on_entry
from daybook.daily.actions.quarantine import ask_purge, lift_quarantine, place_quarantine, purge_entry
from daybook.daily.live.hidden import Marks, Place
from daybook.daily.models import LogEntry
from daybook.daily.queries.hidden import mark_of
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from daybook.plans.actions.seal import seal_plan
from tests.daily.streams import LiveServer, Stream, serving
from tests.factories import WHOLE, entry_of
from tests.pages import page, reading
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[Cast, LogEntry], object]
SECRET = "涉密台账之事"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return water_bureau()


@pytest.fixture
def server(cast: Cast) -> Iterator[LiveServer]:
    with serving() as found:
        yield found


def yesterday() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date() - timedelta(days=1)


def opened(server: LiveServer, cast: Cast, number: str, language: str = "zh-hans") -> Stream:
    """A page of somebody, greeted."""
    stream = server.open(reading(cast[number], language))
    assert stream.next().name == "greeting"
    return stream


def quarantine(cast: Cast, entry: LogEntry) -> None:
    place_quarantine(entry=entry, reason="涉密", actor=cast["S01"])


def purge(cast: Cast, entry: LogEntry) -> None:
    """The second of the two acts; the first hid the entry long ago."""
    purge_entry(entry=entry, actor=cast["S06"])


def withdraw(cast: Cast, entry: LogEntry) -> None:
    withdraw_entry(entry=entry, reason="记错了", actor=cast["S02"])


def make_internal(cast: Cast, entry: LogEntry) -> None:
    draft = replace(WHOLE, content=SECRET, visibility="internal", internal_reason="petition")
    revise_entry(entry=entry, draft=draft, version=1, actor=cast["S02"])


@pytest.mark.parametrize(
    ("act", "words"), [(quarantine, "隔离审查中"), (withdraw, "已撤回"), (make_internal, "内部事项")]
)
def test_an_entry_that_is_hidden_goes_from_every_open_page(
    server: LiveServer, cast: Cast, act: Act, words: str
) -> None:
    entry = entry_of(cast["S02"], yesterday(), content=SECRET)
    stream = opened(server, cast, "S06")
    act(cast, entry)
    event = stream.next()
    row = event.data["rows"][0]
    assert (event.name, event.data["mark"], row["key"]) == ("hidden", mark_of(cast.bureau), entry.key)
    assert words in row["html"]
    assert f'id="entry-{entry.key}"' in row["html"]
    assert SECRET not in row["html"]
    assert "is-new" not in row["html"]
    assert stream.rest(1.5) == []


def test_a_purge_reaches_the_open_pages(server: LiveServer, cast: Cast) -> None:
    grant_right(person=cast["S06"], kind=RightKind.PERSONNEL_OFFICE, first_day=date(2025, 1, 1))
    entry = entry_of(cast["S02"], yesterday(), content=SECRET)
    quarantine(cast, entry)
    ask_purge(entry=entry, actor=cast["S01"])
    stream = opened(server, cast, "S05")
    purge(cast, entry)
    assert "已清除" in stream.next().data["rows"][0]["html"]


@pytest.mark.parametrize("number", ["S02", "H01", "S01"])
def test_an_entry_made_internal_stays_with_those_who_may_read_it(
    server: LiveServer, cast: Cast, number: str
) -> None:
    entry = entry_of(cast["S02"], yesterday(), content=SECRET)
    near, far = opened(server, cast, number), opened(server, cast, "S06")
    make_internal(cast, entry)
    assert far.next().name == "hidden"
    assert near.rest(0.5) == []


def test_a_quarantine_hides_from_the_author_too_and_from_nobody_elsewhere(
    server: LiveServer, cast: Cast
) -> None:
    other = water_bureau("LAKE")
    entry = entry_of(cast["S02"], yesterday(), content=SECRET)
    author, there = opened(server, cast, "S02", "en"), opened(server, other, "S02")
    quarantine(cast, entry)
    assert "Set aside for review" in author.next().data["rows"][0]["html"]
    assert there.rest(0.5) == []


def test_a_hiding_of_another_process_is_found_without_a_word(
    server: LiveServer, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daybook.daily.actions.quarantine.wake", lambda: None)
    entry = entry_of(cast["S02"], yesterday(), content=SECRET)
    stream = opened(server, cast, "S06")
    quarantine(cast, entry)
    assert stream.next().name == "hidden"


@pytest.mark.parametrize(
    ("act", "module"), [(quarantine, "quarantine"), (withdraw, "amend"), (make_internal, "amend")]
)
def test_an_act_that_hides_says_so_at_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, act: Act, module: str
) -> None:
    entry = entry_of(cast["S02"], yesterday(), content=SECRET)
    marks: list[int] = []
    before = mark_of(cast.bureau)
    monkeypatch.setattr(f"daybook.daily.actions.{module}.wake", lambda: marks.append(mark_of(cast.bureau)))
    act(cast, entry)
    assert marks == [before + 1]


def lift(cast: Cast, entry: LogEntry) -> None:
    lift_quarantine(entry=entry, actor=cast["S01"])


def correct(cast: Cast, entry: LogEntry) -> None:
    correct_entry(entry=entry, content="流量应为3.8", actor=cast["S02"])


def sealed_month(cast: Cast) -> None:
    seal_plan(cast["S02"], f"{yesterday():%Y-%m}")


@pytest.mark.parametrize("number", ["S06", "S02"])
def test_a_correction_reaches_the_open_pages_with_what_was_said_before(
    server: LiveServer, cast: Cast, number: str
) -> None:
    entry = entry_of(cast["S02"], yesterday())
    comment_on_entry(entry=entry, content="请核对流量", actor=cast["S05"])
    sealed_month(cast)
    stream = opened(server, cast, number)
    correct(cast, entry)
    event = stream.next()
    row = event.data["rows"][0]
    assert (event.name, event.data["mark"], row["key"]) == ("hidden", mark_of(cast.bureau), entry.key)
    for words in ("流量应为3.8", "请核对流量", WHOLE.content, "更正"):
        assert words in row["html"], words
    assert "is-mute" not in row["html"]
    assert stream.rest(1.5) == []


def test_a_released_entry_reaches_the_open_pages_as_it_stood(server: LiveServer, cast: Cast) -> None:
    entry, inner = entry_of(cast["S02"], yesterday(), content=SECRET), entry_of(cast["S02"], yesterday())
    make_internal(cast, inner)
    for each in (entry, inner):
        quarantine(cast, each)
    near, far = opened(server, cast, "H01"), opened(server, cast, "S06")
    lift(cast, entry)
    assert SECRET in near.next().data["rows"][0]["html"]
    assert SECRET in far.next().data["rows"][0]["html"]
    lift(cast, inner)
    assert SECRET in near.next().data["rows"][0]["html"]
    told = far.next().data["rows"][0]["html"]
    assert ("内部事项" in told, SECRET in told) == (True, False)


def test_of_a_correction_in_an_internal_entry_others_learn_nothing(server: LiveServer, cast: Cast) -> None:
    entry = entry_of(cast["S02"], yesterday(), people="")
    make_internal(cast, entry)
    sealed_month(cast)
    near, far = opened(server, cast, "H01"), opened(server, cast, "S06")
    correct(cast, entry)
    assert "流量应为3.8" in near.next().data["rows"][0]["html"]
    for event in far.rest(1.5):
        assert "流量" not in str(event.data)
        assert SECRET not in str(event.data)


def test_a_page_that_comes_back_is_told_what_was_corrected_and_released(cast: Cast) -> None:
    corrected = entry_of(cast["S02"], yesterday(), content="甲事")
    released = entry_of(cast["S02"], yesterday(), content="乙事")
    quarantine(cast, released)
    sealed_month(cast)
    known = mark_of(cast.bureau)
    correct(cast, corrected)
    lift(cast, released)
    html = missed(cast, "S06", known)
    assert ("甲事" in html, "流量应为3.8" in html, "乙事" in html, "is-mute" in html) == (
        True,
        True,
        True,
        False,
    )
    assert "<article" not in missed(cast, "S06", mark_of(cast.bureau))


@pytest.mark.parametrize(("act", "module"), [(lift, "quarantine"), (correct, "amend")])
def test_an_act_that_shows_again_says_so_at_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, act: Act, module: str
) -> None:
    entry = entry_of(cast["S02"], yesterday())
    sealed_month(cast)
    if act is lift:
        quarantine(cast, entry)
    marks: list[int] = []
    before = mark_of(cast.bureau)
    monkeypatch.setattr(f"daybook.daily.actions.{module}.wake", lambda: marks.append(mark_of(cast.bureau)))
    act(cast, entry)
    assert marks == [before + 1]


def test_corrections_of_many_entries_cost_as_much_as_of_one(cast: Cast) -> None:
    entries = [entry_of(cast["S02"], yesterday()) for _ in range(5)]
    sealed_month(cast)
    marks = Marks()
    places = {cast.bureau.pk: Place(cast.bureau.code, frozenset({"en"}), mark_of(cast.bureau))}
    costs = []
    for some in (entries[:1], entries[1:]):
        for entry in some:
            correct(cast, entry)
        with CaptureQueriesContext(connection) as asked:
            found = marks.look(places)
        marks.keep(found)
        costs.append((len(found[0].words["en"]), len(asked)))
    assert [count for count, _cost in costs] == [1, 4]
    assert costs[0][1] == costs[1][1] <= 12


def test_a_page_let_in_after_a_hiding_learns_that_it_missed_it(server: LiveServer, cast: Cast) -> None:
    entry = entry_of(cast["S02"], yesterday(), content=SECRET)
    before = mark_of(cast.bureau)
    assert server.open(reading(cast["S06"])).next().data["mark"] == before
    quarantine(cast, entry)
    assert server.open(reading(cast["S06"])).next().data["mark"] == before + 1


def test_a_look_costs_one_statement_where_nobody_acted(cast: Cast) -> None:
    places = {cast.bureau.pk: Place(cast.bureau.code, frozenset({"en"}), mark_of(cast.bureau))}
    marks = Marks()
    with CaptureQueriesContext(connection) as asked:
        assert marks.look(places) == []
    assert len(asked) == 1
    entry = entry_of(cast["S02"], yesterday(), content=SECRET)
    marks.keep(marks.look(places))
    quarantine(cast, entry)
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            found = marks.look(places)
        costs.append((len(found[0].words["en"]), len(asked)))
    marks.keep(found)
    assert marks.look(places) == []
    assert costs[0] == costs[1]
    assert costs[0][1] <= 12


# What a page missed while it was not connected -------------------------------------------------------------


def missed(cast: Cast, number: str, known: int) -> str:
    entry = LogEntry.objects.latest("id")
    return page(reading(cast[number]), f"/feed/new?after={entry.key}&known={known}")


@pytest.mark.parametrize(
    ("act", "words"),
    [(quarantine, "Set aside for review"), (withdraw, "Withdrawn"), (make_internal, "Internal matter")],
)
def test_a_page_that_comes_back_is_told_what_was_hidden(cast: Cast, act: Act, words: str) -> None:
    entry = entry_of(cast["S02"], yesterday(), content=SECRET)
    entry_of(cast["S02"], yesterday(), content="无关之事")
    known = mark_of(cast.bureau)
    assert f'data-mark="{known}"' in page(reading(cast["S06"]), "/feed")
    act(cast, entry)
    html = missed(cast, "S06", known)
    assert (words in html, SECRET in html, "无关之事" in html) == (True, False, False)
    assert f'data-mark="{mark_of(cast.bureau)}"' in html
    assert words not in missed(cast, "S06", mark_of(cast.bureau))


def test_of_what_it_may_read_a_page_that_comes_back_is_told_nothing(cast: Cast) -> None:
    entry = entry_of(cast["S02"], yesterday(), content=SECRET)
    known = mark_of(cast.bureau)
    make_internal(cast, entry)
    assert "<article" not in missed(cast, "H01", known)


def test_a_page_that_missed_too_much_is_to_be_shown_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [entry_of(cast["S02"], yesterday(), content=f"第{number}件") for number in range(3)]
    known = mark_of(cast.bureau)
    for module in ("daybook.daily.queries.hidden", "daybook.daily.views.feed"):
        monkeypatch.setattr(f"{module}.MOST_HIDDEN", 2)
    for number, entry in enumerate(made):
        quarantine(cast, entry)
        assert ("data-stale" in missed(cast, "S06", known)) is (number == 2)
