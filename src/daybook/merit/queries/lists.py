"""The preference lists of a year, with what was decided for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from daybook.merit.enums import BenefitKind
from daybook.merit.models import Benefit
from daybook.merit.queries.kept import Kept
from daybook.merit.queries.use_year import Member, UseYear, use_year
from daybook.org.models import Bureau, Person
from daybook.rules.preference import LISTS, Candidate, Place, YearStanding, passed_over


@dataclass(frozen=True, slots=True)
class PreferenceList:
    """A list of a year: its places in order, the people by number, and what was decided for them in it."""

    use: UseYear
    kind: str
    places: Sequence[Place]
    members: Mapping[str, Member]
    decided: Mapping[str, Sequence[Benefit]]

    def above(self, number: str) -> list[str]:
        """The numbers of those who stand above a person and have nothing yet."""
        return passed_over(self.places, number, self.decided.keys())


def preference_list(use: UseYear, kind: str) -> PreferenceList:
    """One list of a year, in two statements."""
    benefits = list(_standing(use.bureau, kind))
    before = _last_before(benefits, use.year)
    born = dict(Person.objects.filter(bureau=use.bureau).values_list("id", "birth_date"))
    candidates = [
        Candidate(each.number, each.group, _years(use, each), born.get(each.row), before.get(each.row))
        for each in use.members
    ]
    decided: dict[str, list[Benefit]] = {}
    for row in benefits:
        if row.year == use.year:
            decided.setdefault(row.person.number, []).append(row)
    places = LISTS[kind](use.policy, use.year, candidates)
    return PreferenceList(use, kind, places, {each.number: each for each in use.members}, decided)


def above_without(person: Person, kind: str, year: int) -> list[str]:
    """The names of those who stand above a person on a list and have nothing yet; none without a list."""
    use = use_year(person.bureau, year)
    if isinstance(use, Kept) or kind not in BenefitKind.values:
        return []
    found = preference_list(use, kind)
    return [found.members[number].name for number in found.above(person.number)]


def _standing(bureau: Bureau, kind: str) -> QuerySet[Benefit]:
    rows = Benefit.objects.filter(bureau=bureau, kind=kind, cancelled_at=None)
    return rows.select_related("person").order_by("entered_at", "key")


def _last_before(benefits: Sequence[Benefit], year: int) -> dict[int, int]:
    """The last year before this one in which somebody was given it."""
    return {row.person_id: row.year for row in sorted(benefits, key=lambda row: row.year) if row.year < year}


def _years(use: UseYear, member: Member) -> dict[int, YearStanding]:
    """What is known of the years: this one as it stands, those before as they were sealed."""
    grades = use.kept.grades_of(member.row)
    routine = {
        year: rows[member.row].routine
        for year, rows in use.kept.sealed.items()
        if year < use.year and member.row in rows
    }
    routine[use.year] = member.routine
    return {year: YearStanding(routine.get(year), grades.get(year, "")) for year in {*routine, *grades}}
