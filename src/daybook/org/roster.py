"""The roster of a bureau as the rules see it: codes and numbers instead of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, Q, QuerySet, Value

from daybook.org.models import Appointment, Bureau, Conflict, Department, Person, Portfolio
from daybook.org.rows import open_day
from daybook.rules import facts
from daybook.web.statements import Question, Slot

BEGINNING = date.min


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is what, and under whom, over a span of days."""

    departments: list[facts.Department]
    people: list[facts.Person]
    appointments: list[facts.Appointment]
    portfolios: list[facts.Portfolio]
    numbers: dict[int, str]
    names: dict[str, str]
    department_names: dict[str, str]


def roster_of(bureau: Bureau, first: date, last: date) -> Roster:
    """The roster that touches the days from `first` to `last`, in three statements.

    People are in order of number; `numbers` gives the number of a person's row, `names` the name of a number.
    """
    departments = _departments(bureau)
    codes = {key: code for key, code, *_ in departments}
    everybody = _people(bureau)
    numbers = {key: number for key, number, *_ in everybody}
    appointments, portfolios = [], []
    for person, department, role, post_class, since, until in _posts(bureau, first, last):
        code = codes[department] if department else None
        start, end = open_day(since) or BEGINNING, open_day(until)
        if role:
            appointments.append(facts.Appointment(numbers[person], code, role, start, end, post_class))
        elif code:
            portfolios.append(facts.Portfolio(numbers[person], code, start, end))
    return Roster(
        departments=[_department(row) for row in departments],
        people=[person for person in map(_person, everybody) if _employed(person, first, last)],
        appointments=appointments,
        portfolios=portfolios,
        numbers=numbers,
        names={number: name for _, number, name, *_ in everybody},
        department_names={code: name for _, code, name, *_ in departments},
    )


def touching(first: date | Slot, last: date | Slot, *, start: str, end: str) -> Q:
    """Rows whose span `[start, end]` (open ends allowed) touches the days from `first` to `last`."""
    begun = Q(**{f"{start}__lte": last}) | Q(**{f"{start}__isnull": True})
    unfinished = Q(**{f"{end}__gte": first}) | Q(**{f"{end}__isnull": True})
    return begun & unfinished


def conflicts_of(bureau: Bureau, first: date, last: date) -> list[facts.Conflict]:
    """The declared conflicts (回避) that touch a span."""
    return [facts.Conflict(*row) for row in CONFLICTS(bureau=bureau.pk, first=first, last=last)]


BUREAU, FIRST, LAST = Slot("bureau", BigIntegerField()), Slot("first", DateField()), Slot("last", DateField())


def _conflicts_asked() -> QuerySet[Any, Any]:
    span = touching(FIRST, LAST, start="first_day", end="last_day")
    columns = ("person__number", "superior__number", "first_day", "last_day")
    return Conflict.objects.filter(span, person__bureau=BUREAU).values_list(*columns).order_by("id")


def _departments_asked() -> QuerySet[Any, Any]:
    rows = Department.objects.filter(bureau=BUREAU).order_by("id")
    return rows.values_list("id", "code", "name", "order", "valid_from", "valid_to")


def _people_asked() -> QuerySet[Any, Any]:
    columns = ("id", "number", "name", "staff_category", "employed_from", "employed_to")
    return Person.objects.filter(bureau=BUREAU).values_list(*columns)


def _posts_asked() -> QuerySet[Any, Any]:
    span = touching(FIRST, LAST, start="valid_from", end="valid_to")
    columns = ("person_id", "department_id", "role", "post_class", "valid_from", "valid_to")
    appointments = Appointment.objects.filter(span, person__bureau=BUREAU).values_list(*columns)
    portfolios = Portfolio.objects.filter(span, leader__bureau=BUREAU).values_list(
        "leader_id", "department_id", _empty(), _empty(), "valid_from", "valid_to"
    )
    return appointments.order_by().union(portfolios.order_by(), all=True)


CONFLICTS, DEPARTMENTS = Question(_conflicts_asked), Question(_departments_asked)
PEOPLE, POSTS = Question(_people_asked), Question(_posts_asked)


def _departments(bureau: Bureau) -> list[tuple[Any, ...]]:
    return DEPARTMENTS.bare(bureau=bureau.pk)


def _department(row: tuple[Any, ...]) -> facts.Department:
    _, code, _, order, since, until = row
    return facts.Department(code, order, open_day(since) or BEGINNING, open_day(until))


def _people(bureau: Bureau) -> list[tuple[Any, ...]]:
    """Everybody ever employed, in order of number (by code point)."""
    return sorted(PEOPLE.bare(bureau=bureau.pk), key=itemgetter(1))


def _person(row: tuple[Any, ...]) -> facts.Person:
    _, number, _, category, since, until = row
    return facts.Person(number, category, open_day(since) or BEGINNING, open_day(until))


def fact_of(person: Person) -> facts.Person:
    """A person's row as the rules know it."""
    since = person.employed_from or BEGINNING
    return facts.Person(person.number, person.staff_category, since, person.employed_to)


def _employed(person: facts.Person, first: date, last: date) -> bool:
    return person.employed_from <= last and (person.employed_to is None or person.employed_to >= first)


def _posts(bureau: Bureau, first: date, last: date) -> list[tuple[Any, ...]]:
    """Appointments, and portfolios with an empty role, in one statement."""
    return POSTS.bare(bureau=bureau.pk, first=first, last=last)


def _empty() -> Any:
    return Value("", output_field=CharField())
