"""Deadlines, counted in the bureau's workdays. A deadline is a day; it ends at 24:00 there."""

from __future__ import annotations

from datetime import date

from daybook.rules.facts import ONE_DAY, WorkCalendar
from daybook.rules.periods import Period
from daybook.rules.policy import Policy

ON_TIME, BACKFILL, LOCKED, FUTURE = "on_time", "backfill", "locked", "future"
JANUARY = 1
DECEMBER = 12


def add_workdays(calendar: WorkCalendar, day: date, count: int) -> date:
    """The ``count``-th workday after a day; the day itself for 0. Raises OutsideCalendar."""
    while count:
        day += ONE_DAY
        count -= calendar.is_workday(day)
    return day


def nth_workday(calendar: WorkCalendar, year: int, month: int, nth: int) -> date:
    """The n-th workday of a month, or of the months after it where it has fewer. Raises OutsideCalendar."""
    return add_workdays(calendar, date(year, month, 1) - ONE_DAY, nth)


def _next_month(year: int, month: int) -> tuple[int, int]:
    return (year + 1, JANUARY) if month == DECEMBER else (year, month + 1)


def entry_timing(policy: Policy, calendar: WorkCalendar, work_date: date, today: date) -> str:
    """How an entry for a work date stands when it is written today. Source: confirmed_default.

    Day 0 is the work date; the workdays after it count. ``on_time``, ``backfill`` (a reason is required),
    ``locked`` (the superior must unlock the day), or ``future`` (refused: that is a plan).
    """
    if work_date > today:
        return FUTURE
    passed = calendar.workdays(work_date + ONE_DAY, today)
    if passed <= policy.daily.on_time_workdays:
        return ON_TIME
    return BACKFILL if passed <= policy.daily.backfill_workdays else LOCKED


def entry_deadline(policy: Policy, calendar: WorkCalendar, work_date: date) -> date:
    """The last day on which an entry is on time: the day before the workday that would make it late."""
    return add_workdays(calendar, work_date, policy.daily.on_time_workdays + 1) - ONE_DAY


def backfill_deadline(policy: Policy, calendar: WorkCalendar, work_date: date) -> date:
    """The last day on which an entry may still be backfilled without unlocking."""
    return add_workdays(calendar, work_date, policy.daily.backfill_workdays + 1) - ONE_DAY


def unlock_deadline(policy: Policy, calendar: WorkCalendar, granted_on: date) -> date:
    """The last day on which an unlocked day may be recorded: the days of a backfill, from the grant on."""
    return add_workdays(calendar, granted_on, policy.daily.backfill_workdays)


def plan_deadline(policy: Policy, calendar: WorkCalendar, year: int, month: int) -> date:
    """The day by which a month is planned. Source: confirmed_default."""
    return nth_workday(calendar, year, month, policy.monthly.plan_workday)


def submit_deadline(policy: Policy, calendar: WorkCalendar, year: int, month: int) -> date:
    """The day by which a month is reconciled, in the next month. Source: confirmed_default."""
    return nth_workday(calendar, *_next_month(year, month), policy.monthly.submit_workday)


def review_deadline(policy: Policy, calendar: WorkCalendar, year: int, month: int) -> date:
    """The day by which a month is reviewed, in the next month. Source: confirmed_default."""
    return nth_workday(calendar, *_next_month(year, month), policy.monthly.review_workday)


def review_deadline_after(policy: Policy, calendar: WorkCalendar, submit_by: date) -> date:
    """The day by which a month is reviewed that was put off: as many workdays later as usual."""
    return add_workdays(calendar, submit_by, policy.monthly.review_workday - policy.monthly.submit_workday)


def sheet_deadline(policy: Policy, calendar: WorkCalendar, period: Period) -> date:
    """The day by which the sheets of a quarter are published. Source: confirmed_default."""
    return add_workdays(calendar, period.last, policy.quarterly.due_workday)


def objection_deadline(policy: Policy, calendar: WorkCalendar, published_on: date) -> date:
    """The last day on which a person may object to a published sheet. Source: confirmed_default."""
    return add_workdays(calendar, published_on, policy.feedback.objection_workdays)


def decision_deadline(policy: Policy, calendar: WorkCalendar, filed_on: date) -> date:
    """The day by which an objection is decided. Source: confirmed_default."""
    return add_workdays(calendar, filed_on, policy.feedback.decision_workdays)


def summary_deadline(policy: Policy, calendar: WorkCalendar, year: int) -> date:
    """The day by which the summary of a year is due, in January after it. Source: confirmed_default."""
    return nth_workday(calendar, year + 1, JANUARY, policy.annual_summary.due_workday)


def notice_end(policy: Policy, calendar: WorkCalendar, noticed_on: date) -> date:
    """The last day of a public notice (公示) that begins after the day it is put up."""
    return add_workdays(calendar, noticed_on, policy.notice.workdays)


def reconsideration_deadline(policy: Policy, known_on: date) -> date | None:
    """The last day to ask for reconsideration (复核), in calendar days; ``None`` where the policy has none.

    Source: civil_servant_law.
    """
    return _days_after(known_on, policy.remedies.reconsideration_days)


def appeal_deadline(policy: Policy, decided_on: date) -> date | None:
    """The last day to appeal (申诉) after a reconsideration was received. Source: civil_servant_law."""
    return _days_after(decided_on, policy.remedies.appeal_days)


def _days_after(day: date, count: int) -> date | None:
    return day + count * ONE_DAY if count else None
