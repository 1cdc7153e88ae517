"""Elements add up to the mark that the script gives, in half points."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.demo.sheets import elements_for, flat_elements

pytestmark = pytest.mark.once
STAFF = [("a", 10), ("b", 10), ("c", 10), ("d", 10), ("e", 15), ("f", 20), ("g", 15), ("h", 10)]
HEAD = [(str(number), 10) for number in range(5)] + [("x", 15), ("y", 15), ("z", 10), ("w", 10)]


@given(
    twentieths=st.integers(70 * 20, 96 * 20),
    seed=st.integers(0, 10_000),
    weights=st.sampled_from([STAFF, HEAD]),
)
def test_elements_sum_to_the_mark_exactly(twentieths: int, seed: int, weights: list[tuple[str, int]]) -> None:
    mark = Decimal(twentieths) / 20
    random = Random(seed)
    leanings = {code: random.uniform(-3, 3) for code, _weight in weights}
    scores = elements_for(mark, weights, leanings, random)
    assert sum(scores[code] * weight for code, weight in weights) == mark * 100
    assert all(score * 2 == int(score * 2) and 50 <= score <= 100 for score in scores.values())


def test_a_flat_sheet_says_one_thing() -> None:
    assert set(flat_elements(Decimal("93.5"), STAFF).values()) == {Decimal("93.5")}
