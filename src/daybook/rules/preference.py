"""The preference lists (评先选优, 实践锻炼, 健康疗养): they order candidates and exclude nobody.

Whoever a rule puts forward stands before all others; within both the order is by routine score. Every place
keeps the grounds on which it stands, or those that are missing for a higher one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from daybook.rules.exact import hundredths
from daybook.rules.policy import Policy

AWARD, TRAINING, RECUPERATION = "award", "training", "recuperation"
NO_SCORE = -1


class YearStanding(NamedTuple):
    """What is known of one year: the routine score in hundredths, and the grade decided, empty for none."""

    routine: int | None = None
    grade: str = ""


class Candidate(NamedTuple):
    """Somebody who may be put on a list: by number, ranked within a group (the unit), with years by number.

    `recuperated` is the last year before that of the list in which the person was given recuperation leave.
    """

    person: str
    group: str
    years: Mapping[int, YearStanding]
    born: date | None = None
    recuperated: int | None = None


class Ground(NamedTuple):
    """A condition of a list and whether it is met, with the year and the numbers that were compared.

    `has` is what the person has, nothing where it is not known; `wants` what the rule asks for; `of` how many
    are ranked; `grade` the grade of the year, empty for none.
    """

    code: str
    met: bool
    year: int
    has: int | None = None
    wants: Fraction | int = 0
    of: int = 0
    grade: str = ""


class Place(NamedTuple):
    """A place on a list: rank (equals share it), whether a rule put the person there, and the grounds."""

    person: str
    rank: int
    by_rule: bool
    routine: int | None
    grounds: tuple[Ground, ...]


Judged = tuple[bool, tuple[Ground, ...]]


def merit_selection(policy: Policy, year: int, candidates: Sequence[Candidate]) -> list[Place]:
    """评先选优: who is in the unit's top share by routine score, or has one of the grades.

    The top share of a unit are the ranks up to share × scored people. Source: confirmed_default.
    """
    rule = policy.preference.merit_selection
    share = Fraction(rule.top_share)
    ranks = _ranks(year, candidates)

    def judge(each: Candidate) -> Judged:
        rank, count = ranks[each.person]
        top = rank is not None and rank <= share * count
        grade = _standing(each, year).grade
        grounds = (
            Ground("top_share", top, year, rank, share, count),
            Ground("grade", grade in rule.grades, year, grade=grade),
        )
        return _any_of(grounds)

    return _placed(year, candidates, judge)


def practical_training(policy: Policy, year: int, candidates: Sequence[Candidate]) -> list[Place]:
    """实践锻炼: a routine score from the least on in so many years in a row, and at most so old.

    Age is that of 31 December; an unknown one meets nothing. Source: confirmed_default.
    """
    rule = policy.preference.practical_training
    least = hundredths(rule.routine_minimum)

    def judge(each: Candidate) -> Judged:
        scores = [_scored(each, year - back, least) for back in range(rule.years)]
        age = None if each.born is None else year - each.born.year
        return _all_of(
            [*scores, Ground("age", age is not None and age <= rule.age_most, year, age, rule.age_most)]
        )

    return _placed(year, candidates, judge)


def recuperation(policy: Policy, year: int, candidates: Sequence[Candidate]) -> list[Place]:
    """健康疗养: a routine score from the least on, or one of the grades in so many years in a row.

    And not within so many years of the last. Source: confirmed_default.
    """
    rule = policy.preference.recuperation
    least = hundredths(rule.routine_minimum)

    def judge(each: Candidate) -> Judged:
        grades = [_standing(each, year - back).grade for back in range(rule.grade_years)]
        row = next((place for place, grade in enumerate(grades) if grade not in rule.grades), len(grades))
        merits, earned = _any_of(
            (
                _scored(each, year, least),
                Ground("grades", row == rule.grade_years, year, row, rule.grade_years),
            )
        )
        last = each.recuperated
        free = Ground(
            "interval", last is None or year - last >= rule.interval_years, year, last, rule.interval_years
        )
        if merits and free.met:
            return True, (*earned, free)
        return False, (*(() if merits else earned), *(() if free.met else (free,)))

    return _placed(year, candidates, judge)


LISTS: Mapping[str, Callable[[Policy, int, Sequence[Candidate]], list[Place]]] = {
    AWARD: merit_selection,
    TRAINING: practical_training,
    RECUPERATION: recuperation,
}


def passed_over(places: Iterable[Place], person: str, taken: Collection[str]) -> list[str]:
    """Who stands above a person on a list and has not been chosen: then the order is departed from."""
    listed = list(places)
    rank = next((each.rank for each in listed if each.person == person), len(listed) + 1)
    return [each.person for each in listed if each.rank < rank and each.person not in taken]


def _standing(each: Candidate, year: int) -> YearStanding:
    return each.years.get(year, YearStanding())


def _scored(each: Candidate, year: int, least: int) -> Ground:
    routine = _standing(each, year).routine
    return Ground("routine", routine is not None and routine >= least, year, routine, least)


def _any_of(grounds: Sequence[Ground]) -> Judged:
    met = tuple(each for each in grounds if each.met)
    return bool(met), met or tuple(grounds)


def _all_of(grounds: Sequence[Ground]) -> Judged:
    missing = tuple(each for each in grounds if not each.met)
    return not missing, missing or tuple(grounds)


def _ranks(year: int, candidates: Sequence[Candidate]) -> dict[str, tuple[int | None, int]]:
    """The rank by routine score within the group, and how many there have one; equals share a rank."""
    scores: dict[str, list[int]] = {}
    for each in candidates:
        if (routine := _standing(each, year).routine) is not None:
            scores.setdefault(each.group, []).append(routine)
    found: dict[str, tuple[int | None, int]] = {}
    for each in candidates:
        routine, group = _standing(each, year).routine, scores.get(each.group, [])
        rank = None if routine is None else 1 + sum(other > routine for other in group)
        found[each.person] = rank, len(group)
    return found


def _placed(year: int, candidates: Sequence[Candidate], judge: Callable[[Candidate], Judged]) -> list[Place]:
    """Everybody, whom the rule puts forward first, then by routine score, equals in the order given."""
    judged = []
    for each in candidates:
        by_rule, grounds = judge(each)
        routine = _standing(each, year).routine
        judged.append((each.person, (by_rule, NO_SCORE if routine is None else routine), routine, grounds))
    judged.sort(key=lambda found: found[1], reverse=True)
    first: dict[tuple[bool, int], int] = {}
    for rank, (_person, key, _routine, _grounds) in enumerate(judged, start=1):
        first.setdefault(key, rank)
    return [Place(person, first[key], key[0], routine, grounds) for person, key, routine, grounds in judged]
