"""The bureau's workdays: the national calendar with the bureau's own table laid over it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, DateField, QuerySet

from daybook.org.enums import DayKind
from daybook.org.models import Bureau, CalendarDay
from daybook.rules.facts import WorkCalendar
from daybook.web.statements import Question, Slot


def _own() -> QuerySet[Any, tuple[date, str]]:
    first, last = Slot("first", DateField()), Slot("last", DateField())
    own = CalendarDay.objects.filter(bureau=Slot("bureau", BigIntegerField()), day__gte=first, day__lte=last)
    return own.values_list("day", "kind")


OWN = Question(_own)


def work_calendar(bureau: Bureau, first_year: int, last_year: int) -> WorkCalendar:
    """The workdays of whole years; one without a holiday table is Monday to Friday and named missing."""
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    return calendar_with(first_year, last_year, OWN(bureau=bureau.pk, first=first, last=last))


def calendar_with(first_year: int, last_year: int, own: Iterable[tuple[date, str]]) -> WorkCalendar:
    """The national calendar of whole years under a bureau's own days `(day, kind)`."""
    changes = tuple(own)
    return _laid_over(first_year, last_year, changes) if changes else national_calendar(first_year, last_year)


@lru_cache(maxsize=16)
def _laid_over(first_year: int, last_year: int, own: tuple[tuple[date, str], ...]) -> WorkCalendar:
    """One object for the same days, as each counts its workdays once."""
    national, changes = national_calendar(first_year, last_year), dict(own)
    off = {day for day, kind in changes.items() if kind == DayKind.OFF}
    worked = changes.keys() - off
    return WorkCalendar(
        first=national.first,
        last=national.last,
        off=(national.off - worked) | off,
        makeup=(national.makeup - off) | worked,
        missing=national.missing,
    )


@lru_cache(maxsize=16)
def national_calendar(first_year: int, last_year: int) -> WorkCalendar:
    """Statutory holidays and make-up workdays, from the maintained library."""
    # The library's tables take a while to import: only what asks for workdays pays for them.
    from chinese_calendar import constants

    known = {day.year for day in constants.holidays}
    years = range(first_year, last_year + 1)
    return WorkCalendar(
        first=date(first_year, 1, 1),
        last=date(last_year, 12, 31),
        off=frozenset(day for day in constants.holidays if day.year in years),
        makeup=frozenset(day for day in constants.workdays if day.year in years),
        missing=frozenset(set(years) - known),
    )
