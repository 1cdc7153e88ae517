"""The distribution of scores as it is drawn: bars, their places, and the same in a table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from daybook.quarterly.queries.distribution import Distribution
from daybook.rules.exact import HUNDRED, half_up, score_text

# How the drawing divides the scale: below the first, five points each, from the last on.
EDGES = (70, 75, 80, 85, 90, 95)
LEFT, PITCH, WIDTH = 40, 92, 88
BASE, TALLEST = 118, 88


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its label, its number, and where it stands in the drawing."""

    label: str
    count: int
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        """The middle of the bar."""
        return self.x + WIDTH // 2

    @property
    def above(self) -> int:
        """Where its number stands."""
        return self.y - 6


@dataclass(frozen=True)
class Plot:
    """The bureau's distribution, ready to be drawn; `edges` and `pitch` say where a score stands in it."""

    distribution: Distribution
    left: int = LEFT
    pitch: int = PITCH
    width: int = WIDTH
    base: int = BASE

    @property
    def edges(self) -> str:
        """The edges of the bars, in whole points."""
        return " ".join(map(str, EDGES))

    @property
    def right(self) -> int:
        """Where the axis ends."""
        return LEFT + PITCH * (len(EDGES) + 1)

    @cached_property
    def bars(self) -> list[Bar]:
        """The bars, from the lowest scores up."""
        counts = [0] * (len(EDGES) + 1)
        for score in self.distribution.scores:
            counts[sum(score >= edge * HUNDRED for edge in EDGES)] += 1
        tallest = max(counts) or 1
        return [self._bar(place, count, tallest) for place, count in enumerate(counts)]

    @property
    def count(self) -> int:
        """How many sheets it tells of."""
        return len(self.distribution.scores)

    @property
    def median(self) -> str:
        """The middle of the bureau's scores."""
        scores = self.distribution.scores
        if not scores:
            return ""
        half = len(scores) // 2
        return score_text(scores[half] if len(scores) % 2 else half_up(scores[half - 1] + scores[half], 2))

    def _bar(self, place: int, count: int, tallest: int) -> Bar:
        height = half_up(count * TALLEST, tallest)
        return Bar(_label(place), count, LEFT + PITCH * place + (PITCH - WIDTH) // 2, BASE - height, height)


def _label(place: int) -> str:
    if place == 0:
        return _("below %(score)s") % {"score": EDGES[0]}
    if place == len(EDGES):
        return _("%(score)s and above") % {"score": EDGES[-1]}
    return f"{EDGES[place - 1]}–{EDGES[place]}"
