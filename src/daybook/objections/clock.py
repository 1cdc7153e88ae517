"""The two clocks of an objection: how long it may be filed, and by when it is to be decided.

Both run under the policy the sheet was published under, in workdays, and end at 24:00 in the bureau.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.org.calendar import work_calendar
from daybook.org.models import Bureau
from daybook.org.moments import local_day
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.own_scored import policy_of_sheet
from daybook.rules.deadlines import decision_deadline, objection_deadline
from daybook.rules.facts import ONE_DAY, WorkCalendar


@dataclass(frozen=True, slots=True)
class Clock:
    """The last day for something, seen from today; it ends at 24:00."""

    due: date
    today: date
    workdays: int
    """Workdays from today to the last day, both counted; after it, the workdays it is overdue."""

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed."""
        return self.due < self.today

    @property
    def words(self) -> str:
        """How much is left, or how long it is overdue, in words."""
        count = {"count": self.workdays}
        if self.is_over:
            return (
                ngettext("overdue by %(count)s workday", "overdue by %(count)s workdays", count["count"])
                % count
            )
        if self.due == self.today:
            return _("the last day, until 24:00")
        return ngettext("%(count)s workday left", "%(count)s workdays left", count["count"]) % count


def clock_of(calendar: WorkCalendar, due: date, today: date) -> Clock:
    """What a last day says today; a day off before it is no workday left."""
    if due < today:
        return Clock(due, today, max(1, calendar.workdays(due + ONE_DAY, today)))
    return Clock(due, today, max(1, calendar.workdays(today, due)))


def file_until(sheet: ScoreSheet, calendar: WorkCalendar) -> date:
    """The last day on which the person may object to a published sheet."""
    published = sheet.published_at
    if published is None:
        raise ValueError("a sheet that is not published has no clock")
    return objection_deadline(policy_of_sheet(sheet), calendar, local_day(sheet.bureau, published))


def decide_by(sheet: ScoreSheet, filed_at: datetime, calendar: WorkCalendar) -> date:
    """The day by which an objection to a sheet is to be decided."""
    return decision_deadline(policy_of_sheet(sheet), calendar, local_day(sheet.bureau, filed_at))


def calendar_around(bureau: Bureau, first: date, today: date) -> WorkCalendar:
    """The workdays from a day to well after today, over whole years; in one statement."""
    return work_calendar(bureau, min(first, today).year, today.year + 1)
