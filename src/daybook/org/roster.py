"""The roster of a bureau as the rules see it: codes and numbers instead of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import CharField, Q, Value

from daybook.org.models import Appointment, Bureau, Conflict, Department, Person, Portfolio
from daybook.org.rows import bare_rows, open_day
from daybook.rules import facts

BEGINNING = date.min


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is what, and under whom, over a span of days."""

    departments: list[facts.Department]
    people: list[facts.Person]
    appointments: list[facts.Appointment]
    portfolios: list[facts.Portfolio]
    numbers: dict[int, str]


def roster_of(bureau: Bureau, first: date, last: date) -> Roster:
    """The roster that touches the days from `first` to `last`, in three statements.

    People are in order of number; `numbers` gives the number of a person's row.
    """
    codes = _departments(bureau)
    numbers, people = _people(bureau, first, last)
    appointments, portfolios = [], []
    for person, department, role, post_class, since, until in _posts(bureau, first, last):
        code = codes[department].code if department else None
        start, end = open_day(since) or BEGINNING, open_day(until)
        if role:
            appointments.append(facts.Appointment(numbers[person], code, role, start, end, post_class))
        elif code:
            portfolios.append(facts.Portfolio(numbers[person], code, start, end))
    return Roster(list(codes.values()), people, appointments, portfolios, numbers)


def touching(first: date, last: date, *, start: str, end: str) -> Q:
    """Rows whose span `[start, end]` (open ends allowed) touches the days from `first` to `last`."""
    begun = Q(**{f"{start}__lte": last}) | Q(**{f"{start}__isnull": True})
    unfinished = Q(**{f"{end}__gte": first}) | Q(**{f"{end}__isnull": True})
    return begun & unfinished


def conflicts_of(bureau: Bureau, first: date, last: date) -> list[facts.Conflict]:
    """The declared conflicts (回避) that touch a span."""
    rows = Conflict.objects.filter(
        touching(first, last, start="first_day", end="last_day"), person__bureau=bureau
    )
    columns = ("person__number", "superior__number", "first_day", "last_day")
    return [facts.Conflict(*row) for row in rows.values_list(*columns).order_by("id")]


def _departments(bureau: Bureau) -> dict[int, facts.Department]:
    rows = Department.objects.filter(bureau=bureau).order_by("id")
    return {
        key: facts.Department(code, order, open_day(since) or BEGINNING, open_day(until))
        for key, code, order, since, until in bare_rows(
            rows.values_list("id", "code", "order", "valid_from", "valid_to")
        )
    }


def _people(bureau: Bureau, first: date, last: date) -> tuple[dict[int, str], list[facts.Person]]:
    """The numbers of all, and those employed in the span, in order of number (by code point)."""
    rows = Person.objects.filter(bureau=bureau).values_list(
        "id", "number", "staff_category", "employed_from", "employed_to"
    )
    numbers, people = {}, []
    for key, number, category, since, until in sorted(bare_rows(rows), key=itemgetter(1)):
        start, end = open_day(since) or BEGINNING, open_day(until)
        numbers[key] = number
        if start <= last and (end is None or end >= first):
            people.append(facts.Person(number, category, start, end))
    return numbers, people


def _posts(bureau: Bureau, first: date, last: date) -> list[tuple[Any, ...]]:
    """Appointments, and portfolios with an empty role, in one statement."""
    span = touching(first, last, start="valid_from", end="valid_to")
    columns = ("person_id", "department_id", "role", "post_class", "valid_from", "valid_to")
    appointments = Appointment.objects.filter(span, person__bureau=bureau).values_list(*columns)
    portfolios = Portfolio.objects.filter(span, leader__bureau=bureau).values_list(
        "leader_id", "department_id", _empty(), _empty(), "valid_from", "valid_to"
    )
    return bare_rows(appointments.order_by().union(portfolios.order_by(), all=True))


def _empty() -> Any:
    return Value("", output_field=CharField())
