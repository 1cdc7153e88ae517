"""What a superior owes others: months to review, sheets to publish."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil

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


def superior_todos(person: Person, policy: Policy, calendar: WorkCalendar, today: date) -> Iterator[ToDo]:
    """The months and quarters of others that wait for this person, in eight statements."""
    month, period = month_of(today.replace(day=1) - ONE_DAY), _last_quarter(today)
    lines = lines_of(person.bureau, min(month_bounds(month)[0], period.first), today)
    led = {each.pk: each for each in _led(person, lines, today)}
    waiting = _to_review(person, lines, policy, led, month)
    if waiting:
        last = month_bounds(month)[1]
        due = deadlines.review_deadline(policy, calendar, last.year, last.month)
        what = _("Review %(month)s") % {"month": month_words(month)}
        yield ToDo(what, _people(waiting), due, ceil(waiting * REVIEW_MINUTES), today)
    unscored = _to_score(person, lines, led, period)
    if unscored:
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


def _led(person: Person, lines: Lines, today: date) -> list[Person]:
    """The people for whom this person is or lately was superior, on some day of the lines."""
    days = {day for day in lines.structure.turning_days() if lines.first <= day <= today} | {
        lines.first,
        today,
    }
    numbers = {
        each.person
        for each in lines.roster.appointments
        if any(lines.structure.superior_on(each.person, day) == person.number for day in days)
    }
    return list(Person.objects.filter(bureau=person.bureau, number__in=numbers).order_by("number"))


def _to_review(person: Person, lines: Lines, policy: Policy, led: dict[int, Person], month: str) -> int:
    submitted = MonthlyReport.objects.filter(person__in=led, month=month, submitted_at__isnull=False)
    done = set(
        MonthlyReview.objects.filter(person__in=led, month=month, reviewed_at__isnull=False).values_list(
            "person_id", "first_day"
        )
    )
    count = 0
    for row in submitted.values_list("person_id", flat=True):
        spans = spans_to_review(lines, policy, led[row], month, lines.last)
        count += any(span.superior == person.pk and (row, span.first) not in done for span in spans)
    return count


def _to_score(person: Person, lines: Lines, led: dict[int, Person], period: Period) -> int:
    """The people whose quarter is this person's to score (the longest span) and not published."""
    sheets = ScoreSheet.objects.filter(person__in=led, quarter=period.key, published_at__isnull=False)
    done = set(sheets.exclude(kind=SheetKind.WITHDRAWN).values_list("person_id", flat=True))
    waiting = 0
    for row, each in led.items():
        spans = lines.spans(each, period.first, period.last)
        longest = max(spans, key=lambda span: (span.workdays, span.first), default=None)
        waiting += row not in done and longest is not None and lines.rows.get(longest.superior) == person.pk
    return waiting
