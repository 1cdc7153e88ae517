"""Quotas, seats, ranks and suggestions of one pool."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

from .apportion import apportion, refill
from .policy import Policy
from .tables import Row

QUOTA_GRADES = ("excellent", "good")
Result = dict[str, Any]


def settle_pool(
    policy: Policy, pool: str, base: list[Result], units: dict[str, list[str]], decided: list[Row]
) -> Result:
    """One pool: its headcount, quotas and units; ranks and suggestions are written into the people."""
    # units with a base of at least 1, by the leader's number
    members = {unit: [p for p in base if p["unit"] == unit] for unit in sorted({p["unit"] for p in base})}
    bases = [(unit, len(people)) for unit, people in members.items()]
    # ⌊N × ratio⌋: "within" means never above
    quotas = {grade: floor(len(base) * policy["ratios"][grade]) for grade in QUOTA_GRADES}
    seats: dict[str, dict[str, int]] = {}
    filled = dict.fromkeys(members, 0)
    # excellent is settled first, good after it
    for grade in QUOTA_GRADES:
        rows = [r for r in decided if r["grade"] == grade and r["pool"] == pool]
        able = {unit: sum(grade in p["eligible"] for p in people) for unit, people in members.items()}
        # for good: eligible less its excellent seats filled
        room = {unit: able[unit] - filled[unit] for unit in members}
        if rows:
            # decided seats replace apportionment and refilling
            given = {row["unit"]: int(row["seats"]) for row in rows}
            seats[grade] = {unit: given.get(unit, 0) for unit in members}
        else:
            seats[grade] = refill(apportion(policy["method"], quotas[grade], bases), bases, room)
        if grade == "excellent":
            filled = {unit: min(seats[grade][unit], able[unit]) for unit in members}
    for unit, people in members.items():
        rank(people)
        suggest(policy, people, seats["excellent"][unit], seats["good"][unit])
    return {
        "pool": pool,
        "headcount": len(base),
        "quotas": quotas,
        "units": [
            {
                "unit": unit,
                "departments": units.get(unit, []),
                "base": len(people),
                "seats": {grade: seats[grade][unit] for grade in QUOTA_GRADES},
            }
            for unit, people in members.items()
        ],
    }


def merit(person: Result) -> tuple[Fraction, Fraction]:
    """What the eligible are ranked by: annual total, then routine score."""
    return person["total"], person["routine"]


def rank(people: list[Result]) -> None:
    """Competition ranking over those of the unit's base in the pool with a total; else null."""
    ranked = [p for p in people if p["total"] is not None]
    for person in people:
        better = [p for p in ranked if person in ranked and merit(p) > merit(person)]
        person["rank"] = 1 + len(better) if person in ranked else None


def last_seat(candidates: list[tuple[Fraction, Fraction]], seats: int) -> tuple[Fraction, Fraction] | None:
    """The merit at which people are tied across the last seat, if they are."""
    order = sorted(candidates, reverse=True)
    if 0 < seats < len(order) and order[seats - 1] == order[seats]:
        return order[seats]
    return None


def suggest(policy: Policy, people: list[Result], excellent: int, good: int) -> None:
    """What the system suggests in one unit: circumstances first, then the seats, then the annual total."""
    for person in people:
        person["ties"] = []
        person["suggested"] = by_total(policy, person)
    able = [p for p in people if "excellent" in p["eligible"]]
    # excellent to the first q1 eligible; people tied across the last seat all get no suggestion
    tied_at = last_seat([merit(p) for p in able], excellent)
    order = sorted(able, key=merit, reverse=True)
    winners = [p for p in order[:excellent] if merit(p) != tied_at]
    tied = [p for p in able if merit(p) == tied_at]
    for person in winners:
        person["suggested"] = "excellent"
    # good to the next q2, among them those eligible for good only
    others = [p for p in people if "good" in p["eligible"] and p not in winners and p not in tied]
    # those of the tied who will miss it are counted in the good ranking at their own rank
    missing = len(winners) + len(tied) - excellent if tied else 0
    contest = [merit(p) for p in others] + [merit(tied[0])] * missing if tied else [merit(p) for p in others]
    good_tied_at = last_seat(contest, good)
    seated = sorted(contest, reverse=True)[:good]
    for person in others:
        if merit(person) == good_tied_at:
            person["suggested"] = None
            person["ties"] = ["tie:good"]
        elif merit(person) in seated:
            person["suggested"] = "good"
    for person in tied:
        person["suggested"] = None
        # if the last good seat falls among them too, both ties are listed
        person["ties"] = ["tie:excellent"] + (["tie:good"] if good_tied_at == merit(person) else [])


def by_total(policy: Policy, person: Result) -> str | None:
    """The suggestion where no quota seat is had."""
    # not competent > not determined (not appraised people are not in the base)
    for effect in ("incompetent", "undetermined"):
        if person["effects"][effect]:
            return effect
    # null where the total is missing and no circumstance decides
    if person["total"] is None:
        return None
    if person["total"] < policy["basically_competent_from"]:
        return "incompetent"
    # fair or poor in more than half of the scored quarters: basically competent at most
    grades = list(person["grades"].values())
    low = grades.count("fair") + grades.count("poor")
    poor = low > policy["low_share_over"] * len(grades)
    if person["total"] < policy["competent_from"] or poor:
        return "basically_competent"
    return "competent"
