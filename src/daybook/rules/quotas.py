"""Quotas (名额) of a pool: bases, totals, apportionment, refilling, and what people decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from daybook.rules.apportionment import apportion, quota_total
from daybook.rules.facts import YearFacts
from daybook.rules.policy import QUOTA_GRADES, Policy, Quota
from daybook.rules.ranking import EXCELLENT, GOOD
from daybook.rules.refill import refill
from daybook.rules.result import PersonResult, PoolResult, QuotaResult, UnitResult
from daybook.rules.units import frozen_bases

Seats = Mapping[str, int]
DecidedSeats = Mapping[tuple[str, str, str], int]


def bases_of(facts: YearFacts, pool: str, members: Mapping[str, Sequence[PersonResult]]) -> dict[str, int]:
    """The base of each unit of a pool, as frozen or the people in it; units in order of leader."""
    if facts.members:
        return frozen_bases(facts.members, pool)
    return {unit: len(people) for unit, people in members.items()}


def members_by_unit(people: Sequence[PersonResult], pool: str) -> dict[str, list[PersonResult]]:
    """The appraised people of a pool by unit, units in order of the leader's number."""
    units: dict[str, list[PersonResult]] = {}
    for each in people:
        if each.pool == pool and each.in_base:
            units.setdefault(each.unit, []).append(each)
    return dict(sorted(units.items()))


def pool_result(
    policy: Policy,
    facts: YearFacts,
    pool: str,
    members: Mapping[str, Sequence[PersonResult]],
    departments: Mapping[str, tuple[str, ...]],
) -> PoolResult:
    """The quotas and units of a pool, without units where it has nobody; 优秀 is settled first, then 优良."""
    bases, decided = bases_of(facts, pool, members), facts.seats
    eligible = {grade: _eligible(members, grade) for grade in QUOTA_GRADES}
    excellent = _quota(policy, EXCELLENT, bases, eligible[EXCELLENT], _decided(decided, EXCELLENT, pool))
    filled = {unit: min(excellent.seats[unit], eligible[EXCELLENT][unit]) for unit in bases}
    left = {unit: eligible[GOOD][unit] - filled[unit] for unit in bases}
    good = _quota(policy, GOOD, bases, left, _decided(decided, GOOD, pool))
    quotas = {EXCELLENT: excellent, GOOD: good}
    units = [
        UnitResult(
            unit, departments.get(unit, ()), base, {grade: quotas[grade].seats[unit] for grade in quotas}
        )
        for unit, base in bases.items()
    ]
    return PoolResult(pool, sum(bases.values()), quotas, units)


def _eligible(members: Mapping[str, Sequence[PersonResult]], grade: str) -> Counter[str]:
    return Counter({unit: sum(grade in each.eligible for each in people) for unit, people in members.items()})


def _decided(decided: DecidedSeats, grade: str, pool: str) -> dict[str, int]:
    return {key[2]: seats for key, seats in decided.items() if key[:2] == (grade, pool)}


def _quota(policy: Policy, grade: str, bases: Seats, eligible: Seats, decided: Seats) -> QuotaResult:
    """The quota of one grade; if any seats of it are decided, a unit left out has none."""
    quota: Quota = getattr(policy.quotas, grade)
    total = quota_total(sum(bases.values()), Fraction(quota.ratio))
    working = apportion(policy.quotas.method, total, bases)
    refilled = refill(bases, working.seats, eligible)
    seats = {unit: decided.get(unit, 0) for unit in bases} if decided else None
    return QuotaResult(grade, working, eligible, refilled, seats)


def seats_within(total: int, seats: Seats) -> bool:
    """Whether seats moved between units stay within the pool's total and none is negative."""
    return sum(seats.values()) <= total and min(seats.values(), default=0) >= 0
