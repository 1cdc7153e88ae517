"""Who reads the review of a month: a table of reader and allowed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybook.monthly.access import reviewer_on, spans_to_review_by, visible_reviews
from daybook.monthly.models import MonthlyReview
from daybook.org.actions.people import grant_right
from daybook.org.actions.posts import transfer
from daybook.org.enums import RightKind
from daybook.org.models import Person
from tests.people import Cast, water_bureau

TODAY = date(2026, 5, 6)


def review(cast: Cast, number: str = "S03", reviewer: str = "H02", **more: object) -> MonthlyReview:
    given = {"month": "2026-03", "first_day": date(2026, 3, 1), "last_day": date(2026, 3, 31), **more}
    return MonthlyReview.objects.create(
        bureau=cast.bureau, person=cast[number], reviewer=cast[reviewer], comment="好。", **given
    )


@pytest.mark.parametrize(
    ("number", "allowed"),
    [
        ("S03", True),
        ("H02", True),
        ("L02", True),
        ("L01", True),
        ("S01", True),
        ("S04", False),
        ("H01", False),
        ("H03", False),
        ("L03", False),
    ],
)
def test_who_reads_a_review(cast: Cast, number: str, allowed: bool) -> None:
    made = review(cast)
    assert visible_reviews(cast[number], TODAY, [made]) == ([made] if allowed else [])


def test_an_administrator_reviews_nobody(cast: Cast) -> None:
    assert reviewer_on(cast["S04"], TODAY) is not None
    grant_right(person=cast["S04"], kind=RightKind.AUDIT_ADMIN, first_day=date(2026, 1, 1))
    assert reviewer_on(cast["S04"], TODAY) is None
    assert spans_to_review_by(cast["S04"], cast["S03"], "2026-03", TODAY) == []


def test_each_superior_reads_the_span_that_was_his(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 3, 16))
    first = review(cast, last_day=date(2026, 3, 15))
    second = review(cast, reviewer="H03", first_day=date(2026, 3, 16))
    seen = {number: visible_reviews(cast[number], TODAY, [first, second]) for number in ("H02", "H03", "S03")}
    assert seen == {"H02": [first], "H03": [second], "S03": [first, second]}


def test_a_deputy_reads_what_he_wrote_and_so_does_his_superior(cast: Cast) -> None:
    made = review(cast, reviewer="S04", on_behalf_of=cast["H02"])
    for number in ("S04", "H02"):
        assert visible_reviews(cast[number], TODAY, [made]) == [made]


def test_administrators_read_their_own_only(cast: Cast) -> None:
    grant_right(person=cast["S04"], kind=RightKind.AUDIT_ADMIN, first_day=date(2026, 1, 1))
    own, other = review(cast, "S04"), review(cast, reviewer="S04")
    assert visible_reviews(cast["S04"], TODAY, [own, other]) == [own]


def test_nobody_reads_across_bureaus(cast: Cast) -> None:
    made, lake = review(cast), water_bureau(code="LAKE")
    for number in ("L01", "S01", "H02"):
        assert visible_reviews(lake[number], TODAY, [made]) == []


def test_reading_costs_the_same_for_one_review_and_for_many(cast: Cast) -> None:
    for month in range(1, 13):
        for number in ("S03", "S04"):
            first = date(2025, month, 1)
            review(cast, number, month=f"2025-{month:02}", first_day=first, last_day=first)
    rows = list(MonthlyReview.objects.select_related("person").order_by("id"))

    def statements(reader: Person, count: int) -> int:
        with CaptureQueriesContext(connection) as counted:
            visible_reviews(reader, TODAY, rows[:count])
        return len(counted)

    assert statements(cast["L03"], 1) == statements(cast["L03"], 24)
