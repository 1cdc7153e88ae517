"""Whose months are in whose queue: as of that month, by vacancy, recusal, delegation and leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine

from daybook.monthly.access import reviewer_on
from daybook.monthly.actions.extend import extend_month
from daybook.monthly.actions.month import review_month
from daybook.monthly.actions.submit import ask_month_back
from daybook.monthly.queries.queue import queue_of
from daybook.org.actions.people import end_employment, grant_right
from daybook.org.actions.posts import appoint, transfer
from daybook.org.actions.states import (
    declare_conflict,
    delegate,
    end_delegation,
    note_absence,
)
from daybook.org.enums import AbsenceKind, DelegationKind, RightKind, Role
from daybook.org.models import Delegation
from daybook.org.policies import policy_of
from daybook.plans.enums import MonthAct
from tests.factories import last_line, noon, refused, submitted
from tests.monthly.reviewing import (
    APRIL_8,
    MARCH,
    RATED,
    got,
    handed_in,
    reading,
    sent,
    states,
    way,
)
from tests.pages import page, words
from tests.people import Cast

SPAN: dict[str, Any] = {"first_day": date(2026, 4, 7), "last_day": date(2026, 4, 10)}


def entrust(cast: Cast, deputy: str = "S04", person: str = "H02") -> Delegation:
    return delegate(
        person=cast[person],
        deputy=cast[deputy],
        kind=DelegationKind.REVIEW_MONTHS,
        actor=cast[person],
        **SPAN,
    )


def vacate(cast: Cast) -> None:
    """From March on the second department has no head: he is staff of the third."""
    home, since = cast.departments["D03"], date(2026, 3, 1)
    transfer(person=cast["H02"], department=home, role=Role.STAFF, valid_from=since, at=noon(2026, 3, 2))


def home(cast: Cast, number: str) -> str:
    with time_machine.travel(APRIL_8, tick=False):
        return words(page(reading(cast[number], "zh-hans"), "/"))


def test_the_queue_tells_how_each_month_stands(cast: Cast) -> None:
    assert states(cast, "H02") == [("S03", "open"), ("S04", "open")]
    handed_in(cast["S04"])
    assert states(cast, "H02") == [("S04", "waits"), ("S03", "open")]
    client = reading(cast["H02"])
    sent(client, way("S04", more="/return"), reason="请补")
    assert states(cast, "H02") == [("S03", "open"), ("S04", "returned")]
    submitted(cast["S04"], MARCH, noon(2026, 4, 9))
    assert states(cast, "H02") == [("S04", "again"), ("S03", "open")]
    ask_month_back(person=cast["S04"], month=MARCH, reason="写错了", at=noon(2026, 4, 9, ))  # fmt: skip
    assert states(cast, "H02") in ([("S04", "asked"), ("S03", "open")], [("S04", "again"), ("S03", "open")])
    sent(client, way("S04"), **RATED)
    assert states(cast, "H02") == [("S04", "reviewed"), ("S03", "open")]


def test_leaders_review_heads_and_staff_nobody(cast: Cast) -> None:
    assert [number for number, _state in states(cast, "L02")] == ["H01", "H02"]
    assert states(cast, "S03") == []
    assert "Nobody's month of this time is yours to review" in words(
        got(reading(cast["S03"]), f"/reviews/{MARCH}").content.decode()
    )


def test_a_vacancy_is_filled_from_above(cast: Cast) -> None:
    vacate(cast)
    assert [number for number, _state in states(cast, "L02")] == ["H01", "S03", "S04"]
    assert [number for number, _state in states(cast, "H03")] == ["H02", "S05", "S06"]


def test_who_has_left_is_replaced_from_above(cast: Cast) -> None:
    end_employment(person=cast["H02"], last_day=date(2026, 3, 31))
    assert [number for number, _state in states(cast, "L02")] == ["H01", "H02", "S03", "S04"]


def test_recusal_leads_to_the_next_above_and_bars_a_deputy_too(cast: Cast) -> None:
    declare_conflict(person=cast["S03"], superior=cast["H02"], first_day=date(2026, 1, 1), actor=cast["H02"])
    declare_conflict(person=cast["S04"], superior=cast["S05"], first_day=date(2026, 1, 1), actor=cast["S05"])
    assert states(cast, "H02") == [("S04", "open")]
    assert ("S03", "open") in states(cast, "L02")
    entrust(cast, deputy="S05")
    assert states(cast, "S05") == []


def test_where_the_chain_ends_the_personnel_office_records_the_committee(cast: Cast) -> None:
    for number in ("L01", "L02"):
        declare_conflict(
            person=cast["H01"], superior=cast[number], first_day=date(2026, 1, 1), actor=cast[number]
        )
    handed_in(cast["H01"])
    assert states(cast, "S01") == [("H01", "waits")]
    client = reading(cast["S01"])
    assert "What the committee decided" in words(got(client, way("H01")).content.decode())
    assert "代评2026年3月对账 1人" in home(cast, "S01")
    sent(client, way("H01"), **RATED)
    review = cast["H01"].monthly_reviews.get()
    assert (review.reviewer, review.on_behalf_of) == (cast["S01"], None)


def test_nobody_records_the_committee_in_his_own_case(cast: Cast) -> None:
    grant_right(person=cast["H01"], kind=RightKind.PERSONNEL_OFFICE, first_day=date(2026, 1, 1))
    for number in ("L01", "L02"):
        declare_conflict(
            person=cast["H01"], superior=cast[number], first_day=date(2026, 1, 1), actor=cast[number]
        )
    assert ("H01", "open") not in states(cast, "H01")
    assert states(cast, "S01") == [("H01", "open")]


def test_leaders_stand_in_the_queue_where_a_policy_has_them_reviewed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = date(2026, 4, 8)
    known = policy_of(cast.bureau, today)
    reviewing = replace(known, leaders=replace(known.leaders, reviewed=True))
    principal = reviewer_on(cast["L01"], today)
    assert principal is not None
    assert queue_of(principal, MARCH, today, known).turns == []
    turns = queue_of(principal, MARCH, today, reviewing).turns
    assert [turn.person.number for turn in turns] == ["L02", "L03"]
    end_employment(person=cast["L01"], last_day=date(2026, 4, 3))
    office = reviewer_on(cast["S01"], today)  # nobody stands above him who has left: the committee decides
    assert office is not None
    turns = queue_of(office, MARCH, today, reviewing).turns
    assert [turn.person.number for turn in turns if turn.committee] == ["L02", "L03"]


def test_a_deputy_sees_the_delegated_queue_and_says_for_whom(cast: Cast) -> None:
    handed_in(cast["S03"])
    handed_in(cast["S04"])
    entrust(cast)
    assert states(cast, "S04") == [("S03", "waits")]  # never his own
    told = words(got(reading(cast["S04"], "zh-hans"), way("S03")).content.decode())
    assert "代吴建国评定" in told
    assert "代评2026年3月对账 1人，代吴建国" in home(cast, "S04")
    assert "4月7日至4月10日由陈明代您评。" in words(
        got(reading(cast["H02"], "zh-hans"), way("S03")).content.decode()
    )
    sent(reading(cast["S04"]), way("S03"), **RATED)
    assert "代评2026年3月对账" not in home(cast, "S04")
    assert states(cast, "S04", at=noon(2026, 4, 13)) == []


def test_what_was_put_off_for_the_superior_holds_for_his_deputy(cast: Cast) -> None:
    handed_in(cast["S03"])
    entrust(cast)
    given: dict[str, Any] = {"bureau": cast.bureau, "month": MARCH, "act": MonthAct.REVIEW}
    until = date(2026, 4, 24)
    extend_month(person=cast["H02"], until=until, reason="住院", actor=cast["S01"], at=APRIL_8, **given)
    acting = reviewer_on(cast["S04"], date(2026, 4, 8))
    assert acting is not None
    policy = policy_of(cast.bureau, date(2026, 4, 8))
    assert queue_of(acting, MARCH, date(2026, 4, 8), policy).review_by == until


def test_a_deputy_is_named_and_called_off_on_a_page(cast: Cast) -> None:
    client = reading(cast["H02"])
    given: dict[str, Any] = {
        "deputy": "S04",
        "first_day": "2026-04-08",
        "last_day": "2026-04-10",
        "reason": "出差",
    }
    assert sent(client, "/reviews/deputies", **{**given, "last_day": "2026-04-01"}).status_code == 422
    assert sent(client, "/reviews/deputies", **{**given, "deputy": "H02"}).status_code == 422
    assert sent(client, "/reviews/deputies", **{**given, "deputy": "Z9"}).status_code == 422
    assert sent(client, "/reviews/deputies", **given).status_code == 302
    made = Delegation.objects.get()
    assert (made.deputy, made.first_day, made.last_day) == (cast["S04"], date(2026, 4, 8), date(2026, 4, 10))
    assert "陈明 8 April 10 April 出差" in words(got(client, "/reviews/deputies").content.decode())
    end = "/reviews/deputies/2026-04-08/end"
    assert sent(reading(cast["S04"]), end).status_code == 404
    assert sent(client, end).status_code == 302
    assert not Delegation.objects.exists()
    assert last_line().action == "end_delegation"


def test_a_delegation_ends_early_but_not_in_the_past(cast: Cast) -> None:
    made = entrust(cast)
    at: dict[str, Any] = {"actor": cast["H02"], "at": noon(2026, 4, 9)}
    assert refused(end_delegation, delegation=made, last_day=date(2026, 4, 7), **at)[0] == "last_day"
    assert refused(end_delegation, delegation=made, last_day=date(2026, 4, 10), **at)[0] == "last_day"
    other = {**at, "actor": cast["S04"]}
    assert refused(end_delegation, delegation=made, last_day=date(2026, 4, 8), **other)
    kept = end_delegation(delegation=made, last_day=date(2026, 4, 8), **at)
    assert kept is not None
    assert Delegation.objects.get().last_day == date(2026, 4, 8)


def test_an_administrator_is_nobodys_deputy(cast: Cast) -> None:
    grant_right(person=cast["S04"], kind=RightKind.SYSTEM_ADMIN, first_day=date(2026, 1, 1))
    given: dict[str, Any] = {
        "person": cast["H02"],
        "deputy": cast["S04"],
        "kind": DelegationKind.REVIEW_MONTHS,
    }
    assert refused(delegate, **given, **SPAN, actor=cast["H02"])[0] == "deputy"


def test_whoever_was_away_throughout_owes_nothing(cast: Cast) -> None:
    note_absence(
        person=cast["S03"],
        kind=AbsenceKind.MATERNITY_LEAVE,
        first_day=date(2026, 2, 20),
        last_day=date(2026, 5, 30),
        at=noon(2026, 2, 20),
    )
    assert states(cast, "H02") == [("S04", "open"), ("S03", "away")]
    told = words(got(reading(cast["H02"]), way("S03")).content.decode())
    assert "No workday was due in this span" in told
    submitted(cast["S03"], MARCH, noon(2026, 4, 2))
    assert ("S03", "waits") in states(cast, "H02")


def test_late_is_shown(cast: Cast) -> None:
    handed_in(cast["S03"], at=noon(2026, 4, 10))
    html = got(reading(cast["H02"]), way("S03"), noon(2026, 4, 20)).content.decode()
    told = words(html)
    assert "was due on 15 April" in told
    assert 'class="flag">late' in html
    assert "overdue" in told  # the other one has not handed it in


def test_a_forgotten_month_comes_first(cast: Cast) -> None:
    submitted(cast["S03"], "2026-02", noon(2026, 3, 3))
    handed_in(cast["S03"])
    client = reading(cast["H02"])
    assert got(client, "/reviews/")["Location"] == "/reviews/2026-02"
    review_month(person=cast["S03"], month="2026-02", reviewer=cast["H02"], **RATED, at=APRIL_8)
    assert got(client, "/reviews/")["Location"] == f"/reviews/{MARCH}"


def test_home_tells_of_months_asked_back(cast: Cast) -> None:
    handed_in(cast["S03"])
    ask_month_back(person=cast["S03"], month=MARCH, reason="写错了", at=APRIL_8)
    assert "答复请求退回月对账的人 冯雪" in home(cast, "H02")
    assert "请求退回： 写错了" in words(got(reading(cast["H02"], "zh-hans"), way("S03")).content.decode())
    assert "答复请求退回月对账的人" not in home(cast, "H01")
    sent(reading(cast["H02"]), way("S03", more="/return"), reason="好，请改")
    assert "答复请求退回月对账的人" not in home(cast, "H02")


def test_an_acting_head_reviews(cast: Cast) -> None:
    vacate(cast)
    appoint(
        person=cast["S04"],
        department=cast.departments["D02"],
        role=Role.ACTING_HEAD,
        valid_from=date(2026, 3, 1),
        at=noon(2026, 3, 2),
    )
    assert states(cast, "S04") == [("S03", "open")]
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 3, 30))
    assert states(cast, "S04") == [("S03", "open")]
    assert ("S03", "open") not in states(cast, "H03")  # two workdays are no span to review
