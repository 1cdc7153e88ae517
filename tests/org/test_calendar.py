"""The bureau's workdays: the library's table with the bureau's own days over it."""

from __future__ import annotations

from datetime import date

import pytest

from daybook.org.calendar import calendar_with, national_calendar, work_calendar
from daybook.org.models import Bureau, CalendarDay


def test_2026_has_248_workdays() -> None:
    calendar = national_calendar(2026, 2026)
    assert calendar.workdays(date(2026, 1, 1), date(2026, 12, 31)) == 248
    assert calendar.missing == frozenset()


@pytest.mark.parametrize("day", [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)])
def test_makeup_workdays_of_2026(day: tuple[int, int]) -> None:
    assert national_calendar(2026, 2026).is_workday(date(2026, *day))


@pytest.mark.parametrize("day", [(1, 2), (2, 15), (2, 23), (4, 6), (5, 5), (6, 19), (9, 25), (10, 7)])
def test_days_off_of_2026(day: tuple[int, int]) -> None:
    assert not national_calendar(2026, 2026).is_workday(date(2026, *day))


def test_a_year_without_a_table_is_monday_to_friday_and_named() -> None:
    calendar = national_calendar(2026, 2040)
    assert calendar.missing == frozenset(range(2027, 2041))
    assert calendar.is_workday(date(2040, 10, 1))  # a Monday, and the national day


def test_own_days_win_both_ways() -> None:
    own = [(date(2026, 3, 2), "off"), (date(2026, 10, 1), "workday")]
    calendar = calendar_with(2026, 2026, own)
    assert not calendar.is_workday(date(2026, 3, 2))
    assert calendar.is_workday(date(2026, 10, 1))
    assert not calendar.is_workday(date(2026, 10, 2))


@pytest.mark.django_db
def test_a_bureau_has_its_own_days_only() -> None:
    own = Bureau.objects.create(code="A", name="甲局", policy="log-style-2026")
    other = Bureau.objects.create(code="B", name="乙局", policy="log-style-2026")
    CalendarDay.objects.create(bureau=own, day=date(2026, 3, 2), kind="off")
    assert not work_calendar(own, 2026, 2026).is_workday(date(2026, 3, 2))
    assert work_calendar(other, 2026, 2026).is_workday(date(2026, 3, 2))
