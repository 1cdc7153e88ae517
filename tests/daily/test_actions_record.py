"""Recording days: whole days at once, in time, by whoever may."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from daybook.daily.actions.drafts import EntryDraft
from daybook.daily.actions.record import DayDraft, record_day, record_days
from daybook.daily.disclosures import missing_disclosures
from daybook.daily.models import EntryPerson, LogEntry
from daybook.daily.queries.feed import FeedWish, feed_page
from daybook.daily.search import words_of
from daybook.ledger.actions import recorded
from daybook.ledger.models import LedgerLine
from daybook.ledger.queries import chain_faults
from daybook.org.actions.people import end_employment, enrol_person
from daybook.org.actions.posts import transfer
from daybook.org.actions.states import delegate
from daybook.org.enums import DelegationKind, StaffCategory
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.web.refusals import Refused
from tests.factories import WHOLE, last_line, noon, refused, submitted
from tests.people import Cast, water_bureau

THURSDAY = date(2026, 3, 5)
EVENING = datetime(2026, 3, 5, 10, 30, tzinfo=UTC)  # 18:30 in the bureau


def day_of(cast: Cast, *drafts: EntryDraft, **more: Any) -> dict[str, Any]:
    return {"author": cast["S03"], "day": THURSDAY, "drafts": drafts or [WHOLE], "at": EVENING, **more}


def test_a_day_is_recorded_with_all_that_was_said(cast: Cast) -> None:
    second = EntryDraft("  值班值守  ", half_day="evening", state="done")
    first_entry, second_entry = record_day(**day_of(cast, WHOLE, second))
    first_entry.refresh_from_db()
    assert (first_entry.start, first_entry.end, first_entry.progress) == (time(9), time(11, 30), 80)
    assert (second_entry.content, second_entry.half_day) == ("值班值守", "evening")
    assert first_entry.department == cast.departments["D02"]
    assert first_entry.recorded_at == EVENING
    assert first_entry.version == 1
    assert first_entry.entered_by is None


def test_keys_are_sortable_and_follow_the_order_of_writing(cast: Cast) -> None:
    entries = record_day(**day_of(cast, WHOLE, WHOLE, WHOLE))
    entries += record_day(**day_of(cast, at=datetime(2026, 3, 5, 11, tzinfo=UTC)))
    keys = [entry.key for entry in entries]
    assert keys == sorted(keys)
    assert len(set(keys)) == 4
    assert {len(key) for key in keys} == {26}


def test_one_line_a_day_keeps_digests_and_no_word(cast: Cast) -> None:
    entries = record_day(**day_of(cast, WHOLE, WHOLE))
    line = last_line()
    assert (line.action, line.actor, line.object_key) == ("record_day", "S03", "S03:2026-03-05")
    assert set(line.after["entries"]) == {entry.key for entry in entries}
    assert "核对" not in str(line.after)
    assert list(chain_faults("WATER")) == []


def test_colleagues_are_known_by_name_or_number_once_each(cast: Cast) -> None:
    people = "陈明、H02；陈明,街道办李主任 吴建国 S03"
    entry = record_day(**day_of(cast, replace(WHOLE, people=people)))[0]
    named = EntryPerson.objects.filter(entry=entry).values_list("person__number", flat=True)
    assert sorted(named) == ["H02", "S04"]


def test_a_name_that_two_people_bear_points_at_nobody(cast: Cast) -> None:
    enrol_person(bureau=cast.bureau, number="S20", name="陈明", staff_category=StaffCategory.CIVIL_SERVANT)
    entry = record_day(**day_of(cast, replace(WHOLE, people="陈明、S20")))[0]
    assert list(entry.named.values_list("person__number", flat=True)) == ["S20"]


def found(cast: Cast, text: str) -> list[LogEntry]:
    return feed_page(cast.bureau, FeedWish(words=words_of(text)))


def test_open_entries_are_found_by_their_words_and_internal_ones_are_not(cast: Cast) -> None:
    secret = replace(WHOLE, content="信访件办理", visibility="internal", internal_reason="petition")
    entry, _ = record_day(**day_of(cast, WHOLE, secret))
    assert found(cast, "投资计划") == [entry]
    assert found(cast, "信访") == []


@pytest.mark.parametrize(
    ("at", "reason", "kept"),
    [
        (noon(2026, 3, 5), "", ""),
        (noon(2026, 3, 6), "写了也不算补记", ""),  # one workday after: on time
        (noon(2026, 3, 8), "", ""),  # a Sunday: still one workday after
        (noon(2026, 3, 9), "出差途中", "出差途中"),  # two workdays after: a backfill
        (noon(2026, 3, 10), "出差途中", "出差途中"),
        (datetime(2026, 3, 10, 15, 59, tzinfo=UTC), "出差途中", "出差途中"),  # a minute before midnight there
    ],
)
def test_on_time_and_backfill(cast: Cast, at: datetime, reason: str, kept: str) -> None:
    assert record_day(**day_of(cast, at=at, backfill_reason=reason))[0].backfill_reason == kept


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"at": noon(2026, 3, 4)}, "work_date"),  # tomorrow is a plan
        ({"at": noon(2026, 3, 9)}, "backfill_reason"),
        ({"at": noon(2026, 3, 9), "backfill_reason": "  "}, "backfill_reason"),
        ({"at": noon(2026, 3, 9), "backfill_reason": "忙" * 501}, "backfill_reason"),
        (
            {"at": datetime(2026, 3, 10, 16, tzinfo=UTC), "backfill_reason": "忙"},
            "work_date",
        ),  # midnight: locked
        ({"day": date(2024, 12, 31), "at": noon(2024, 12, 31)}, "work_date"),  # before the employment
        ({"writer": "S04"}, "writer"),
    ],
)
def test_a_day_is_refused(cast: Cast, more: dict[str, Any], field: str) -> None:
    if "writer" in more:
        more = {**more, "writer": cast[more["writer"]]}
    assert refused(record_day, **day_of(cast, **more))[0] == field
    assert not LogEntry.objects.exists()


def test_a_day_after_the_last_is_refused(cast: Cast) -> None:
    end_employment(person=cast["S03"], last_day=date(2026, 3, 4))
    assert refused(record_day, **day_of(cast))[0] == "work_date"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"content": " "}, "content"),
        ({"content": "水" * 501}, "content"),
        ({"outcome": "水" * 2001}, "outcome"),
        ({"place": "水" * 201}, "place"),
        ({"measures": "核\x00对"}, "measures"),
        ({"end": time(9)}, "end"),
        ({"end": time(8)}, "end"),
        ({"end": time(9, 0, 59)}, "end"),  # the same minute
        ({"start": None}, "start"),
        ({"half_day": "morning"}, "half_day"),
        ({"start": None, "end": None, "half_day": "noon"}, "half_day"),
        ({"progress": 101}, "progress"),
        ({"progress": -1}, "progress"),
        ({"state": "paused"}, "state"),
        ({"visibility": "secret"}, "visibility"),
        ({"visibility": "internal"}, "internal_reason"),
        ({"visibility": "internal", "internal_reason": "boredom"}, "internal_reason"),
        ({"internal_reason": "petition"}, "internal_reason"),
        ({"key": "a b"}, "key"),
    ],
)
def test_a_draft_is_refused(cast: Cast, said: dict[str, Any], field: str) -> None:
    assert refused(record_day, **day_of(cast, replace(WHOLE, **said)))[0] == field


def test_every_faulty_row_has_its_sentence_and_none_is_kept(cast: Cast) -> None:
    drafts = [WHOLE, replace(WHOLE, content=""), WHOLE, replace(WHOLE, progress=200)]
    with translation.override("en"), pytest.raises(Refused) as refusal:
        record_day(**day_of(cast, *drafts))
    assert refusal.value.rows == {
        1: "Say what was worked on.",
        3: "Progress lies between 0 and 100 per cent.",
    }
    assert not LogEntry.objects.exists()


def test_a_policy_may_know_no_internal_entries(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from daybook.daily.actions import desk
    from daybook.org.policies import policy_of

    def without(*given: Any) -> Any:
        known = policy_of(*given)
        return replace(known, daily=replace(known.daily, internal=False))

    monkeypatch.setattr(desk, "policy_of", without)
    secret = replace(WHOLE, visibility="internal", internal_reason="petition")
    assert refused(record_day, **day_of(cast, secret))[0] == "visibility"


def test_an_entry_serves_its_authors_plan_of_the_month(cast: Cast) -> None:
    own, other, april = (
        plan_month(person=cast[number], month=month, lines=[PlanLine("编制计划")], at=noon(2026, 3, 2))[0]
        for number, month in (("S03", "2026-03"), ("S04", "2026-03"), ("S03", "2026-04"))
    )
    assert record_day(**day_of(cast, replace(WHOLE, plan_item=own)))[0].plan_item == own
    for item in (other, april):
        assert refused(record_day, **day_of(cast, replace(WHOLE, plan_item=item)))[0] == "plan_item"


def test_an_entry_is_part_of_a_matter_of_the_bureau(cast: Cast) -> None:
    lake = water_bureau(code="LAKE")
    own = open_matter(bureau=cast.bureau, title="青龙河水毁修复", actor=cast["S03"])
    foreign = open_matter(bureau=lake.bureau, title="青龙河水毁修复", actor=lake["S03"])
    assert record_day(**day_of(cast, replace(WHOLE, matter=own)))[0].matter == own
    assert refused(record_day, **day_of(cast, replace(WHOLE, matter=foreign)))[0] == "matter"


def test_a_submitted_month_takes_no_entry(cast: Cast) -> None:
    submitted(cast["S03"], "2026-03", noon(2026, 3, 31))
    late = day_of(cast, day=date(2026, 3, 31), at=noon(2026, 3, 31))
    assert refused(record_day, **late) == (
        "work_date",
        "This month is submitted; append a correction instead.",
    )


def test_a_secretary_enters_a_leaders_log(cast: Cast) -> None:
    delegate(
        person=cast["L02"],
        deputy=cast["S02"],
        kind=DelegationKind.ENTER_LOG,
        first_day=THURSDAY,
        actor=cast["L02"],
    )
    entry = record_day(**day_of(cast, author=cast["L02"], writer=cast["S02"]))[0]
    assert (entry.person, entry.entered_by, entry.department) == (cast["L02"], cast["S02"], None)
    assert last_line().actor == "S02"
    before = day_of(cast, author=cast["L02"], writer=cast["S02"], day=date(2026, 3, 4), at=noon(2026, 3, 4))
    assert refused(record_day, **before)[0] == "writer"


def test_the_department_is_that_of_the_day(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=THURSDAY)
    today = record_day(**day_of(cast))[0]
    yesterday = record_day(**day_of(cast, day=date(2026, 3, 4)))[0]
    assert (today.department, yesterday.department) == (cast.departments["D03"], cast.departments["D02"])


def test_a_double_click_is_one_entry(cast: Cast) -> None:
    marked = replace(WHOLE, key="form-5f1c")
    first = record_day(**day_of(cast, marked))
    lines = LedgerLine.objects.count()
    assert record_day(**day_of(cast, marked)) == first
    assert LedgerLine.objects.count() == lines
    assert LogEntry.objects.count() == 1
    assert refused(record_day, **day_of(cast, marked, author=cast["S04"]))[0] == "key"


def test_another_bureaus_author_is_refused(cast: Cast) -> None:
    lake = water_bureau(code="LAKE")
    days = [DayDraft(person, THURSDAY, [WHOLE], EVENING) for person in (cast["S03"], lake["S03"])]
    assert refused(record_days, days=days)[0] == "author"


def test_nothing_to_record_is_no_act(cast: Cast) -> None:
    lines = LedgerLine.objects.count()
    assert record_days(days=[]) == []
    assert LedgerLine.objects.count() == lines


def test_many_days_cost_as_many_statements_as_two(cast: Cast) -> None:
    authors = [cast[number] for number in ("S02", "S03", "S04", "S05", "S06", "H02")]

    def statements(people: int, day: date) -> int:
        at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
        days = [DayDraft(person, day, [WHOLE] * 2, at) for person in authors[:people]]
        with CaptureQueriesContext(connection) as counted:
            record_days(days=days)
        return len(counted)

    assert statements(2, date(2026, 3, 3)) == statements(6, date(2026, 3, 4))


def test_days_nest_in_one_transaction(cast: Cast) -> None:
    def whole_bureau() -> None:
        with recorded():
            record_day(**day_of(cast))
            record_day(**day_of(cast, author=cast["S04"], day=date(2026, 3, 6)))  # a future day

    assert refused(whole_bureau)[0] == "work_date"
    assert not LogEntry.objects.exists()
    assert last_line().action != "record_day"


def test_a_beginning_may_wait_for_its_end(cast: Cast) -> None:
    entry = record_day(**day_of(cast, replace(WHOLE, end=None)))[0]
    assert (entry.start, entry.end) == (time(9), None)
    assert missing_disclosures(entry) == ["period"]
