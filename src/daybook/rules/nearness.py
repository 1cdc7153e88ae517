"""How alike two texts are: near-copies are pointed out, and never refused."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import TypeVar

from daybook.rules.policy import Policy

RUN = 3  # signs; with it "3-gram" is meant, and a policy sets only the share
Key = TypeVar("Key", bound=Hashable)


def likeness(one: str, other: str) -> Fraction:
    """The share of common runs of three signs in all runs of two texts (Jaccard), blanks and signs left out.

    A text of fewer than three signs is one run. Two texts without a sign are not alike. Source:
    confirmed_default.
    """
    runs, others = _runs(one), _runs(other)
    return Fraction(len(runs & others), len(runs | others)) if runs | others else Fraction()


def near_copies(policy: Policy, text: str, others: Mapping[Key, str]) -> list[Key]:
    """The keys of those among other texts that say nearly the same as a text, in order."""
    share = Fraction(policy.monthly.near_copy_share)
    return [key for key, other in others.items() if likeness(text, other) >= share]


def _runs(text: str) -> frozenset[str]:
    told = "".join(sign for sign in text.casefold() if sign.isalnum())
    if not told:
        return frozenset()
    return frozenset(told[start : start + RUN] for start in range(max(1, len(told) - RUN + 1)))
