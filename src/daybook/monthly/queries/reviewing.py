"""The page on which a month is reviewed: the queue, the statement at hand, and what is known beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from daybook.daily.access import Reader, reader_of
from daybook.daily.statement import Line, Side, recorded_of
from daybook.monthly.access import Reviewer, visible_reviews
from daybook.monthly.models import MonthlyReport, MonthlyReview, MonthWriting
from daybook.monthly.queries.queue import Queue, Turn, people_of, queue_of
from daybook.monthly.queries.statement import Known, statement_of
from daybook.monthly.queries.told import Draft
from daybook.monthly.spans import spans_to_review
from daybook.monthly.statement import MonthStatement, credit_of
from daybook.org.above import Above
from daybook.org.calendar import work_calendar
from daybook.org.enums import AbsenceKind, RightKind
from daybook.org.frame import Frame
from daybook.org.lines import lines_at_once
from daybook.org.models import Person
from daybook.plans.enums import PlanState
from daybook.plans.months import month_bounds, month_of
from daybook.rules.exact import fixed
from daybook.rules.facts import ONE_DAY
from daybook.rules.month import recorded_hours
from daybook.rules.nearness import near_copies
from daybook.rules.policy import Policy

LOOKING_BACK = 3  # months in which something may still wait
REVIEW_MINUTES = 1.25  # about how long the review of a month takes


@dataclass(frozen=True, slots=True)
class Marked:
    """A side of the statement, each entry with whether it falls into the span; the hours of those that do."""

    side: Side
    lines: Sequence[tuple[Line, bool]]
    hours: str

    @property
    def credit(self) -> str:
        """How much of its weight is completed."""
        return credit_of(self.side.item) if self.side.item else ""

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.side.item is not None and self.side.item.state == PlanState.CANCELLED

    @property
    def inside(self) -> int:
        """How many of its entries fall into the span."""
        return sum(1 for _line, inside in self.lines if inside)


@dataclass(frozen=True, slots=True)
class Other:
    """Another part of the same month: who reviews it (nobody named: the committee), and whether he has."""

    name: str
    first: date
    last: date
    done: bool


@dataclass(frozen=True, slots=True)
class Away:
    """Days of the span on which the person was away, and why."""

    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The queue, and of the turn at hand everything a reviewer needs to see at once."""

    queue: Queue
    turn: Turn
    statement: MonthStatement
    planned: Sequence[Marked]
    unplanned: Sequence[Marked]
    review: MonthlyReview | None
    draft: Draft | None
    earlier: Sequence[MonthlyReview]
    others: Sequence[Other]
    away: Sequence[Away]

    @property
    def missing_days(self) -> list[date]:
        """Due workdays of the span without an entry."""
        return [day for day in self.statement.missing_days if self.turn.first <= day <= self.turn.last]

    @property
    def is_locked(self) -> bool:
        """Whether a part of the month is reviewed, so that it cannot be returned."""
        return bool(self.queue.told.of_month(self.turn.person.pk))

    @property
    def span_hours(self) -> str:
        """The hours of the entries in the span."""
        lines = [line for marked in (*self.planned, *self.unplanned) for line in marked.lines]
        return _hours(self.queue.policy, [line for line, inside in lines if inside])


def reviewer_of(frame: Frame) -> Reviewer:
    """Whoever asks for the months to review. Raises Http404 for an administrator, and without a policy."""
    reader_of(frame)
    if frame.policy is None:
        raise Http404
    standing = frame.standing
    deputises = frozenset(number for number, _name in standing.deputises)
    return Reviewer(frame.person, deputises, RightKind.PERSONNEL_OFFICE in standing.rights)


def queue_for(frame: Frame, month: str, at_hand: str = "") -> Queue:
    """What somebody reviews of a month. Raises Http404 for an administrator, Refused for no month."""
    return queue_of(reviewer_of(frame), month, frame.today, _policy(frame), at_hand)


def review_page(frame: Frame, month: str, number: str, first: date) -> ReviewPage:
    """The page of one turn. Raises Http404 where it is not this reader's, Refused for no month."""
    queue = queue_for(frame, month, number)
    turn = queue.turn(number, first)
    if turn is None:
        raise Http404
    reader = reader_of(frame)
    above = Above(queue.lines.structure, queue.lines.conflicts)
    statement = _statement(reader, queue, turn, above)
    told, person = queue.told, turn.person
    read = visible_reviews(frame.person, frame.today, told.reviews, rights=frame.standing.rights, above=above)
    standing = told.review_of(person.pk, turn.first)
    return ReviewPage(
        queue=queue,
        turn=turn,
        statement=statement,
        planned=[_marked(queue.policy, turn, side) for side in statement.planned],
        unplanned=[_marked(queue.policy, turn, side) for side in statement.unplanned],
        review=standing if standing in read else None,
        draft=told.drafts.get((person.pk, turn.first)),
        earlier=[review for review in told.earlier(person.pk) if review in read],
        others=_others(queue, turn),
        away=_away(queue, turn),
    )


