"""The indicators of a month show their working: what was summed, and what it was divided by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.rules.figure import replay
from daybook.rules.month import Indicator, Planned, Recorded, completion, coverage, recorded_hours, saturation
from daybook.rules.working import tree

from .cast import shipped

DAY, NEXT = date(2026, 6, 1), date(2026, 6, 2)
DUE = {DAY: Fraction(1), NEXT: Fraction(1, 2)}
MORNING = Recorded(DAY, time(8), time(11, 20))


def opened(indicator: Indicator | None) -> tuple[str, str, bool, list[tuple[str, str]]]:
    """Value, formula, whether it is rounded, and what is below: detail and value."""
    assert indicator is not None
    working = tree(indicator, shipped())
    assert working.source == "confirmed_default"
    below = [(child.detail, child.value) for child in working.children]
    return working.value, working.formula, working.rounded, below


def test_coverage_opens_down_to_the_due_days() -> None:
    days = [("2026-06-01", "1.00"), ("2026-06-02", "0.00")]
    assert opened(coverage(DUE, [MORNING])) == ("66.7%", "1 ÷ 1.5", True, days)


def test_saturation_opens_down_to_the_hours_of_each_day() -> None:
    entries = [Recorded(NEXT, half_day="morning"), MORNING, Recorded(DAY, time(9), time(10))]
    hours = [("2026-06-01", "3.33"), ("2026-06-02", "4.00")]
    assert opened(saturation(shipped(), DUE, entries)) == ("61.1%", "7.3333 ÷ (8 × 1.5)", True, hours)


def test_completion_opens_down_to_the_credits_of_the_items() -> None:
    items = [
        Planned(Fraction(3), "done", 100, "P1"),
        Planned(Fraction(2), "partial", 80, "P2"),
        Planned(Fraction(1), "not_done", None, "P3"),
        Planned(Fraction(1), "cancelled", None, "P4"),
        Planned(Fraction(4), "", 50, "P5"),
    ]
    told = [("P1", "1.00"), ("P2", "0.80"), ("P3", "0.00"), ("P5", "0.00")]
    assert opened(completion(items)) == ("46.0%", "4.6 ÷ 10", False, told)


def test_a_divisor_of_nothing_gives_no_indicator() -> None:
    assert coverage({}, [MORNING]) is None
    assert saturation(shipped(), {}, [MORNING]) is None
    assert completion([Planned(Fraction(1), "cancelled")]) is None


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(0, 22), st.integers(1, 90)), max_size=40))
def test_an_indicator_is_made_again_from_its_terms(times: Sequence[tuple[int, int, int]]) -> None:
    entries = [
        Recorded(date(2026, 6, day), time(hour), time(hour + 1, more % 60)) for day, hour, more in times
    ]
    found = saturation(shipped(), DUE, entries)
    assert found is not None
    assert replay(found) == found.number
    assert found.ratio == recorded_hours(shipped(), entries) / 12


@pytest.mark.parametrize(("weight", "rounded"), [("1", False), ("2", True)])
def test_a_value_says_whether_one_place_is_all_of_it(weight: str, rounded: bool) -> None:
    items = [Planned(Fraction(1), "done"), Planned(Fraction(weight), "not_done")]
    assert opened(completion(items))[2] is rounded
