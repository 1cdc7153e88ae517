"""What the forms of a day are answered: recorded, kept, changed in place, refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from daybook.daily.access import Reader
from daybook.daily.models import LogEntry, Writing
from daybook.daily.queries.today import day_page
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from daybook.org.policies import policy_of
from tests.daily.sending import SCRIPT, send, text
from tests.factories import entry_of, noon
from tests.pages import page, reading, words
from tests.people import FOUNDED, Cast, water_bureau

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 7)  # a Tuesday
LINE = "14:00-16:30 三楼会议室 与陈明 研究预案反馈意见 80% → 形成送审稿"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 7, 7), tick=False):
        yield


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
    assert '<div class="is-usual"><dt>Place</dt><dd>302办公室 (as usual)</dd>' in chips
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


@pytest.mark.parametrize(
    "sent", [{"line": "10:00-11:00 另一窗口写的"}, {"content": "另一窗口写的"}, {"place": "四楼"}]
)
def test_other_words_under_a_recorded_key_come_back_as_a_change_of_it(
    cast: Cast, sent: dict[str, str]
) -> None:
    client = reading(cast["S03"])
    send(client, "/days/2026-07-07/record", content="先记下的", key="K1")
    html = send(client, "/days/2026-07-07/record", 409, key="K1", version="3", **sent).content.decode()
    assert 'id="row-K1" class="is-open"' in html
    assert 'action="/days/2026-07-07/rows/K1"' in html
    assert 'data-version="0"' in html
    assert 'data-key="K1"' not in html
    assert 'formaction="/entries/K1/edit"' in html
    assert next(iter(sent.values())).split()[-1] in html
    assert [entry.content for entry in LogEntry.objects.all()] == ["先记下的"]
    assert send(client, "/days/2026-07-07/record", content="先记下的", key="K1").status_code == 200


def test_the_version_that_was_sent_is_the_one_that_goes(cast: Cast) -> None:
    client = reading(cast["S03"])
    for version, content in enumerate(("甲", "乙")):
        send(client, "/drafts/K1", day="2026-07-07", content=content, version=str(version))
    send(client, "/days/2026-07-07/record", content="甲", key="K1", version="1")
    assert Writing.objects.get().fields["content"] == "乙"


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
        ("/drafts/W/discard", {"day": "2026-07-07", "version": "1"}),
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
    told = crossed.pop("message")
    assert told == "This draft was changed in another window meanwhile."
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


def test_why_a_change_could_not_be_saved_stands_in_its_row(cast: Cast) -> None:
    entry, client = entry_of(cast["S03"], DAY, key="E1"), reading(cast["S03"])
    times = {"start": "10:00", "end": "09:00"}
    about = {"day": "2026-07-07", "entry": entry.key, "version": "0", "base": "1"}
    send(client, "/drafts/R", 200, **about, content="写反了", **times)
    html = send(client, "/days/2026-07-07/save").content.decode()
    row = html[html.index('<tr id="row-E1"') :]
    assert '<p class="fault">The end must lie after the beginning.</p>' in row[: row.index("</tr>")]


def test_of_very_many_drafts_the_days_own_and_the_newest_are_shown(cast: Cast) -> None:
    about = {"person": cast["S03"], "fields": {"content": "旧稿"}}
    rows = [
        Writing(key=f"O{n}", day=date(2026, 6, 1), saved_at=noon(2026, 7, 6), **about) for n in range(100)
    ]
    Writing.objects.bulk_create(rows)
    assert "more drafts than" not in page(reading(cast["S03"]), "/days/2026-07-07")
    about["saved_at"] = noon(2026, 6, 1)
    Writing.objects.create(key="MINE", day=DAY, **about)
    Writing.objects.create(key="OLDEST", day=date(2026, 5, 1), **about)
    html = page(reading(cast["S03"]), "/days/2026-07-07")
    assert 'id="row-MINE"' in html
    assert 'id="row-OLDEST"' not in html
    assert "There are more drafts than are shown here" in html


def test_a_draft_of_an_entry_set_aside_is_read_by_nobody(cast: Cast) -> None:
    entry, client = entry_of(cast["S03"], DAY), reading(cast["S03"])
    kept: dict[str, Any] = {"day": "2026-07-07", "content": "涉密的改写", "entry": entry.key, "base": "1"}
    send(client, "/drafts/ASIDE", version="0", **kept)
    assert "涉密的改写" in page(client, "/drafts/ASIDE")
    assert "/drafts/ASIDE" in page(client, "/days/2026-07-07")
    LogEntry.objects.filter(pk=entry.pk).update(quarantined=True)
    assert "涉密的改写" not in page(client, "/drafts/ASIDE", status=404)
    del kept["entry"]
    for given in ({**kept, "entry": entry.key}, {**kept, "content": "试探"}):
        assert "涉密的改写" not in text(send(client, "/drafts/ASIDE", 404, version="0", **given))
    told = page(client, "/days/2026-07-07")
    assert "/drafts/ASIDE" not in told
    assert "涉密的改写" not in told
    reader = Reader(cast["S03"], frozenset(), DAY)
    policy = policy_of(cast.bureau, DAY)
    assert [row.revision for row in day_page(reader, DAY, policy).entries] == [None]


def test_a_day_outside_the_employment_is_told_so(cast: Cast) -> None:
    client = reading(cast["S03"])
    assert "You were not employed here on this day" in words(page(client, "/days/2024-05-06"))
    send(client, "/days/2024-05-06/record", 422, content="入职前")


def test_an_expired_sign_in_answers_a_script_without_a_page(cast: Cast) -> None:
    response = Client().post("/drafts/K", {"day": "2026-07-07"}, headers=SCRIPT)
    assert response.status_code == 200
    assert response["HX-Redirect"].startswith("/accounts/login/")
