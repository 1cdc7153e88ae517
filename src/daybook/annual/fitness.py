"""Whether a grade may be given to somebody: open to the person, with its reason, within the seats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from daybook.annual.enums import Grade, QuotaGrade
from daybook.org.models import Person
from daybook.rules.result import PersonResult, YearResult
from daybook.web.refusals import Refused


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
    """Whether a grade departs from the order of rank; settling a tie does not, a missing total does."""
    if found.suggested is not None:
        return grade != found.suggested
    return not any(reason.startswith("tie:") for reason in found.why)


def require_grade(draft: GradeDraft, found: PersonResult) -> None:
    """The grade exists, is open to the person, and has the reason it needs. Raises Refused."""
    name = {"name": draft.person.name}
    if not draft.grade:
        raise Refused(_("Choose a grade for %(name)s.") % name, field="grade")
    if draft.grade not in Grade.values:
        raise Refused(_("There is no such grade."), field="grade")
    if draft.grade in QuotaGrade.values and draft.grade not in found.eligible:
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


def require_seats(result: YearResult, grades: Mapping[str, str]) -> None:
    """No unit has more of a quota grade than seats, what was given before included. Raises Refused."""
    for use in seats_used(result, grades):
        if use.used > use.seats:
            words = {"unit": use.unit, "seats": use.seats}
            raise Refused(_("Unit %(unit)s has %(seats)s seats of this grade.") % words, field="grade")
