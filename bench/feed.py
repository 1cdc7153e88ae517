"""The first page of the feed where the record is large, against the same page where it is small."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from bench.entries import BLOCK
from bench.large import ENTRIES, filled
from bench.measure import Measure
from bench.reading import Reading

TURNS = 60
TIMES = 1.3


def measures(engine: str, server: str, size: str) -> Iterator[Measure]:
    """Time and statements of the page, read in turns from one and the other."""
    entries = ENTRIES[size]
    large, small = filled(engine, server, entries), filled(engine, server, BLOCK)
    with Reading(*large) as of_large, Reading(*small) as of_small:
        yield from _compared(engine, entries, of_large, of_small)


def _compared(engine: str, entries: int, large: Reading, small: Reading) -> Iterator[Measure]:
    for each in (large, small):
        each.ask(page="/feed")
    pairs = [(large.ask(page="/feed"), small.ask(page="/feed")) for _ in range(TURNS)]
    seconds = [median(pair[side]["seconds"] for pair in pairs) for side in (0, 1)]
    statements = [max(pair[side]["statements"] for pair in pairs) for side in (0, 1)]
    name = f"feed of {entries} entries vs {BLOCK}"
    yield Measure(f"{name}: seconds", engine, seconds[0], seconds[1], TIMES)
    yield Measure(f"{name}: statements", engine, statements[0], statements[1], 1.0)
