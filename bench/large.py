"""Large records, filled once for all benchmarks of a run that read them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bench.engines import Installation, installation
from bench.measure import daybook, run
from bench.serving import lines_of

ENTRIES = {"small": 100_000, "": 2_000_000, "large": 10_000_000}
PEOPLE = 1000

_kept: dict[tuple[str, int], tuple[Installation, str]] = {}
_stack = ExitStack()


@contextmanager
def keeping() -> Iterator[None]:
    """Whatever is filled inside is kept to its end."""
    with _stack:
        yield
    _kept.clear()


def filled(engine: str, server: str, entries: int) -> tuple[Installation, str]:
    """An installation with so many entries, and the session of somebody in it."""
    if (engine, entries) not in _kept:
        place = _stack.enter_context(installation(engine, server))
        session = lines_of("bench.staff", place, str(PEOPLE), "1")[0]
        lines_of("bench.entries", place, str(entries))
        run(daybook("tick"), place.environment)  # as every day: what is older has maps of its words
        _kept[engine, entries] = place, session
    return _kept[engine, entries]
