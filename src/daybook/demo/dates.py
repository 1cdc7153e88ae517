"""The two years of the demonstration and the days in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from daybook.org.calendar import national_calendar
from daybook.rules.facts import ONE_DAY, WorkCalendar

ZONE = ZoneInfo("Asia/Shanghai")
CLOSING = time(16, 50)


@dataclass(frozen=True)
class Dates:
    """The day the demonstration is made, its year, and the year before; `now` is the last instant in it."""

    today: date
    now: datetime
    calendar: WorkCalendar

    @property
    def current(self) -> int:
        """The present year, told up to today."""
        return self.today.year

    @property
    def previous(self) -> int:
        """The year before, told whole."""
        return self.today.year - 1

    @property
    def years(self) -> tuple[int, int]:
        """Both years in order."""
        return self.previous, self.current

    @property
    def first(self) -> date:
        """The first day told."""
        return date(self.previous, 1, 1)

    def day(self, text: str) -> date:
        """`p-05-16` or `c-05-16` as a day of the previous or the current year."""
        year = self.previous if text[0] == "p" else self.current
        return date(year, int(text[2:4]), int(text[5:7]))

    def letter(self, year: int) -> str:
        """`p` for the previous year, `c` for the current one."""
        return "p" if year == self.previous else "c"

    def workday_from(self, day: date) -> date:
        """The day itself, or the next workday after it."""
        while not self.calendar.is_workday(day):
            day += ONE_DAY
        return day

    def nth_workday(self, year: int, month: int, nth: int) -> date:
        """The n-th workday of a month."""
        day = self.workday_from(date(year, month, 1))
        for _count in range(nth - 1):
            day = self.workday_from(day + ONE_DAY)
        return day

    def publishing_day(self, year: int, quarter: int) -> date:
        """The day on which the sheets of a quarter (from 0) are published: the seventh workday after it."""
        return self.nth_workday(year + quarter // 3, quarter * 3 % 12 + 4 if quarter < 3 else 1, 7)

    def last_scored(self) -> int | None:
        """The latest quarter (from 0) of the current year that is published by now."""
        done = [
            number for number in range(4) if local(self.publishing_day(self.current, number), 17) <= self.now
        ]
        return done[-1] if done else None

    def months(self) -> Iterator[tuple[int, int]]:
        """Year and month of every month told, the present one included."""
        for year in self.years:
            for month in range(1, 13):
                if date(year, month, 1) <= self.today:
                    yield year, month

    def days(self, first: date, last: date) -> Iterator[date]:
        """Every day of a span that is told."""
        day, end = max(first, self.first), min(last, self.today)
        while day <= end:
            yield day
            day += ONE_DAY


def dates_of(today: date) -> Dates:
    """The dates of a demonstration made on a day: at closing time, or now where that is earlier."""
    now = min(datetime.combine(today, CLOSING, ZONE), max(datetime.now(ZONE), _opening(today)))
    calendar = national_calendar(today.year - 1, today.year + 1)
    return Dates(today=today, now=now.replace(microsecond=0), calendar=calendar)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant of a day in the bureau's time zone."""
    return datetime.combine(day, time(hour, minute), ZONE)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - ONE_DAY


def next_month(year: int, month: int) -> tuple[int, int]:
    """Year and month of the month after."""
    return year + month // 12, month % 12 + 1


def _opening(today: date) -> datetime:
    return datetime.combine(today, time(0), ZONE) + timedelta(hours=9)