def turn_for(frame: Frame, month: str, number: str, first: date) -> tuple[Queue, Turn]:
    """The turn that an act is about. Raises Http404 where it is not this reader's, Refused for no month."""
    queue = queue_for(frame, month)
    turn = queue.turn(number, first)
    if turn is None:
        raise Http404
    return queue, turn


def month_due(frame: Frame) -> str:
    """The earliest of the last months of which something waits for a reviewer; else the month before.

    In five statements.
    """
    reviewer, today = reviewer_of(frame), frame.today
    months = [month_of(today.replace(day=1) - ONE_DAY)]
    while len(months) < LOOKING_BACK:
        months.append(month_of(month_bounds(months[-1])[0] - ONE_DAY))
    first, last = month_bounds(months[-1])[0], month_bounds(months[0])[1]
    calendar = work_calendar(reviewer.person.bureau, first.year, last.year)
    lines = lines_at_once(reviewer.person.bureau, first, last, calendar)
    people = {person.pk: person for person in people_of(lines, reviewer, first, last, today)}
    waiting = {"person__in": people, "month__in": months}
    handed_in = MonthlyReport.objects.filter(**waiting, submitted_at__isnull=False)
    reviews = MonthlyReview.objects.filter(**waiting, reviewed_at__isnull=False)
    done = set(reviews.values_list("person_id", "month", "first_day"))
    for person, month in sorted(handed_in.values_list("person_id", "month"), key=lambda row: row[1]):
        spans = spans_to_review(lines, _policy(frame), people[person], month, today)
        own = reviewer.own(lines, people[person], spans)
        if any((person, month, span.first) not in done for span in own):
            return str(month)
    return months[0]


def nearly_same(frame: Frame, month: str, person: Person, comment: str) -> list[str]:
    """Those to whom the same reviewer wrote nearly the same of this month, by name; in two statements."""
    of_month = {"month": month, "person__bureau": frame.bureau}
    given = MonthlyReview.objects.filter(**of_month, reviewer=frame.person).exclude(person=person)
    texts = dict(given.values_list("person__name", "comment"))
    written = MonthWriting.objects.filter(**of_month, writer=frame.person).exclude(person=person)
    for name, fields in written.values_list("person__name", "fields"):
        texts.setdefault(name, str(fields.get("comment", "")))
    return near_copies(_policy(frame), comment, texts)


def _policy(frame: Frame) -> Policy:
    if frame.policy is None:
        raise Http404
    return frame.policy


def _statement(reader: Reader, queue: Queue, turn: Turn, above: Above) -> MonthStatement:
    report = queue.told.report(turn.person)
    known = Known(
        above=above,
        calendar=queue.lines.calendar,
        absences=queue.told.absences,
        reports={(turn.person.pk, queue.month): [report] if report else []},
    )
    return statement_of(reader, turn.person, queue.month, reviews=True, known=known)


def _marked(policy: Policy, turn: Turn, side: Side) -> Marked:
    lines = [(line, turn.first <= line.seen.entry.work_date <= turn.last) for line in side.lines]
    return Marked(side, lines, _hours(policy, [line for line, inside in lines if inside]))


def _hours(policy: Policy, lines: Sequence[Line]) -> str:
    hours = recorded_hours(policy, [recorded_of(line.seen.entry) for line in lines])
    return fixed(hours, 1) if hours else ""


def _others(queue: Queue, turn: Turn) -> list[Other]:
    lines, told = queue.lines, queue.told
    spans = spans_to_review(lines, queue.policy, turn.person, queue.month, queue.today)
    names: Mapping[int, str] = {
        row: lines.roster.names[number] for row, number in lines.roster.numbers.items()
    }
    return [
        Other(
            names[span.superior] if span.superior is not None else "",
            span.first,
            span.last,
            told.review_of(turn.person.pk, span.first) is not None,
        )
        for span in spans
        if span.first != turn.first
    ]


def _away(queue: Queue, turn: Turn) -> list[Away]:
    labels = dict(AbsenceKind.choices)
    found = []
    for absence in queue.told.absences.get(turn.person.pk, []):
        last = min(absence.last_day or turn.last, turn.last)
        first = max(absence.first_day, turn.first)
        if first <= last:
            found.append(Away(str(labels[AbsenceKind(absence.kind)]), first, last))
    return sorted(found, key=lambda each: each.first)
