"""Home tells of months past the last one while something of them waits, and of what waits for a deputy."""

from __future__ import annotations

from datetime import date

import time_machine

from daybook.monthly.actions.month import review_month
from daybook.monthly.actions.submit import ask_month_back
from daybook.monthly.enums import Rating
from daybook.org.actions.states import delegate
from daybook.org.enums import DelegationKind
from daybook.org.models import Person
from tests.factories import entry_of, noon, submitted
from tests.pages import page, reading, statements, words
from tests.people import Cast

APRIL_7 = noon(2026, 4, 7)


def home(person: Person) -> str:
    with time_machine.travel(APRIL_7, tick=False):
        return words(page(reading(person, "zh-hans"), "/"))


def january_of(cast: Cast, number: str) -> None:
    """A January with a record, submitted late."""
    entry_of(cast[number], date(2026, 1, 14))
    submitted(cast[number], "2026-01", noon(2026, 4, 3))


def reviewed(cast: Cast, number: str, reviewer: str) -> None:
    review_month(
        person=cast[number],
        month="2026-01",
        reviewer=cast[reviewer],
        execution_rating=Rating.WELL,
        saturation_rating=Rating.WELL,
        completion_rating=Rating.WELL,
        comment="补齐了。",
        at=APRIL_7,
    )


def entrusted(cast: Cast) -> None:
    """S04 reviews in the place of H02."""
    delegate(
        person=cast["H02"],
        deputy=cast["S04"],
        kind=DelegationKind.REVIEW_MONTHS,
        first_day=date(2026, 4, 1),
        reason="出差",
        actor=cast["H02"],
        at=noon(2026, 4, 1),
    )


def test_an_earlier_month_with_a_record_waits_until_it_is_submitted(cast: Cast) -> None:
    entry_of(cast["S02"], date(2026, 1, 14))
    told = home(cast["S02"])
    assert "提交2026年1月对账" in told
    assert "提交2026年2月对账" not in told  # nothing stands in it
    submitted(cast["S02"], "2026-01", noon(2026, 4, 3))
    assert "提交2026年1月对账" not in home(cast["S02"])


def test_an_earlier_month_waits_for_its_review(cast: Cast) -> None:
    january_of(cast, "S03")
    assert "审阅2026年1月对账 1人" in home(cast["H02"])
    assert "审阅2026年1月对账" not in home(cast["H01"])
    reviewed(cast, "S03", "H02")
    assert "审阅2026年1月对账" not in home(cast["H02"])


def test_a_month_long_past_is_left_to_the_queue(cast: Cast) -> None:
    entry_of(cast["S03"], date(2025, 11, 12))
    submitted(cast["S03"], "2025-11", noon(2026, 4, 3))
    assert "2025年11月" not in home(cast["H02"])


def test_a_deputy_is_told_of_reviews_and_of_who_asks_for_a_month_back(cast: Cast) -> None:
    entrusted(cast)
    january_of(cast, "S03")
    assert "2026年1月对账" in home(cast["S04"])
    assert "代为答复请求退回月对账的人" not in home(cast["S04"])
    ask_month_back(person=cast["S03"], month="2026-01", reason="漏写一项", at=noon(2026, 4, 6))
    assert "代为答复请求退回月对账的人 冯雪" in home(cast["S04"])
    assert "答复请求退回月对账的人" not in home(cast["S02"])
    reviewed(cast, "S03", "S04")
    assert "代为答复请求退回月对账的人" not in home(cast["S04"])


def test_earlier_months_cost_no_statement_more(cast: Cast) -> None:
    entrusted(cast)
    people = ("H02", "S04", "L02")
    with time_machine.travel(APRIL_7, tick=False):
        few = [statements(reading(cast[number]), "/") for number in people]
        for number in ("S03", "S05"):
            january_of(cast, number)
        many = [statements(reading(cast[number]), "/") for number in people]
    assert many == few
    assert max(many) <= 15
