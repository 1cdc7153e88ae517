"""How a month stands with many people: planned, submitted, reviewed, late; each part read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from django.db.models import DateField, DateTimeField, Q, Value
from django.db.models.functions import Cast

from daybook.daily.access import Reader
from daybook.monthly.models import MonthlyReport, MonthlyReview
from daybook.monthly.spans import ReviewSpan, spans_to_review
from daybook.org.calendar import work_calendar
from daybook.org.enums import HEAD_ROLES, LEADER_ROLES, RightKind, Role
from daybook.org.lines import Lines, lines_at_once
from daybook.org.models import Absence, Bureau, Department, Person
from daybook.org.policies import policy_of
from daybook.org.roster import fact_of, touching
from daybook.plans.deadlines import MonthDeadlines, deadlines_between
from daybook.plans.months import month_bounds
from daybook.rules import facts
from daybook.rules.policy import Policy
from daybook.rules.presence import due_parts

Alike = tuple[object, ...]
LEADERS = ""
"""The code under which those stand who belong to no department."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a month stands with one person; what is `late` is told only to whom it concerns."""

    submitted: datetime | None
    spans: int
    reviewed: int
    late_to_submit: bool
    late_to_review: bool

    @property
    def is_reviewed(self) -> bool:
        """Whether every part of the month that is reviewed has its review."""
        return self.submitted is not None and bool(self.spans) and self.reviewed >= self.spans


