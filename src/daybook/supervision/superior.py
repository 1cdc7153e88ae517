"""What a superior owes others: months to review, sheets to publish."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.db.models import DateField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.monthly.models import MonthlyReport, MonthlyReview
from daybook.monthly.spans import spans_to_review
from daybook.org.lines import Lines, lines_of
from daybook.org.models import Person
from daybook.plans.months import month_bounds, month_of
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.rules import deadlines
from daybook.rules.facts import ONE_DAY, WorkCalendar
from daybook.rules.periods import Period, quarters_of
from daybook.rules.policy import Policy
from daybook.supervision.todo import REVIEW_MINUTES, SHEET_MINUTES, ToDo
from daybook.web.dates import month_words, quarter_words


@dataclass(frozen=True, slots=True)
class Led:
    """The people somebody is or lately was superior of, over last month and last quarter."""

    superior: Person
    lines: Lines
    people: dict[int, Person]


def led_by(superior: Person, calendar: WorkCalendar, today: date) -> Led:
    """Whom a superior leads, in four statements."""
    first = min(month_bounds(last_month(today))[0], _last_quarter(today).first)
    lines = lines_of(superior.bureau, first, today, calendar)
    turns = {day for day in lines.structure.turning_days() if first <= day <= today}
    numbers = {
        each.person
        for each in lines.roster.appointments
        if any(
            lines.structure.superior_on(each.person, day) == superior.number for day in {first, today} | turns
        )
    }
    people = Person.objects.filter(bureau=superior.bureau, number__in=numbers)
    return Led(superior, lines, {each.pk: each for each in people})


@dataclass(frozen=True, slots=True)
class Months:
    """How one month of some people stands: who submitted it, and whose spans are reviewed, by first day."""

    submitted: frozenset[int]
    reviewed: frozenset[tuple[int, date]]


def months_of(people: Collection[int], month: str) -> Months:
    """How a month of these people (by row) stands, in one statement."""
    of_them = {"person__in": people, "month": month}
    reports = MonthlyReport.objects.filter(**of_them, submitted_at__isnull=False)
    reviews = MonthlyReview.objects.filter(**of_them, reviewed_at__isnull=False)
    submitted = reports.order_by().values_list("person_id", Cast(Value(None), DateField()))
    rows = list(submitted.union(reviews.order_by().values_list("person_id", "first_day"), all=True))
    return Months(
        frozenset(row for row, first in rows if first is None),
        frozenset((row, first) for row, first in rows if first is not None),
    )


def last_month(today: date) -> str:
    """The month before the present one."""
    return month_of(today.replace(day=1) - ONE_DAY)


def superior_todos(led: Led, policy: Policy, months: Months, today: date) -> Iterator[ToDo]:
    """What waits of others, in one statement; `months` tells how last month stands."""
    month, period = last_month(today), _last_quarter(today)
    calendar = led.lines.calendar
    if waiting := _to_review(led, policy, month, months):
        last = month_bounds(month)[1]
        due = deadlines.review_deadline(policy, calendar, last.year, last.month)
        what = _("Review %(month)s") % {"month": month_words(month)}
        yield ToDo(what, _people(waiting), due, ceil(waiting * REVIEW_MINUTES), today)
    if unscored := _to_score(led, policy, period):
        due = deadlines.sheet_deadline(policy, calendar, period)
        what = _("Score %(quarter)s") % {"quarter": quarter_words(period.key)}
        yield ToDo(what, _people(unscored), due, unscored * SHEET_MINUTES, today)


def _people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def _last_quarter(today: date) -> Period:
    ended = [
        period for year in (today.year - 1, today.year) for period in quarters_of(year) if period.last < today
    ]
    return ended[-1]


def _to_review(led: Led, policy: Policy, month: str, months: Months) -> int:
    """How many submitted months have a span of this superior without his review."""
    count, done = 0, months.reviewed
    for row in led.people.keys() & months.submitted:
        spans = spans_to_review(led.lines, policy, led.people[row], month, led.lines.last)
        count += any(span.superior == led.superior.pk and (row, span.first) not in done for span in spans)
    return count


def _to_score(led: Led, policy: Policy, period: Period) -> int:
    """How many people have a quarter that this superior scores and has not published.

    Whoever was there for fewer workdays than a quarter needs is not scored.
    """
    sheets = ScoreSheet.objects.filter(person__in=led.people, quarter=period.key, published_at__isnull=False)
    done = set(sheets.exclude(kind=SheetKind.WITHDRAWN).values_list("person_id", flat=True))
    waiting = 0
    for row, each in led.people.items():
        spans = led.lines.spans(each, period.first, period.last)
        longest = max(spans, key=lambda span: (span.workdays, span.first), default=None)
        if row in done or longest is None or longest.workdays < policy.quarterly.min_workdays:
            continue
        waiting += longest.superior == led.superior.number
    return waiting
