"""Whether a grade may be given to somebody: open to the person, with its reason, within the seats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from daybook.annual.enums import Grade, QuotaGrade
from daybook.annual.wording import grade_word, unit_word
from daybook.org.models import Person
from daybook.rules.result import PersonResult, YearResult
from daybook.rules.year import DECIDING
from daybook.web.refusals import Refused

TIE = "tie:"
WITHIN_REACH = (Grade.EXCELLENT, Grade.GOOD, Grade.COMPETENT)
"""The grades in their order: who is tied for one may miss it, and has one of those behind it."""


@dataclass(frozen=True, slots=True)
class GradeDraft:
    """A grade for one person, with the reason that a departure from the suggestion needs."""

    person: Person
    grade: str
    reason: str = ""


class SeatUse(NamedTuple):
    """How many of a unit's seats of a grade are given."""

    pool: str
    unit: str
    grade: str
    used: int
    seats: int


def departs(found: PersonResult, grade: str) -> bool:
    """Whether a grade departs from the order of rank: settling a tie does not, a missing total does.

    A tie is settled by the grade at whose last seat it is, or by one that those have who miss it.
    """
    if found.suggested is not None:
        return grade != found.suggested
    tied = [reason.removeprefix(TIE) for reason in found.why if reason.startswith(TIE)]
    return not any(grade in WITHIN_REACH[each:] for each in map(WITHIN_REACH.index, tied))


def is_open(found: PersonResult, grade: str) -> bool:
    """Whether a grade is open to somebody: quota grades to the eligible, what a circumstance decides."""
    if grade in QuotaGrade.values:
        return grade in found.eligible
    return grade not in DECIDING or grade in {found.suggested, Grade.INCOMPETENT}


def require_grade(draft: GradeDraft, found: PersonResult) -> None:
    """The grade exists, is open to the person, and has the reason it needs. Raises Refused."""
    name = {"name": draft.person.name}
    if not draft.grade:
        raise Refused(_("Choose a grade for %(name)s.") % name, field="grade")
    if draft.grade not in Grade.values:
        raise Refused(_("There is no such grade."), field="grade")
    if not is_open(found, draft.grade):
        raise Refused(_("%(name)s is not eligible for this grade.") % name, field="grade")
    if departs(found, draft.grade) and not draft.reason.strip():
        raise Refused(
            _("The grade of %(name)s departs from the suggestion; give a reason.") % name, field="reason"
        )


def seats_used(result: YearResult, grades: Mapping[str, str]) -> Iterator[SeatUse]:
    """How many seats of each unit and grade are given by the grades of people (by number)."""
    given = Counter(
        (each.pool, each.unit, grades[each.number]) for each in result.people if each.number in grades
    )
    for pool in result.pools:
        for unit in pool.units:
            for grade, seats in unit.seats.items():
                yield SeatUse(pool.pool, unit.unit, grade, given[pool.pool, unit.unit, grade], seats)


def exceeded(result: YearResult, grades: Mapping[str, str]) -> list[SeatUse]:
    """The units that have more of a quota grade than seats."""
    return [use for use in seats_used(result, grades) if use.used > use.seats]


def require_seats(
    result: YearResult,
    grades: Mapping[str, str],
    names: Mapping[str, str],
    *,
    of: Iterable[str] | None = None,
) -> None:
    """No unit has more of a quota grade than seats, what was given before included. Raises Refused.

    `of` are the people (by number) whose units are asked, everybody's where it is left out; `names` tells
    what people are called.
    """
    asked = None if of is None else frozenset(of)
    units = {(each.pool, each.unit) for each in result.people if asked is None or each.number in asked}
    for use in exceeded(result, grades):
        if (use.pool, use.unit) in units:
            words = {"unit": unit_word(use.unit, names), "grade": grade_word(use.grade), "seats": use.seats}
            raise Refused(_("The unit of %(unit)s has %(seats)s seats of %(grade)s.") % words, field="grade")


def unfit(result: YearResult, grades: Mapping[str, str]) -> list[PersonResult]:
    """Those whose grade (by number) is not open to them, or not any more: something was learned since."""
    return [
        each for each in result.people if each.number in grades and not is_open(each, grades[each.number])
    ]
