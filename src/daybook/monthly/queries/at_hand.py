"""Which page of which month 本月 leads to: where something is to be done."""

from __future__ import annotations

from datetime import date

from daybook.daily.models import LogEntry
from daybook.monthly.models import MonthlyReport
from daybook.org.models import Person
from daybook.plans.deadlines import plan_deadline
from daybook.plans.models import PlanItem
from daybook.plans.months import month_bounds, month_of
from daybook.plans.ways import PLAN, STATEMENT, address_of
from daybook.rules.facts import ONE_DAY
from daybook.rules.policy_fault import PolicyFault


def month_at_hand(person: Person, today: date) -> str:
    """The address of the page of a month where something is to be done, in at most five statements.

    The plan of the present month while it may still be written and is empty; the statement of the last month
    while it is not submitted; else that of the present one.
    """
    month = month_of(today)
    if not PlanItem.objects.filter(person=person, month=month).exists() and _may_plan(person, month, today):
        return address_of(PLAN, month, person, own=True)
    before = month_of(today.replace(day=1) - ONE_DAY)
    return address_of(STATEMENT, before if _is_owed(person, before) else month, person, own=True)


def _may_plan(person: Person, month: str, today: date) -> bool:
    try:
        return today <= plan_deadline(person, month, today)
    except PolicyFault:
        return False


def _is_owed(person: Person, month: str) -> bool:
    """Whether something was planned or recorded in a month that is not submitted."""
    submitted = MonthlyReport.objects.filter(person=person, month=month, submitted_at__isnull=False)
    if submitted.exists():
        return False
    recorded = LogEntry.objects.filter(
        person=person, work_date__range=month_bounds(month), withdrawn_reason=""
    )
    return recorded.exists() or PlanItem.objects.filter(person=person, month=month).exists()
