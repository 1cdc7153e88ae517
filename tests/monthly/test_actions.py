"""Submitting, returning and reviewing a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from daybook.monthly.actions.month import return_month, review_month
from daybook.monthly.actions.submit import submit_month
from daybook.monthly.models import MonthlyReport, MonthlyReview
from daybook.org.actions.people import end_employment
from daybook.org.actions.posts import transfer
from daybook.org.actions.states import declare_conflict, delegate
from daybook.org.enums import DelegationKind
from daybook.org.policies import policy_of
from daybook.plans.models import SealedMonth
from tests.factories import entry_of, last_line, noon, refused, submitted
from tests.people import Cast, water_bureau

MARCH = "2026-03"
APRIL_2, APRIL_8 = noon(2026, 4, 2), noon(2026, 4, 8)


def review_of(cast: Cast, reviewer: str = "H02", number: str = "S03", **more: Any) -> dict[str, Any]:
    return {
        "person": cast[number],
        "month": MARCH,
        "reviewer": cast[reviewer],
        "execution_rating": "well",
        "saturation_rating": "fairly_well",
        "completion_rating": "well",
        "comment": "台账核对细，三季度请提前。",
        "at": APRIL_8,
        **more,
    }


def test_a_month_is_submitted_and_sealed(cast: Cast) -> None:
    entry_of(cast["S03"], date(2026, 3, 5))
    report = submitted(cast["S03"], MARCH, APRIL_2)
    assert MonthlyReport.objects.get().submitted_at == APRIL_2
    assert report.summary == "按计划完成本月工作。"
    assert SealedMonth.objects.filter(person=cast["S03"], month=MARCH).exists()
    assert (last_line().action, last_line().object_key) == ("submit_month", "S03:2026-03")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"month": "2026-05"}, "month"),  # it has not begun
        ({"month": "2026-3"}, "month"),
        ({"summary": " "}, "summary"),
        ({"summary": "水" * 5001}, "summary"),
        ({"month": "2026-02"}, "month"),  # submitted already
    ],
)
def test_a_submission_is_refused(cast: Cast, more: dict[str, str], field: str) -> None:
    submitted(cast["S03"], "2026-02", noon(2026, 3, 2))
    given: dict[str, Any] = {
        "person": cast["S03"],
        "month": MARCH,
        "summary": "完成。",
        "at": APRIL_2,
        **more,
    }
    assert refused(submit_month, **given)[0] == field
    assert not MonthlyReport.objects.filter(month=MARCH).exists()


def test_a_month_is_returned_with_a_reason_as_often_as_needed(cast: Cast) -> None:
    given: dict[str, Any] = {"person": cast["S03"], "month": MARCH, "reviewer": cast["H02"], "at": APRIL_2}
    assert refused(return_month, reason="请补", **given) == ("month", "This month is not submitted.")
    for at in (APRIL_2, noon(2026, 4, 3)):
        submitted(cast["S03"], MARCH, at)
        given["at"] = at
        assert refused(return_month, reason="", **given)[0] == "reason"
        return_month(reason="请补第三项的形象进度", **given)
        assert MonthlyReport.objects.get().submitted_at is None
        assert not SealedMonth.objects.exists()
    assert "形象进度" not in str(last_line().after)


def test_a_review_locks_the_month(cast: Cast) -> None:
    submitted(cast["S03"], MARCH, APRIL_2)
    review = review_month(**review_of(cast))
    assert (review.first_day, review.last_day) == (date(2026, 3, 1), date(2026, 3, 31))
    assert (review.reviewer, review.on_behalf_of, review.reviewed_at) == (cast["H02"], None, APRIL_8)
    assert "台账" not in str(last_line().after)
    given: dict[str, Any] = {"person": cast["S03"], "month": MARCH, "reviewer": cast["H02"], "reason": "请补"}
    assert refused(return_month, at=APRIL_8, **given) == ("month", "A reviewed month is locked.")
    assert refused(review_month, **review_of(cast))[0] == "first_day"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"comment": "  "}, "comment"),
        ({"comment": "水" * 5001}, "comment"),
        ({"execution_rating": ""}, "execution_rating"),
        ({"saturation_rating": "superb"}, "saturation_rating"),
        ({"first_day": date(2026, 3, 2)}, "first_day"),  # no span begins there
        ({"month": "2026-04"}, "month"),  # not submitted
    ],
)
def test_a_review_is_refused(cast: Cast, more: dict[str, Any], field: str) -> None:
    submitted(cast["S03"], MARCH, APRIL_2)
    assert refused(review_month, **review_of(cast, **more))[0] == field
    assert not MonthlyReview.objects.exists()


@pytest.mark.parametrize("reviewer", ["S03", "S04", "H01", "L02", "L01", "S01"])
def test_only_the_superior_reviews_or_returns(cast: Cast, reviewer: str) -> None:
    submitted(cast["S03"], MARCH, APRIL_2)
    assert refused(review_month, **review_of(cast, reviewer))[0] == "reviewer"
    given: dict[str, Any] = {
        "person": cast["S03"],
        "month": MARCH,
        "reviewer": cast[reviewer],
        "reason": "请补",
    }
    assert refused(return_month, **given)[0] == "reviewer"


@pytest.mark.parametrize(("number", "reviewer"), [("H02", "L02"), ("H03", "L03"), ("S01", "H01")])
def test_one_level_up(cast: Cast, number: str, reviewer: str) -> None:
    submitted(cast[number], MARCH, APRIL_2)
    assert review_month(**review_of(cast, reviewer, number)).reviewer == cast[reviewer]


def test_leaders_are_not_reviewed(cast: Cast) -> None:
    submitted(cast["L02"], MARCH, APRIL_2)
    assert refused(review_month, **review_of(cast, "L01", "L02"))[0] == "reviewer"


def test_a_policy_may_have_the_principal_leader_review_leaders(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from daybook.monthly import access

    def reviewing(*given: Any) -> Any:
        known = policy_of(*given)
        return replace(known, leaders=replace(known.leaders, reviewed=True))

    monkeypatch.setattr(access, "policy_of", reviewing)
    submitted(cast["L02"], MARCH, APRIL_2)
    assert review_month(**review_of(cast, "L01", "L02")).first_day == date(2026, 3, 1)


def test_a_deputy_reviews_for_the_superior(cast: Cast) -> None:
    delegate(
        person=cast["H02"], deputy=cast["S04"], kind=DelegationKind.REVIEW_MONTHS, first_day=date(2026, 4, 7),
        last_day=date(2026, 4, 10), actor=cast["H02"],
    )  # fmt: skip
    for number in ("S03", "S04"):
        submitted(cast[number], MARCH, APRIL_2)
    review = review_month(**review_of(cast, "S04"))
    assert (review.reviewer, review.on_behalf_of) == (cast["S04"], cast["H02"])
    assert refused(review_month, **review_of(cast, "S04", "S04"))[0] == "reviewer"  # never himself
    submitted(cast["S03"], "2026-02", APRIL_2)
    late = review_of(cast, "S04", month="2026-02", at=noon(2026, 4, 13))
    assert refused(review_month, **late)[0] == "reviewer"


def test_two_superiors_review_a_span_each(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 3, 16))
    submitted(cast["S03"], MARCH, APRIL_2)
    first = review_month(**review_of(cast, "H02"))
    second = review_month(**review_of(cast, "H03"))
    assert (first.last_day, second.first_day) == (date(2026, 3, 15), date(2026, 3, 16))


def test_a_span_of_two_workdays_is_not_reviewed(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 3, 30))
    submitted(cast["S03"], MARCH, APRIL_2)
    assert refused(review_month, **review_of(cast, "H03"))[0] == "reviewer"
    assert review_month(**review_of(cast, "H02")).last_day == date(2026, 3, 29)


def test_whoever_is_recused_does_not_review(cast: Cast) -> None:
    declare_conflict(person=cast["S03"], superior=cast["H02"], first_day=date(2026, 1, 1), actor=cast["H02"])
    submitted(cast["S03"], MARCH, APRIL_2)
    assert refused(review_month, **review_of(cast, "H02"))[0] == "reviewer"
    assert review_month(**review_of(cast, "L02")).reviewer == cast["L02"]


def test_the_next_one_up_reviews_for_a_superior_who_has_left(cast: Cast) -> None:
    end_employment(person=cast["H02"], last_day=date(2026, 3, 31))
    submitted(cast["S03"], MARCH, APRIL_2)
    assert refused(review_month, **review_of(cast, "H02"))[0] == "reviewer"
    assert review_month(**review_of(cast, "L02")).reviewer == cast["L02"]


def test_another_bureau_reviews_nothing(cast: Cast) -> None:
    submitted(cast["S03"], MARCH, APRIL_2)
    given = {**review_of(cast), "reviewer": water_bureau(code="LAKE")["H02"]}
    assert refused(review_month, **given)[0] == "reviewer"
