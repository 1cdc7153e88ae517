"""A week as an address tells it, `2026-W31`: Monday to Sunday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from daybook.rules.facts import ONE_DAY
from daybook.web.dates import day_words
from daybook.web.refusals import Refused

KEY = re.compile(r"([12]\d{3})-W(\d{2})")
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """The week that begins on a Monday, asked for on a day."""

    first: date
    today: date

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + 6 * ONE_DAY

    @property
    def days(self) -> list[date]:
        """Monday to Sunday."""
        return [self.first + number * ONE_DAY for number in range(7)]

    @property
    def words(self) -> str:
        """From which day to which."""
        told = {"first": day_words(self.first, self.today), "last": day_words(self.last, self.first)}
        return _("%(first)s to %(last)s") % told

    @property
    def before(self) -> str:
        """The key of the week before."""
        return key_of(self.first - WEEK)

    @property
    def after(self) -> str:
        """The key of the next week; empty where that has not begun."""
        return key_of(self.first + WEEK) if self.first + WEEK <= self.today else ""


def key_of(day: date) -> str:
    """The week `2026-W31` of a day; its year is that of the week's Thursday."""
    year, number, _weekday = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def asked_week(text: str, today: date) -> Week:
    """The week of a key, the present one without a key. Raises Refused for what is none, or has not begun."""
    if not text:
        return Week(today - today.weekday() * ONE_DAY, today)
    told = KEY.fullmatch(text)
    try:
        first = date.fromisocalendar(int(told[1]), int(told[2]), 1) if told else date.max
    except ValueError:
        first = date.max
    if first > today:
        raise Refused(_("A week is written 2026-W31, and has begun."), field="week")
    return Week(first, today)
