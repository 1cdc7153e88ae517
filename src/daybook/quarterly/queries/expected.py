"""应评一览: every sheet a quarter is expected to have, of whom, by whom and why; and how far each is.

A draft is its rater's alone: what is not published is told as not published, whatever is written of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from daybook.org.calendar import work_calendar
from daybook.org.enums import LEADER_ROLES, Role
from daybook.org.lines import Lines, lines_at_once
from daybook.org.models import Absence, Bureau, Department, Person
from daybook.org.policies import policy_of
from daybook.org.roster import fact_of, touching
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.spans import ScoreSpan, spans_to_score
from daybook.quarterly.standing import in_force
from daybook.rules import facts
from daybook.rules.deadlines import sheet_deadline
from daybook.rules.grounds import VACANT, VACANT_UNLED, Grounds, grounds_of
from daybook.rules.periods import Period
from daybook.rules.policy import Policy
from daybook.rules.presence import due_workdays, employed_span
from daybook.rules.superiors import COMMITTEE

OPEN, PUBLISHED, ACKNOWLEDGED, REOPENED = "open", "published", "acknowledged", "reopened"
NO_DEPARTMENT = ""
Alike = tuple[object, ...]
Span = tuple[date, date]


class Signed(NamedTuple):
    """The published sheet of a span: its bounds, by whom (a row), when, and what has become of it."""

    first: date
    last: date
    kind: str
    rater: int | None
    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class ExpectedSheet:
    """A sheet of one span; nobody as `rater` is the committee. `signed` is what stands published of it."""

    span: ScoreSpan
    rater: Person | None
    grounds: Grounds
    signed: Signed | None
    is_late: bool

    @property
    def state(self) -> str:
        """How far it is, as far as others than the rater may know."""
        return self.signed.state if self.signed else OPEN


@dataclass(frozen=True, slots=True)
class ExpectedPerson:
    """Somebody who is appraised in a quarter, and the sheets of him; `due` are the due workdays.

    `workdays` are the bureau's while he is employed. `odd` are published sheets of spans that are none.
    """

    person: Person
    role: str
    due: Fraction
    workdays: int
    is_below: bool
    sheets: Sequence[ExpectedSheet]
    odd: Sequence[Signed]

    @property
    def changes_category(self) -> bool:
        """Whether one part is scored on the heads' form and another on that of staff."""
        return len({each.span.category for each in self.sheets}) > 1

    @property
    def wanted(self) -> Sequence[ExpectedSheet]:
        """The sheets that are to be written: none below the minimum."""
        return [] if self.is_below else self.sheets


@dataclass(frozen=True, slots=True)
class ExpectedDepartment:
    """A department with its people; those who hold a post in none stand in one without a name."""

    department: Department | None
    people: Sequence[ExpectedPerson]


class Vacancy(NamedTuple):
    """A department that nobody headed, from a day to a day."""

    department: Department
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ExpectedSheets:
    """A quarter of the bureau: departments in order, the policy that cuts it, the day it is due."""

    period: Period
    policy: Policy
    due_by: date
    today: date
    is_calendar_missing: bool
    departments: Sequence[ExpectedDepartment]
    names: Mapping[str, str]
    vacant: Sequence[Vacancy]

    @property
    def people(self) -> list[ExpectedPerson]:
        """Everybody, in the order of the page."""
        return [person for department in self.departments for person in department.people]

    @property
    def wanted(self) -> list[ExpectedSheet]:
        """Every sheet that is to be written."""
        return [sheet for person in self.people for sheet in person.wanted]

    @property
    def signed(self) -> list[ExpectedSheet]:
        """Those of them that stand published."""
        return [sheet for sheet in self.wanted if sheet.state not in {OPEN, REOPENED}]

    @property
    def is_over(self) -> bool:
        """Whether the quarter is over."""
        return self.period.last < self.today


def expected_sheets(bureau: Bureau, period: Period, today: date) -> ExpectedSheets:
    """The quarter of a bureau as it stands on a day; in six statements. Raises PolicyFault.

    A quarter that has not begun is told by the posts as they are known today.
    """
    return _Quarter(bureau, period, today).told()


