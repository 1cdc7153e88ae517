"""The calendar and the deadlines that no worked example names."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise

import pytest

from daybook.rules import deadlines
from daybook.rules.facts import OutsideCalendar, WorkCalendar
from daybook.rules.month import overlaps
from daybook.rules.periods import holds_on, quarters_of

from .cast import MAKEUP, NEW_YEAR, NEW_YEARS_EVE, OFF, calendar_2026, days, shipped


def test_2026_has_248_workdays() -> None:
    assert calendar_2026().workdays(NEW_YEAR, NEW_YEARS_EVE) == 248


def test_holidays_are_off_and_makeup_days_are_worked() -> None:
    calendar = calendar_2026()
    assert not any(calendar.is_workday(day) for span in OFF for day in days(*span))
    assert all(calendar.is_workday(date.fromisoformat(day)) for day in MAKEUP)
    assert [calendar.is_workday(day) for day in days("2026-03-05", "2026-03-09")] == [
        True,
        True,
        False,
        False,
        True,
    ]


def test_a_span_counts_what_a_list_of_its_workdays_has() -> None:
    calendar = calendar_2026()
    first, last = date(2026, 2, 1), date(2026, 5, 31)
    assert calendar.workdays(first, last) == len(list(calendar.each_workday(first, last)))
    assert calendar.workdays(last, first) == 0


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2028, 1, 1)])
def test_a_day_the_calendar_does_not_cover_is_an_error(day: date) -> None:
    with pytest.raises(OutsideCalendar, match=str(day)):
        calendar_2026().is_workday(day)


def test_the_days_counted_to_a_deadline() -> None:
    policy, calendar = shipped(), calendar_2026()
    quarter = quarters_of(2026)[0]
    assert deadlines.sheet_deadline(policy, calendar, quarter) == date(2026, 4, 22)
    assert deadlines.objection_deadline(policy, calendar, date(2026, 4, 22)) == date(2026, 4, 29)
    assert deadlines.decision_deadline(policy, calendar, date(2026, 4, 29)) == date(2026, 5, 15)
    assert deadlines.summary_deadline(policy, calendar, 2026) == date(2027, 1, 14)
    assert deadlines.notice_end(policy, calendar, date(2026, 2, 13)) == date(2026, 2, 27)


def test_a_month_put_off_is_reviewed_as_many_workdays_after_as_usual() -> None:
    policy, calendar = shipped(), calendar_2026()
    assert deadlines.review_deadline_after(policy, calendar, date(2026, 4, 10)) == date(2026, 4, 17)
    # May Day is off, and the Saturday after it is worked.
    assert deadlines.review_deadline_after(policy, calendar, date(2026, 4, 30)) == date(2026, 5, 11)


def test_statutory_remedies_run_in_calendar_days_and_only_under_the_overlay() -> None:
    assert deadlines.reconsideration_deadline(shipped(), date(2027, 2, 1)) == date(2027, 3, 3)
    assert deadlines.appeal_deadline(shipped(), date(2027, 3, 3)) == date(2027, 3, 18)
    before = shipped("log-style-2018")
    assert deadlines.reconsideration_deadline(before, NEW_YEAR) is None
    assert deadlines.appeal_deadline(before, NEW_YEAR) is None


def test_an_entry_is_on_time_and_backfilled_up_to_its_deadlines() -> None:
    policy, calendar = shipped(), calendar_2026()
    friday = date(2026, 3, 6)
    on_time = deadlines.entry_deadline(policy, calendar, friday)
    last = deadlines.backfill_deadline(policy, calendar, friday)
    assert (on_time, last) == (date(2026, 3, 9), date(2026, 3, 11))
    timings = [
        deadlines.entry_timing(policy, calendar, friday, day) for day in days("2026-03-06", "2026-03-12")
    ]
    assert timings == ["on_time"] * 4 + ["backfill"] * 2 + ["locked"]


def test_a_month_with_few_workdays_runs_into_the_next() -> None:
    sparse = WorkCalendar(NEW_YEAR, NEW_YEARS_EVE, off=frozenset(days("2026-03-01", "2026-03-30")))
    assert deadlines.nth_workday(sparse, 2026, 3, 2) == date(2026, 4, 1)


def test_quarters_touch_and_cover_the_year() -> None:
    quarters = quarters_of(2026)
    assert [each.key for each in quarters] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert (quarters[0].first, quarters[-1].last) == (NEW_YEAR, NEW_YEARS_EVE)
    for before, after in pairwise(quarters):
        assert (after.first - before.last).days == 1


def test_a_span_holds_at_both_its_ends() -> None:
    first, last = date(2026, 3, 2), date(2026, 3, 4)
    held = [holds_on(first, last, day) for day in days("2026-03-01", "2026-03-05")]
    assert held == [False, True, True, True, False]
    assert holds_on(first, None, date.max)


def test_entries_overlap_where_they_share_a_minute() -> None:
    nine, ten, eleven = (each.hour * 60 for each in (time(9), time(10), time(11)))
    assert overlaps((nine, eleven), (ten, eleven))
    assert not overlaps((nine, ten), (ten, eleven))
