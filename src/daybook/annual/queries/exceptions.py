"""What few people have (absences, circumstances, decided grades) and few years (own days, seats, units).

These tables hold little, so they are read together, in one statement, as rows of one shape.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from daybook.annual.models import Seat, UnitFreeze, UnitMember
from daybook.org.models import Absence, Bureau, CalendarDay, Circumstance
from daybook.org.roster import touching
from daybook.org.rows import bare_rows, day, open_day
from daybook.quarterly.models import RoutineGrade
from daybook.rules import facts

ABSENCE, CIRCUMSTANCE, GRADE, OWN_DAY, SEAT = "absence", "circumstance", "grade", "day", "seat"
MEMBER = "member"
POOL_FROM_UNIT = "/"
COUNTED = Cast("appraised", IntegerField())


@dataclass(slots=True)
class Exceptions:
    """The exceptional rows of a bureau's year, by person's number where they are somebody's."""

    absences: dict[str, list[facts.Absence]] = field(default_factory=lambda: defaultdict(list))
    circumstances: dict[str, list[facts.Circumstance]] = field(default_factory=lambda: defaultdict(list))
    grades: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    own_days: list[tuple[date, str]] = field(default_factory=list)
    seats: dict[tuple[str, str, str], int] = field(default_factory=dict)
    members: dict[str, facts.Member] = field(default_factory=dict)


def exceptions_of(bureau: Bureau, year: int, numbers: dict[int, str]) -> Exceptions:
    """Absences and own days of the year, circumstances ever begun, decided grades and seats, frozen units."""
    found = Exceptions()
    for table, person, code, detail, since, until, count in _rows(bureau, year):
        if table == OWN_DAY:
            found.own_days.append((day(since), code))
        elif table == SEAT:
            pool, _slash, unit = detail.partition(POOL_FROM_UNIT)
            found.seats[code, pool, unit] = count
        elif table == MEMBER:
            found.members[numbers[person]] = facts.Member(code, detail, bool(count))
        elif table == ABSENCE:
            found.absences[numbers[person]].append(facts.Absence(code, day(since), open_day(until), detail))
        elif table == CIRCUMSTANCE:
            found.circumstances[numbers[person]].append(facts.Circumstance(code, day(since), open_day(until)))
        else:
            found.grades[numbers[person]][int(detail[-1])] = code
    return found


def _rows(bureau: Bureau, year: int) -> list[tuple[Any, ...]]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    of_people = {"person__bureau": bureau}
    absences = Absence.objects.filter(touching(first, last, start="first_day", end="last_day"), **of_people)
    circumstances = Circumstance.objects.filter(first_day__lte=last, **of_people)
    grades = RoutineGrade.objects.filter(bureau=bureau, quarter__startswith=f"{year}-")
    own_days = CalendarDay.objects.filter(bureau=bureau, day__range=(first, last))
    seats = Seat.objects.filter(bureau=bureau, year=year)
    place = Concat("pool", Value(POOL_FROM_UNIT), "unit", output_field=CharField())
    zero = Value(0, output_field=IntegerField())
    tables: list[QuerySet[Any, Any]] = [
        _shaped(absences, ABSENCE, "person_id", "kind", "half_day", "first_day", "last_day", zero),
        _shaped(circumstances, CIRCUMSTANCE, "person_id", "kind", _text(""), "first_day", "last_day", zero),
        _shaped(grades, GRADE, "person_id", "grade", "quarter", _no_day(), _no_day(), zero),
        _shaped(own_days, OWN_DAY, _nobody(), "kind", _text(""), "day", _no_day(), zero),
        _shaped(seats, SEAT, _nobody(), "grade", place, _no_day(), _no_day(), "seats"),
        _shaped(
            frozen_members(bureau, year), MEMBER, "person_id", "pool", "unit", _no_day(), _no_day(), COUNTED
        ),
    ]
    return bare_rows(tables[0].union(*tables[1:], all=True))


def frozen_members(bureau: Bureau, year: int) -> QuerySet[UnitMember]:
    """The members of the latest snapshot of the units."""
    latest = UnitFreeze.objects.filter(bureau=bureau, year=year).order_by("-version").values("pk")[:1]
    return UnitMember.objects.filter(freeze=Subquery(latest))


def _shaped(rows: QuerySet[Any, Any], table: str, *columns: Any) -> QuerySet[Any, Any]:
    """The rows as (table, person, code, detail, first day, last day, count)."""
    return rows.order_by().values_list(_text(table), *columns)


def _text(value: str) -> Any:
    return Value(value, output_field=CharField())


def _no_day() -> Any:
    return Value(None, output_field=DateField())


def _nobody() -> Any:
    return Value(None, output_field=BigIntegerField())
