"""开锁: a day too far back is asked for, granted, and recorded as a backfill until the grant runs out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from daybook.daily.actions.amend import revise_entry
from daybook.daily.actions.record import record_day
from daybook.daily.actions.unlock import ask_unlock, decline_unlock, grant_unlock
from daybook.daily.models import LogUnlock
from daybook.daily.queries.unlocks import unlocks_of, unlocks_waiting_for
from daybook.monthly.actions.month import return_month
from daybook.org.actions.people import grant_right
from daybook.org.actions.posts import transfer
from daybook.org.actions.states import declare_conflict
from daybook.org.enums import RightKind
from daybook.org.policies import policy_of
from daybook.web.refusals import Refused
from tests.factories import WHOLE, entry_of, last_line, noon, refused, submitted
from tests.people import Cast, water_bureau

LOCKED = date(2026, 3, 2)
MONDAY = noon(2026, 3, 9)
TODAY = date(2026, 3, 9)


def asked(cast: Cast, number: str = "S03", day: date = LOCKED) -> LogUnlock:
    return ask_unlock(person=cast[number], day=day, reason="当时在防汛一线", at=MONDAY)


def granted(cast: Cast, **more: Any) -> LogUnlock:
    given = {"person": cast["S03"], "day": LOCKED, "superior": cast["H02"], "at": MONDAY, **more}
    return grant_unlock(**given)


def written(cast: Cast, march: int = 9, **more: Any) -> dict[str, Any]:
    return {"author": cast["S03"], "day": LOCKED, "drafts": [WHOLE], "at": noon(2026, 3, march), **more}


def test_a_request_is_granted_and_the_day_recorded(cast: Cast) -> None:
    assert refused(record_day, **written(cast))[0] == "work_date"
    request = asked(cast)
    assert unlocks_waiting_for(cast["H02"], TODAY) == [request]
    assert (last_line().action, last_line().object_key) == ("ask_unlock", "S03:2026-03-02")
    row = granted(cast)
    assert (row.pk, row.granted, row.decided_by, row.decided_at) == (request.pk, True, cast["H02"], MONDAY)
    assert (last_line().actor, last_line().action) == ("H02", "grant_unlock")
    assert unlocks_waiting_for(cast["H02"], TODAY) == []
    entry = record_day(**written(cast, 12))[0]
    assert entry.backfill_reason == "当时在防汛一线"  # said once; not asked for again
    own = record_day(**written(cast, 12, backfill_reason="汛后补记"))[0]
    assert own.backfill_reason == "汛后补记"


def test_the_grant_runs_out_after_the_workdays_of_a_backfill(cast: Cast) -> None:
    granted(cast, reason="补齐防汛台账")
    assert refused(record_day, **written(cast, 13))[0] == "work_date"
    assert record_day(**written(cast, 12))[0].work_date == LOCKED


def test_a_grant_of_the_last_days_of_a_year_holds_into_the_next(cast: Cast) -> None:
    granted(cast, day=date(2026, 12, 21), reason="年底补齐", at=noon(2026, 12, 31))
    given = written(cast, day=date(2026, 12, 21), at=noon(2027, 1, 4))
    assert record_day(**given)[0].backfill_reason == "年底补齐"


def test_a_grant_opens_one_day_of_one_person(cast: Cast) -> None:
    granted(cast, reason="补齐防汛台账")
    assert refused(record_day, **written(cast, author=cast["S04"]))[0] == "work_date"
    assert refused(record_day, **written(cast, day=date(2026, 3, 3)))[0] == "work_date"


def test_an_entry_moves_to_an_unlocked_day(cast: Cast) -> None:
    entry = entry_of(cast["S03"], date(2026, 3, 6))
    given: dict[str, Any] = {
        "entry": entry, "draft": WHOLE, "version": 1, "work_date": LOCKED, "actor": cast["S03"], "at": MONDAY,
    }  # fmt: skip
    assert refused(revise_entry, **given)[0] == "work_date"
    granted(cast, reason="记错了日子")
    moved = revise_entry(**given)
    assert (moved.work_date, moved.backfill_reason) == (LOCKED, "记错了日子")


def test_a_declined_day_stays_locked_and_may_be_asked_for_again(cast: Cast) -> None:
    request = asked(cast)
    given: dict[str, Any] = {"person": cast["S03"], "day": LOCKED, "superior": cast["H02"], "at": MONDAY}
    assert refused(decline_unlock, reason=" ", **given)[0] == "reason"
    row = decline_unlock(reason="当日已请假", **given)
    assert (row.pk, row.granted, row.answer) == (request.pk, False, "当日已请假")
    assert refused(record_day, **written(cast))[0] == "work_date"
    assert refused(decline_unlock, reason="又", **given) == ("", "No request waits for an answer here.")
    assert refused(asked, cast=cast)[0] == "day"  # the very same second
    assert ask_unlock(person=cast["S03"], day=LOCKED, reason="有出差单", at=noon(2026, 3, 10)).pk != row.pk


def test_who_asks_twice_is_told_so(cast: Cast) -> None:
    asked(cast)
    given: dict[str, Any] = {"person": cast["S03"], "day": LOCKED, "at": noon(2026, 3, 10)}
    assert refused(ask_unlock, reason="再问", **given) == (
        "day", "You have asked for this day already; the answer is still out.",
    )  # fmt: skip
    granted(cast)
    assert refused(ask_unlock, reason="再问", **given)[0] == "day"
    assert refused(granted, cast=cast)[0] == "day"
    assert LogUnlock.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "reason", "field"),
    [
        (date(2026, 3, 10), "明天", "day"),
        (date(2026, 3, 9), "今天", "day"),
        (date(2026, 3, 5), "还能补记", "day"),
        (date(2024, 12, 31), "入职前", "day"),
        (LOCKED, "  ", "reason"),
        (LOCKED, "长" * 501, "reason"),
    ],
)
def test_what_cannot_be_asked(cast: Cast, day: date, reason: str, field: str) -> None:
    assert refused(ask_unlock, person=cast["S03"], day=day, reason=reason, at=MONDAY)[0] == field
    assert not LogUnlock.objects.exists()


def test_a_submitted_month_is_not_unlocked(cast: Cast) -> None:
    asked(cast, day=date(2026, 2, 9))
    submitted(cast["S03"], "2026-02", MONDAY)
    told = "This month is submitted; append a correction instead."
    given: dict[str, Any] = {"person": cast["S03"], "at": MONDAY}
    assert refused(ask_unlock, day=date(2026, 2, 10), reason="漏记", **given) == ("day", told)
    assert refused(grant_unlock, day=date(2026, 2, 9), superior=cast["H02"], **given) == ("day", told)


def test_a_request_waits_for_nobody_while_its_month_is_submitted(cast: Cast) -> None:
    early, late = asked(cast, day=date(2026, 2, 9)), asked(cast)
    other = asked(cast, "S04", date(2026, 2, 9))
    submitted(cast["S03"], "2026-02", MONDAY)
    assert unlocks_waiting_for(cast["H02"], TODAY) == [late, other]
    return_month(person=cast["S03"], month="2026-02", reviewer=cast["H02"], reason="请补", at=MONDAY)
    assert unlocks_waiting_for(cast["H02"], TODAY) == [early, late, other]


def test_a_day_before_the_employment_is_told_with_what_to_do(cast: Cast) -> None:
    given: dict[str, Any] = {"reason": "漏记", "at": MONDAY, "person": cast["S03"]}
    with translation.override("zh-hans"), pytest.raises(Refused) as found:
        ask_unlock(day=date(2024, 12, 31), **given)
    told = "这一天不在在职期间（入职前或离职后）。请另选日期；如在职起止日期有误，请联系组织人事处更正。"
    assert found.value.message == told
    with translation.override("zh-hans"), pytest.raises(Refused) as found:
        record_day(**written(cast, day=date(2024, 12, 31)))
    assert found.value.message == told


def test_a_reason_that_is_too_long_is_told_its_limit(cast: Cast) -> None:
    with translation.override("zh-hans"), pytest.raises(Refused) as found:
        record_day(**written(cast, day=date(2026, 3, 5), backfill_reason="忙" * 501))
    assert (found.value.field, found.value.message) == ("backfill_reason", "这里最多写 500 个字。")


@pytest.mark.parametrize("act", [grant_unlock, decline_unlock])
@pytest.mark.parametrize("number", ["S03", "S04", "H01", "L02", "L01", "S01", "other"])
def test_the_superior_of_today_alone_answers(cast: Cast, act: Callable[..., object], number: str) -> None:
    asked(cast)
    superior = water_bureau("LAKE")["H02"] if number == "other" else cast[number]
    given: dict[str, Any] = {"person": cast["S03"], "day": LOCKED, "superior": superior, "at": MONDAY}
    assert refused(act, reason="准", **given) == ("", "Only the superior of today unlocks a day.")


def test_after_a_transfer_or_a_recusal_another_answers(cast: Cast) -> None:
    request = asked(cast)
    declare_conflict(person=cast["S03"], superior=cast["H02"], first_day=TODAY, actor=cast["H02"])
    assert [unlocks_waiting_for(cast[each], TODAY) for each in ("H02", "L02")] == [[], [request]]
    later = date(2026, 3, 10)
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=later)
    assert [unlocks_waiting_for(cast[each], later) for each in ("L02", "H03")] == [[], [request]]


@pytest.mark.parametrize("act", [grant_unlock, decline_unlock])
def test_where_the_chain_ends_the_personnel_office_records_what_the_committee_decided(
    cast: Cast, act: Callable[..., LogUnlock]
) -> None:
    request, of_staff = asked(cast, "L01"), asked(cast)
    waiting = {who: unlocks_waiting_for(cast[who], TODAY) for who in ("S01", "L01", "L02", "H02")}
    assert waiting == {"S01": [request], "L01": [], "L02": [], "H02": [of_staff]}
    given: dict[str, Any] = {"person": cast["L01"], "day": LOCKED, "reason": "经考核委员会研究", "at": MONDAY}
    for number in ("L01", "L02", "H02"):
        assert refused(act, superior=cast[number], **given)[1] == "Only the superior of today unlocks a day."
    row = act(superior=cast["S01"], **given)
    assert (row.pk, row.granted, row.decided_by) == (request.pk, act is grant_unlock, cast["S01"])
    assert last_line().actor == "S01"


def test_a_personnel_officer_decides_nothing_of_his_own(cast: Cast) -> None:
    for superior in ("H01", "L02", "L01"):
        declare_conflict(person=cast["S01"], superior=cast[superior], first_day=TODAY, actor=cast["S01"])
    request = asked(cast, "S01")
    given: dict[str, Any] = {"person": cast["S01"], "day": LOCKED, "at": MONDAY}
    told = ("", "Only the superior of today unlocks a day.")
    assert refused(grant_unlock, superior=cast["S01"], **given) == told
    grant_right(person=cast["S05"], kind=RightKind.PERSONNEL_OFFICE, first_day=TODAY)
    assert [unlocks_waiting_for(cast[each], TODAY) for each in ("S01", "S05")] == [[], [request]]
    assert grant_unlock(superior=cast["S05"], **given).granted


def test_ones_own_requests_tell_until_when(cast: Cast, django_assert_num_queries: Any) -> None:
    asked(cast)
    granted(cast)
    decline_day = date(2026, 2, 27)
    ask_unlock(person=cast["S03"], day=decline_day, reason="漏记", at=noon(2026, 3, 10))
    policy = policy_of(cast.bureau, TODAY)
    with django_assert_num_queries(2):
        waiting, usable = unlocks_of(cast["S03"], date(2026, 3, 12), policy)
    assert (waiting.is_waiting, waiting.until, waiting.is_usable) == (True, None, False)
    assert (usable.is_waiting, usable.until, usable.is_usable) == (False, date(2026, 3, 12), True)
    assert not unlocks_of(cast["S03"], date(2026, 3, 13), policy)[1].is_usable


def test_waiting_requests_cost_the_same_for_one_and_for_thirty(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    ask_unlock(person=cast["S03"], day=LOCKED, reason="漏记", at=noon(2026, 5, 6))
    for day in range(1, 30):
        ask_unlock(person=cast["S04"], day=date(2026, 4, day), reason="漏记", at=noon(2026, 5, 8))
    with django_assert_num_queries(3):
        assert len(unlocks_waiting_for(cast["H02"], date(2026, 5, 8))) == 30
    with django_assert_num_queries(3):
        assert unlocks_waiting_for(cast["H01"], date(2026, 5, 8)) == []


def test_only_a_locked_day_asks_for_unlocks(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked_for:
        record_day(author=cast["S03"], day=TODAY, drafts=[replace(WHOLE, people="")], at=MONDAY)
    assert not [each for each in asked_for.captured_queries if "logunlock" in each["sql"]]
