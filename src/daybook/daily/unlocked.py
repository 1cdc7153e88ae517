"""Days that a superior unlocked (开锁), and until when they may be recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from daybook.daily.models import LogUnlock
from daybook.org.calendar import work_calendar
from daybook.org.models import Bureau, Person
from daybook.org.moments import local_day
from daybook.rules.deadlines import unlock_deadline
from daybook.rules.policy import Policy


def standing_unlock(
    bureau: Bureau, author: Person, day: date, *, today: date, policy: Policy
) -> LogUnlock | None:
    """The grant under which a locked day may be recorded today, in at most two statements."""
    granted = LogUnlock.objects.filter(person=author, day=day, granted=True).order_by("-decided_at")
    deadlines = unlock_deadlines(bureau, latest := list(granted[:1]), policy)
    return latest[0] if latest and today <= deadlines[0] else None


def unlock_deadlines(bureau: Bureau, unlocks: Sequence[LogUnlock], policy: Policy) -> list[date]:
    """The last day under each grant, in one statement."""
    granted_on = [local_day(bureau, each.decided_at) for each in unlocks if each.decided_at]
    if not granted_on:
        return []
    # A grant of the last days of a year holds into the next.
    calendar = work_calendar(bureau, min(granted_on).year, max(granted_on).year + 1)
    return [unlock_deadline(policy, calendar, each) for each in granted_on]
