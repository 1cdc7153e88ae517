"""Apportionment (名额分配): a total divided over units by their bases, with its working.

Five methods, each from its own publication and each exact: largest remainder (Hamilton), Sainte-Laguë
(Webster), Jefferson (d'Hondt), Huntington-Hill, Adams. Ties go to the larger base, then to the unit listed
first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from heapq import heapify, heapreplace
from typing import NamedTuple

Bases = Mapping[str, int]


class Award(NamedTuple):
    """One seat given: to which unit, as its how-manieth, and the claim that won it.

    The claim is the remainder (largest remainder) or the priority; ``None`` where a first seat comes before
    all.
    """

    unit: str
    seat: int
    claim: Fraction | None


class Apportionment(NamedTuple):
    """The working of one apportionment, by unit in the order listed.

    ``shares`` is total × base ÷ Σ base; ``floors`` what each unit gets outright (nothing by the divisor
    methods); ``awards`` the other seats in the order in which they were given; ``seats`` the outcome.
    """

    method: str
    total: int
    bases: dict[str, int]
    shares: dict[str, Fraction]
    floors: dict[str, int]
    awards: tuple[Award, ...]
    seats: dict[str, int]

    @property
    def added(self) -> dict[str, int]:
        """The seats each unit got beyond its floor."""
        return {unit: self.seats[unit] - self.floors[unit] for unit in self.bases}


def quota_total(headcount: int, ratio: Fraction) -> int:
    """⌊headcount × ratio⌋, never above the ratio. Source: appraisal_provisions."""
    return int(headcount * ratio)


def apportion(method: str, total: int, bases: Bases) -> Apportionment:
    """Divide ``total`` seats over units by base (each ≥ 1), listed in order. Source: confirmed_default.

    Without units nothing is given. Raises KeyError for an unknown method.
    """
    whole = sum(bases.values())
    shares = {unit: Fraction(total * base, whole) for unit, base in bases.items()}
    if method == "largest_remainder":
        floors = {unit: int(share) for unit, share in shares.items()}
        awards = _by_remainder(total, bases, shares, floors)
    else:
        floors = dict.fromkeys(bases, 0)
        awards = _by_priority(PRIORITIES[method], total, bases)
    seats = dict(floors)
    for award in awards:
        seats[award.unit] += 1
    return Apportionment(method, total, dict(bases), shares, floors, tuple(awards), seats)


def _by_remainder(
    total: int, bases: Bases, shares: Mapping[str, Fraction], floors: Mapping[str, int]
) -> list[Award]:
    """The seats left after the floors, to the largest remainders."""
    remainders = {unit: share - floors[unit] for unit, share in shares.items()}
    order = sorted(bases, key=lambda unit: (-remainders[unit], -bases[unit]))
    left = total - sum(floors.values())
    return [Award(unit, floors[unit] + 1, remainders[unit]) for unit in order[:left]]


Priority = Callable[[int, int], Fraction | None]


class Claimant(NamedTuple):
    """A unit in the queue for its next seat; the foremost sorts first."""

    later: bool
    claim: Fraction | int
    base: int
    place: int
    unit: str
    seats: int


def _by_priority(priority: Priority, total: int, bases: Bases) -> list[Award]:
    """Seat after seat to the highest priority, a first seat without one before all."""
    queue = [_claimant(priority, base, place, unit, 0) for place, (unit, base) in enumerate(bases.items())]
    heapify(queue)
    awards = []
    for _ in range(total if queue else 0):
        first = queue[0]
        awards.append(Award(first.unit, first.seats + 1, Fraction(-first.claim) if first.later else None))
        heapreplace(queue, _claimant(priority, -first.base, first.place, first.unit, first.seats + 1))
    return awards


def _claimant(priority: Priority, base: int, place: int, unit: str, seats: int) -> Claimant:
    """Signs are turned: the highest claim comes first, then the larger base, then the unit listed first."""
    claim = priority(base, seats)
    return Claimant(claim is not None, -(claim or 0), -base, place, unit, seats)


def sainte_lague(base: int, seats: int) -> Fraction:
    """base ÷ (2 × seats + 1)."""
    return Fraction(base, 2 * seats + 1)


def jefferson(base: int, seats: int) -> Fraction:
    """base ÷ (seats + 1)."""
    return Fraction(base, seats + 1)


def huntington_hill(base: int, seats: int) -> Fraction | None:
    """base ÷ √(seats × (seats + 1)), squared so that it stays exact and in the same order."""
    return Fraction(base * base, seats * (seats + 1)) if seats else None


def adams(base: int, seats: int) -> Fraction | None:
    """base ÷ seats."""
    return Fraction(base, seats) if seats else None


PRIORITIES: Mapping[str, Priority] = {
    "sainte_lague": sainte_lague,
    "jefferson": jefferson,
    "huntington_hill": huntington_hill,
    "adams": adams,
}
