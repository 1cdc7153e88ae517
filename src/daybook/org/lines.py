"""Who stands above whom, asked for rows instead of numbers: superiors, the line above, spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField, F, Q, QuerySet, Value

from daybook.org.calendar import work_calendar
from daybook.org.enums import HEAD_ROLES, LEADER_ROLES
from daybook.org.models import Appointment, Bureau, Conflict, Person, Portfolio
from daybook.org.roster import BEGINNING, Roster, conflicts_of, fact_of, roster_of, touching
from daybook.rules import facts
from daybook.rules.policy import Policy
from daybook.rules.spans import Span, month_spans, spans_of
from daybook.rules.superiors import Structure

TOLD_OF_PEOPLE = ("id", "bureau_id", "number", "name", "staff_category", "employed_from", "employed_to")
PORTFOLIO, CONFLICT = "portfolio", "conflict"  # beside the roles, which tell of an appointment


@dataclass(frozen=True)
class Lines:
    """The structure of one bureau over a span of days; people are asked for by row."""

    bureau: Bureau
    first: date
    last: date
    roster: Roster
    structure: Structure
    conflicts: Sequence[facts.Conflict]
    known_calendar: facts.WorkCalendar | None = None

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each number."""
        return {number: row for row, number in self.roster.numbers.items()}

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody of the roster by number, made from it; what it does not tell is read when asked for."""
        return {each.number: self._person(each) for each in self.roster.people}

    def _person(self, known: facts.Person) -> Person:
        row, name = self.rows[known.number], self.roster.names[known.number]
        since = None if known.employed_from == BEGINNING else known.employed_from
        told = (row, self.bureau.pk, known.number, name, known.staff_category, since, known.employed_to)
        return Person.from_db(DEFAULT_DB_ALIAS, TOLD_OF_PEOPLE, told)

    @cached_property
    def calendar(self) -> facts.WorkCalendar:
        """The workdays of the years that the span touches."""
        return self.known_calendar or work_calendar(self.bureau, self.first.year, self.last.year)

    def superior_on(self, person: int, on: date) -> int | None:
        """The superior's row on a day; none where the committee decides, or nobody is appointed."""
        number = self.structure.superior_on(self.roster.numbers[person], on)
        return self.rows[number] if number else None

    def line_on(self, person: int, on: date) -> frozenset[int]:
        """Everybody above a person on a day, the superior first among them; whoever is recused is not."""
        own = self.roster.numbers[person]
        line: set[str] = set()
        above = self.structure.superior_on(own, on)
        while above and above not in line:
            line.add(above)
            above = self.structure.superior_on(above, on)
        recused = {each.superior for each in self.conflicts if each.person == own and _covers(each, on)}
        return frozenset(self.rows[number] for number in line - recused - {own})

    def spans(self, person: Person, first: date, last: date) -> list[Span]:
        """The spans of a person within days that these lines cover; superiors by number."""
        return spans_of(self.structure, self.calendar, fact_of(person), first, last)

    def month_spans(self, policy: Policy, person: Person, first: date, last: date) -> list[Span]:
        """The spans of a month that are reviewed; these lines cover it, and superiors are told by number."""
        return month_spans(self.structure, self.calendar, policy, fact_of(person), (first, last))

    def who_acts(self, person: Person, span: Span, today: date) -> int | None:
        """The row of a span's superior; where he has left the bureau since, the next above who may act.

        Nobody acts on himself, or where he is recused from the person's matters; none is the committee.
        """
        number, passed = span.superior, {person.number}
        while number and (
            self._has_left(number, today) or self.is_recused(person, number, span.first, span.last)
        ):
            passed.add(number)
            above = self.structure.superior_on(number, span.last) or ""
            number = "" if above in passed else above
        return self.rows[number] if number else None

    def is_recused(self, person: Person, number: str, first: date, last: date) -> bool:
        """Whether somebody is recused from a person's matters on any of some days."""
        own = (each for each in self.conflicts if (each.person, each.superior) == (person.number, number))
        return any(
            each.first_day <= last and (each.last_day is None or first <= each.last_day) for each in own
        )

    def fact(self, number: str) -> facts.Person:
        """What the rules know of somebody."""
        return self._facts[number]

    @cached_property
    def _facts(self) -> dict[str, facts.Person]:
        return {each.number: each for each in self.roster.people}

    def _has_left(self, number: str, today: date) -> bool:
        known = self._facts.get(number)
        return known is not None and known.employed_to is not None and known.employed_to < today


