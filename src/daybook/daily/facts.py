"""What recording checks a day against: the calendar, submitted months and appointments, in one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, DateField, Q, QuerySet, Value

from daybook.org.calendar import calendar_with
from daybook.org.models import Appointment, Bureau, CalendarDay
from daybook.org.roster import touching
from daybook.plans.models import SealedMonth
from daybook.plans.months import month_of
from daybook.rules.facts import WorkCalendar
from daybook.web.statements import Question, Slot

Post = tuple[int | None, date, date | None]  # department, first day, last day
Row = tuple[str, int, int | None, date | None, date | None, str]
POST, SEALED, DAY = "post", "sealed", "day"


class Facts(NamedTuple):
    """The calendar; the submitted months, as `(person, month)`; the appointments of each person."""

    calendar: WorkCalendar
    sealed: set[tuple[int, str]]
    posts: dict[int, list[Post]]


def facts_of(bureau: Bureau, people: Collection[int], span: tuple[date, date], today: date) -> Facts:
    """The facts of people of a bureau over a span of work dates."""
    first, last = span
    year = max(today, last).year
    bounds = (date(first.year, 1, 1), date(year, 12, 31))
    return _sorted(_rows(bureau, people, span, bounds), first.year, year)


def _rows(
    bureau: Bureau, people: Collection[int], span: tuple[date, date], bounds: tuple[date, date]
) -> Iterable[Row]:
    given = {"bureau": bureau.pk, "first": span[0], "last": span[1], "begin": bounds[0], "end": bounds[1]}
    months = {"first_month": month_of(span[0]), "last_month": month_of(span[1])}
    if len(people) == 1:
        return OF_ONE(person=next(iter(people)), **given, **months)
    return _asked(Q(person__in=people), **given, **months)


def _asked(whose: Q, **given: Any) -> QuerySet[Any, Any]:
    """Three kinds of rows under one head; the first says the types of its columns."""
    post, sealed, day = (Value(kind, output_field=CharField()) for kind in (POST, SEALED, DAY))
    empty, nobody = Value("", output_field=CharField()), Value(0, output_field=BigIntegerField())
    number, when = Value(None, output_field=BigIntegerField()), Value(None, output_field=DateField())
    posts = Appointment.objects.filter(
        whose, touching(given["first"], given["last"], start="valid_from", end="valid_to")
    )
    months = SealedMonth.objects.filter(
        whose, month__gte=given["first_month"], month__lte=given["last_month"]
    )
    days = CalendarDay.objects.filter(bureau=given["bureau"], day__gte=given["begin"], day__lte=given["end"])
    return (
        posts.order_by()
        .values_list(post, "person_id", "department_id", "valid_from", "valid_to", empty)
        .union(
            months.values_list(sealed, "person_id", number, when, when, "month"),
            days.values_list(day, nobody, number, "day", when, "kind"),
            all=True,
        )
    )


def _slots() -> dict[str, Slot]:
    dates = {name: Slot(name, DateField()) for name in ("first", "last", "begin", "end")}
    months = {name: Slot(name, CharField()) for name in ("first_month", "last_month")}
    return {**dates, **months, "bureau": Slot("bureau", BigIntegerField())}


OF_ONE = Question(lambda: _asked(Q(person=Slot("person", BigIntegerField())), **_slots()))


def _sorted(rows: Iterable[Row], first_year: int, last_year: int) -> Facts:
    days: list[tuple[date, str]] = []
    sealed: set[tuple[int, str]] = set()
    posts: dict[int, list[Post]] = {}
    for kind, person, department, first, last, text in rows:
        if kind == SEALED:
            sealed.add((person, text))
        elif first is not None and kind == DAY:
            days.append((first, text))
        elif first is not None:
            posts.setdefault(person, []).append((department, first, last))
    return Facts(calendar_with(first_year, last_year, days), sealed, posts)
