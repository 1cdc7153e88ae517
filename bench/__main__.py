"""`make bench`: run the benchmarks, print a table, write bench/results.json.

`ONLY=name` runs one benchmark, `ENGINE=name` on one database, `SIZE=small` or `SIZE=large` chooses its size.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import books, feed, live, month, quarter, saving, search, settle, suggest, voting, year
from bench.engines import ENGINES, server
from bench.large import keeping
from bench.measure import Measure

Benchmark = Callable[[str, str, str], Iterator[Measure]]
BENCHMARKS: dict[str, Benchmark] = {
    "settle": settle.measures,
    "import": books.measures,
    "saving": saving.measures,
    "feed": feed.measures,
    "search": search.measures,
    "live": live.measures,
    "suggest": suggest.measures,
    "month": month.measures,
    "quarter": quarter.measures,
    "voting": voting.measures,
    "year": year.measures,
}
RESULTS = Path(__file__).parent / "results.json"
HEAD = f"{'measure':44} {'engine':11} {'measured':>12} {'floor':>12} {'ratio':>8} {'target':>8}  holds"


def main() -> int:
    """Run what is asked for; the exit status says whether every target holds."""
    only, size = os.environ.get("ONLY", ""), os.environ.get("SIZE", "")
    if only and only not in BENCHMARKS:
        print(f"ONLY={only}: expected one of {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    engines = [engine for engine in ENGINES if engine == os.environ.get("ENGINE", engine)]
    measures = []
    print(HEAD, flush=True)
    with server() as url, keeping():
        for name, benchmark in BENCHMARKS.items():
            if only in {"", name}:
                for engine in engines:
                    measures += [_shown(measure) for measure in benchmark(engine, url, size)]
    RESULTS.write_text(json.dumps([measure.row() for measure in measures], indent=1) + "\n", encoding="utf-8")
    return 0 if all(measure.holds for measure in measures) else 1


def _shown(measure: Measure) -> Measure:
    sign = "≤" if measure.at_most else "≥"
    print(
        f"{measure.name:44} {measure.engine:11} {measure.measured:12.3f} {measure.floor:12.3f} "
        f"{measure.ratio:8.3f} {sign}{measure.target:7.2f}  {'yes' if measure.holds else 'NO'}",
        flush=True,
    )
    return measure


if __name__ == "__main__":
    sys.exit(main())
