"""The month of a bureau of a thousand people: within its budget, after ten years as after one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from statistics import median

from bench.engines import Installation, installation
from bench.large import PEOPLE
from bench.measure import Measure
from bench.reading import Reading
from bench.serving import lines_of

SIZES = {"small": (24, 4), "": (120, 20), "large": (120, 40)}  # months, entries of a person and month
YEAR = 12
TURNS = 15
TIMES = 1.3
BUDGET = 0.3  # seconds


def measures(engine: str, server: str, size: str) -> Iterator[Measure]:
    """Time and statements of the bureau's page and of a department's, in turns from one and the other."""
    months, entries = SIZES[size]
    with ExitStack() as stack:
        kept = [_filled(stack, engine, server, count, entries) for count in (months, YEAR)]
        long, short = (stack.enter_context(Reading(*each)) for each in kept)
        for page in ("bureau", "departments/D001"):
            yield from _compared(engine, page, months, long, short)


def _filled(
    stack: ExitStack, engine: str, server: str, months: int, entries: int
) -> tuple[Installation, str]:
    """An installation with so many months, and the session of somebody in it."""
    place = stack.enter_context(installation(engine, server))
    session = lines_of("bench.staff", place, str(PEOPLE), "1")[0]
    lines_of("bench.months", place, str(months), str(entries))
    return place, session


def _compared(engine: str, page: str, months: int, long: Reading, short: Reading) -> Iterator[Measure]:
    address = f"/months/{_last_month():%Y-%m}/{page}"
    for each in (long, short):
        each.ask(page=address)
    pairs = [(long.ask(page=address), short.ask(page=address)) for _ in range(TURNS)]
    seconds = [median(pair[side]["seconds"] for pair in pairs) for side in (0, 1)]
    statements = [max(pair[side]["statements"] for pair in pairs) for side in (0, 1)]
    name = f"month, {page.split('/', maxsplit=1)[0]}"
    yield Measure(f"{name}: {months} months vs {YEAR}, seconds", engine, seconds[0], seconds[1], TIMES)
    yield Measure(f"{name}: seconds vs budget", engine, seconds[0], BUDGET, 1.0)
    yield Measure(f"{name}: statements", engine, statements[0], statements[1], 1.0)


def _last_month() -> date:
    return datetime.now(UTC).date().replace(day=1) - timedelta(days=1)
