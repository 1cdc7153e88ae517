"""The days by which the acts of a month are due, in the bureau's workdays."""

from __future__ import annotations

from datetime import date

from daybook.org.calendar import work_calendar
from daybook.org.models import Bureau
from daybook.org.policies import policy_of
from daybook.plans.months import month_bounds
from daybook.rules import deadlines


def plan_deadline(bureau: Bureau, month: str, on: date) -> date:
    """The last day on which a plan of a month is the person's own, by the policy in force on a day."""
    first, _last = month_bounds(month)
    calendar = work_calendar(bureau, first.year, first.year)
    return deadlines.plan_deadline(policy_of(bureau, on), calendar, first.year, first.month)
