"""One's own quarters beside each other: a line of scores, and the same as a table. Nobody else's is in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from daybook.quarterly.enums import SheetKind
from daybook.quarterly.queries.own import QuarterRead
from daybook.rules.exact import HUNDRED, score_text
from daybook.web.dates import quarter_words

MOST = 8
LEFT, STEP, TOP, HEIGHT = 56, 116, 24, 96
FEWEST_POINTS = 10  # of the scale, so that a small change does not look large


@dataclass(frozen=True, slots=True)
class QuarterPoint:
    """A quarter with its score; `x` and `y` are its place in the picture."""

    key: str
    name: str
    score: str
    is_here: bool
    x: int
    y: int

    @property
    def label_y(self) -> int:
        """Where its score is written."""
        return self.y - 10


@dataclass(frozen=True, slots=True)
class Trend:
    """The quarters in order; `path` joins those that have a score."""

    points: Sequence[QuarterPoint]

    @property
    def path(self) -> str:
        """The line through the points."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def width(self) -> int:
        """How wide the picture is: as for the most quarters, so that words keep their size."""
        return LEFT * 2 + STEP * (MOST - 1)

    @property
    def base(self) -> int:
        """Where the axis runs."""
        return TOP + HEIGHT

    @property
    def label_y(self) -> int:
        """Where the quarters are written."""
        return self.base + 20

    @property
    def height(self) -> int:
        """How high the picture is."""
        return self.base + 32


def trend_of(read: QuarterRead) -> Trend | None:
    """The last quarters with a score that the reader may know; nothing where there are fewer than two."""
    found = _scored(read)[-MOST:]
    if len(found) < 2:
        return None
    scores = [score for _key, score in found]
    low, high = _bounds(scores)
    return Trend(
        [
            QuarterPoint(
                key=key,
                name=quarter_words(key),
                score=score_text(score),
                is_here=key == read.period.key,
                x=LEFT + STEP * place,
                y=TOP + (high - score) * HEIGHT // (high - low),
            )
            for place, (key, score) in enumerate(found)
        ]
    )


def _scored(read: QuarterRead) -> list[tuple[str, int]]:
    """Quarter and score in hundredths, of the quarters whose counted sheets are all to be seen."""
    rows: dict[str, set[int]] = defaultdict(set)
    for sheet in read.sheets:
        if sheet.kind == SheetKind.SCORE:
            rows[sheet.quarter].add(sheet.pk)
    shown = sorted(key for key, sheets in rows.items() if read.sights.keys() >= sheets)
    results = ((key, read.scored.result(read.person.number, int(key[:4]))) for key in shown)
    figures = ((key, result.quarters.get(int(key[-1]))) for key, result in results if result)
    return [(key, figure.hundredths) for key, figure in figures if figure]


def _bounds(scores: Sequence[int]) -> tuple[int, int]:
    """The part of the scale that is drawn, in hundredths."""
    low, high = min(scores), max(scores)
    spare = max(0, FEWEST_POINTS * HUNDRED - (high - low)) // 2
    return max(0, low - spare), min(HUNDRED * HUNDRED, high + spare)
