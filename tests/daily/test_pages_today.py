"""The page of a day: what it shows, which days it refuses, at what cost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine

from daybook.daily.actions.amend import revise_entry
from daybook.daily.actions.fill import draft_of
from daybook.daily.models import LogEntry, LogUnlock, Writing
from daybook.org.actions.states import note_absence
from daybook.org.enums import AbsenceKind
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.month import PlanLine, plan_month
from tests.daily.sending import SCRIPT, send, text
from tests.factories import entry_of, noon, submitted
from tests.pages import page, reading, statements, words
from tests.people import Cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 7)  # a Tuesday
LINE = "14:00-16:30 三楼会议室 与陈明 研究预案反馈意见 80% → 形成送审稿"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 7, 7), tick=False):
        yield


# What it shows ---------------------------------------------------------------------------------------------


def test_today_opens_on_the_present_day_with_the_line(cast: Cast) -> None:
    html = page(reading(cast["S03"]), "/today")
    assert "Tuesday" in words(html)
    assert html.count("autofocus") == 1
    assert 'name="line"' in html
    assert 'href="/days/2026-07-06"' in html
    assert 'href="/days/2026-07-08"' not in html
    assert "Nothing is recorded yet" in words(html)
    assert "How to write a line" in words(html)


def test_rows_stand_in_the_order_of_the_work_and_overlaps_are_told(cast: Cast) -> None:
    clock = [("13:00", "14:00", "午后的事"), ("09:00", "10:00", "早上的事"), ("09:50", "10:30", "重叠的事")]
    client = reading(cast["S03"])
    for start, end, content in clock:
        send(client, "/days/2026-07-07/record", start=start, end=end, content=content)
    html = page(client, "/today")
    assert html.index("早上的事") < html.index("重叠的事") < html.index("午后的事")
    assert "Overlaps with the row above by 10 minutes." in words(html)


def test_an_overlap_is_told_at_once_and_never_refused(cast: Cast) -> None:
    entry_of(cast["S03"], DAY)
    answer = send(
        reading(cast["S03"]), "/days/2026-07-07/record", start="11:00", end="12:00", content="又一件"
    )
    assert "Overlaps with 09:00–11:30 by 30 minutes." in text(answer)


def test_a_half_of_the_day_overlaps_by_the_hours_of_the_policy(cast: Cast) -> None:
    client = reading(cast["S03"])
    send(client, "/days/2026-07-07/record", half_day="morning", content="整个上午的事")
    answer = send(client, "/days/2026-07-07/record", start="9:00", end="11:00", content="早上的事")
    assert "Overlaps with 08:00–12:00 by 120 minutes." in text(answer)
    answer = send(client, "/days/2026-07-07/record", start="13:00", end="14:30", content="午后的事")
    assert "Overlaps" not in text(answer)
    answer = send(client, "/days/2026-07-07/record", half_day="afternoon", content="整个下午的事")
    assert "Overlaps with 13:00–14:30 by 30 minutes." in text(answer)
    html = page(client, "/today")
    assert (
        html.index("整个上午的事")
        < html.index("早上的事")
        < html.index("午后的事")
        < html.index("整个下午的事")
    )
    assert "Overlaps with the row above by 120 minutes." in words(html)
    assert "Overlaps with the row above by 30 minutes." in words(html)


def test_two_matters_of_one_half_of_the_day_share_it(cast: Cast) -> None:
    client = reading(cast["S03"])
    told = [
        send(client, "/days/2026-07-07/record", half_day="morning", content=each) for each in ("甲", "乙")
    ]
    assert not any("Overlaps" in text(answer) for answer in told)
    assert "Overlaps" not in words(page(client, "/today"))


def test_what_was_not_worked_overlaps_with_nothing(cast: Cast) -> None:
    client = reading(cast["S03"])
    entry_of(cast["S03"], DAY, start=None, end=None, half_day="morning", state="cancelled")
    answer = send(client, "/days/2026-07-07/record", start="9:00", end="11:00", content="早上的事")
    assert "Overlaps" not in text(answer) + words(page(client, "/today"))


def test_a_days_mark_is_derived_and_one_tap_fills_what_is_missing(cast: Cast) -> None:
    client = reading(cast["S03"])
    entry_of(cast["S03"], DAY, measures="", outcome="")
    seen = words(page(client, "/today"))
    assert "Still to be written: Measures, Outcome" in seen
    assert "All seven disclosures are written" not in seen
    rows = send(client, "/days/2026-07-07/fill", all="1")
    assert "All seven disclosures are written" in text(rows)
    assert LogEntry.objects.get().measures == "无"


def test_open_matters_stand_with_their_last_words_and_taps(cast: Cast) -> None:
    lines = [PlanLine("预案送审", key="P1")]
    item = plan_month(person=cast["S03"], month="2026-07", lines=lines, at=noon(2026, 7, 1))[0]
    entry_of(cast["S03"], date(2026, 7, 6), plan_item=item, content="说明写到第四章", progress=70)
    client = reading(cast["S03"])
    html = page(client, "/today")
    assert "预案送审" in html
    assert "说明写到第四章" in html
    assert html.count('name="state" value=') == 4
    row = text(send(client, "/days/2026-07-07/tap", ref="item:P1", state="ongoing"))
    assert "The words of 6 July; change what was different." in row
    renewed = client.get("/days/2026-07-07/state", headers=SCRIPT).content.decode()
    assert 'value="ongoing" id="tap-1-ongoing" aria-pressed="true"' in renewed
    entry = LogEntry.objects.get(person=cast["S03"], work_date=date(2026, 7, 7))
    revise_entry(entry=entry, draft=replace(draft_of(entry), progress=85), version=1, actor=cast["S03"])
    renewed = words(client.get("/days/2026-07-07/state", headers=SCRIPT).content.decode())
    assert "6 July 说明写到第四章 Today 说明写到第四章 85%" in renewed


def test_the_calendar_leads_to_days_and_tells_due_ones(cast: Cast) -> None:
    entry_of(cast["S03"], date(2026, 7, 2))
    note_absence(
        person=cast["S03"],
        kind=AbsenceKind.ANNUAL_LEAVE,
        first_day=date(2026, 7, 3),
        last_day=date(2026, 7, 3),
        actor=cast["S01"],
        at=noon(2026, 7, 1),
    )
    html = page(reading(cast["S03"]), "/today")
    assert '<td class="is-recorded"><a href="/days/2026-07-02">2</a>' in html
    assert '<td class="is-leave" data-mark="off"><a href="/days/2026-07-03">3</a>' in html
    assert '<td class="is-due"><a href="/days/2026-07-06">6' in html
    assert "<td>8</td>" in html


def test_drafts_of_other_days_stand_apart_under_their_day(cast: Cast) -> None:
    client = reading(cast["S03"])
    for key, day in (("HERE", "2026-07-07"), ("FRI", "2026-07-03"), ("MON", "2026-07-06")):
        send(client, f"/drafts/{key}", day=day, content=f"{key}的草稿", version="0")
    own, *apart = page(client, "/days/2026-07-07").split('<tbody class="day-elsewhere">')
    assert "HERE的草稿" in own
    assert [("MON的草稿" in each, "FRI的草稿" in each) for each in apart] == [(True, False), (False, True)]
    assert ["Drafts of" in each for each in apart] == [True, True]
    assert "FRI的草稿" not in own


def test_drafts_stand_among_the_rows_their_owner_alone_sees(cast: Cast) -> None:
    Writing.objects.create(
        person=cast["S03"],
        key="W1",
        day=DAY,
        fields={"content": "没写完的话"},
        saved_at=noon(2026, 7, 7),
    )
    Writing.objects.create(
        person=cast["S03"],
        key="W2",
        day=date(2026, 7, 1),
        fields={"line": "旧草稿"},
        saved_at=noon(2026, 7, 1),
    )
    own = page(reading(cast["S03"]), "/today")
    assert "没写完的话" in own
    assert 'href="/days/2026-07-01"' in own
    assert "没写完的话" not in page(reading(cast["S04"]), "/today")
    assert "locked" in words(page(reading(cast["S03"]), "/days/2026-07-01"))


def test_a_withdrawn_entry_and_one_set_aside_stand_without_being_asked_for_more(cast: Cast) -> None:
    entry_of(cast["S03"], DAY, measures="", content="撤回的事")
    hidden = entry_of(cast["S03"], DAY, measures="", content="隔离的事")
    LogEntry.objects.filter(content="撤回的事").update(withdrawn_reason="记错了")
    LogEntry.objects.filter(pk=hidden.pk).update(quarantined=True)
    seen = words(page(reading(cast["S03"]), "/today"))
    assert "Withdrawn: 记错了" in seen
    assert "隔离的事" not in seen
    assert "Still to be written" not in seen


# Days that cannot simply be written ------------------------------------------------------------------------


def test_a_future_day_is_refused_with_a_way_to_the_plan(cast: Cast) -> None:
    client = reading(cast["S03"])
    html = page(client, "/days/2026-07-08")
    assert "This day is still to come" in words(html)
    assert 'name="line"' not in html
    assert 'href="/months/2026-07/plan"' in html
    answer = send(client, "/days/2026-07-08/record", 422, content="预支的一天")
    assert "A future day cannot be recorded; plan it instead." in text(answer)
    assert LogEntry.objects.count() == 0


def test_a_late_day_asks_for_its_reason_once(cast: Cast) -> None:
    client = reading(cast["S03"])
    assert "This is a backfill." in words(page(client, "/days/2026-07-03"))
    answer = send(client, "/days/2026-07-03/record", 422, content="补记的事")
    assert "A day recorded late needs a reason." in text(answer)
    send(client, "/days/2026-07-03/record", content="补记的事", backfill_reason="出差在外")
    row = send(client, "/days/2026-07-03/record", content="又一件")
    assert "backfill" in text(row)
    assert list(LogEntry.objects.values_list("backfill_reason", flat=True)) == ["出差在外"] * 2
    assert 'value="出差在外"' in page(client, "/days/2026-07-03")


def test_a_locked_day_shows_the_way_to_the_superior(cast: Cast) -> None:
    client = reading(cast["S03"])
    html = page(client, "/days/2026-07-01")
    assert "吴建国 can unlock it" in words(html)
    assert 'name="line"' not in html
    assert "must unlock it" in text(send(client, "/days/2026-07-01/record", 422, content="旧事"))
    LogUnlock.objects.create(
        person=cast["S03"], day=date(2026, 7, 1), asked_at=noon(2026, 7, 7), reason="住院"
    )
    assert "You asked 吴建国 to unlock it" in words(page(client, "/days/2026-07-01"))


def test_an_unlocked_day_is_a_backfill(cast: Cast) -> None:
    LogUnlock.objects.create(
        person=cast["S03"],
        day=date(2026, 7, 1),
        asked_at=noon(2026, 7, 6),
        reason="住院",
        granted=True,
        decided_by=cast["H02"],
        decided_at=noon(2026, 7, 7),
    )
    client = reading(cast["S03"])
    html = page(client, "/days/2026-07-01")
    # The reason for which the day was asked for is the one recorded; it is not asked for again.
    assert "Unlocked: recorded as a backfill, for this reason of the whole day" in words(html)
    assert re.search(r'id="backfill-reason"[^>]*value="住院"', html)
    send(client, "/days/2026-07-01/record", content="旧事", backfill_reason="住院")
    assert LogEntry.objects.get().work_date == date(2026, 7, 1)


def test_a_submitted_month_is_read_and_corrected(cast: Cast) -> None:
    entry = entry_of(cast["S03"], date(2026, 6, 30))
    submitted(cast["S03"], "2026-06", noon(2026, 7, 3))
    client = reading(cast["S03"])
    html = page(client, "/days/2026-06-30")
    assert "is submitted; its records stand as they are." in words(html)
    assert f'href="/entries/{entry.key}">Correct' in html
    assert f"/days/2026-06-30/rows/{entry.key}" not in html
    for address in ("record", "fill", "save"):
        client.post(f"/days/2026-06-30/{address}", {"content": "x", "key": entry.key, "field": "measures"})
    assert LogEntry.objects.get().version == 1


def test_the_principal_leader_is_told_that_the_committee_unlocks(cast: Cast) -> None:
    assert "Ask the committee to unlock" in words(page(reading(cast["L01"]), "/days/2026-07-01"))


# Cost ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["/today", "/days/2026-07-01", "/days/2026-06-30", "/days/2026-07-07/state"]
)
def test_a_page_takes_at_most_fifteen_statements_whatever_its_rows(cast: Cast, address: str) -> None:
    lines = [PlanLine(f"事项{number}", key=f"P{number}") for number in range(30)]
    items = plan_month(person=cast["S03"], month="2026-07", lines=lines, at=noon(2026, 7, 1))
    matter = open_matter(bureau=cast.bureau, title="积水督办", key="M1", actor=cast["H02"])
    counts = []
    client = reading(cast["S03"])
    for rows in (1, 30):
        for number in range(rows):
            for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 6), DAY):
                item = items[number] if day.month == 7 else None
                entry_of(cast["S03"], day, plan_item=item, matter=matter)
            Writing.objects.create(
                person=cast["S03"],
                key=f"W{rows}-{number}",
                day=DAY,
                fields={"content": "草稿"},
                saved_at=noon(2026, 7, 7),
            )
        counts.append(statements(client, address))
    assert counts[0] == counts[1] <= 15


def test_saving_takes_few_statements_and_answers_with_the_row_alone(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = reading(cast["S03"])
    fields: dict[str, Any] = {"content": "一件事", "start": "09:00", "end": "10:00", "place": "三楼"}
    send(client, "/days/2026-07-07/record", key="K0", **fields)
    with django_assert_max_num_queries(15):
        answer = send(client, "/days/2026-07-07/record", key="K1", **fields)
    assert len(answer.content) < 4000
