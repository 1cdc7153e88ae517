"""What somebody must do: the act, by when, and about how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.rules.facts import ONE_DAY
from daybook.rules.periods import Period, quarters_of
from daybook.web.dates import day_words

# About how long an act takes, in minutes: measured by nobody, meant to say "now" or "when there is quiet".
DAY_MINUTES = 1
PLAN_MINUTES = 5
MONTH_MINUTES = 6
SHEET_MINUTES = 5
SCORING_MINUTES = 10 / 3  # a sheet among the many of a quarter
VIGNETTE_MINUTES = 4
ANSWER_MINUTES = 1
HOUR = 60


def duration_words(minutes: int) -> str:
    """About how long, in words: minutes below an hour, from there on hours to the nearest one."""
    if minutes < HOUR:
        return _("about %(minutes)s min") % {"minutes": minutes}
    hours = (minutes + HOUR // 2) // HOUR
    return ngettext("about %(hours)s hour", "about %(hours)s hours", hours) % {"hours": hours}


@dataclass(frozen=True, slots=True)
class ToDo:
    """One act that waits; `due` is the last day for it, which ends at 24:00 in the bureau, if there is one.

    `href` leads to where it is done, and `act` is what stands on the way there.
    """

    what: str
    more: str
    due: date | None
    minutes: int
    today: date
    href: str = ""
    act: str = ""

    @property
    def is_pressing(self) -> bool:
        """Whether it is due today, or was due before."""
        return self.due is not None and self.due <= self.today

    @property
    def duration(self) -> str:
        """About how long it takes, in words."""
        return duration_words(self.minutes)

    @property
    def due_words(self) -> str:
        """By when, in words; empty where no deadline is set."""
        if self.due is None:
            return ""
        if self.due < self.today:
            return _("was due on %(day)s") % {"day": day_words(self.due, self.today)}
        if self.due == self.today:
            return _("due today, 24:00")
        if self.due == self.today + ONE_DAY:
            return _("due tomorrow, 24:00")
        return _("due by %(day)s") % {"day": day_words(self.due, self.today)}


def in_order(todos: list[ToDo]) -> list[ToDo]:
    """The most pressing first, what has no deadline last; within a day, in the order it was found."""
    return sorted(todos, key=lambda each: each.due or date.max)


def last_quarter(today: date) -> Period:
    """The quarter that ended last."""
    ended = [
        period for year in (today.year - 1, today.year) for period in quarters_of(year) if period.last < today
    ]
    return ended[-1]
