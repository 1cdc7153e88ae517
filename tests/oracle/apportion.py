"""Quotas over units: the five methods and refilling, seat by seat, with exact fractions."""

from __future__ import annotations

from fractions import Fraction
from math import floor

Bases = list[tuple[str, int]]
Seats = dict[str, int]


def apportion(method: str, total: int, bases: Bases) -> Seats:
    """Gives `total` seats to the units by their bases; units come in listed order."""
    if method == "largest_remainder":
        return largest_remainder(total, bases)
    seats = {unit: 0 for unit, _ in bases}
    for _ in range(total):
        # seats one by one to the largest quotient; tie: the larger base, then the unit listed first
        order = [
            (quotient(method, base, seats[unit]), base, -place) for place, (unit, base) in enumerate(bases)
        ]
        seats[bases[-max(order)[2]][0]] += 1
    return seats


def largest_remainder(total: int, bases: Bases) -> Seats:
    """Everybody gets the floor of total × base ÷ N, seats left go to the largest remainders."""
    whole = sum(base for _, base in bases)
    shares = [Fraction(total * base, whole) for _, base in bases]
    seats = {unit: floor(share) for (unit, _), share in zip(bases, shares, strict=True)}
    left = total - sum(seats.values())
    order = sorted(
        range(len(bases)),
        key=lambda i: (-(shares[i] - floor(shares[i])), -bases[i][1], i),  # tie: larger base, listed first
    )
    for i in order[:left]:
        seats[bases[i][0]] += 1
    return seats


def quotient(method: str, base: int, seats: int) -> tuple[int, Fraction]:
    """What a unit bids for its next seat; the leading 1 stands for "before all others"."""
    if method == "sainte_lague":
        return (0, Fraction(base, 2 * seats + 1))
    if method == "jefferson":
        return (0, Fraction(base, seats + 1))
    if seats == 0:
        # adams and huntington_hill: the first seat of each unit comes before all others;
        # with fewer seats than units the largest bases get them
        return (1, Fraction(base))
    if method == "adams":
        return (0, Fraction(base, seats))
    # huntington_hill: base ÷ √(s(s + 1)), compared by its square
    assert method == "huntington_hill", method
    return (0, Fraction(base * base, seats * (seats + 1)))


def refill(seats: Seats, bases: Bases, room: dict[str, int]) -> Seats:
    """Seats a unit cannot fill go back and are given to the others, one by one.

    `room` is how many people a unit could seat: the eligible (for good, less its excellent seats filled).
    """
    result = {unit: min(seats[unit], room[unit]) for unit, _ in bases}
    for _ in range(sum(seats.values()) - sum(result.values())):
        # base ÷ (2 × its seats + 1) among those that still have an eligible person without a seat
        open_units = [
            (Fraction(base, 2 * result[unit] + 1), base, -place)
            for place, (unit, base) in enumerate(bases)
            if result[unit] < room[unit]
        ]
        if not open_units:
            break
        result[bases[-max(open_units)[2]][0]] += 1
    return result
