"""The bureau's workdays: the national calendar with the bureau's own table laid over it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from daybook.org.enums import DayKind
from daybook.org.models import Bureau, CalendarDay
from daybook.rules.facts import WorkCalendar


def work_calendar(bureau: Bureau, first_year: int, last_year: int) -> WorkCalendar:
    """The workdays of whole years; one without a holiday table is Monday to Friday and named missing."""
    own = CalendarDay.objects.filter(bureau=bureau, day__year__gte=first_year, day__year__lte=last_year)
    return calendar_with(first_year, last_year, own.values_list("day", "kind"))


def calendar_with(first_year: int, last_year: int, own: Iterable[tuple[date, str]]) -> WorkCalendar:
    """The national calendar of whole years under a bureau's own days `(day, kind)`."""
    changes = dict(own)
    national = national_calendar(first_year, last_year)
    if not changes:
        return national
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
