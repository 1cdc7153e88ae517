"""The quiet line that leads the personnel office from one page of a quarter to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from daybook.rules.facts import ONE_DAY
from daybook.rules.periods import Period, quarters_of

PAGES: Sequence[tuple[str, str | Promise]] = (
    ("expected_sheets", gettext_lazy("Sheets expected")),
    ("routine_grades", gettext_lazy("Routine grades")),
    ("vignettes", gettext_lazy("Vignettes")),
    ("quarter_forms", gettext_lazy("Appraisal forms")),
)
ELSEWHERE: Sequence[tuple[str, str | Promise]] = (("objections", gettext_lazy("Objections")),)


@dataclass(frozen=True, slots=True)
class Way:
    """A way to another page of the quarter."""

    href: str
    label: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class OfficeWays:
    """The pages of a quarter, and the same page of the quarters around."""

    pages: Sequence[Way]
    quarters: Sequence[str]


def office_ways(period: Period, route: str) -> OfficeWays:
    """The ways from one page of a quarter; a page that is not built has none."""
    found = [_way(name, label, route, period.key) for name, label in PAGES]
    found += [_way(name, label, route) for name, label in ELSEWHERE]
    return OfficeWays([way for way in found if way], quarters_around(period))


def quarters_around(period: Period) -> list[str]:
    """A quarter between the one before and the one after."""
    before, after = period.first - ONE_DAY, period.last + ONE_DAY
    around = (quarters_of(day.year)[(day.month - 1) // 3].key for day in (before, after))
    first, last = around
    return [first, period.key, last]


def _way(name: str, label: str | Promise, route: str, *quarter: str) -> Way | None:
    try:
        return Way(reverse(name, args=quarter), str(label), name == route)
    except NoReverseMatch:
        return None
