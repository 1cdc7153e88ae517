"""What a person owes the own record: days, the month's plan, the month's reconciliation."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from daybook.daily.access import Reader
from daybook.daily.queries.person import marks_between, recorded_days
from daybook.daily.year_grid import DayMarks
from daybook.monthly.models import MonthEvent
from daybook.monthly.queries.happened import returned_to
from daybook.plans.deadlines import MonthDeadlines
from daybook.plans.models import PlanItem
from daybook.plans.months import month_bounds, month_of
from daybook.plans.queries import plan_of
from daybook.rules import deadlines
from daybook.rules.facts import WorkCalendar
from daybook.rules.policy import Policy
from daybook.supervision.superior import last_month, months_told
from daybook.supervision.todo import DAY_MINUTES, MONTH_MINUTES, PLAN_MINUTES, ToDo
from daybook.web.dates import day_words, month_words, weekday_words

# A backfill may reach over the longest run of holidays.
LOOKING_BACK = timedelta(days=20)


@dataclass(frozen=True, slots=True)
class OwnMonth:
    """What the person's own to-dos are read from."""

    reader: Reader
    policy: Policy
    calendar: WorkCalendar
    marks: DayMarks
    items: Sequence[PlanItem]
    deadlines: Mapping[str, MonthDeadlines]
    submitted: Collection[str]
    returned: Mapping[str, MonthEvent]


def own_month(
    reader: Reader,
    policy: Policy,
    calendar: WorkCalendar,
    deadlines: Mapping[str, MonthDeadlines],
    *,
    submitted: Collection[str],
) -> OwnMonth:
    """Read the present month and those before that are told of, in four statements; some are `submitted`."""
    today = reader.today
    first = min(month_bounds(last_month(today))[0], today - LOOKING_BACK)
    last = month_bounds(month_of(today))[1]
    recorded = recorded_days(reader.person, min(first, month_bounds(months_told(today)[0])[0]))
    return OwnMonth(
        reader=reader,
        policy=policy,
        calendar=calendar,
        marks=marks_between(reader, reader.person, calendar, (first, last), recorded, near=True),
        items=plan_of(reader.person, month_of(today)),
        deadlines=deadlines,
        submitted=submitted,
        returned=returned_to(reader.person),
    )


def own_todos(month: OwnMonth) -> Iterator[ToDo]:
    """The days to record, then the month to plan and the month to reconcile."""
    yield from _days(month)
    yield from _plan(month)
    yield from _reconciliation(month)


def _days(month: OwnMonth) -> Iterator[ToDo]:
    today, policy, calendar = month.reader.today, month.policy, month.calendar
    for day in sorted(day for day in month.marks.due if today - LOOKING_BACK <= day <= today):
        timing = deadlines.entry_timing(policy, calendar, day, today)
        if day in month.marks.recorded or timing not in {deadlines.ON_TIME, deadlines.BACKFILL}:
            continue
        if timing == deadlines.ON_TIME:
            due = deadlines.entry_deadline(policy, calendar, day)
            what = _("Record today") if day == today else _("Record %(day)s") % {"day": _named(day)}
            yield ToDo(what, _("on time until then"), due, DAY_MINUTES, today, _page_of(day), _("Write"))
        else:
            due = deadlines.backfill_deadline(policy, calendar, day)
            more = _("nothing is recorded; afterwards the superior must unlock the day")
            what = _("Backfill %(day)s") % {"day": _named(day)}
            yield ToDo(what, more, due, DAY_MINUTES, today, _page_of(day), _("Backfill"))


def _page_of(day: date) -> str:
    return reverse("day", args=[day])


def _named(day: date) -> str:
    return f"{day_words(day)}（{weekday_words(day)}）"


def _plan(month: OwnMonth) -> Iterator[ToDo]:
    today = month.reader.today
    if not month.items:
        due = month.deadlines[month_of(today)].plan_by(month.reader.person.pk)
        what = _("Plan %(month)s") % {"month": month_words(month_of(today))}
        more = _("later changes need the superior's consent")
        href = reverse("month_plan", args=[month_of(today)])
        yield ToDo(what, more, due, PLAN_MINUTES, today, href, _("Plan"))


def _reconciliation(month: OwnMonth) -> Iterator[ToDo]:
    """The months that were returned, with the reason; then those that are owed."""
    today = month.reader.today
    for code, event in sorted(month.returned.items()):
        said = {"name": event.actor.name, "reason": event.reason}
        yield _reconcile(month, code, _("%(name)s has returned it: %(reason)s") % said)
    for code in months_told(today):
        if code not in month.submitted and code not in month.returned and _is_owed(month, code):
            yield _reconcile(month, code, _("plan against record, then the summary"))


def _is_owed(month: OwnMonth, code: str) -> bool:
    """Whether a month has something to reconcile: a record, of the last one also a day that was due."""
    first, last = month_bounds(code)
    is_last = code == last_month(month.reader.today)
    days = (*month.marks.due, *month.marks.recorded) if is_last else month.marks.recorded
    return any(first <= day <= last for day in days)


def _reconcile(month: OwnMonth, code: str, more: str) -> ToDo:
    """The way to the statement of a month; of one long past the deadline is not told again."""
    known = month.deadlines.get(code)
    due = known.submit_by(month.reader.person.pk) if known else None
    what, href = _("Reconcile %(month)s") % {"month": month_words(code)}, reverse("month", args=[code])
    return ToDo(what, more, due, MONTH_MINUTES, month.reader.today, href, _("Reconcile"))
