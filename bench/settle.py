"""`daybook settle --all` over many bureaus, against the bare reads of the same rows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.engines import Installation, installation
from bench.measure import Measure, Run, daybook, run

YEAR = 2025
PEOPLE = 1000
SIZES = {"small": (2, 10), "": (10, 100), "large": (100, 1000)}
MEMORY = 250.0
GROWTH = 1.1


def measures(engine: str, server: str, size: str) -> Iterator[Measure]:
    """Time and memory for ten times as many bureaus, and the time against its floor."""
    few, many = SIZES[size]
    with installation(engine, server) as place:
        _fill(place, 1, few)
        small = _settle(place)
        _fill(place, few + 1, many)
        large = _settle(place)
        floor = _bare(place)
    yield Measure(f"settle {many} bureaus vs {few}: seconds", engine, large.seconds, small.seconds, 11.0)
    yield Measure(f"settle {many} bureaus vs {few}: MB", engine, large.megabytes, small.megabytes, GROWTH)
    yield Measure(f"settle {many} bureaus: MB of {MEMORY:.0f}", engine, large.megabytes, MEMORY, 1.0)
    yield Measure(f"settle {many} bureaus vs bare reads: seconds", engine, large.seconds, floor.seconds, 2.5)


def _fill(place: Installation, first: int, last: int) -> None:
    run(
        [sys.executable, "-m", "bench.fill", str(first), str(last), str(PEOPLE), str(YEAR)], place.environment
    )


def _settle(place: Installation) -> Run:
    return run(daybook("settle", str(YEAR), "--all", "--json"), place.environment, place.home / "settled")


def _bare(place: Installation) -> Run:
    """The same ordered reads with a bare cursor, and as many result lines of the same length."""
    plan = place.home / "reads.json"
    subprocess.run(
        [sys.executable, "-m", "bench.reads", str(YEAR), str(plan)],
        env={**os.environ, **place.environment},
        check=True,
    )
    script = str(Path(__file__).parent / "bare.py")
    command = [sys.executable, script, place.engine, place.database, str(plan), str(place.home / "settled")]
    return run(command, {}, place.home / "bare")
