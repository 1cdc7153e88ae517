"""The year of a bureau of a thousand people: the page of its results, and its forms as one archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from statistics import median

from bench.engines import Installation, installation
from bench.measure import Measure
from bench.reading import Reading
from bench.serving import lines_of

SIZES = {
    "small": (200, 20),
    "": (1000, 100),
    "large": (3000, 300),
}  # people, against fewer
TURNS = 15
BUDGET, STATEMENTS = 0.3, 12  # seconds, and statements
TIMES, GROWTH = 11.0, 1.1  # ten times as many forms: their time, and the memory of the process


def measures(engine: str, server: str, size: str) -> Iterator[Measure]:
    """Time and statements of the results; time and memory of all forms against a tenth of them."""
    people, fewer = SIZES[size]
    year = datetime.now(UTC).year - 1
    with ExitStack() as stack:
        kept = [_filled(stack, engine, server, count) for count in (people, fewer)]
        many, few = (stack.enter_context(Reading(*each)) for each in kept)
        address = f"/years/{year}/results"
        pairs = [(many.ask(page=address), few.ask(page=address)) for _turn in range(TURNS + 1)][1:]
        seconds = median(pair[0]["seconds"] for pair in pairs)
        statements = [max(pair[side]["statements"] for pair in pairs) for side in (0, 1)]
        forms = [each.ask(page=f"/years/{year}/forms", sent="form=docx") for each in (many, few)]
    name = f"year, results of {people}"
    yield Measure(f"{name}: seconds vs budget", engine, seconds, BUDGET, 1.0)
    yield Measure(f"{name}: statements vs budget", engine, statements[0], STATEMENTS, 1.0)
    yield Measure(f"{name}: statements vs {fewer} people", engine, statements[0], statements[1], 1.0)
    name = f"year, {people} forms vs {fewer}"
    yield Measure(f"{name}: seconds", engine, forms[0]["seconds"], forms[1]["seconds"], TIMES)
    yield Measure(f"{name}: MB", engine, forms[0]["megabytes"], forms[1]["megabytes"], GROWTH)


def _filled(stack: ExitStack, engine: str, server: str, people: int) -> tuple[Installation, str]:
    """An installation with so many people, and the session of its officer."""
    place = stack.enter_context(installation(engine, server))
    return place, lines_of("bench.years", place, str(people))[0]
