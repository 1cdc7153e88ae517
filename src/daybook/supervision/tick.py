"""`daybook tick`: what the calendar brings, as often as one likes: what was told is not told again.

Of every bureau it opens the reconciliation of the month before, reminds who is missing on the last workdays
before a deadline, and marks what is late by telling whom it concerns; so with the sheets of the quarter that
ended last. Nothing is submitted for anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse

from daybook.daily.access import Reader
from daybook.daily.models import LogEntry
from daybook.daily.queries.person import record_begins
from daybook.inbox.actions import Telling, settle, tell, untold
from daybook.inbox.enums import MessageKind
from daybook.inbox.queries import unseen_about
from daybook.ledger.actions import record, recorded
from daybook.monthly.queries.standing import Standings
from daybook.org.enums import HEAD_ROLES, LEADER_ROLES, RightKind
from daybook.org.models import Bureau, Person
from daybook.org.moments import local_day
from daybook.org.queries import all_bureaus
from daybook.plans.enums import MonthAct
from daybook.plans.models import PlanItem
from daybook.plans.months import month_of
from daybook.rules.deadlines import add_workdays
from daybook.rules.facts import ONE_DAY
from daybook.rules.policy_fault import PolicyFault
from daybook.supervision.objections import objection_tellings
from daybook.supervision.quarter_tick import QuarterTick
from daybook.supervision.year_grades import grade_tellings
from daybook.supervision.year_poll import PollTick
from daybook.supervision.year_summary import SummaryTick

LEADING = HEAD_ROLES | LEADER_ROLES
LATE_REVIEWS = "reviews"
REMINDED = 1
"""A reminder comes on the workday before the last day; who is away then has it on the last day."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick did in a bureau: how many were told of what, and how many messages were done with.

    `fault` says that the bureau has no policy that holds, and nothing was done.
    """

    bureau: Bureau
    told: dict[str, int]
    settled: int
    fault: bool = False


def tick(*, at: datetime, dry: bool = False) -> Iterator[Ticked]:
    """Do in each bureau what its day asks for; with `dry` only tell what would be done."""
    for bureau in all_bureaus():
        try:
            yield _tick(bureau, at, dry=dry)
        except PolicyFault:
            yield Ticked(bureau, {}, 0, fault=True)


def _tick(bureau: Bureau, at: datetime, *, dry: bool) -> Ticked:
    today = local_day(bureau, at)
    months = [_Month(bureau, month, today) for month in (_before(today), month_of(today))]
    parts: list[_Month | QuarterTick | SummaryTick | PollTick] = [
        *months,
        QuarterTick(bureau, today, REMINDED),
        SummaryTick(bureau, today, REMINDED),
        PollTick(bureau, today, REMINDED),
    ]
    tellings = [telling for part in parts for telling in part.tellings()]
    tellings += objection_tellings(bureau, today, REMINDED)
    tellings += grade_tellings(bureau, today)
    done = [pair for part in parts for pair in part.done()]
    unseen = unseen_about({about for about, _people in done})
    stale = {about: [row for row in people if (row, about) in unseen] for about, people in done}
    new = untold(tellings)
    counts = Counter(str(each.kind) for each in new)
    ticked = Ticked(bureau, dict(sorted(counts.items())), sum(map(len, stale.values())))
    if not dry and (ticked.told or ticked.settled):
        with recorded():
            _carry_out(ticked, new, stale, at)
    return ticked


def _carry_out(ticked: Ticked, new: list[Telling], stale: dict[str, list[int]], at: datetime) -> None:
    tell(new, at)
    for about, people in stale.items():
        if people:
            settle(about=about, people=people, at=at)
    code = ticked.bureau.code
    after = {**ticked.told, "settled": ticked.settled}
    record(bureau_code=code, actor="", action="tick", object_type="bureau", object_key=code, after=after)


def _before(today: date) -> str:
    return month_of(today.replace(day=1) - ONE_DAY)


@dataclass
class _Month:
    """A month of a bureau on a day: what of it is to be told, and what is done."""

    bureau: Bureau
    month: str
    today: date

    @cached_property
    def standings(self) -> Standings:
        # Whoever asks as the personnel office knows of everybody whether he is late.
        officer = Person(bureau=self.bureau)
        return Standings(Reader(officer, frozenset({RightKind.PERSONNEL_OFFICE}), self.today), self.month)

    @property
    def is_over(self) -> bool:
        """Whether the month is to be reconciled."""
        return self.standings.last < self.today

    @cached_property
    def numbers(self) -> list[str]:
        """Everybody who held a post, and can still be told something."""
        people = self.standings.people
        ends = {number: people[number].employed_to or self.today for number in self.standings.posts}
        return sorted(number for number, end in ends.items() if end >= self.today)

    @cached_property
    def planned(self) -> frozenset[int]:
        """Who has planned, by row."""
        rows = PlanItem.objects.filter(bureau=self.bureau, month=self.month).order_by()
        return frozenset(rows.values_list("person_id", flat=True).distinct())

    @cached_property
    def recorded(self) -> frozenset[int]:
        """Who recorded something in the month, by row."""
        span = (self.standings.first, self.standings.last)
        rows = LogEntry.objects.filter(bureau=self.bureau, work_date__range=span, withdrawn_reason="")
        return frozenset(rows.order_by().values_list("person_id", flat=True).distinct())

    @cached_property
    def begins(self) -> date | None:
        """The day from which the bureau keeps a record; before it nobody owes anything."""
        return record_begins(self.bureau)

    def about(self, act: MonthAct) -> str:
        """The occasion of an act of this month."""
        return f"{act}:{self.month}"

    def tellings(self) -> Iterator[Telling]:
        """Everything that is to be told today, told before or not."""
        if not self.standings.calendar.is_workday(self.today) or self.begins is None:
            return
        if self.is_over:
            yield from self._of_submitting()
            yield from self._of_reviewing()
        else:
            yield from self._of_planning()

    def done(self) -> Iterator[tuple[str, list[int]]]:
        """The occasions with those for whom they are done."""
        people = {number: self.standings.people[number].pk for number in self.numbers}
        if not self.is_over:
            yield self.about(MonthAct.PLAN), sorted(self.planned)
            return
        stands = {number: self.standings.stand(number) for number in self.numbers}
        yield self.about(MonthAct.SUBMIT), [people[each] for each, stand in stands.items() if stand.submitted]
        waits = {superior for superior, _owner in self._unreviewed}
        rows = sorted(people.values())
        yield self.about(MonthAct.REVIEW), [row for row in rows if row not in waits]
        leading = (row for number, row in people.items() if self.standings.posts[number].role in LEADING)
        for superior in sorted(row for row in leading if row not in waits):
            yield f"{LATE_REVIEWS}:{self.month}:{superior}", rows

    def _of_planning(self) -> Iterator[Telling]:
        for person in self._owing():
            if person.pk not in self.planned:
                until = self.standings.deadlines.plan_by(person.pk)
                yield from self._told(person.pk, MonthAct.PLAN, until, "month_plan")

    def _of_submitting(self) -> Iterator[Telling]:
        for person in self._owing():
            if self.standings.stand(person.number).submitted is None:
                until = self.standings.deadlines.submit_by(person.pk)
                if self.today <= until:
                    yield self._telling(person.pk, MessageKind.MONTH_OPEN, MonthAct.SUBMIT, until, "month")
                yield from self._told(person.pk, MonthAct.SUBMIT, until, "month")

    def _of_reviewing(self) -> Iterator[Telling]:
        deadlines, lines = self.standings.deadlines, self.standings.lines
        waiting: dict[int, list[date]] = {}
        for superior, owner in self._unreviewed:
            waiting.setdefault(superior, []).append(deadlines.review_by(owner, superior))
        names = {person.pk: person.name for person in self.standings.people.values()}
        for superior, dues in sorted(waiting.items()):
            until, late = min(dues), [due for due in dues if due < self.today]
            yield from self._told(superior, MonthAct.REVIEW, until, "month", count=len(late or dues))
            above = lines.superior_on(superior, self.standings.last) if superior in names else None
            if late and above:
                said = {"name": names[superior], "count": len(late)}
                kind, about = MessageKind.REVIEWS_LATE, f"{LATE_REVIEWS}:{self.month}:{superior}"
                yield self._telling(above, kind, about, until, "month_of_bureau", **said)

    @cached_property
    def _unreviewed(self) -> list[tuple[int, int]]:
        """Reviewer and person, by row, of every submitted part of the month without a review."""
        found = []
        for number in self.standings.posts:
            person = self.standings.people[number]
            if self.standings.stand(number).submitted is not None:
                open_spans = self.standings.open_spans(person)
                found += [(span.superior, person.pk) for span in open_spans if span.superior]
        return sorted(set(found))

    def _owing(self) -> Iterable[Person]:
        """Who owes the month: whoever had a due day in it since the record began, or recorded something."""
        for number in self.numbers:
            person = self.standings.people[number]
            due = [day for day in self.standings.due(person) if self.begins and day >= self.begins]
            if due or person.pk in self.recorded:
                yield person

    def _told(self, person: int, act: MonthAct, until: date, page: str, **said: object) -> Iterator[Telling]:
        """A reminder on the workday before the last day and on it; afterwards, that it is late."""
        soon, late = KINDS[act]
        if self.today > until:
            yield self._telling(person, late, act, until, page, **said)
        elif add_workdays(self.standings.calendar, self.today, REMINDED) >= until and self._is_here(person):
            yield self._telling(person, soon, act, until, page, **said)

    def _is_here(self, row: int) -> bool:
        """Whether somebody is not on leave today; who is, is left in peace."""
        away = self._away.get(row, [])
        return not any(first <= self.today and (last is None or self.today <= last) for first, last in away)

    @cached_property
    def _away(self) -> dict[int, list[tuple[date, date | None]]]:
        current = Standings(self.standings.reader, month_of(self.today))
        return {
            row: [(each.first_day, each.last_day) for each in absences if not each.half_day]
            for row, absences in current.absences.items()
        }

    def _telling(
        self, person: int, kind: MessageKind, act: str, until: date, page: str, **said: object
    ) -> Telling:
        about = self.about(MonthAct(act)) if act in MonthAct.values else act
        href = reverse(page, args=[self.month])
        href = f"{href}/review" if about == self.about(MonthAct.REVIEW) else href
        told = {"month": self.month, "until": until.isoformat(), **said}
        return Telling(person, kind, about, href, told)


KINDS = {
    MonthAct.PLAN: (MessageKind.PLAN_SOON, MessageKind.PLAN_LATE),
    MonthAct.SUBMIT: (MessageKind.SUBMIT_SOON, MessageKind.SUBMIT_LATE),
    MonthAct.REVIEW: (MessageKind.REVIEW_SOON, MessageKind.REVIEW_LATE),
}
