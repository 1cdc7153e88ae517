"""The page of a day and its endpoints: what it shows, what it answers, what it refuses, at what cost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from daybook.daily.models import LogEntry, LogUnlock, Writing
from daybook.org.actions.people import grant_right
from daybook.org.actions.states import note_absence
from daybook.org.enums import AbsenceKind, RightKind
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.month import PlanLine, plan_month
from tests.factories import entry_of, noon, submitted
from tests.pages import page, reading, statements, words
from tests.people import FOUNDED, Cast, water_bureau

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 7)  # a Tuesday
SCRIPT = {"HX-Request": "true"}
LINE = "14:00-16:30 三楼会议室 与陈明 研究预案反馈意见 80% → 形成送审稿"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 7, 7), tick=False):
        yield


def send(client: Client, address: str, status: int = 200, **fields: Any) -> HttpResponse:
    """A form sent by the page's script."""
    response: Any = client.post(address, fields, headers=SCRIPT)
    assert response.status_code == status, (address, response.status_code, response.content.decode()[:400])
    answer: HttpResponse = response
    return answer


def text(response: HttpResponse) -> str:
    return words(response.content.decode())


# What it shows ---------------------------------------------------------------------------------------------


def test_today_opens_on_the_present_day_with_the_line(cast: Cast) -> None:
    html = page(reading(cast["S03"]), "/today")
    assert "Tuesday" in words(html)
    assert html.count("autofocus") == 1
    assert 'name="line"' in html
    assert 'href="/days/2026-07-06"' in html
    assert 'href="/days/2026-07-08"' not in html
    assert "Nothing is recorded yet" in words(html)


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
    assert 'href="/months/2026-07"' in html
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
    assert "Unlocked: recorded as a backfill." in words(page(client, "/days/2026-07-01"))
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
    assert "the committee decides on unlocking" in words(page(reading(cast["L01"]), "/days/2026-07-01"))


# Recording -------------------------------------------------------------------------------------------------


def test_a_line_becomes_chips_and_then_an_entry(cast: Cast) -> None:
    client = reading(cast["S03"])
    chips = send(client, "/days/2026-07-07/line", line=LINE).content.decode()
    assert "三楼会议室" in chips
    assert '<div class="is-missing"><dt>Measures</dt>' in chips
    assert LogEntry.objects.count() == 0
    row = send(client, "/days/2026-07-07/record", line=LINE, key="K1").content.decode()
    assert row.lstrip().startswith('<tr id="row-K1"')
    assert "<html" not in row
    entry = LogEntry.objects.get()
    assert (entry.place, entry.people, entry.progress, entry.outcome) == (
        "三楼会议室",
        "陈明",
        80,
        "形成送审稿",
    )


def test_what_a_line_does_not_tell_is_what_is_usual(cast: Cast) -> None:
    entry_of(cast["S03"], date(2026, 7, 6), place="302办公室")
    chips = send(reading(cast["S03"]), "/days/2026-07-07/line", line="9:00-10:00 核对台账").content.decode()
    assert '<div class="is-usual"><dt>Place</dt><dd>302办公室</dd>' in chips
    assert '<div class="is-usual"><dt>People</dt><dd>本人</dd>' in chips
    assert send(reading(cast["S03"]), "/days/2026-07-07/line", line=" ").content.strip() == b""


def test_a_line_opens_as_the_full_form(cast: Cast) -> None:
    form = send(reading(cast["S03"]), "/days/2026-07-07/line", line=LINE, form="seven", key="K1").content
    html = form.decode()
    assert re.search(r'name="start"[^>]* value="14:00"', html)
    assert "研究预案反馈意见</textarea>" in html
    assert 'data-key="K1"' in html


def test_a_faulty_form_comes_back_with_its_sentence_and_words(cast: Cast) -> None:
    answer = send(
        reading(cast["S03"]),
        "/days/2026-07-07/record",
        422,
        content="写反了",
        start="10:00",
        end="09:00",
        key="K1",
    )
    assert "The end must lie after the beginning." in text(answer)
    assert "写反了" in answer.content.decode()


def test_a_faulty_line_is_answered_with_its_sentence(cast: Cast) -> None:
    answer = send(reading(cast["S03"]), "/days/2026-07-07/record", 422, line="字" * 501)
    assert answer.content.decode() == "At most 500 characters fit here."


def test_sent_twice_it_is_one_entry(cast: Cast) -> None:
    client = reading(cast["S03"])
    for _ in range(2):
        send(client, "/days/2026-07-07/record", line=LINE, key="K1")
    assert LogEntry.objects.count() == 1


def test_an_internal_entry_needs_its_reason(cast: Cast) -> None:
    client = reading(cast["S03"])
    given: dict[str, Any] = {"content": "接访", "visibility": "internal"}
    assert "needs a reason" in text(send(client, "/days/2026-07-07/record", 422, **given))
    row = send(client, "/days/2026-07-07/record", **given, internal_reason="petition")
    assert "internal" in text(row)


