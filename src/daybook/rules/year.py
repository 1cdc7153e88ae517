"""One bureau-year from its facts to its result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from daybook.rules.eligibility import mostly_low
from daybook.rules.exact import hundredths
from daybook.rules.facts import YearFacts
from daybook.rules.periods import Period, quarters_of
from daybook.rules.policy import Policy
from daybook.rules.quotas import members_by_unit, pool_result
from daybook.rules.ranking import EXCELLENT, Contender, competition_ranks, quota_awards
from daybook.rules.result import PersonResult, PoolResult, UnitResult, YearResult
from daybook.rules.settlement import PolicyOn, Settlement
from daybook.rules.statutory import Cap, Graded, cap_of

DECIDING = ("not_appraised", "incompetent", "undetermined")
COMPETENT, BASICALLY, INCOMPETENT = "competent", "basically_competent", "incompetent"


def settle(policy: Policy, facts: YearFacts, policy_on: PolicyOn | None = None) -> YearResult:
    """Settle the year of one bureau under ``policy``, the one in force on its last day.

    ``policy_on`` gives the policy of an id (empty: the bureau's own) on the day a sheet was published, so
    that a published quarter keeps the weights it was published under; left out, ``policy`` scores every
    sheet (a replay). Raises UnfitSheet, BadBallot or OutsideCalendar for facts the policy cannot read.
    """
    settlement = Settlement(policy, facts, policy_on)
    people = list(settlement.people())
    departments = settlement.units.departments_of(facts.departments)
    pools = []
    for pool in policy.pools:
        members = members_by_unit(people, pool)
        found = pool_result(policy, facts, pool, members, departments)
        if found.units:
            pools.append(found)
            _rank_and_award(found, members)
    for each in people:
        each.suggested = _suggested(policy, each)
    caps = {period.key: _cap(policy, period, people) for period in quarters_of(facts.year)}
    warnings = _warnings(facts, caps.items())
    return YearResult(facts.bureau, facts.year, policy.id, policy.hash, warnings, pools, people, caps)


def _rank_and_award(pool: PoolResult, members: dict[str, list[PersonResult]]) -> None:
    for unit in pool.units:
        people = members.get(unit.unit, [])
        ranked = [(each, each.key) for each in people]
        placed = [(each, key) for each, key in ranked if key is not None]
        for (each, _), rank in zip(placed, competition_ranks([key for _, key in placed]), strict=True):
            each.rank = rank
        _award(unit, people)


def _award(unit: UnitResult, people: Sequence[PersonResult]) -> None:
    """The suggestions of the quotas, and the ties that leave one open."""
    by_number = {each.number: each for each in people if each.eligible}
    contenders = [
        Contender(number, each.key, EXCELLENT in each.eligible)
        for number, each in by_number.items()
        if each.key is not None
    ]
    for number, award in quota_awards(contenders, *unit.seats.values()).items():
        by_number[number].suggested = award.grade
        by_number[number].why += [f"tie:{grade}" for grade in award.ties]


def _suggested(policy: Policy, result: PersonResult) -> str | None:
    """The suggestion: circumstances first, then the quotas, then the annual total; none at a tie."""
    for effect in DECIDING if result.barred_by else ():
        if any(reason.startswith(f"{effect}:") for reason in result.barred_by):
            return effect
    if result.why and result.why[-1].startswith("tie:"):
        return None
    grade = result.suggested or _by_total(policy, result)
    if grade is not None and grade != INCOMPETENT and mostly_low(policy, list(result.grades.values())):
        return BASICALLY
    return grade


def _by_total(policy: Policy, result: PersonResult) -> str | None:
    """Competent, basically competent or incompetent by annual total. Source: confirmed_default."""
    if result.total is None:
        return None
    if result.total.hundredths >= hundredths(policy.suggestions.competent_from):
        return COMPETENT
    return (
        BASICALLY
        if result.total.hundredths >= hundredths(policy.suggestions.basically_competent_from)
        else INCOMPETENT
    )


def _cap(policy: Policy, period: Period, people: Sequence[PersonResult]) -> Cap:
    number = period.number
    graded = [
        Graded(each.number, each.quarters[number].hundredths, each.grades[number])
        for each in people
        if number in each.grades
    ]
    return cap_of(policy, graded)


def _warnings(facts: YearFacts, caps: Iterable[tuple[str, Cap]]) -> tuple[str, ...]:
    exceeded = [f"cap_exceeded:{key}" for key, cap in caps if cap.exceeded]
    missing = [f"calendar_missing:{facts.year}"] if facts.year in facts.calendar.missing else []
    return (*exceeded, *missing)
