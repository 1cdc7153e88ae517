"""Revising on a page: the form, two texts merged, drafts; withdrawing, correcting, confirming."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from daybook.daily.actions.amend import revise_entry, withdraw_entry
from daybook.daily.actions.record import record_day
from daybook.daily.actions.writings import keep_writing
from daybook.daily.merging import GROUPS
from daybook.daily.models import LogConfirmation, LogCorrection, LogEntry, Writing
from daybook.org.actions.people import grant_right
from daybook.org.actions.states import delegate
from daybook.org.enums import DelegationKind, RightKind
from tests.factories import WHOLE, entry_of, noon, submitted
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

DAY = date(2026, 3, 30)
TYPED = {
    "start": "09:00", "end": "11:30", "half_day": "", "place": "三楼会议室", "people": "陈明",
    "content": WHOLE.content, "measures": WHOLE.measures, "progress": "80", "state": "ongoing",
    "outcome": WHOLE.outcome, "plan_item": "", "matter": "", "visibility": "open", "internal_reason": "",
    "work_date": "2026-03-30", "backfill_reason": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 3, 31), tick=False):
        yield


def sent(client: Client, entry: LogEntry, base: int = 1, status: int = 302, **changed: Any) -> Any:
    response = client.post(f"/entries/{entry.key}/edit", {**TYPED, "base": str(base), **changed})
    assert response.status_code == status, response.content.decode()[:2000]
    return response


def field(html: str, name: str) -> str:
    """The value of an input or textarea of a page."""
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    found = found or re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', html)
    assert found, name
    return found[1]


# The form --------------------------------------------------------------------------------


def test_the_form_holds_what_the_entry_says(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY)
    html = page(reading(cast["S02"]), f"/entries/{entry.key}/edit")
    for name in ("content", "place", "people", "measures", "outcome", "start", "work_date", "progress"):
        assert field(html, name) == TYPED[name]
    assert field(html, "base") == "1"


def test_a_revision_is_a_new_version(cast: Cast) -> None:
    entry, client = entry_of(cast["S02"], DAY), reading(cast["S02"])
    assert sent(client, entry, outcome="报处长审定")["Location"] == f"/entries/{entry.key}"
    entry.refresh_from_db()
    assert (entry.version, entry.outcome, entry.place) == (2, "报处长审定", "三楼会议室")
    assert "Saved as version 2." in words(page(client, f"/entries/{entry.key}"))


def test_a_form_sent_as_it_was_makes_no_version(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY)
    sent(reading(cast["S02"]), entry)
    entry.refresh_from_db()
    assert (entry.version, entry.versions.count()) == (1, 0)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"content": ""}, "Say what was worked on."),
        ({"start": "25:00"}, "A time is written 09:30."),
        ({"end": "08:00"}, "The end must lie after the beginning."),
        ({"work_date": "2026-04-01"}, "A future day cannot be recorded; plan it instead."),
        ({"work_date": "2026-03-02"}, "This day lies too far back; the superior must unlock it."),
        ({"work_date": "2026-03-27"}, "A day recorded late needs a reason."),
        ({"work_date": "昨天"}, "A day is written 2026-03-31."),
        ({"work_date": ""}, "A day is written 2026-03-31."),
    ],
)
def test_a_refusal_stands_by_its_field_and_loses_nothing(
    cast: Cast, changed: dict[str, Any], told: str
) -> None:
    entry = entry_of(cast["S02"], DAY)
    html = sent(reading(cast["S02"]), entry, status=422, outcome="写了半天的成效", **changed).content.decode()
    assert told in words(html)
    assert field(html, "outcome") == "写了半天的成效"
    assert field(html, "work_date") == changed.get("work_date", "2026-03-30")
    entry.refresh_from_db()
    assert entry.version == 1


def test_the_day_changes_within_the_deadlines(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY)
    sent(reading(cast["S02"]), entry, work_date="2026-03-27", backfill_reason="记错了日子")
    entry.refresh_from_db()
    assert (entry.work_date, entry.backfill_reason) == (date(2026, 3, 27), "记错了日子")


# Two tabs --------------------------------------------------------------------------------


def overtaken(cast: Cast) -> LogEntry:
    """An entry whose second version changed outcome and place."""
    entry = entry_of(cast["S02"], DAY)
    newer = replace(WHOLE, outcome="另一窗口写的成效", place="二楼")
    return revise_entry(entry=entry, draft=newer, version=1, actor=cast["S02"])


def test_two_tabs_end_in_the_merge_page_with_both_texts(cast: Cast) -> None:
    entry = overtaken(cast)
    html = sent(reading(cast["S02"]), entry, status=409, outcome="我在这里写的成效").content.decode()
    assert "Meanwhile version 2 was saved" in words(html)
    assert (field(html, "mine_outcome"), field(html, "theirs_outcome")) == (
        "我在这里写的成效",
        "另一窗口写的成效",
    )
    assert (field(html, "mine_place"), field(html, "theirs_place")) == ("三楼会议室", "二楼")
    assert field(html, "base") == "2"
    # What is alike is not asked, and not lost either.
    assert 'name="pick_content"' not in html
    assert field(html, "mine_content") == WHOLE.content
    entry.refresh_from_db()
    assert (entry.version, entry.outcome) == (2, "另一窗口写的成效")


def test_what_only_the_other_changed_is_theirs_to_begin_with(cast: Cast) -> None:
    entry = overtaken(cast)
    html = sent(reading(cast["S02"]), entry, status=409, outcome="我的成效").content.decode()
    chosen = re.findall(r'name="pick_(\w+)" value="(\w+)" checked', html)
    assert dict(chosen) == {"place": "theirs", "outcome": "mine"}


def merged(**changed: str) -> dict[str, str]:
    """The merge page as it is sent, with both sides of every group."""
    names = [name for group in GROUPS.values() for name in group]
    theirs = {**TYPED, "outcome": "另一窗口写的成效", "place": "二楼"}
    sides = {f"mine_{name}": TYPED[name] for name in names} | {
        f"theirs_{name}": theirs[name] for name in names
    }
    return {"merging": "1", "base": "2", **sides, **changed}


def test_what_is_chosen_is_saved_on_top(cast: Cast) -> None:
    entry, client = overtaken(cast), reading(cast["S02"])
    chosen = merged(
        mine_outcome="我写的，再改一改", pick_outcome="mine", pick_place="theirs", theirs_place="二楼东"
    )
    response = client.post(f"/entries/{entry.key}/edit", chosen)
    assert response.status_code == 302
    entry.refresh_from_db()
    assert (entry.version, entry.outcome, entry.place) == (3, "我写的，再改一改", "二楼东")


def test_a_merge_that_is_overtaken_too_is_a_merge_again(cast: Cast) -> None:
    entry, client = overtaken(cast), reading(cast["S02"])
    revise_entry(entry=entry, draft=replace(WHOLE, outcome="第三版"), version=2, actor=cast["S02"])
    response = client.post(f"/entries/{entry.key}/edit", merged(mine_outcome="仍是我的"))
    assert response.status_code == 409
    html = response.content.decode()
    assert (field(html, "mine_outcome"), field(html, "theirs_outcome")) == ("仍是我的", "第三版")
    assert field(html, "base") == "3"


def test_a_merge_that_is_refused_keeps_what_was_put_together(cast: Cast) -> None:
    entry, client = overtaken(cast), reading(cast["S02"])
    response = client.post(f"/entries/{entry.key}/edit", merged(mine_content="", mine_outcome="拼好的成效"))
    assert response.status_code == 422
    html = response.content.decode()
    assert "Say what was worked on." in words(html)
    assert (field(html, "outcome"), field(html, "base")) == ("拼好的成效", "2")


def test_a_version_that_is_not_told_is_an_old_one(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY)
    for base in ("", "x", "-1", "99999999999"):
        response = reading(cast["S02"]).post(
            f"/entries/{entry.key}/edit", {**TYPED, "base": base, "outcome": "改"}
        )
        assert response.status_code == 409, base


# What was being typed --------------------------------------------------------------------------------


def test_a_draft_of_a_revision_is_back_when_the_form_is_opened_again(cast: Cast) -> None:
    entry, client = entry_of(cast["S02"], DAY), reading(cast["S02"])
    keep_writing(
        author=cast["S02"], key="draft-1", day=date(2026, 3, 31), fields={"outcome": "没保存的成效"},
        version=0, entry=entry, base=1,
    )  # fmt: skip
    revise_entry(entry=entry, draft=replace(WHOLE, place="二楼"), version=1, actor=cast["S02"])
    html = page(client, f"/entries/{entry.key}/edit")
    assert (field(html, "outcome"), field(html, "work_date")) == ("没保存的成效", "2026-03-31")
    assert (field(html, "base"), field(html, "key")) == ("1", "draft-1")
    assert "没保存" not in page(reading(cast["S01"]), f"/entries/{entry.key}")
    # It began from version 1: saved, it meets version 2; saved again, the draft is done with.
    sent(client, entry, status=409, key="draft-1")
    sent(client, entry, base=2, key="draft-1", outcome="没保存的成效")
    assert not Writing.objects.exists()


def test_only_the_draft_that_was_seen_is_done_with(cast: Cast) -> None:
    entry, client = entry_of(cast["S02"], DAY), reading(cast["S02"])
    kept = {"author": cast["S02"], "key": "draft-1", "day": DAY, "entry": entry, "base": 1}
    keep_writing(fields={"outcome": "这里看到的"}, version=0, **kept)  # type: ignore[arg-type]
    html = page(client, f"/entries/{entry.key}/edit")
    assert field(html, "version") == "1"
    keep_writing(fields={"outcome": "另一窗口写的"}, version=1, **kept)  # type: ignore[arg-type]
    sent(client, entry, key="draft-1", version="1", outcome="这里看到的")
    assert Writing.objects.get().fields["outcome"] == "另一窗口写的"
    merge = sent(client, entry, status=409, key="draft-1", version="2", outcome="另一窗口写的")
    assert field(merge.content.decode(), "version") == "2"
    sent(client, entry, base=2, key="draft-1", version="2", outcome="另一窗口写的")
    assert not Writing.objects.exists()


# Who may --------------------------------------------------------------------------------

FORMS = {
    "edit": TYPED, "withdraw": {"reason": "重复"}, "correct": {"content": "更正"}, "confirm": {},
    "attachments": {},
}  # fmt: skip


@pytest.mark.parametrize("act", FORMS)
@pytest.mark.parametrize("number", ["S01", "H01", "L01", "S05", "admin", "stranger"])
def test_nobody_but_the_author_finds_the_forms(cast: Cast, act: str, number: str) -> None:
    entry = entry_of(cast["S02"], DAY)
    if number == "admin":
        grant_right(person=cast["S06"], kind=RightKind.SECURITY_ADMIN, first_day=date(2026, 1, 1))
    others = {"admin": cast["S06"], "stranger": water_bureau("LAKE")["S02"]}
    client = reading(others.get(number) or cast[number])
    for response in (
        client.get(f"/entries/{entry.key}/{act}"),
        client.post(f"/entries/{entry.key}/{act}", FORMS[act]),
    ):
        assert response.status_code == 404
    entry.refresh_from_db()
    assert (entry.version, entry.withdrawn_reason) == (1, "")


@pytest.mark.parametrize("act", [each for each in FORMS if each != "edit"])
def test_an_address_of_an_act_leads_to_the_entry(cast: Cast, act: str) -> None:
    entry = entry_of(cast["S02"], DAY)
    response = reading(cast["S02"]).get(f"/entries/{entry.key}/{act}")
    assert (response.status_code, response["Location"]) == (302, f"/entries/{entry.key}")


def test_after_the_seal_the_form_gives_way_to_a_correction(cast: Cast) -> None:
    entry, client = entry_of(cast["S02"], DAY), reading(cast["S02"])
    assert "Append a correction" not in page(client, f"/entries/{entry.key}")
    submitted(cast["S02"], "2026-03", noon(2026, 3, 31))
    assert client.get(f"/entries/{entry.key}/edit")["Location"] == f"/entries/{entry.key}"
    html = sent(client, entry, status=422, outcome="还想改").content.decode()
    assert "This month is submitted; append a correction instead." in words(html)
    assert field(html, "outcome") == "还想改"
    assert client.post(f"/entries/{entry.key}/correct", {"content": "流量应为3.8"}).status_code == 302
    told = words(page(client, f"/entries/{entry.key}"))
    assert "流量应为3.8" in told
    assert "Withdraw this entry" not in told
    assert LogCorrection.objects.count() == 1


def test_a_correction_that_is_refused_keeps_its_text(cast: Cast) -> None:
    entry, client = entry_of(cast["S02"], DAY), reading(cast["S02"])
    submitted(cast["S02"], "2026-03", noon(2026, 3, 31))
    response = client.post(f"/entries/{entry.key}/correct", {"content": "长" * 501})
    assert response.status_code == 422
    assert "长" * 501 in response.content.decode()
    assert not LogCorrection.objects.exists()


def test_a_withdrawal_asks_for_a_reason_and_shows_it(cast: Cast) -> None:
    entry, client = entry_of(cast["S02"], DAY), reading(cast["S02"])
    response = client.post(f"/entries/{entry.key}/withdraw", {"reason": " "})
    assert response.status_code == 422
    assert "This may not be empty." in words(response.content.decode())
    assert client.post(f"/entries/{entry.key}/withdraw", {"reason": "与上一条重复"}).status_code == 302
    told = words(page(reading(cast["S05"]), f"/entries/{entry.key}"))
    assert "与上一条重复" in told
    assert WHOLE.content not in told
    assert client.get(f"/entries/{entry.key}/edit").status_code == 302


def test_a_withdrawn_entry_offers_nothing_more(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY)
    given: dict[str, Any] = {"day": DAY, "fields": {"outcome": "改"}, "version": 0}
    keep_writing(author=cast["S02"], key="revising", entry=entry, base=1, **given)
    keep_writing(author=cast["S02"], key="another", **given)
    withdraw_entry(entry=entry, reason="重复", actor=cast["S02"])
    assert [each.key for each in Writing.objects.all()] == ["another"]
    html = page(reading(cast["S02"]), f"/entries/{entry.key}")
    for act in FORMS:
        assert f"/entries/{entry.key}/{act}" not in html


# 代记 --------------------------------------------------------------------------------


def entered(cast: Cast) -> list[LogEntry]:
    """Two entries of one day that S02 entered for L02."""
    delegate(
        person=cast["L02"], deputy=cast["S02"], kind=DelegationKind.ENTER_LOG, first_day=date(2026, 3, 1),
        actor=cast["L02"],
    )  # fmt: skip
    return record_day(
        author=cast["L02"], day=DAY, drafts=[WHOLE, WHOLE], writer=cast["S02"], at=noon(2026, 3, 30)
    )


def test_a_leader_confirms_a_day_with_one_tap(cast: Cast) -> None:
    first, second = entered(cast)
    waiting, confirmed = "代记，待本人确认", "代记，本人已确认"
    assert waiting in words(page(reading(cast["S05"], "zh-hans"), f"/entries/{first.key}"))
    client = reading(cast["L02"], "zh-hans")
    told = words(page(client, f"/entries/{first.key}"))
    assert "钱进代您记了这条日志，属实请确认。" in told
    assert "当天2条一并确认" in told
    client.post(f"/entries/{first.key}/confirm")
    assert LogConfirmation.objects.count() == 1
    assert "一并确认" not in words(page(client, f"/entries/{second.key}"))
    client.post(f"/entries/{second.key}/confirm", {"all": "1"})
    for entry in (first, second):
        told = words(page(reading(cast["S05"], "zh-hans"), f"/entries/{entry.key}"))
        assert confirmed in told
        assert waiting not in told
    feed = words(page(reading(cast["S05"], "zh-hans"), "/feed"))
    assert (feed.count(confirmed), feed.count(waiting)) == (2, 0)


def test_who_rewrites_what_was_entered_for_him_confirms_it(cast: Cast) -> None:
    entry = entered(cast)[0]
    sent(reading(cast["L02"]), entry, outcome="本人改定")
    assert LogConfirmation.objects.get().entry == entry


def test_the_secretary_changes_no_more(cast: Cast) -> None:
    entry = entered(cast)[0]
    client = reading(cast["S02"])
    for act in ("edit", "confirm", "withdraw"):
        assert client.post(f"/entries/{entry.key}/{act}", TYPED).status_code == 404


# What it costs --------------------------------------------------------------------------------


def test_the_pages_of_an_entry_cost_the_same_whatever_hangs_on_it(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY)
    client = reading(cast["S02"])
    revise_entry(entry=entry, draft=replace(WHOLE, outcome="第1稿"), version=1, actor=cast["S02"])
    addresses = [f"/entries/{entry.key}", f"/entries/{entry.key}/edit"]
    few = [statements(client, each) for each in addresses]
    for number in range(2, 12):
        draft = replace(WHOLE, outcome=f"第{number}稿")
        revise_entry(entry=entry, draft=draft, version=number, actor=cast["S02"])
    assert [statements(client, each) for each in addresses] == few
    assert max(few) <= 15
