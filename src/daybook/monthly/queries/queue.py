"""待评名单: whose month somebody reviews, as of that month, and how each of them stands.

Superior of the span at that time, his successor above where he has left, the deputy to whom he has entrusted
it, the next one up where he is recused, the personnel office where the committee decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from daybook.monthly.access import Reviewer
from daybook.monthly.enums import MonthEventKind
from daybook.monthly.queries.told import Told, told_of
from daybook.monthly.spans import ReviewSpan, spans_to_review
from daybook.org.calendar import work_calendar
from daybook.org.enums import Role
from daybook.org.lines import Lines, lines_at_once
from daybook.org.models import Person
from daybook.org.moments import local_day
from daybook.org.roster import fact_of
from daybook.plans.deadlines import MonthDeadlines, deadlines_between
from daybook.plans.months import month_bounds, month_of
from daybook.rules import facts
from daybook.rules.facts import ONE_DAY
from daybook.rules.periods import holds_on
from daybook.rules.policy import Policy
from daybook.rules.presence import due_parts
from daybook.rules.spans import Span

# Months of earlier comments that stand beside the form.
EARLIER = 6
WAITS, AGAIN, ASKED, REVIEWED, OPEN, RETURNED, AWAY = (
    "waits",
    "again",
    "asked",
    "reviewed",
    "open",
    "returned",
    "away",
)
TO_REVIEW = frozenset({WAITS, AGAIN, ASKED})
ORDER = (WAITS, AGAIN, ASKED, REVIEWED, OPEN, RETURNED, AWAY)


@dataclass(frozen=True, slots=True)
class Turn:
    """A person's month, or the span of it, that somebody reviews.

    `for_whom` is the superior in whose place a deputy reviews; `committee` where the committee decides.
    `late` says that it was submitted, or still is to be, after the last day for it.
    """

    person: Person
    month: str
    first: date
    last: date
    state: str
    for_whom: str
    committee: bool
    submit_by: date
    review_by: date
    submitted_at: datetime | None
    late: bool
    reason: str
    whole: bool

    @property
    def waits(self) -> bool:
        """Whether it can be reviewed now."""
        return self.state in TO_REVIEW


@dataclass(frozen=True, slots=True)
class Queue:
    """Everything somebody reviews of a month, in the order of doing it; with what it was read from."""

    reviewer: Reviewer
    month: str
    today: date
    policy: Policy
    lines: Lines
    turns: Sequence[Turn]
    told: Told
    deadlines: MonthDeadlines

    @property
    def waiting(self) -> list[Turn]:
        """Those that can be reviewed now."""
        return [turn for turn in self.turns if turn.waits]

    @property
    def missing(self) -> list[Turn]:
        """Those whose month is not handed in, first or again."""
        return [turn for turn in self.turns if turn.state in {OPEN, RETURNED}]

    @property
    def done(self) -> list[Turn]:
        """Those that are reviewed."""
        return [turn for turn in self.turns if turn.state == REVIEWED]

    @property
    def review_by(self) -> date | None:
        """The first last day of what waits."""
        return min((turn.review_by for turn in self.waiting), default=None)

    @property
    def is_overdue(self) -> bool:
        """Whether something should have been reviewed before today."""
        return self.review_by is not None and self.review_by < self.today

    @property
    def before(self) -> str:
        """The month before."""
        return month_of(month_bounds(self.month)[0] - ONE_DAY)

    @property
    def after(self) -> str:
        """The month after; none where it is not over."""
        last = month_bounds(self.month)[1] + ONE_DAY
        return month_of(last) if month_of(last) < month_of(self.today) else ""

    def turn(self, number: str, first: date) -> Turn | None:
        """The one of a person whose span begins on a day."""
        return next(
            (each for each in self.turns if (each.person.number, each.first) == (number, first)), None
        )

    def next_after(self, turn: Turn) -> Turn | None:
        """What is reviewed next: the first that waits below, else from the top."""
        places = list(self.turns)
        place = places.index(turn)
        return next((each for each in places[place + 1 :] + places[:place] if each.waits), None)


def queue_of(reviewer: Reviewer, month: str, today: date, policy: Policy, at_hand: str = "") -> Queue:
    """What somebody reviews of a month, in five statements. Raises Refused for what is no month.

    Of the person `at_hand` (by number) the earlier reviews are read too.
    """
    first, last = month_bounds(month)
    bureau = reviewer.person.bureau
    since = _months_before(first, EARLIER)
    calendar = work_calendar(bureau, since.year, first.year + 2)
    lines = lines_at_once(bureau, since, last, calendar)
    people = people_of(lines, reviewer, first, last, today)
    told = told_of(reviewer.person, people, month, today, at_hand=at_hand, since=month_of(since))
    due = deadlines_between(bureau, [month], policy, calendar)[month]
    turns = list(_Reading(reviewer, month, today, policy, lines, told, due).turns(people))
    turns.sort(key=lambda turn: (ORDER.index(turn.state), turn.person.number, turn.first))
    return Queue(reviewer, month, today, policy, lines, turns, told, due)


def people_of(lines: Lines, reviewer: Reviewer, first: date, last: date, today: date) -> list[Person]:
    """Everybody who may have had this reviewer on some of these days, by number; rows never to be saved."""
    turns = sorted({first, *(day for day in lines.structure.turning_days() if first < day <= last)})
    acting = _Acting(lines, today)
    found = {
        held.person
        for held in lines.roster.appointments
        if any(
            holds_on(held.valid_from, held.valid_to, day) and acting.on(held, day) in reviewer.superiors
            for day in turns
        )
    }
    found.discard(reviewer.person.number)
    return [_person(lines, number) for number in sorted(found)]


class _Acting:
    """Who acts as superior on a day, who has left replaced; the staff of a department have the same one."""

    def __init__(self, lines: Lines, today: date) -> None:
        self.lines, self.today = lines, today
        self.recused = {each.person for each in lines.conflicts}
        self.known: dict[tuple[str | None, date], str] = {}

    def on(self, held: facts.Appointment, day: date) -> str:
        """The number of whoever acts; empty where the committee does."""
        alike = held.role == Role.STAFF and held.person not in self.recused
        key = (f"/{held.department}" if alike else held.person, day)
        if key not in self.known:
            self.known[key] = self._ask(held.person, day)
        return self.known[key]

    def _ask(self, number: str, day: date) -> str:
        superior = self.lines.structure.superior_on(number, day) or ""
        span = Span(day, day, superior, "", 0)
        row = self.lines.who_acts(_person(self.lines, number), span, self.today)
        return self.lines.roster.numbers[row] if row is not None else ""


def _person(lines: Lines, number: str) -> Person:
    known = lines.fact(number)
    return Person(
        pk=lines.rows[number],
        bureau=lines.bureau,
        number=number,
        name=lines.roster.names[number],
        staff_category=known.staff_category,
        employed_from=known.employed_from,
        employed_to=known.employed_to,
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the turns are read from."""

    reviewer: Reviewer
    month: str
    today: date
    policy: Policy
    lines: Lines
    told: Told
    due: MonthDeadlines

    def turns(self, people: Iterable[Person]) -> Iterator[Turn]:
        """Every span of these people that is the reviewer's."""
        for person in people:
            spans = spans_to_review(self.lines, self.policy, person, self.month, self.today)
            for span in self.reviewer.own(self.lines, person, spans):
                yield self._turn(person, span)

    def _turn(self, person: Person, span: ReviewSpan) -> Turn:
        told, submit_by = self.told, self.due.submit_by(person.pk)
        handed_in = told.first_submitted_at(person.pk)
        day = local_day(person.bureau, handed_in) if handed_in else self.today
        state = _state(told, person, span) or _unsubmitted(self.lines, person, span, told)
        return Turn(
            person=person,
            month=self.month,
            first=span.first,
            last=span.last,
            state=state,
            for_whom=self._for_whom(span),
            committee=span.superior is None,
            submit_by=submit_by,
            review_by=self.due.review_by(person.pk, span.superior or self.reviewer.person.pk),
            submitted_at=told.submitted_at(person.pk),
            late=state != AWAY and day > submit_by,
            reason=told.last_reason(person.pk),
            whole=(span.first, span.last) == _employed_in(person, self.month),
        )

    def _for_whom(self, span: ReviewSpan) -> str:
        if span.superior in {None, self.reviewer.person.pk}:
            return ""
        return self.lines.roster.names[self.lines.roster.numbers[span.superior or 0]]


def _state(told: Told, person: Person, span: ReviewSpan) -> str:
    """How a submitted month stands; empty for one that is not."""
    if told.review_of(person.pk, span.first) is not None:
        return REVIEWED
    if told.submitted_at(person.pk) is None:
        return ""
    last = told.last_event(person.pk)
    if last is not None and last.kind == MonthEventKind.ASKED_BACK:
        return ASKED
    return AGAIN if told.was_returned(person.pk) else WAITS


def _unsubmitted(lines: Lines, person: Person, span: ReviewSpan, told: Told) -> str:
    if told.was_returned(person.pk):
        return RETURNED
    away = told.absences.get(person.pk, [])
    return OPEN if due_parts(lines.calendar, fact_of(person), away, span.first, span.last) else AWAY


def _employed_in(person: Person, month: str) -> tuple[date, date]:
    """The days of a month on which a person was employed."""
    first, last = month_bounds(month)
    since, until = person.employed_from or first, person.employed_to or last
    return max(first, since), min(last, until)


def _months_before(first: date, count: int) -> date:
    for _ in range(count):
        first = (first - ONE_DAY).replace(day=1)
    return first
