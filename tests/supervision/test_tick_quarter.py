"""`daybook tick` and the quarter that ended last: sheets due and late, scores to read, the cap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.utils import translation

from daybook.inbox.models import Message
from daybook.org.actions.states import declare_conflict, note_absence
from daybook.org.enums import AbsenceKind
from daybook.quarterly.actions.feedback import acknowledge_sheet
from daybook.quarterly.actions.grades import GradeDecision, settle_cap
from daybook.supervision.tick import tick
from tests.factories import entry_of, noon, published
from tests.people import Cast
from tests.quarterly.test_grades import SCORES

# The sheets of the first quarter of 2026 are due on 22 April, a Wednesday.
EVE, LAST, AFTER = (noon(2026, 4, day) for day in (21, 22, 23))
Q1 = "2026-Q1"


@pytest.fixture(autouse=True)
def _recorded(cast: Cast) -> Iterator[None]:
    entry_of(cast["S02"], date(2026, 3, 2))
    with translation.override("en"):
        yield


def ticked(at: datetime) -> None:
    list(tick(at=at))


def told(number: str) -> set[str]:
    """What of the quarter somebody was told and has not opened."""
    rows = Message.objects.filter(person__number=number, seen_at=None, said__has_key="quarter")
    return set(rows.values_list("kind", flat=True))


def test_whoever_has_sheets_to_publish_is_reminded_on_the_eve_once(cast: Cast) -> None:
    ticked(noon(2026, 4, 20))
    assert told("H01") == set()
    for number in ("S01", "S02"):
        published(cast[number], Q1, cast["H01"])
    ticked(EVE)
    ticked(LAST)
    assert (told("H01"), told("H02")) == (set(), {"sheets_soon"})
    assert Message.objects.filter(person=cast["H02"], kind="sheets_soon").count() == 1


def test_who_is_on_leave_is_left_in_peace_until_the_last_day(cast: Cast) -> None:
    day = date(2026, 4, 21)
    note_absence(
        person=cast["H02"], kind=AbsenceKind.ANNUAL_LEAVE, first_day=day, last_day=day, at=noon(2026, 4, 20)
    )
    ticked(EVE)
    assert told("H02") == set()
    ticked(LAST)
    assert told("H02") == {"sheets_soon"}


def test_what_is_late_is_told_to_the_rater_his_superior_and_the_office(cast: Cast) -> None:
    for number, (rater, score) in SCORES.items():
        if rater != "H01":
            published(cast[number], Q1, cast[rater], score)
    ticked(AFTER)
    assert told("H01") == {"sheets_late", "scores_to_read"}
    assert told("L02") == {"rater_late"}
    assert "sheets_missing" in told("S01")
    assert "rater_late" not in told("L03") | told("L01")
    # Published, and the reminders are gone.
    for number in ("S01", "S02"):
        published(cast[number], Q1, cast["H01"], "85")
    ticked(noon(2026, 4, 24))
    assert "sheets_late" not in told("H01")
    assert told("L02") == set()
    assert "sheets_missing" not in told("S01")


def test_what_the_committee_decides_is_the_officers_to_record_but_his_own(cast: Cast) -> None:
    since, at = date(2026, 1, 1), noon(2026, 4, 1)
    for person, superiors in (("S06", ("H03", "L03", "L01")), ("S01", ("H01", "L02", "L01"))):
        for superior in superiors:
            declare_conflict(person=cast[person], superior=cast[superior], first_day=since, at=at)
    for number, (rater, score) in SCORES.items():
        if number not in {"S01", "S06"}:
            published(cast[number], Q1, cast[rater], score)
    ticked(EVE)
    assert "sheets_soon" in told("S01")
    ticked(AFTER)
    assert {"sheets_late", "sheets_missing"} <= told("S01")
    counts = dict(Message.objects.filter(person=cast["S01"], seen_at=None).values_list("kind", "said__count"))
    assert (counts["sheets_late"], counts["sheets_missing"]) == (1, 2)
    published(cast["S06"], Q1, cast["S01"])
    ticked(noon(2026, 4, 24))
    assert "sheets_late" not in told("S01")
    assert "sheets_missing" in told("S01")  # his own is another officer's


def test_a_published_sheet_is_told_once_and_settled_by_acknowledging(cast: Cast) -> None:
    sheet = published(cast["S02"], Q1, cast["H01"])
    ticked(noon(2026, 4, 13))
    assert told("S02") == {"scores_to_read"}
    assert told("S03") == set()
    acknowledge_sheet(sheet=sheet, person=cast["S02"], at=noon(2026, 4, 14))
    ticked(noon(2026, 4, 15))
    assert told("S02") == set()


def test_the_cap_is_told_to_the_office_once_all_sheets_are_in_until_it_is_settled(cast: Cast) -> None:
    for number, (rater, score) in SCORES.items():
        if number != "S06":
            published(cast[number], Q1, cast[rater], score)
    ticked(noon(2026, 4, 13))
    assert "cap_exceeded" not in told("S01")
    published(cast["S06"], Q1, cast["H03"], "55")
    ticked(noon(2026, 4, 14))
    assert "cap_exceeded" in told("S01")
    assert "cap_exceeded" not in told("L01") | told("H01")
    decisions = [GradeDecision(cast[number], "fairly_well", "会商") for number in ("S02", "S03")]
    settle_cap(quarter=Q1, decisions=decisions, actor=cast["S01"], at=noon(2026, 4, 15))
    ticked(noon(2026, 4, 15))
    assert "cap_exceeded" not in told("S01")


def test_a_quarter_before_the_record_began_is_not_asked_for(cast: Cast) -> None:
    ticked(noon(2026, 1, 28))
    assert not Message.objects.exists()
