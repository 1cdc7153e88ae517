"""Elements that add up: a sheet whose weighted sum is the mark that the script gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from random import Random

HALF = Decimal("0.5")
HUNDRED = Decimal(100)
HIGHEST = Decimal(99)


def elements_for(
    mark: Decimal, weights: Sequence[tuple[str, int]], leanings: Mapping[str, float], random: Random
) -> dict[str, Decimal]:
    """Scores in half points whose weighted sum is a mark given in twentieths of a point.

    `weights` sum to 100; `leanings` say in which elements a person is stronger, in points. Light elements are
    moved last; what no single step closes, two steps against each other do.
    """
    scores = {
        code: _half(float(mark) + leanings.get(code, 0.0) + random.uniform(-0.9, 0.9))
        for code, _weight in weights
    }
    order = sorted(weights, key=lambda row: (-row[1], row[0]))
    for _round in range(60):
        gap = mark * HUNDRED - sum(scores[code] * weight for code, weight in weights)
        step = _step(gap, order, scores, random)
        if step is None:
            break
        code, change = step
        scores[code] += change
    _even_out(mark, order, scores)
    return scores


def flat_elements(mark: Decimal, weights: Sequence[tuple[str, int]]) -> dict[str, Decimal]:
    """The same score in every element."""
    return dict.fromkeys((code for code, _weight in weights), _half(float(mark)))


def _step(
    gap: Decimal, order: Sequence[tuple[str, int]], scores: Mapping[str, Decimal], random: Random
) -> tuple[str, Decimal] | None:
    """One half point up or down in an element that brings the sum nearer; none where nothing does."""
    change = HALF if gap > 0 else -HALF
    able = [
        (code, weight)
        for code, weight in order
        if abs(gap - change * weight) < abs(gap) and Decimal(55) < scores[code] + change <= HIGHEST
    ]
    if not able:
        return None
    exact = [code for code, weight in able if gap == change * weight]
    chosen = exact[0] if exact else random.choice(able)[0]
    return chosen, change


def _even_out(mark: Decimal, order: Sequence[tuple[str, int]], scores: dict[str, Decimal]) -> None:
    """Close what no single step can: a half point up in one element, a half point down in another."""
    gap = mark * HUNDRED - sum(scores[code] * weight for code, weight in order)
    for up, gained in order:
        for down, lost in order:
            if up != down and HALF * (gained - lost) == gap and scores[up] < HIGHEST:
                scores[up] += HALF
                scores[down] -= HALF
                return


def _half(value: float) -> Decimal:
    halves = (Decimal(str(value)) * 2).quantize(Decimal(1), ROUND_HALF_EVEN)
    return min(halves / 2, HIGHEST)
