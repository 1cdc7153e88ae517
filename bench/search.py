"""Searching a large record for two words, newest first: seldom, common, and such as never meet."""

from __future__ import annotations

from collections.abc import Iterator

from bench.entries import COMMON, NEVER_MET, SELDOM
from bench.large import ENTRIES, filled
from bench.measure import Measure
from bench.reading import Reading

TURNS = 60
LATENCY = 0.050
ASKED = {"seldom": SELDOM, "common": COMMON, "never met": NEVER_MET}


def measures(engine: str, server: str, size: str) -> Iterator[Measure]:
    """The 95th of a hundred searches of each kind."""
    entries = ENTRIES[size]
    with Reading(*filled(engine, server, entries)) as reading:
        yield from _asked(engine, entries, reading)


def _asked(engine: str, entries: int, reading: Reading) -> Iterator[Measure]:
    for kind, words in ASKED.items():
        reading.ask(search=" ".join(words))
        took = sorted(reading.ask(search=" ".join(words))["seconds"] for _ in range(TURNS))
        name = f"search of {entries} entries, {kind}: p95 of {LATENCY * 1000:.0f} ms"
        yield Measure(name, engine, took[int(TURNS * 0.95)], LATENCY, 1.0)