@dataclass
class Standings:
    """A month of a bureau as one reader knows it. Raises Refused for no month; PolicyFault."""

    reader: Reader
    month: str

    @property
    def bureau(self) -> Bureau:
        """The reader's bureau."""
        return self.reader.person.bureau

    @cached_property
    def first(self) -> date:
        """The month's first day."""
        return month_bounds(self.month)[0]

    @cached_property
    def last(self) -> date:
        """The month's last day."""
        return month_bounds(self.month)[1]

    @cached_property
    def policy(self) -> Policy:
        """The policy in force at the month's end, or today while it runs."""
        return policy_of(self.bureau, min(self.last, self.reader.today))

    @cached_property
    def calendar(self) -> facts.WorkCalendar:
        """The workdays of the month and of the deadlines after it."""
        return work_calendar(self.bureau, self.first.year, self.first.year + 2)

    @cached_property
    def deadlines(self) -> MonthDeadlines:
        """By when the month is planned, submitted and reviewed."""
        return deadlines_between(self.bureau, [self.month], self.policy, self.calendar)[self.month]

    @cached_property
    def lines(self) -> Lines:
        """Who held which post in the month."""
        return lines_at_once(self.bureau, self.first, self.last, self.calendar)

    @cached_property
    def departments(self) -> Sequence[Department]:
        """The departments of the bureau that existed in the month, in their order."""
        span = touching(self.first, self.last, start="valid_from", end="valid_to")
        found = Department.objects.filter(span, bureau=self.bureau)
        return sorted(found, key=lambda each: (each.order, each.code))

    @cached_property
    def posts(self) -> Mapping[str, facts.Appointment]:
        """The last post of everybody in the month, by number: where the person's month stands."""
        return {number: held[-1] for number, held in self._held.items()}

    def members(self, code: str) -> list[str]:
        """The numbers of a department's people: the head first, then by number."""
        return self._members.get(code, [])

    @cached_property
    def _members(self) -> Mapping[str, list[str]]:
        ranks, found = HEAD_ROLES | LEADER_ROLES, dict[str, list[str]]()
        for each in sorted(self.posts.values(), key=lambda post: (post.role not in ranks, post.person)):
            found.setdefault(each.department or LEADERS, []).append(each.person)
        return found

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Everybody who held a post in the month, by number."""
        return self.lines.people

    @cached_property
    def _done(self) -> tuple[dict[int, datetime], dict[int, set[date]]]:
        """When each month was submitted, and which spans of it are reviewed; in one statement."""
        reports = MonthlyReport.objects.filter(self._of_month, submitted_at__isnull=False).order_by()
        reviews = MonthlyReview.objects.filter(self._of_month, reviewed_at__isnull=False).order_by()
        no_day, no_instant = Cast(Value(None), DateField()), Cast(Value(None), DateTimeField())
        rows = reports.values_list("person_id", no_day, "submitted_at")
        spans = reviews.values_list("person_id", "first_day", no_instant)
        told = rows.union(spans, all=True)
        submitted, reviewed = dict[int, datetime](), defaultdict[int, set[date]](set)
        for person, first_day, at in told:
            if first_day is None:
                submitted[person] = at
            else:
                reviewed[person].add(first_day)
        return submitted, reviewed

    @property
    def _of_month(self) -> Q:
        return Q(bureau=self.bureau, month=self.month)

    @cached_property
    def absences(self) -> Mapping[int, list[facts.Absence]]:
        """Who was away in the month, by row."""
        span = touching(self.first, self.last, start="first_day", end="last_day")
        found: dict[int, list[facts.Absence]] = defaultdict(list)
        for each in Absence.objects.filter(span, person__bureau=self.bureau):
            away = facts.Absence(each.kind, each.first_day, each.last_day, each.half_day)
            found[each.person_id].append(away)
        return found

    def due(self, person: Person) -> dict[date, Fraction]:
        """The due workdays of somebody in the month, of a running one up to today."""
        away, until = self.absences.get(person.pk, []), min(self.last, self.reader.today)
        return due_parts(self.calendar, fact_of(person), away, self.first, until)

    def spans(self, person: Person) -> list[ReviewSpan]:
        """The parts of somebody's month that are reviewed.

        Staff who were in the same departments on the same days have the same parts: they are found once.
        """
        alike = self._alike(person)
        if alike not in self._spans:
            found = spans_to_review(self.lines, self.policy, person, self.month, self.reader.today)
            self._spans[alike] = found
        return self._spans[alike]

    @cached_property
    def _spans(self) -> dict[Alike, list[ReviewSpan]]:
        return {}

    def _alike(self, person: Person) -> Alike:
        """What decides on the superiors in the month; leaders, heads and the recused are like nobody."""
        held = self._held[person.number]
        if person.number in self._recused or any(each.role != Role.STAFF for each in held):
            return (person.number,)
        posts = [(each.department, *self._within(each.valid_from, each.valid_to)) for each in held]
        return (*posts, self._within(person.employed_from, person.employed_to))

    def _within(self, first: date | None, last: date | None) -> tuple[date, date]:
        return max(first or self.first, self.first), min(last or self.last, self.last)

    @cached_property
    def _held(self) -> Mapping[str, list[facts.Appointment]]:
        """Everybody's posts in the month, by number."""
        found: dict[str, list[facts.Appointment]] = defaultdict(list)
        for each in sorted(self.lines.roster.appointments, key=lambda post: post.valid_from):
            found[each.person].append(each)
        return found

    @cached_property
    def _recused(self) -> frozenset[str]:
        return frozenset(each.person for each in self.lines.conflicts)

    def open_spans(self, person: Person) -> list[ReviewSpan]:
        """Those parts that have no review yet."""
        return self._unreviewed(person, self.spans(person))

    def _unreviewed(self, person: Person, spans: Sequence[ReviewSpan]) -> list[ReviewSpan]:
        done: Collection[date] = self._done[1].get(person.pk, frozenset())
        return [span for span in spans if span.first not in done]

    def stand(self, number: str) -> Stand:
        """How the month stands with somebody."""
        if number not in self._stands:
            self._stands[number] = self._stand(self.people[number])
        return self._stands[number]

    @cached_property
    def _stands(self) -> dict[str, Stand]:
        return {}

    def _stand(self, person: Person) -> Stand:
        at, spans = self._done[0].get(person.pk), self.spans(person)
        open_spans = self._unreviewed(person, spans)
        return Stand(
            submitted=at,
            spans=len(spans),
            reviewed=len(spans) - len(open_spans),
            late_to_submit=at is None and self._is_late(person, spans),
            late_to_review=at is not None and self._is_late_to_review(person, open_spans),
        )

    def _is_late(self, person: Person, spans: Collection[ReviewSpan]) -> bool:
        """Whether somebody owes the month still; told to himself, his superior and the personnel office."""
        if self.reader.today <= self.deadlines.submit_by(person.pk):
            return False
        near = {person.pk, *(span.superior for span in spans)}
        return (self._is_office or self.reader.person.pk in near) and bool(self.due(person))

    def _is_late_to_review(self, person: Person, spans: Collection[ReviewSpan]) -> bool:
        """Whether a review is owed still; told to the reviewer, his superior and the personnel office."""
        late = [
            span.superior
            for span in spans
            if span.superior and self.reader.today > self.deadlines.review_by(person.pk, span.superior)
        ]
        above = {self.lines.superior_on(each, self.last) for each in late if self._is_known(each)}
        return bool(late) and (self._is_office or self.reader.person.pk in {*late, *above})

    def _is_known(self, row: int) -> bool:
        return row in self.lines.roster.numbers

    @property
    def _is_office(self) -> bool:
        return RightKind.PERSONNEL_OFFICE in self.reader.rights
