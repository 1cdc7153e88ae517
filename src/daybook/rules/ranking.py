"""Ranking within a unit, and the grades the quotas suggest, ties left to people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from daybook.rules.policy import QUOTA_GRADES

Key = tuple[int, int]
EXCELLENT, GOOD = QUOTA_GRADES


class Contender(NamedTuple):
    """Somebody eligible for a quota grade: rank key (annual total, routine score), and for which grades."""

    person: str
    key: Key
    for_excellent: bool


class Award(NamedTuple):
    """What the quotas suggest for a contender: a grade, or the ties that leave it open, or neither."""

    grade: str | None
    ties: tuple[str, ...]


NOTHING = Award(None, ())


class Cut(NamedTuple):
    """Where the seats of a grade end: everybody above ``above`` gets one; at ``tied`` it is open who does.

    ``missing`` is how many at the tie will miss it. Keys at or above ``least`` get a seat where nothing is
    tied.
    """

    least: Key | None
    tied: Key | None
    missing: int

    def gives(self, key: Key) -> bool:
        """Whether a key certainly gets a seat."""
        return self.least is not None and key >= self.least and key != self.tied


def cut(keys: Iterable[Key], seats: int) -> Cut:
    """Where ``seats`` seats end among the keys, the highest first."""
    ranked = sorted(keys, reverse=True)
    if not seats or not ranked:
        return Cut(None, None, 0)
    if len(ranked) <= seats:
        return Cut(ranked[-1], None, 0)
    last = ranked[seats - 1]
    if ranked[seats] != last:
        return Cut(last, None, 0)
    return Cut(last, last, sum(key >= last for key in ranked) - seats)


def quota_awards(contenders: Sequence[Contender], excellent: int, good: int) -> dict[str, Award]:
    """Who is suggested for 优秀 and 优良 in a unit with so many seats, or tied. Source: bureau_account.

    Those tied across the last 优秀 seat get no suggestion; as many of them as will miss it hold their own
    rank among those who compete for 优良, so that nobody else depends on who wins. If the last 优良 seat
    falls among them too, both ties are theirs.
    """
    first = cut((each.key for each in contenders if each.for_excellent), excellent)
    rest = [each.key for each in contenders if not (each.for_excellent and _reached(first, each.key))]
    missing = [] if first.tied is None else [first.tied] * first.missing
    second = cut(rest + missing, good)
    return {each.person: _award(each, first, second) for each in contenders}


def _reached(first: Cut, key: Key) -> bool:
    """Whether a key got or is tied for one of the first seats."""
    return first.least is not None and key >= first.least


def _award(each: Contender, first: Cut, second: Cut) -> Award:
    if each.for_excellent and first.gives(each.key):
        return Award(EXCELLENT, ())
    if each.for_excellent and each.key == first.tied:
        return Award(None, QUOTA_GRADES if each.key == second.tied else (EXCELLENT,))
    if each.key == second.tied:
        return Award(None, (GOOD,))
    return Award(GOOD, ()) if second.gives(each.key) else NOTHING


def competition_ranks(keys: Sequence[Key]) -> list[int]:
    """The rank of each key, the highest first: 1, 2, 2, 4."""
    place: dict[Key, int] = {}
    for rank, key in enumerate(sorted(keys, reverse=True), start=1):
        place.setdefault(key, rank)
    return [place[key] for key in keys]
