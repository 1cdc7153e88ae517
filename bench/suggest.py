"""Suggested links between plan and record, measured on demos whose links are removed.

The suggestions were built on the demos of seeds 1 to 3; they are measured on others. Nothing here depends on
the database, so it is measured on one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add

from bench.engines import ENGINES, installation
from bench.matched import Matched
from bench.measure import Measure, daybook, run
from bench.serving import lines_of

SEEDS = {"small": (101,), "": (101, 102, 103), "large": (101, 102, 103, 104, 105)}
PRECISION = 0.85
TIMES = 5.0  # as many entries found as by the baseline, an item of the same matter


def measures(engine: str, server: str, size: str) -> Iterator[Measure]:
    """Precision and recall, first where no link is known, then where those of earlier months are."""
    if engine != ENGINES[0]:
        return
    counted = [_counted(engine, server, seed) for seed in SEEDS[size]]
    for number, known in enumerate(("no link known", "earlier months linked")):
        found = reduce(add, (each[number] for each in counted))
        figures = {
            "precision": (found.precision, 1.0, PRECISION),
            "recall": (found.recall, found.naive_recall, TIMES),
        }
        for name, (measured, floor, target) in figures.items():
            yield Measure(f"suggesting, {known}: {name}", engine, measured, floor, target, at_most=False)


def _counted(engine: str, server: str, seed: int) -> Sequence[Matched]:
    with installation(engine, server) as place:
        run(daybook("demo", "--seed", str(seed)), {**place.environment, "DAYBOOK_DEMO": "yes"})
        counts = [int(count) for count in lines_of("bench.links", place)]
        return [Matched(*counts[:4]), Matched(*counts[4:])]
