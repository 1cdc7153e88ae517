"""The workbench: who stands in whose grid, as of the days of the quarter, and what each row begins with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.http import Http404

from daybook.org.actions.posts import transfer
from daybook.org.actions.states import declare_conflict, note_absence
from daybook.org.enums import AbsenceKind, Role
from daybook.org.frame import Frame
from daybook.org.models import Person
from daybook.quarterly.actions.sheets import draft_sheet
from daybook.quarterly.actions.writings import keep_sheet_writing
from daybook.quarterly.queries.grid import Workbench, row_for, workbench_of
from daybook.quarterly.typed import hundredths_typed
from tests.factories import entry_of, noon, published
from tests.people import Cast
from tests.quarterly.scoring import spans_to_score_by

Q1, APRIL = "2026-Q1", date(2026, 4, 8)
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


@pytest.fixture(autouse=True)
def april() -> Iterator[None]:
    """A Wednesday in the time for signing the first quarter."""
    with time_machine.travel(noon(2026, 4, 8), tick=False):
        yield


def bench(person: Person, quarter: str = Q1, on: date = APRIL) -> Workbench:
    return workbench_of(Frame(person, on, "/"), quarter)


def shown(found: Workbench) -> list[tuple[str, date, date, str]]:
    return [(row.person.number, row.span.first, row.span.last, row.form.key) for row in found.rows]


def test_a_head_scores_the_staff_and_a_leader_the_heads(cast: Cast) -> None:
    assert shown(bench(cast["H02"])) == [("S03", FIRST, LAST, "staff"), ("S04", FIRST, LAST, "staff")]
    assert shown(bench(cast["L02"])) == [("H01", FIRST, LAST, "head"), ("H02", FIRST, LAST, "head")]
    assert shown(bench(cast["L01"])) == []  # the leaders are not scored here
    assert shown(bench(cast["S03"])) == []
    assert bench(cast["H02"]).due == date(2026, 4, 22)


def test_a_quarter_that_has_not_begun_asks_nothing(cast: Cast) -> None:
    assert bench(cast["H02"], "2026-Q3").rows == []
    running = bench(cast["H02"], "2026-Q2")
    assert [row.is_open for row in running.rows] == [True, True]
    assert (running.ripe, len(running.unripe)) == ([], 2)


def test_a_span_is_ripe_on_its_last_day(cast: Cast) -> None:
    assert len(bench(cast["H02"], on=date(2026, 3, 30)).ripe) == 0
    assert len(bench(cast["H02"], on=LAST).ripe) == 2


@pytest.mark.parametrize(("policy", "opinion"), [("log-style-2026", True), ("weighted", False)])
def test_a_transfer_leaves_the_shorter_part_an_opinion_or_a_sheet_of_its_own(
    cast: Cast, policy: str, opinion: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    middle = date(2026, 3, 2)
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=middle)
    if policy == "weighted":
        _weigh_by_days(cast, monkeypatch)
    (new,) = [row for row in bench(cast["H03"]).rows if row.person.number == "S03"]
    (old,) = [row for row in bench(cast["H02"]).rows if row.person.number == "S03"]
    assert (new.span.first, new.is_opinion, new.is_whole) == (middle, opinion, False)
    assert (old.span.last, old.is_opinion) == (date(2026, 3, 1), False)


def _weigh_by_days(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from daybook.org import frame
    from daybook.org.policies import policy_of

    usual = policy_of(cast.bureau, APRIL)
    weighted = replace(usual, quarterly=replace(usual.quarterly, transfer="day_weighted"))
    monkeypatch.setattr(frame, "policy_of", lambda *_given: weighted)


def test_the_rows_are_those_that_access_names(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 2, 10))
    declare_conflict(person=cast["S04"], superior=cast["H02"], first_day=FIRST, last_day=None, reason="亲属")
    transfer(person=cast["H01"], department=cast.departments["D03"], role=Role.STAFF, valid_from=FIRST)
    for rater in cast.people.values():
        found = {(row.person.pk, row.span.first) for row in bench(rater).rows}
        named = {
            (person.pk, span.first)
            for person in cast.people.values()
            for span in spans_to_score_by(rater, person, Q1, APRIL)
        }
        assert found == named, rater.number
    assert "S04" in [row.person.number for row in bench(cast["L02"]).rows]


def test_the_committee_is_recorded_by_the_personnel_office(cast: Cast) -> None:
    for superior in ("L01", "L02"):
        declare_conflict(
            person=cast["H02"], superior=cast[superior], first_day=FIRST, last_day=None, reason="亲属"
        )
    rows = bench(cast["S01"]).rows
    assert [(row.person.number, row.committee) for row in rows] == [("H02", True)]


def test_too_few_workdays_are_told_and_not_scored(cast: Cast) -> None:
    note_absence(person=cast["S03"], kind=AbsenceKind.SICK_LEAVE, first_day=date(2026, 1, 12), last_day=LAST)
    found = bench(cast["H02"])
    assert [row.person.number for row in found.rows] == ["S04"]
    assert [(each.name, each.workdays) for each in found.absentees] == [("冯雪", "6")]


def test_a_published_sheet_is_read_and_no_more_written(cast: Cast) -> None:
    sheet = published(cast["S03"], Q1, cast["H02"])
    row = next(row for row in bench(cast["H02"]).rows if row.person.number == "S03")
    assert (row.sheet, row.is_open, row.fields["score:quality"]) == (sheet, False, "88.0")
    assert row.fields["comment"] == "工作扎实。"
    assert [each.person.number for each in bench(cast["H02"]).ripe] == ["S04"]


def test_an_older_draft_is_what_one_starts_from_until_something_is_typed(cast: Cast) -> None:
    entry = entry_of(cast["S03"], date(2026, 3, 10), key="E-1")
    draft_sheet(
        person=cast["S03"],
        quarter=Q1,
        rater=cast["H02"],
        scores={"quality": Decimal("90.5")},
        reasons={"quality": "依据台账"},
        citations={"quality": [entry]},
        comment="初稿",
    )
    person = cast["S03"]
    begun = {"score:quality": "90.5", "reason:quality": "依据台账", "cite:quality": "E-1", "comment": "初稿"}
    row = row_for(Frame(cast["H02"], APRIL, "/"), Q1, "S03", FIRST)[1]
    assert (dict(row.fields), row.version) == (begun, 0)
    keep_sheet_writing(
        rater=cast["H02"], person=person, quarter=Q1, first_day=FIRST, fields={"comment": "改过"}, version=0
    )
    row = row_for(Frame(cast["H02"], APRIL, "/"), Q1, "S03", FIRST)[1]
    assert (dict(row.fields), row.version) == ({"comment": "改过"}, 1)


def test_nobody_elses_draft_is_there(cast: Cast) -> None:
    given: dict[str, Any] = {"person": cast["S03"], "quarter": Q1, "first_day": FIRST, "version": 0}
    keep_sheet_writing(rater=cast["L02"], fields={"comment": "别人的"}, **given)
    assert [dict(row.fields) for row in bench(cast["H02"]).rows] == [{}, {}]


@pytest.mark.parametrize(("number", "first"), [("S05", FIRST), ("S03", date(2026, 2, 1)), ("X", FIRST)])
def test_what_is_not_ones_own_is_not_there(cast: Cast, number: str, first: date) -> None:
    with pytest.raises(Http404):
        row_for(Frame(cast["H02"], APRIL, "/"), Q1, number, first)


def test_an_acting_head_is_scored_as_a_head_from_the_day_on(cast: Cast) -> None:
    departments, since = cast.departments, date(2026, 2, 2)
    transfer(person=cast["H02"], department=departments["D03"], role=Role.STAFF, valid_from=since)
    transfer(person=cast["S05"], department=departments["D02"], role=Role.ACTING_HEAD, valid_from=since)
    told = [
        (rater, row.form.key, row.is_opinion)
        for rater in ("H03", "L02")
        for row in bench(cast[rater]).rows
        if row.person == cast["S05"]
    ]
    assert told == [("H03", "staff", True), ("L02", "head", False)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("90.5", 9050),
        (" 90 ", 9000),
        ("90.", 9000),
        ("０．５", 50),
        ("88。5", 8850),
        ("90.25", 9025),
        ("1000", 100000),
        ("", None),
        ("-1", None),
        ("90.555", None),
        ("九十", None),
        ("٩٠", None),
        ("9e1", None),
    ],
)
def test_what_is_typed_is_read_exactly_or_not_at_all(text: str, number: int | None) -> None:
    assert hundredths_typed(text) == number


def test_saved_at_is_the_drafts(cast: Cast) -> None:
    at = datetime.fromisoformat("2026-04-08T04:00:00+00:00")
    keep_sheet_writing(
        rater=cast["H02"],
        person=cast["S03"],
        quarter=Q1,
        first_day=FIRST,
        fields={"score:quality": "90"},
        version=0,
        at=at,
    )
    assert [row.saved_at for row in bench(cast["H02"]).rows] == [at, None]
