"""Refilling: seats a unit cannot fill go to units that still have an eligible person without one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from daybook.rules.apportionment import Award, sainte_lague


class Refill(NamedTuple):
    """The working of a refilling: seats given back by unit, seats given in order, the outcome."""

    returned: dict[str, int]
    given: tuple[Award, ...]
    seats: dict[str, int]


def refill(bases: Mapping[str, int], seats: Mapping[str, int], eligible: Mapping[str, int]) -> Refill:
    """Give back what each unit cannot fill, and give it, one by one, to the largest base ÷ (2 × seats + 1).

    Only a unit with an eligible person without a seat gets one; ties as in the apportionment; what nobody
    can fill stays unfilled. Source: confirmed_default.
    """
    filled = {unit: min(seats[unit], eligible[unit]) for unit in bases}
    returned = {unit: seats[unit] - filled[unit] for unit in bases if filled[unit] < seats[unit]}
    given = []
    for _ in range(sum(returned.values())):
        open_units = [unit for unit in bases if filled[unit] < eligible[unit]]
        if not open_units:
            break
        unit = max(open_units, key=lambda each: (sainte_lague(bases[each], filled[each]), bases[each]))
        given.append(Award(unit, filled[unit] + 1, sainte_lague(bases[unit], filled[unit])))
        filled[unit] += 1
    return Refill(returned, tuple(given), filled)