def test_without_a_script_every_form_leads_back_to_the_day(cast: Cast) -> None:
    client = reading(cast["S03"])
    answer = client.post("/days/2026-07-07/record", {"line": LINE})
    assert (answer.status_code, answer["Location"]) == (302, "/days/2026-07-07")
    entry = LogEntry.objects.get()
    Writing.objects.create(person=cast["S03"], key="W", day=DAY, fields={}, saved_at=noon(2026, 7, 7))
    for address, fields in (
        ("/days/2026-07-07/fill", {"key": entry.key, "field": "measures"}),
        ("/days/2026-07-07/copy", {"source": "2026-07-06"}),
        ("/drafts/W/discard", {"day": "2026-07-07"}),
        ("/days/2026-07-07/save", {}),
        (f"/days/2026-07-07/rows/{entry.key}", {"base": "2", "content": "改了"}),
    ):
        answer = client.post(address, fields)
        assert (answer.status_code, answer["Location"]) == (302, "/days/2026-07-07"), address
    assert "Nothing is recorded on that day that could be copied." in words(page(client, "/today"))
    refused = client.post("/days/2026-07-07/record", {"line": "字" * 501}).content.decode()
    assert "At most 500 characters fit here." in words(refused)
    assert "字" * 501 in refused
    opened = client.get("/days/2026-07-07?form=seven").content.decode()
    assert 'name="measures"' in opened


def test_a_skeleton_begins_the_full_form(cast: Cast) -> None:
    client = reading(cast["S03"], "zh-hans")
    part = client.get("/days/2026-07-07/skeleton?kind=meeting", headers=SCRIPT).content.decode()
    assert "参加……会议，研究……</textarea>" in part
    assert "参加……会议，研究……</textarea>" in page(client, "/days/2026-07-07/skeleton?kind=meeting")


def test_the_day_is_saved_at_once(cast: Cast) -> None:
    client = reading(cast["S03"])
    for key, content in (("A", "写全的事"), ("B", "")):
        send(client, f"/drafts/{key}", day="2026-07-07", version="0", content=content, place="三楼")
    rows = text(send(client, "/days/2026-07-07/save"))
    assert "Say what was worked on." in rows
    assert [entry.content for entry in LogEntry.objects.all()] == ["写全的事"]
    answer = client.post("/days/2026-07-07/save")
    assert "Say what was worked on." in words(answer.content.decode())


# Drafts and changes in place -------------------------------------------------------------------------------


def test_a_draft_is_kept_answered_with_time_and_version_and_opened_again(cast: Cast) -> None:
    client = reading(cast["S03"])
    answer = json.loads(send(client, "/drafts/K1", day="2026-07-07", version="0", line="写到一").content)
    assert answer == {"version": 1, "saved": "12:00"}
    crossed = json.loads(
        send(client, "/drafts/K1", 409, day="2026-07-07", version="0", line="另一半").content
    )
    assert crossed == {"version": 1, "saved": "12:00", "fields": {"line": "写到一"}}
    opened = client.get("/drafts/K1", headers=SCRIPT).content.decode()
    assert '<tr id="row-K1"' in opened
    assert "写到一</textarea>" in opened
    assert "写到一</textarea>" in page(client, "/drafts/K1")


def test_a_draft_that_is_an_entry_already_is_gone(cast: Cast) -> None:
    client = reading(cast["S03"])
    send(client, "/days/2026-07-07/record", line=LINE, key="K1")
    send(client, "/drafts/K1", 410, day="2026-07-07", version="0", line="迟到")
    assert (
        "too long" in send(client, "/drafts/K2", 422, day="2026-07-07", line="字" * 40_001).content.decode()
    )


def test_an_entry_is_changed_where_it_stands(cast: Cast) -> None:
    entry = entry_of(cast["S03"], DAY)
    client = reading(cast["S03"])
    address = f"/days/2026-07-07/rows/{entry.key}"
    form = client.get(address, headers=SCRIPT).content.decode()
    assert f'data-entry="{entry.key}" data-base="1"' in form
    row = send(client, address, base="1", content="改过的内容", place="四楼").content.decode()
    assert "改过的内容" in row
    crossed = send(client, address, 422, base="1", content="另一个窗口的话")
    assert "was changed meanwhile" in text(crossed)
    assert "另一个窗口的话" in crossed.content.decode()
    assert "改过的内容" in client.get(f"{address}?closed=1", headers=SCRIPT).content.decode()
    assert LogEntry.objects.get().version == 2


def test_a_change_not_saved_yet_is_pointed_out(cast: Cast) -> None:
    entry = entry_of(cast["S03"], DAY)
    client = reading(cast["S03"])
    send(client, "/drafts/R", day="2026-07-07", version="0", entry=entry.key, base="1", content="改到一半")
    html = page(client, "/today")
    assert "A change of this is not saved yet." in words(html)
    assert "改到一半" not in words(html)
    assert "改到一半</textarea>" in client.get("/drafts/R", headers=SCRIPT).content.decode()


