"""The days by which the acts of a month are due: by the policy's workdays, and by what was put off (延期)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from daybook.org.calendar import work_calendar
from daybook.org.models import Bureau, Person
from daybook.org.policies import policy_of
from daybook.plans.enums import MonthAct
from daybook.plans.models import MonthExtension
from daybook.plans.months import month_bounds
from daybook.rules import deadlines
from daybook.rules.facts import WorkCalendar
from daybook.rules.policy import Policy

ForWhom = tuple[str, int | None]
"""An act, and the row of the person it is put off for; `None` for everybody."""


@dataclass(frozen=True, slots=True)
class MonthDeadlines:
    """By when a month is planned, submitted and reviewed; people are asked for by row.

    Whoever is late, is so from the day after. `put_off` holds the last day of every extension.
    """

    month: str
    policy: Policy
    calendar: WorkCalendar
    put_off: Mapping[ForWhom, date]

    def plan_by(self, person: int) -> date:
        """The last day on which a plan is the person's own."""
        usual = deadlines.plan_deadline(self.policy, self.calendar, *self._place)
        return self._latest(usual, MonthAct.PLAN, person)

    def submit_by(self, person: int) -> date:
        """The last day for a person to submit the month."""
        usual = deadlines.submit_deadline(self.policy, self.calendar, *self._place)
        return self._latest(usual, MonthAct.SUBMIT, person)

    def review_by(self, person: int, reviewer: int | None = None) -> date:
        """The last day for a reviewer to review a person's month.

        Where submitting was put off, reviewing has as many workdays after it as it has otherwise.
        """
        usual = deadlines.review_deadline(self.policy, self.calendar, *self._place)
        due = self._latest(usual, MonthAct.REVIEW, reviewer)
        if self.is_put_off(MonthAct.SUBMIT, person):
            submitted = self.submit_by(person)
            return max(due, deadlines.review_deadline_after(self.policy, self.calendar, submitted))
        return due

    def is_put_off(self, act: str, person: int | None) -> bool:
        """Whether an extension stands for a person, or for everybody."""
        return (act, None) in self.put_off or (act, person) in self.put_off

    def _latest(self, usual: date, act: str, person: int | None) -> date:
        given = (self.put_off.get((act, each)) for each in {person, None})
        return max([usual, *(day for day in given if day is not None)])

    @property
    def _place(self) -> tuple[int, int]:
        first, _last = month_bounds(self.month)
        return first.year, first.month


def deadlines_of(bureau: Bureau, month: str, on: date, *people: Person) -> MonthDeadlines:
    """The deadlines of a month by the policy in force on a day, in two statements.

    For everybody of the bureau, or only for some people. Raises Refused for what is no month; PolicyFault.
    """
    first, _last = month_bounds(month)
    # Of a month that was put off for long, the review is due in the year after next.
    calendar = work_calendar(bureau, first.year, first.year + 2)
    return deadlines_between(bureau, [month], policy_of(bureau, on), calendar, *people)[month]


def deadlines_between(
    bureau: Bureau, months: Iterable[str], policy: Policy, calendar: WorkCalendar, *people: Person
) -> dict[str, MonthDeadlines]:
    """The deadlines of several months under a policy and a calendar that covers them, in one statement."""
    given: dict[str, dict[ForWhom, date]] = {month: {} for month in months}
    rows = MonthExtension.objects.filter(bureau=bureau, month__in=given)
    if people:
        rows = rows.filter(Q(person__isnull=True) | Q(person__in=people))
    for month, act, person, until in rows.order_by().values_list("month", "act", "person_id", "until"):
        whom = given[month]
        whom[act, person] = max(until, whom.get((act, person), until))
    return {month: MonthDeadlines(month, policy, calendar, whom) for month, whom in given.items()}


def plan_deadline(person: Person, month: str, on: date) -> date:
    """The last day on which a plan of a month is the person's own, by the policy in force on a day."""
    return deadlines_of(person.bureau, month, on, person).plan_by(person.pk)