def raters_of(bureau: Bureau, period: Period, today: date) -> frozenset[int]:
    """Everybody (by row) who scores somebody in a quarter; in three statements. Raises PolicyFault."""
    read = _Quarter(bureau, period, today)
    numbers = chain.from_iterable(read.members.values())
    superiors = {span.superior for number in numbers for span, _grounds in read.spans(number)}
    return frozenset(row for row in superiors if row is not None)


@dataclass
class _Quarter:
    """What the page is made from, each part read once."""

    bureau: Bureau
    period: Period
    today: date

    @cached_property
    def policy(self) -> Policy:
        return policy_of(self.bureau, max(self.period.last, self.today))

    @cached_property
    def calendar(self) -> facts.WorkCalendar:
        return work_calendar(self.bureau, self.period.first.year, self.period.first.year + 1)

    @cached_property
    def lines(self) -> Lines:
        return lines_at_once(self.bureau, self.period.first, self.period.last, self.calendar)

    @cached_property
    def due_by(self) -> date:
        return sheet_deadline(self.policy, self.calendar, self.period)

    def told(self) -> ExpectedSheets:
        departments = [
            ExpectedDepartment(each, [self._person(number) for number in self._members(each)])
            for each in (*self.departments, None)
        ]
        return ExpectedSheets(
            period=self.period,
            policy=self.policy,
            due_by=self.due_by,
            today=self.today,
            is_calendar_missing=self.period.first.year in self.calendar.missing,
            departments=[each for each in departments if each.people],
            names={number: person.name for number, person in self.people.items()},
            vacant=self._vacant(),
        )

    @cached_property
    def departments(self) -> list[Department]:
        span = touching(self.period.first, self.period.last, start="valid_from", end="valid_to")
        found = Department.objects.filter(span, bureau=self.bureau)
        return sorted(found, key=lambda each: (each.order, each.code))

    @cached_property
    def people(self) -> Mapping[str, Person]:
        rows = Person.objects.filter(bureau=self.bureau, pk__in=self.lines.roster.numbers)
        return {each.number: each for each in rows}

    @cached_property
    def held(self) -> Mapping[str, list[facts.Appointment]]:
        """Everybody's posts in the quarter, in order, by number."""
        found: dict[str, list[facts.Appointment]] = defaultdict(list)
        for each in sorted(self.lines.roster.appointments, key=lambda post: post.valid_from):
            found[each.person].append(each)
        return found

    def _members(self, department: Department | None) -> list[str]:
        return self.members.get(department.code if department else NO_DEPARTMENT, [])

    @cached_property
    def members(self) -> Mapping[str, list[str]]:
        """The appraised of each department by the last post held as such: the head first, then by number."""
        found: dict[str, list[str]] = defaultdict(list)
        last = {number: self._appraised(held) for number, held in self.held.items()}
        posts = [post for post in last.values() if post is not None and self.spans(post.person)]
        for post in sorted(posts, key=lambda post: (post.role == Role.STAFF, post.person)):
            found[post.department or NO_DEPARTMENT].append(post.person)
        return found

    def _appraised(self, held: Sequence[facts.Appointment]) -> facts.Appointment | None:
        return next((each for each in reversed(held) if each.role not in LEADER_ROLES), None)

    @cached_property
    def absences(self) -> Mapping[int, list[facts.Absence]]:
        span = touching(self.period.first, self.period.last, start="first_day", end="last_day")
        found: dict[int, list[facts.Absence]] = defaultdict(list)
        columns = ("person_id", "kind", "first_day", "last_day", "half_day")
        for row, *away in Absence.objects.filter(span, person__bureau=self.bureau).values_list(*columns):
            found[row].append(facts.Absence(*away))
        return found

    @cached_property
    def signed(self) -> Mapping[int, dict[date, Signed]]:
        """What stands published, by person's row and first day."""
        rows = in_force(ScoreSheet.objects.filter(bureau=self.bureau, quarter=self.period.key))
        more = ("acknowledgement__acknowledged_at", "reopening__id")
        columns = ("person_id", "first_day", "last_day", "kind", "rater_id", "published_at", *more)
        found: dict[int, dict[date, Signed]] = defaultdict(dict)
        for row, first, last, kind, rater, at, seen, reopened in rows.order_by().values_list(*columns):
            state = REOPENED if reopened else ACKNOWLEDGED if seen else PUBLISHED
            found[row][first] = Signed(first, last, kind, rater, at, state)
        return found

    def spans(self, number: str) -> list[tuple[ScoreSpan, Grounds]]:
        """The parts of somebody's quarter, each with why its rater is the one.

        Staff who were in the same departments on the same days have the same parts: they are found once.
        """
        alike = self._alike(number)
        if alike not in self._found:
            person = self.people[number]
            spans = spans_to_score(self.lines, self.policy, person, self.period, self.today)
            self._found[alike] = [(span, self._grounds(number, span, span.superior)) for span in spans]
        return self._found[alike]

    @cached_property
    def _found(self) -> dict[Alike, list[tuple[ScoreSpan, Grounds]]]:
        return {}

    def _grounds(self, number: str, span: ScoreSpan, rater: int | None) -> Grounds:
        who = COMMITTEE if rater is None else self.lines.roster.numbers[rater]
        return grounds_of(self.lines.structure, number, span, who, self._left)

    @cached_property
    def rows(self) -> frozenset[int]:
        """Everybody who held a post in the quarter, by row."""
        return frozenset(person.pk for person in self.people.values())

    @cached_property
    def _left(self) -> frozenset[str]:
        return frozenset(
            number
            for number, person in self.people.items()
            if person.employed_to is not None and person.employed_to < self.today
        )

    def _alike(self, number: str) -> Alike:
        """What decides on the superiors; heads, leaders and the recused are like nobody."""
        held, person = self.held[number], self.people[number]
        if number in self._recused or any(each.role != Role.STAFF for each in held):
            return (number,)
        posts = [(each.department, *self._within(each.valid_from, each.valid_to)) for each in held]
        return (*posts, self._within(person.employed_from, person.employed_to))

    def _within(self, first: date | None, last: date | None) -> Span:
        period = self.period
        return max(first or period.first, period.first), min(last or period.last, period.last)

    @cached_property
    def _recused(self) -> frozenset[str]:
        return frozenset(each.person for each in self.lines.conflicts)

    def _person(self, number: str) -> ExpectedPerson:
        person, period = self.people[number], self.period
        known, away = fact_of(person), self.absences.get(person.pk, [])
        due = Fraction(due_workdays(self.calendar, known, away, period.first, period.last))
        is_below = due < self.policy.quarterly.min_workdays
        signed = dict(self.signed.get(person.pk, {}))
        sheets = [self._sheet(number, *found, signed, is_below=is_below) for found in self.spans(number)]
        return ExpectedPerson(
            person=person,
            role=str(Role(self._post(number).role).label),
            due=due,
            workdays=self.calendar.workdays(*employed_span(known, period.first, period.last)),
            is_below=is_below,
            sheets=sheets,
            odd=list(signed.values()),
        )

    def _vacant(self) -> list[Vacancy]:
        """The departments that nobody headed while they had people, each with its first and last such day."""
        days: dict[str, list[Span]] = defaultdict(list)
        for number in chain.from_iterable(self.members.values()):
            for span, grounds in self.spans(number):
                post = self.lines.structure.appointment_on(number, span.first)
                if post is not None and grounds.base in {VACANT, VACANT_UNLED}:
                    days[post.department or NO_DEPARTMENT].append((span.first, span.last))
        return [
            Vacancy(each, min(days[each.code])[0], max(last for _first, last in days[each.code]))
            for each in self.departments
            if each.code in days
        ]

    def _post(self, number: str) -> facts.Appointment:
        return self._appraised(self.held[number]) or self.held[number][-1]

    def _sheet(
        self,
        number: str,
        span: ScoreSpan,
        grounds: Grounds,
        signed: dict[date, Signed],
        *,
        is_below: bool,
    ) -> ExpectedSheet:
        """The sheet of a span, with what is published of just these days; it is taken out of `signed`.

        Of what is published the rater is whoever signed it, though he may have left since.
        """
        found = signed.get(span.first)
        if found is not None and found.last == span.last:
            del signed[span.first]
        else:
            found = None
        row = found.rater if found and found.rater in self.rows else span.superior
        if row != span.superior:
            grounds = self._grounds(number, span, row)
        rater = None if row is None else self.people[self.lines.roster.numbers[row]]
        is_open = (found is None or found.state == REOPENED) and not is_below
        return ExpectedSheet(span, rater, grounds, found, is_open and self.due_by < self.today)
