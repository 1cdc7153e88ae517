"""`daybook import` of a large book, against the same rows written by a bare cursor."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.engines import installation
from bench.measure import Measure, Run, daybook, run

ENTRIES = {"small": 10_000, "": 100_000, "large": 1_000_000}
RATE = 8000.0
MEMORY = 250.0
FLOOR_TIMES = 12.0


def measures(engine: str, server: str, size: str) -> Iterator[Measure]:
    """Rows a second, memory, and the time as a multiple of the bare writing."""
    entries = ENTRIES[size]
    folder = Path(tempfile.mkdtemp(prefix="daybook-bench-book-"))
    try:
        run([sys.executable, "-m", "bench.book", str(folder), str(entries)], {})
        with installation(engine, server) as place:
            done = run(daybook("import", str(folder)), place.environment)
        floor = _bare(engine, server, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    yield Measure(
        f"import {entries} entries: rows a second", engine, entries / done.seconds, RATE, 1.0, at_most=False
    )
    yield Measure(f"import {entries} entries: MB of {MEMORY:.0f}", engine, done.megabytes, MEMORY, 1.0)
    yield Measure(
        f"import {entries} entries vs bare: seconds", engine, done.seconds, floor.seconds, FLOOR_TIMES
    )


def _bare(engine: str, server: str, folder: Path) -> Run:
    script = str(Path(__file__).parent / "bare_rows.py")
    with installation(engine, server) as place:
        return run([sys.executable, script, engine, place.database, str(folder / "log_entries.csv")], {})
