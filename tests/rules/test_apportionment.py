"""Apportionment against an independent library on thousands of random cases, and its properties."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from apportionment import methods as library
from apportionment.methods import TiesException
from hypothesis import given
from hypothesis import strategies as st

from daybook.rules.apportionment import PRIORITIES, apportion, quota_total
from daybook.rules.quotas import seats_within
from daybook.rules.refill import refill

NAMES = {
    "largest_remainder": "hamilton",
    "sainte_lague": "saintelague",
    "jefferson": "dhondt",
    "huntington_hill": "huntington",
    "adams": "adams",
}
METHODS = ["largest_remainder", *PRIORITIES]
bases_of_units = st.lists(st.integers(1, 300), min_size=1, max_size=12).map(
    lambda bases: {f"L{place:02}": base for place, base in enumerate(bases)}
)


@pytest.mark.many
@pytest.mark.parametrize("method", METHODS)
def test_all_methods_agree_with_the_library_where_nothing_is_tied(method: str) -> None:
    """2,000 random cases a method; bases of thousands hardly tie, and ties are set aside."""
    chance = random.Random(method)
    compared = 0
    for _ in range(2000):
        bases = [chance.randint(50, 90_000) for _ in range(chance.randint(2, 15))]
        total = chance.randint(len(bases), 200)
        try:
            theirs = library.compute(NAMES[method], bases, total, tiesallowed=False)
        except TiesException:
            continue
        ours = apportion(method, total, {str(place): base for place, base in enumerate(bases)}).seats
        assert list(ours.values()) == theirs, (method, bases, total)
        compared += 1
    assert compared > 1900


def claim(method: str, base: int, seat: int, share: Fraction) -> tuple[bool, Fraction]:
    """How strongly a unit claims its ``seat``-th seat; a first seat before all others is the strongest."""
    if method == "largest_remainder":
        return False, min(Fraction(1), share - (seat - 1))
    if method in ("adams", "huntington_hill") and seat == 1:
        return True, Fraction()
    divisor = {
        "sainte_lague": Fraction(2 * seat - 1, 2),
        "jefferson": Fraction(seat),
        "adams": Fraction(seat - 1),
        "huntington_hill": Fraction(seat * (seat - 1)),
    }[method]
    return False, Fraction(base ** (2 if method == "huntington_hill" else 1)) / divisor


tying_bases = st.lists(st.integers(1, 6), min_size=2, max_size=8)


@given(tying_bases, st.integers(1, 14), st.sampled_from(METHODS))
def test_no_unit_without_a_seat_claims_it_more_than_one_that_has_it(
    bases: list[int], total: int, method: str
) -> None:
    """What makes an apportionment the right one; ties go to the larger base, then to the first."""
    seats = apportion(
        method, total, {f"L{place:02}": base for place, base in enumerate(bases)}
    ).seats.values()
    shares = [Fraction(total * base, sum(bases)) for base in bases]
    units = list(zip(range(len(bases)), bases, seats, shares, strict=True))
    held = [(claim(method, base, has, share), base, -place) for place, base, has, share in units if has]
    wanted = [(claim(method, base, has + 1, share), base, -place) for place, base, has, share in units]
    for worst in held:
        assert all(worst > want or worst[2] == want[2] for want in wanted)


@given(bases_of_units, st.integers(0, 200), st.sampled_from(METHODS))
def test_the_seats_sum_to_the_total(bases: dict[str, int], total: int, method: str) -> None:
    working = apportion(method, total, bases)
    assert sum(working.seats.values()) == total
    assert sum(working.added.values()) == len(working.awards)
    assert working.seats == {
        unit: working.floors[unit] + sum(each.unit == unit for each in working.awards) for unit in bases
    }


@given(bases_of_units, st.integers(0, 200), st.sampled_from(METHODS))
def test_the_larger_base_never_gets_less(bases: dict[str, int], total: int, method: str) -> None:
    seats = apportion(method, total, bases).seats
    for one, other in zip(
        sorted(bases, key=bases.__getitem__), sorted(bases, key=bases.__getitem__)[1:], strict=False
    ):
        assert seats[one] <= seats[other] or bases[one] == bases[other]


@given(bases_of_units, st.integers(0, 200))
def test_largest_remainder_keeps_within_the_quota(bases: dict[str, int], total: int) -> None:
    working = apportion("largest_remainder", total, bases)
    for unit, share in working.shares.items():
        assert int(share) <= working.seats[unit] <= -(-share.numerator // share.denominator)


@given(bases_of_units, st.integers(0, 60), st.sampled_from(sorted(PRIORITIES)))
def test_divisor_methods_never_take_a_seat_back_when_one_is_added(
    bases: dict[str, int], total: int, method: str
) -> None:
    fewer, more = apportion(method, total, bases).seats, apportion(method, total + 1, bases).seats
    assert all(fewer[unit] <= more[unit] for unit in bases)


@given(bases_of_units, st.sampled_from(("adams", "huntington_hill")))
def test_with_seats_enough_every_unit_has_one(bases: dict[str, int], method: str) -> None:
    assert min(apportion(method, len(bases), bases).seats.values()) == 1


@given(st.integers(0, 10_000), st.fractions(0, 1))
def test_a_total_is_never_above_its_ratio(headcount: int, ratio: Fraction) -> None:
    assert quota_total(headcount, ratio) <= headcount * ratio < quota_total(headcount, ratio) + 1


def test_the_working_tells_shares_floors_and_the_order_of_award() -> None:
    working = apportion("largest_remainder", 4, {"L02": 7, "L03": 5, "L04": 4, "L05": 4})
    assert working.shares == {
        "L02": Fraction(7, 5), "L03": Fraction(1), "L04": Fraction(4, 5), "L05": Fraction(4, 5),
    }  # fmt: skip
    assert working.floors == {"L02": 1, "L03": 1, "L04": 0, "L05": 0}
    assert [(each.unit, each.seat, each.claim) for each in working.awards] == [
        ("L04", 1, Fraction(4, 5)), ("L05", 1, Fraction(4, 5)),
    ]  # fmt: skip


def test_the_working_of_a_divisor_method_tells_every_seat() -> None:
    awards = apportion("adams", 3, {"L02": 9, "L03": 4}).awards
    assert [(each.unit, each.seat, each.claim) for each in awards] == [
        ("L02", 1, None), ("L03", 1, None), ("L02", 2, Fraction(9)),
    ]  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
def test_nobody_gets_a_seat_where_there_is_no_unit(method: str) -> None:
    assert apportion(method, 3, {}).seats == {}


def test_an_unknown_method_is_an_error() -> None:
    with pytest.raises(KeyError):
        apportion("lottery", 3, {"L02": 9})


@st.composite
def refillings(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    bases = draw(bases_of_units)
    seats = {unit: draw(st.integers(0, base)) for unit, base in bases.items()}
    eligible = {unit: draw(st.integers(0, base)) for unit, base in bases.items()}
    return bases, seats, eligible


@given(refillings())
def test_refilling_never_exceeds_who_is_eligible_nor_the_total(
    case: tuple[dict[str, int], dict[str, int], dict[str, int]],
) -> None:
    bases, seats, eligible = case
    working = refill(bases, seats, eligible)
    assert all(working.seats[unit] <= eligible[unit] for unit in bases)
    assert sum(working.seats.values()) == min(sum(seats.values()), sum(eligible.values()))
    assert all(working.seats[unit] >= min(seats[unit], eligible[unit]) for unit in bases)


@pytest.mark.parametrize(
    ("seats", "within"), [({"L02": 2, "L03": 2}, True), ({"L02": 5}, False), ({"L02": -1}, False), ({}, True)]
)
def test_moved_seats_stay_within_the_total(seats: dict[str, int], within: bool) -> None:
    assert seats_within(4, seats) is within
