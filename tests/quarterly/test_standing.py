"""Which version of a sheet stands, the same wherever it is told; and whom the people's page tells a score."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from daybook.objections.queries.docket import corrected_among
from daybook.org.actions.posts import assign_portfolio
from daybook.org.actions.states import declare_conflict
from daybook.org.frame import Frame
from daybook.org.policies import policy_of
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.distribution import distribution_of
from daybook.quarterly.queries.expected import OPEN, expected_sheets
from daybook.quarterly.queries.grid import workbench_of
from daybook.quarterly.queries.own_forms import QuarterForms
from daybook.quarterly.queries.unread import unread_by
from daybook.quarterly.spans import period_of
from daybook.supervision.quarter import signed_in
from tests.factories import noon, published
from tests.pages import page, reading, words
from tests.people import Cast

Q1, NOW = "2026-Q1", noon(2026, 4, 14)
TODAY = NOW.date()
PEOPLE = f"/quarters/{Q1}/people"


@pytest.fixture(autouse=True)
def _april() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def withdrawn(sheet: ScoreSheet) -> None:
    """A book has taken the sheet away, as § 4 says it: by a version that was itself never published."""
    same = {"bureau": sheet.bureau, "person": sheet.person, "quarter": sheet.quarter, "version": 2}
    days = {"first_day": sheet.first_day, "last_day": sheet.last_day, "rater": sheet.rater}
    ScoreSheet.objects.create(**same, **days, kind="withdrawn")


def frame(cast: Cast, number: str) -> Frame:
    return Frame(cast[number], TODAY, "/")


def seen(cast: Cast, number: str, address: str = PEOPLE) -> str:
    return words(page(reading(cast[number], "zh-hans"), address))


def places(cast: Cast, sheet: ScoreSheet) -> dict[str, bool]:
    """Where the sheet stands, place by place."""
    expected = next(
        each
        for each in expected_sheets(cast.bureau, period_of(Q1), TODAY).people
        if each.person == cast["S03"]
    )
    row = workbench_of(frame(cast, "H02"), Q1).row("S03", sheet.first_day)
    told = distribution_of(policy_of(cast.bureau, TODAY), cast.bureau, Q1, cast["L02"])
    return {
        "expected": expected.sheets[0].state != OPEN,
        "workbench": row is not None and row.sheet is not None,
        "people": "77.00" in seen(cast, "H02"),
        "own": "季度得分 77.00" in seen(cast, "S03", f"/quarters/{Q1}"),
        "form": cast["S03"] in QuarterForms(frame(cast, "S01"), period_of(Q1)).people,
        "unread": unread_by(cast["S03"], Q1).exists(),
        "home of the rater": signed_in(Q1, [cast["S03"].pk]).exists(),
        "in force": corrected_among([sheet]) == set(),
        "distribution": 7700 in told.scores,
    }


def test_what_was_withdrawn_stands_nowhere(cast: Cast) -> None:
    for number, rater in (("S04", "H02"), ("S01", "H01"), ("S02", "H01"), ("S05", "H03"), ("S06", "H03")):
        published(cast[number], Q1, cast[rater])
    sheet = published(cast["S03"], Q1, cast["H02"], "77")
    assert {name for name, stands in places(cast, sheet).items() if not stands} == set()
    withdrawn(sheet)
    assert {name for name, stands in places(cast, sheet).items() if stands} == set()


def test_a_leader_of_another_time_is_told_how_far_the_sheets_are_and_no_score(cast: Cast) -> None:
    at: dict[str, Any] = {"valid_from": date(2026, 2, 2), "at": NOW}
    assign_portfolio(leader=cast["L03"], department=cast.departments["D02"], **at)
    published(cast["S03"], Q1, cast["H02"])
    of_department = f"{PEOPLE}?department=D02"
    assert "冯雪 工作人员 吴建国 4月10日 12:00 88.00" in seen(cast, "L03", of_department)
    assert "冯雪 工作人员 吴建国 4月10日 12:00 —" in seen(cast, "L02", of_department)


def test_a_recused_leader_is_told_no_score(cast: Cast) -> None:
    declare_conflict(person=cast["S03"], superior=cast["L02"], first_day=date(2026, 1, 1), at=NOW)
    published(cast["S03"], Q1, cast["H02"])
    of_department = f"{PEOPLE}?department=D02"
    assert "冯雪 工作人员 吴建国 4月10日 12:00 88.00" in seen(cast, "L01", of_department)
    assert "冯雪 工作人员 吴建国 4月10日 12:00 —" in seen(cast, "L02", of_department)
