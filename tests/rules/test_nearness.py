"""How alike two texts are, and from where on a policy calls them nearly the same."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.org.policies import policy
from daybook.rules.nearness import likeness, near_copies

POLICY = policy("log-style-2026", date(2026, 3, 31))


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("工作扎实", "工作扎实", Fraction(1)),
        ("工作扎实", "工作扎实。", Fraction(1)),  # signs and blanks say nothing
        ("工作扎实", "工作踏实", Fraction(0)),
        ("工作扎实肯干", "工作扎实能干", Fraction(2, 6)),  # 工作扎、作扎实 of six
        ("好", "好", Fraction(1)),
        ("好", "好的", Fraction(0)),
        ("", "", Fraction(0)),
        ("。", "，", Fraction(0)),
    ],
)
def test_the_share_of_common_runs(one: str, other: str, share: Fraction) -> None:
    assert likeness(one, other) == share


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_lies_between_nothing_and_all_and_is_mutual(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1


def test_a_policy_says_from_where_on_texts_are_nearly_the_same() -> None:
    text = "一二三四五六七八九十甲乙"  # ten runs
    nine = text + "丙"  # ten of eleven
    others = {"a": nine, "b": text, "c": text[:9], "d": text[:10], "e": "毫不相干的一段话"}
    # Seven of ten are too few, eight of ten are enough.
    assert near_copies(POLICY, text, others) == ["a", "b", "d"]