def lines_of(
    bureau: Bureau, first: date, last: date | None = None, calendar: facts.WorkCalendar | None = None
) -> Lines:
    """The lines of a bureau on a day, or over a span; in four statements.

    A calendar that covers the span may be given; otherwise it is read when it is first asked for.
    """
    until = last or first
    roster = roster_of(bureau, first, until)
    conflicts = conflicts_of(bureau, first, until)
    structure = Structure(roster.appointments, roster.portfolios, conflicts)
    return Lines(bureau, first, until, roster, structure, conflicts, calendar)


def lines_at_once(
    bureau: Bureau, first: date, last: date, calendar: facts.WorkCalendar | None = None, *, about: str = ""
) -> Lines:
    """The lines of a bureau over a span, for a page: in one statement, of whoever holds a post in it alone.

    Departments and portfolios are known by their codes; those who hold no post then are not in the roster.
    With the number of the one person it is `about`, the rest of the staff is left out.
    """
    numbers: dict[int, str] = {}
    people: dict[str, facts.Person] = {}
    appointments, portfolios, conflicts = [], [], []
    names: dict[str, str] = {}
    rows = _posts_and_conflicts(bureau, first, last, about)
    for what, key, number, name, category, since, until, *held in rows:
        other, post_class, start, end = held
        if what == CONFLICT:
            conflicts.append(facts.Conflict(number, other, start, end))
            continue
        numbers[key], names[number] = number, name
        people[number] = facts.Person(number, category, since or BEGINNING, until)
        if what == PORTFOLIO:
            portfolios.append(facts.Portfolio(number, other, start, end))
        else:
            appointments.append(facts.Appointment(number, other or None, what, start, end, post_class))
    everybody = [people[number] for number in sorted(people)]
    roster = Roster([], everybody, appointments, portfolios, numbers, names, {})
    structure = Structure(appointments, portfolios, conflicts)
    return Lines(bureau, first, last, roster, structure, conflicts, calendar)


def _posts_and_conflicts(bureau: Bureau, first: date, last: date, about: str) -> QuerySet[Any, Any]:
    """Appointments (by role), portfolios and conflicts, each with whose they are."""
    posts, span = (
        touching(first, last, start=start, end=end)
        for start, end in (("valid_from", "valid_to"), ("first_day", "last_day"))
    )
    held = Appointment.objects.filter(posts, person__bureau=bureau)
    if about:
        held = held.filter(Q(role__in=HEAD_ROLES | LEADER_ROLES) | Q(person__number=about))
    led = Portfolio.objects.filter(posts, leader__bureau=bureau)
    declared = Conflict.objects.filter(span, person__bureau=bureau)
    rows = _held(held, F("role"), "person", "department__code", "post_class", "valid_from", "valid_to")
    return rows.union(
        _held(led, _word(PORTFOLIO), "leader", "department__code", _word(), "valid_from", "valid_to"),
        _held(declared, _word(CONFLICT), "person", "superior__number", _word(), "first_day", "last_day"),
        all=True,
    )


def _held(rows: QuerySet[Any], what: Any, whose: str, *columns: Any) -> QuerySet[Any, Any]:
    person = ("pk", "number", "name", "staff_category", "employed_from", "employed_to")
    return rows.order_by().values_list(what, *(f"{whose}__{each}" for each in person), *columns)


def _word(text: str = "") -> Value:
    return Value(text, output_field=CharField())


def _covers(conflict: facts.Conflict, on: date) -> bool:
    return conflict.first_day <= on and (conflict.last_day is None or on <= conflict.last_day)
