"""Home tells whose word is waited for: comments, confirmations, unlocks, changes of plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from html import unescape

import time_machine

from daybook.daily.actions.amend import revise_entry
from daybook.daily.actions.comment import comment_on_entry, see_comments
from daybook.daily.actions.confirm import confirm_entries
from daybook.daily.actions.fill import draft_of
from daybook.daily.actions.quarantine import ask_purge, place_quarantine
from daybook.daily.actions.record import record_day
from daybook.daily.actions.unlock import ask_unlock, grant_unlock
from daybook.daily.models import LogEntry
from daybook.org.actions.people import grant_right
from daybook.org.actions.states import delegate
from daybook.org.enums import DelegationKind, RightKind, Role
from daybook.org.models import Person
from daybook.plans.actions.changes import ask_plan_change
from daybook.plans.actions.month import PlanLine
from daybook.plans.enums import ChangeKind
from tests.factories import WHOLE, entry_of, noon
from tests.pages import page, reading, statements, words
from tests.people import Cast, join

TODAY = noon(2026, 4, 7)
YESTERDAY = date(2026, 4, 3)  # the workday before a holiday


def html(person: Person, address: str = "/", at: datetime = TODAY) -> str:
    with time_machine.travel(at, tick=False):
        return unescape(page(reading(person, "zh-hans"), address))


def told(person: Person, address: str = "/") -> str:
    return words(html(person, address))


def entered(cast: Cast) -> LogEntry:
    """An entry that a secretary wrote for the leader."""
    delegate(
        person=cast["L02"], deputy=cast["S02"], kind=DelegationKind.ENTER_LOG, first_day=date(2026, 1, 1),
        at=noon(2026, 1, 1),
    )  # fmt: skip
    return record_day(
        author=cast["L02"], day=YESTERDAY, drafts=[WHOLE], writer=cast["S02"], at=noon(2026, 4, 3)
    )[0]


def asked(cast: Cast, *numbers: str) -> None:
    """Unlocks and changes of plans asked of the head of D01."""
    for number in numbers:
        ask_unlock(person=cast[number], day=date(2026, 3, 27), reason="驻点漏记", at=TODAY)
        ask_plan_change(
            person=cast[number], month="2026-04", kind=ChangeKind.ADD, line=PlanLine("配合审计"),
            reason="临时交办", at=TODAY,
        )  # fmt: skip


def test_a_comment_waits_for_the_author_until_it_is_seen(cast: Cast) -> None:
    entry = entry_of(cast["S02"], YESTERDAY)
    comment_on_entry(entry=entry, content="数字核过了吗？", actor=cast["H01"], at=TODAY)
    assert "看周文在您4月3日日志下的留言 数字核过了吗？ 约1分钟 去看" in told(cast["S02"])
    assert f'href="/entries/{entry.key}#comments"' in html(cast["S02"])
    assert "留言" not in told(cast["H01"])
    see_comments(entry=entry, actor=cast["S02"], at=TODAY)
    assert "留言" not in told(cast["S02"])


def test_several_comments_are_one_thing_to_do(cast: Cast) -> None:
    entry = entry_of(cast["S02"], YESTERDAY)
    for number in ("H01", "S01", "L02"):
        comment_on_entry(entry=entry, content="数字核过了吗？", actor=cast[number], at=TODAY)
    assert "日志下的留言 另有2条留言" in told(cast["S02"])


def test_what_was_entered_for_a_leader_waits_for_him(cast: Cast) -> None:
    entry = entered(cast)
    assert "确认代记的日志，自4月3日起 钱进" in told(cast["L02"])
    assert 'href="/days/2026-04-03"' in html(cast["L02"])
    confirm_entries(entries=[entry], actor=cast["L02"], at=TODAY)
    assert "代记" not in told(cast["L02"])


def test_requests_wait_for_the_superior_and_for_nobody_else(cast: Cast) -> None:
    asked(cast, "S01", "S02")
    assert "答复开锁申请 孙丽、钱进 约2分钟 答复" in told(cast["H01"])
    assert "答复计划变更 孙丽、钱进" in told(cast["H01"])
    for number in ("H02", "L02", "L01", "S02"):
        assert "答复" not in told(cast[number])


def test_many_who_ask_are_told_by_their_first_names_and_their_number(cast: Cast) -> None:
    numbers = [f"S{place}" for place in range(20, 25)]
    for place, number in enumerate(numbers):
        join(cast, number, f"新人{place}", Role.STAFF, "D01")
    asked(cast, *numbers)
    assert "答复开锁申请 新人0、新人1、新人2等5人" in told(cast["H01"])


def test_home_costs_the_same_whoever_asks(cast: Cast) -> None:
    def costs() -> list[int]:
        with time_machine.travel(TODAY, tick=False):
            return [statements(reading(cast[number]), "/") for number in ("S02", "H01", "L02")]

    few = costs()
    comment_on_entry(entry=entered(cast), content="数字核过了吗？", actor=cast["H01"], at=TODAY)
    comment_on_entry(entry=entry_of(cast["S02"], YESTERDAY), content="好", actor=cast["H01"], at=TODAY)
    asked(cast, "S01", "S02", "H01", "H02")
    assert costs() == few
    assert max(few) <= 15


def test_the_page_of_today_tells_in_one_line_what_waits(cast: Cast) -> None:
    line = told(cast["S02"], "/waiting")
    assert line.startswith("办 要办6件，约15分钟")
    assert line.endswith("全部")
    assert 'hx-get="/waiting"' in html(cast["S02"], "/today")
    assert 'hx-get="/waiting"' not in html(cast["S02"], "/days/2026-04-02")


def test_a_purge_waits_for_the_second_of_two(cast: Cast) -> None:
    grant_right(
        person=cast["S06"], kind=RightKind.SECURITY_ADMIN, first_day=date(2026, 1, 1), at=noon(2026, 1, 1)
    )
    entry = entry_of(cast["S02"], YESTERDAY)
    place_quarantine(entry=entry, reason="疑涉密", actor=cast["S01"], at=TODAY)
    ask_purge(entry=entry, actor=cast["S01"], at=TODAY)
    assert "决定清除（须两人） 孙丽" in told(cast["S06"])
    for number in ("S01", "S02", "H01"):
        assert "决定清除" not in told(cast[number])


def test_an_unlocked_day_waits_for_its_person_until_it_is_recorded(cast: Cast) -> None:
    ask_unlock(person=cast["S02"], day=date(2026, 3, 27), reason="驻点漏记", at=noon(2026, 4, 3))
    grant_unlock(person=cast["S02"], day=date(2026, 3, 27), superior=cast["H01"], at=noon(2026, 4, 3))
    assert "补记3月27日 周文已开锁 4月9日截止 约1分钟 去补记" in told(cast["S02"])
    assert "3月27日" not in told(cast["H01"])
    record_day(author=cast["S02"], day=date(2026, 3, 27), drafts=[WHOLE], at=noon(2026, 4, 3))
    assert "3月27日" not in told(cast["S02"])


def test_a_day_that_has_a_record_and_was_unlocked_for_another_waits_too(cast: Cast) -> None:
    standing = entry_of(cast["S02"], date(2026, 3, 27))
    ask_unlock(person=cast["S02"], day=date(2026, 3, 27), reason="漏记下午的会", at=noon(2026, 4, 2))
    assert "补记3月27日" not in told(cast["S02"])
    grant_unlock(person=cast["S02"], day=date(2026, 3, 27), superior=cast["H01"], at=noon(2026, 4, 2))
    assert "补记3月27日 周文已开锁" in told(cast["S02"])
    draft = replace(draft_of(standing), content="下午列席调度会")
    revise_entry(entry=standing, draft=draft, version=1, actor=cast["S02"], at=noon(2026, 4, 3))
    assert "补记3月27日" not in told(cast["S02"])


def test_a_grant_that_has_run_out_waits_for_nobody(cast: Cast) -> None:
    ask_unlock(person=cast["S02"], day=date(2026, 3, 25), reason="驻点漏记", at=noon(2026, 3, 31))
    grant_unlock(person=cast["S02"], day=date(2026, 3, 25), superior=cast["H01"], at=noon(2026, 3, 31))
    assert "3月25日" not in told(cast["S02"])