def test_completions_come_from_the_plan_and_the_people_around(cast: Cast) -> None:
    plan_month(
        person=cast["S03"], month="2026-07", lines=[PlanLine("预案送审", key="P1")], at=noon(2026, 7, 1)
    )
    open_matter(bureau=cast.bureau, title="预案演练", key="M1", actor=cast["H02"])
    entry_of(cast["S03"], date(2026, 7, 6), place="三楼会商室")
    client = reading(cast["S03"])

    def found(field: str, text: str) -> list[str]:
        answer = client.get("/suggest", {"field": field, "q": text})
        return [each["value"] for each in answer.json()["found"]]

    assert found("place", "三楼") == ["三楼会商室"]
    assert found("people", "陈") == ["陈明"]
    assert found("people", "冯") == []
    assert found("matter", "预案") == ["预案送审", "预案演练"]
    assert found("colour", "红") == []


# Refusals --------------------------------------------------------------------------------------------------

ROUTES = ("line", "record", "save", "tap", "copy", "fill")


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "20260707", "0001-01-01", "9999-12-31"])
def test_what_is_no_day_is_nowhere(cast: Cast, day: str) -> None:
    client = reading(cast["S03"])
    for address in (f"/days/{day}", f"/days/{day}/state", f"/days/{day}/skeleton?kind=meeting"):
        assert client.get(address).status_code == 404, address
    for route in ROUTES:
        assert client.post(f"/days/{day}/{route}", {"content": "x"}).status_code == 404, route
    assert client.post("/drafts/K", {"day": day}).status_code == 404


def test_forms_are_sent_and_pages_are_read(cast: Cast) -> None:
    client = reading(cast["S03"])
    assert {client.get(f"/days/2026-07-07/{route}").status_code for route in ROUTES} == {405}
    assert client.get("/drafts/K/discard").status_code == 405
    assert client.post("/today").status_code == 405
    assert client.post("/suggest").status_code == 405


def test_another_ones_draft_and_entry_are_nowhere(cast: Cast) -> None:
    other = water_bureau("OTHER")
    entries = [entry_of(cast["S04"], DAY, key="E1"), entry_of(other["S03"], DAY, key="E2")]
    for person in (cast["S04"], other["S03"]):
        Writing.objects.create(person=person, key="W", day=DAY, fields={}, saved_at=noon(2026, 7, 7))
    client = reading(cast["S03"])
    assert client.get("/drafts/W").status_code == 404
    for entry in entries:
        assert client.get(f"/days/2026-07-07/rows/{entry.key}").status_code == 404
        send(client, f"/days/2026-07-07/rows/{entry.key}", 404, base="1", content="篡改")
        send(client, "/days/2026-07-07/fill", 404, key=entry.key, field="measures")
        send(client, "/drafts/N", 404, day="2026-07-07", entry=entry.key, content="篡改")
    send(client, "/drafts/W/discard", day="2026-07-07")
    assert Writing.objects.count() == 2
    assert set(LogEntry.objects.values_list("version", flat=True)) == {1}


def test_an_entry_of_another_day_and_an_unknown_thread_are_nowhere(cast: Cast) -> None:
    entry = entry_of(cast["S03"], date(2026, 7, 6))
    client = reading(cast["S03"])
    send(client, "/days/2026-07-07/fill", 404, key=entry.key, field="measures")
    send(client, "/days/2026-07-07/tap", 404, ref="item:P9", state="done")
    assert client.get("/days/2026-07-07/skeleton?kind=poem").status_code == 404


def test_absurd_input_is_refused_in_words(cast: Cast) -> None:
    client = reading(cast["S03"])
    entry = entry_of(cast["S03"], DAY, measures="")
    for address, fields in (
        ("record", {"content": "a\x00b"}),
        ("record", {"content": "x", "progress": "一半", "state": "eaten", "start": "99:99"}),
        ("record", {"content": "x", "key": "../../x"}),
        ("record", {"line": "a\x00b"}),
        ("fill", {"key": entry.key, "field": "person"}),
        ("copy", {"source": "2020-01-01"}),
    ):
        answer = send(client, f"/days/2026-07-07/{address}", 422, **fields)
        assert text(answer), fields
    assert LogEntry.objects.count() == 1


def test_an_administrator_keeps_the_own_day_only(cast: Cast) -> None:
    grant_right(person=cast["S02"], kind=RightKind.AUDIT_ADMIN, first_day=date(2025, 1, 1), at=FOUNDED)
    entry_of(cast["S02"], DAY, content="我自己的事")
    entry_of(cast["S03"], DAY, content="别人的事")
    html = page(reading(cast["S02"]), "/today")
    assert "我自己的事" in html
    assert "别人的事" not in html


def test_a_day_outside_the_employment_is_told_so(cast: Cast) -> None:
    client = reading(cast["S03"])
    assert "You were not employed here on this day" in words(page(client, "/days/2024-05-06"))
    send(client, "/days/2024-05-06/record", 422, content="入职前")


def test_an_expired_sign_in_answers_a_script_without_a_page(cast: Cast) -> None:
    response = Client().post("/drafts/K", {"day": "2026-07-07"}, headers=SCRIPT)
    assert response.status_code == 200
    assert response["HX-Redirect"].startswith("/accounts/login/")


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
    with django_assert_max_num_queries(24):
        answer = send(client, "/days/2026-07-07/record", key="K1", **fields)
    assert len(answer.content) < 4000
