"""Two who act on a month at once come one after the other: one wins, the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest

from daybook.ledger.models import LedgerLine
from daybook.monthly.actions.extend import extend_month
from daybook.monthly.actions.month import return_month, review_month
from daybook.monthly.actions.submit import ask_month_back, submit_month
from daybook.monthly.models import MonthEvent, MonthlyReport, MonthlyReview
from daybook.org.actions.states import delegate
from daybook.org.enums import DelegationKind
from daybook.plans.enums import MonthAct
from daybook.plans.models import MonthExtension
from tests.factories import noon
from tests.meanwhile import Act, one_after_the_other, told
from tests.monthly.reviewing import APRIL_8, MARCH, RATED, handed_in
from tests.people import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def acts(cast: Cast) -> dict[str, Act]:
    handed_in(cast["S03"])
    delegate(
        person=cast["H02"], deputy=cast["S04"], kind=DelegationKind.REVIEW_MONTHS, first_day=date(2026, 4, 7),
        last_day=date(2026, 4, 10), actor=cast["H02"],
    )  # fmt: skip
    month: dict[str, Any] = {"person": cast["S03"], "month": MARCH, "at": APRIL_8}
    head, deputy = {**month, "reviewer": cast["H02"]}, {**month, "reviewer": cast["S04"]}
    return {
        "head reviews": lambda: review_month(**head, **RATED),
        "deputy reviews": lambda: review_month(**deputy, **RATED),
        "head returns": lambda: return_month(**head, reason="请补"),
        "deputy returns": lambda: return_month(**deputy, reason="请补"),
        "person asks back": lambda: ask_month_back(**month, reason="写错了"),
        "person submits": lambda: submit_month(**{**month, "at": noon(2026, 4, 9)}, summary="重写。"),
    }


@pytest.mark.parametrize(
    ("first", "then", "sentence"),
    [
        ("head reviews", "deputy reviews", "吴建国已经评了这个月。"),
        ("deputy reviews", "head reviews", "陈明已经评了这个月。"),
        ("head reviews", "deputy returns", "已评价的月份不能退回。"),
        ("head returns", "deputy reviews", "这个月还没有提交。"),
        ("head returns", "deputy returns", "这个月还没有提交。"),
        ("head returns", "person submits", "done"),
        ("head reviews", "person submits", "这个月已经提交。"),
        ("person asks back", "head returns", "done"),
        ("person asks back", "head reviews", "done"),
    ],
)
def test_the_second_waits_and_is_told(acts: dict[str, Act], first: str, then: str, sentence: str) -> None:
    assert one_after_the_other(acts[first], acts[then]) == sentence
    assert MonthlyReview.objects.count() == ("reviews" in first or then == "head reviews")


def test_who_asks_back_while_the_superior_acts_is_told(acts: dict[str, Act]) -> None:
    answer = one_after_the_other(acts["head returns"], acts["person asks back"])
    assert answer not in {"", "done"}
    assert list(MonthEvent.objects.values_list("kind", flat=True)) == ["submitted", "returned"]


def test_of_two_who_review_at_the_same_moment_exactly_one_wins(acts: dict[str, Act]) -> None:
    start = Barrier(2)

    def at_once(name: str) -> str:
        start.wait(30)
        return told(acts[name])

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(at_once, ("head reviews", "deputy reviews")))
    assert answers.count("done") == 1
    assert MonthlyReview.objects.count() == 1
    assert MonthlyReport.objects.get().submitted_at is not None
    assert LedgerLine.objects.filter(action="review_month").count() == 1


def test_an_extension_sent_twice_at_once_is_given_once(cast: Cast) -> None:
    def extend() -> object:
        return extend_month(
            bureau=cast.bureau, month=MARCH, act=MonthAct.SUBMIT, until=date(2026, 5, 8), reason="抗旱",
            actor=cast["S01"], key="X-1", at=APRIL_8,
        )  # fmt: skip

    assert one_after_the_other(extend, extend) == "done"
    assert MonthExtension.objects.count() == 1
