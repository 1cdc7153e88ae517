"""Days and instants in words, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext as _

# msgids are format strings of Django's date filter; their translations are format strings too.


def day_words(day: date, today: date | None = None) -> str:
    """A day (`7月7日`), with its year where that is not the year of `today`."""
    if today is not None and day.year != today.year:
        return format_date(day, pgettext("day with year", "j F Y"))
    return format_date(day, pgettext("day", "j F"))


def full_day_words(day: date) -> str:
    """A day with its year and weekday."""
    return format_date(day, pgettext("full day", "l, j F Y"))


def full_date_words(day: date) -> str:
    """A day with its year, as a document tells it."""
    return format_date(day, pgettext("day with year", "j F Y"))


def month_words(month: str) -> str:
    """A month `2026-03` with its year."""
    return format_date(date.fromisoformat(f"{month}-01"), pgettext("month", "F Y"))


def instant_words(instant: datetime, today: date) -> str:
    """An instant as short as it can be told: the time alone today, `昨天17:32`, else day and time."""
    local = timezone.localtime(instant)
    clock = local.strftime("%H:%M")
    if local.date() == today:
        return clock
    if local.date() == today - timedelta(days=1):
        return gettext("yesterday %(time)s") % {"time": clock}
    return f"{day_words(local.date(), today)} {clock}"


def full_instant_words(instant: datetime) -> str:
    """An instant with its year, told alike on every day."""
    local = timezone.localtime(instant)
    return f"{format_date(local, pgettext('day with year', 'j F Y'))} {local:%H:%M}"


def known_day_words(text: str) -> str:
    """A day as far as it is known: `2019`, `2020-12` or `2019-06-01`; any other text as it stands."""
    try:
        if len(text) == len("2019"):
            return format_date(date(int(text), 1, 1), pgettext("year", "Y"))
        if len(text) == len("2020-12"):
            return month_words(text)
        return format_date(date.fromisoformat(text), pgettext("day with year", "j F Y"))
    except ValueError:
        return text


def weekday_words(day: date) -> str:
    """The weekday, short."""
    return pgettext("short weekdays", "Mon Tue Wed Thu Fri Sat Sun").split()[day.weekday()]


def quarter_words(quarter: str) -> str:
    """A quarter `2026-Q1` in words."""
    names = (_("first quarter"), _("second quarter"), _("third quarter"), _("fourth quarter"))
    year, number = quarter.split("-Q")
    return gettext("%(quarter)s of %(year)s") % {"quarter": names[int(number) - 1], "year": year}
