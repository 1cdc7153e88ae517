"""What a superior owes others: months to review."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from django.db.models import DateField, F, Value
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
from daybook.rules.facts import ONE_DAY, WorkCalendar
from daybook.rules.policy import Policy
from daybook.supervision.todo import ANSWER_MINUTES, ToDo, last_quarter
from daybook.web.dates import month_words

EARLIER = 3  # so many months before the last one are told of while something of them waits


@dataclass(frozen=True, slots=True)
class Led:
    """The people somebody is or lately was superior of, over the months told of and last quarter.

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
    first = min(month_bounds(months_told(today)[0])[0], last_quarter(today).first)
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
    """How one month of some people stands: who submitted it, and whose spans are reviewed, by first day.

    `done` are those whose one review covers the month from its first day to its last.
    """

    month: str
    submitted: set[int] = field(default_factory=set)
    reviewed: set[tuple[int, date]] = field(default_factory=set)
    done: set[int] = field(default_factory=set)

    def take(self, row: int, first: date | None, last: date | None) -> None:
        """Take a submitted report, or the review of a span."""
        if first is None:
            self.submitted.add(row)
            return
        self.reviewed.add((row, first))
        if (first, last) == month_bounds(self.month):
            self.done.add(row)

    @property
    def waiting(self) -> set[int]:
        """Those whose submitted month may still have a span to review."""
        return self.submitted - self.done


def months_of(people: Collection[int], months: Collection[str]) -> dict[str, Months]:
    """How some months of these people (by row) stand, in one statement."""
    of_them = {"person__in": people, "month__in": months}
    reports = MonthlyReport.objects.filter(**of_them, submitted_at__isnull=False).order_by()
    reviews = MonthlyReview.objects.filter(**of_them, reviewed_at__isnull=False).order_by()
    none = Cast(Value(None), DateField())
    submitted = reports.values_list("person_id", F("month"), none, none)
    rows = submitted.union(reviews.values_list("person_id", "month", "first_day", "last_day"), all=True)
    found = {month: Months(month) for month in months}
    for row, month, first, last in rows:
        found[month].take(row, first, last)
    return found


def last_month(today: date) -> str:
    """The month before the present one."""
    return month_of(today.replace(day=1) - ONE_DAY)


def months_told(today: date) -> list[str]:
    """The months of which home tells while something waits, the oldest first; the last one is among them."""
    found = [last_month(today)]
    for _earlier in range(EARLIER):
        found.append(last_month(month_bounds(found[-1])[0]))
    return found[::-1]


def superior_todos(
    led: Led,
    policy: Policy,
    months: Mapping[str, Months],
    dues: Mapping[str, MonthDeadlines],
    today: date,
) -> Iterator[ToDo]:
    """What waits of others; `months` tells how the months told of stand."""
    for month, stand in months.items():
        waiting = _to_review(led, policy, stand)
        yield from _own_reviews(led, waiting, dues[month], today)
        yield from _late_reviewers(led, waiting, dues[month], today)


def _own_reviews(
    led: Led, waiting: Sequence[tuple[int, int]], month_due: MonthDeadlines, today: date
) -> Iterator[ToDo]:
    """The reviews of a month that wait for the superior himself."""
    if own := [row for row, superior in waiting if superior == led.superior.pk]:
        due = min(month_due.review_by(row, led.superior.pk) for row in own)
        what = _("Review %(month)s") % {"month": month_words(month_due.month)}
        href = reverse("reviews", args=[month_due.month])
        minutes = ceil(len(own) * REVIEW_MINUTES)
        yield ToDo(what, _people(len(own)), due, minutes, today, href, _("Review"))


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


def _to_review(led: Led, policy: Policy, months: Months) -> list[tuple[int, int]]:
    """The submitted months without a review, as rows of person and superior, each once."""
    people, done = led.people | led.below, months.reviewed
    found = set()
    for row in people.keys() & months.waiting:
        spans = spans_to_review(led.lines, policy, people[row], months.month, led.lines.last)
        open_spans = (span for span in spans if (row, span.first) not in done)
        found |= {(row, span.superior) for span in open_spans if span.superior is not None}
    return sorted(found)
