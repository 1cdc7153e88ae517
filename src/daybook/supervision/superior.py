"""What a superior owes others: months to review, sheets to publish."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.db.models import DateField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.monthly.models import MonthlyReport, MonthlyReview
from daybook.monthly.queries.reviewing import REVIEW_MINUTES
from daybook.monthly.spans import spans_to_review
from daybook.org.lines import Lines, lines_at_once
from daybook.org.models import Person
from daybook.plans.deadlines import MonthDeadlines
from daybook.plans.months import month_bounds, month_of
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.rules import deadlines
from daybook.rules.facts import ONE_DAY, WorkCalendar
from daybook.rules.periods import Period, quarters_of
from daybook.rules.policy import Policy
from daybook.supervision.todo import ANSWER_MINUTES, SHEET_MINUTES, ToDo
from daybook.web.dates import month_words, quarter_words


@dataclass(frozen=True, slots=True)
class Led:
    """The people somebody is or lately was superior of, over last month and last quarter.

    `below` are those whose superiors these are.
    """

    superior: Person
    lines: Lines
    people: dict[int, Person]
    below: dict[int, Person]

    @property
    def everybody(self) -> list[int]:
        """The rows of all of them."""
        return [*self.people, *self.below]


def led_by(superior: Person, calendar: WorkCalendar, today: date) -> Led:
    """Whom a superior leads, in two statements."""
    first = min(month_bounds(last_month(today))[0], _last_quarter(today).first)
    lines = lines_at_once(superior.bureau, first, today, calendar)
    above = _superiors(lines, first, today)
    led = {number for number, superiors in above.items() if superior.number in superiors}
    below = {number for number, superiors in above.items() if superiors & led} - led - {superior.number}
    rows = Person.objects.filter(bureau=superior.bureau, number__in=led | below)
    people = {each.pk: each for each in rows}
    return Led(
        superior,
        lines,
        {row: each for row, each in people.items() if each.number in led},
        {row: each for row, each in people.items() if each.number in below},
    )


def _superiors(lines: Lines, first: date, last: date) -> dict[str, set[str]]:
    """Everybody's superiors between two days, by number."""
    days = {first, last} | {day for day in lines.structure.turning_days() if first <= day <= last}
    found: dict[str, set[str]] = {}
    for number in {each.person for each in lines.roster.appointments}:
        asked = (lines.structure.superior_on(number, day) for day in days)
        found[number] = {superior for superior in asked if superior}
    return found


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


def superior_todos(
    led: Led, policy: Policy, months: Months, month_due: MonthDeadlines, today: date
) -> Iterator[ToDo]:
    """What waits of others, in one statement; `months` tells how last month stands."""
    month, period = last_month(today), _last_quarter(today)
    waiting = _to_review(led, policy, month, months)
    if own := [row for row, superior in waiting if superior == led.superior.pk]:
        due = min(month_due.review_by(row, led.superior.pk) for row in own)
        what = _("Review %(month)s") % {"month": month_words(month)}
        href = reverse("reviews", args=[month])
        minutes = ceil(len(own) * REVIEW_MINUTES)
        yield ToDo(what, _people(len(own)), due, minutes, today, href, _("Review"))
    yield from _late_reviewers(led, waiting, month_due, today)
    if unscored := _to_score(led, policy, period):
        due = deadlines.sheet_deadline(policy, led.lines.calendar, period)
        what = _("Score %(quarter)s") % {"quarter": quarter_words(period.key)}
        yield ToDo(what, _people(unscored), due, unscored * SHEET_MINUTES, today)


def _late_reviewers(
    led: Led, waiting: Sequence[tuple[int, int]], month_due: MonthDeadlines, today: date
) -> Iterator[ToDo]:
    """Who is late with reviews, told to the superior of the late one."""
    for reviewer, person in led.people.items():
        dues = [month_due.review_by(row, reviewer) for row, superior in waiting if superior == reviewer]
        late = [due for due in dues if due < today]
        if late:
            told = {"name": person.name, "month": month_words(month_due.month)}
            what = _("%(name)s is late with the reviews of %(month)s") % told
            href = reverse("month_of_bureau", args=[month_due.month])
            yield ToDo(what, _people(len(late)), min(late), ANSWER_MINUTES, today, href, _("Look"))


def _people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def _last_quarter(today: date) -> Period:
    ended = [
        period for year in (today.year - 1, today.year) for period in quarters_of(year) if period.last < today
    ]
    return ended[-1]


def _to_review(led: Led, policy: Policy, month: str, months: Months) -> list[tuple[int, int]]:
    """The submitted months without a review, as rows of person and superior, each once."""
    people, done = led.people | led.below, months.reviewed
    found = set()
    for row in people.keys() & months.submitted:
        spans = spans_to_review(led.lines, policy, people[row], month, led.lines.last)
        open_spans = (span for span in spans if (row, span.first) not in done)
        found |= {(row, span.superior) for span in open_spans if span.superior is not None}
    return sorted(found)


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
