"""By when an objection to a year's results is to be decided: so many workdays, as for a sheet."""

from __future__ import annotations

from datetime import date

from daybook.objections.clock import Clock, clock_of
from daybook.objections.models import YearObjection
from daybook.org.calendar import work_calendar
from daybook.org.moments import local_day
from daybook.org.policies import policy_of
from daybook.rules.deadlines import decision_deadline
from daybook.rules.facts import WorkCalendar


def decide_by(objection: YearObjection, calendar: WorkCalendar | None = None) -> date:
    """The last day to decide it, under the policy of the day it was filed."""
    filed = local_day(objection.bureau, objection.filed_at)
    known = calendar or work_calendar(objection.bureau, filed.year, filed.year + 1)
    return decision_deadline(policy_of(objection.bureau, filed), known, filed)


def year_clock(objection: YearObjection, today: date, calendar: WorkCalendar | None = None) -> Clock:
    """How much of it is left today."""
    filed = local_day(objection.bureau, objection.filed_at)
    years = min(filed, today).year, max(filed, today).year + 1
    known = calendar or work_calendar(objection.bureau, *years)
    return clock_of(known, decide_by(objection, known), today)
