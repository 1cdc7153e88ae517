"""The scoring workbench of a head with thirty people and 8,000 entries, in a bureau of a thousand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

from bench.engines import Installation, installation
from bench.large import PEOPLE
from bench.measure import Measure
from bench.reading import Reading
from bench.serving import lines_of

SIZES = {"small": (5, 1_300), "": (30, 8_000), "large": (60, 16_000)}  # people scored, their entries
FEW, FEW_ENTRIES = 5, 1_300
TURNS = 15
WORKBENCH, EVIDENCE = 0.2, 0.08  # seconds
STATEMENTS = 15


def measures(engine: str, server: str, size: str) -> Iterator[Measure]:
    """Time and statements of the grid and of a person's evidence: against budgets, and for five people."""
    people, entries = SIZES[size]
    with ExitStack() as stack:
        many, few = (
            stack.enter_context(_asked(stack, engine, server, *of))
            for of in ((people, entries), (FEW, FEW_ENTRIES))
        )
        for part, budget in (("", WORKBENCH), (many.evidence, EVIDENCE)):
            told = [(many.part(part), few.part(part)) for _turn in range(TURNS + 1)][1:]
            seconds = [median(each[side]["seconds"] for each in told) for side in (0, 1)]
            statements = [max(each[side]["statements"] for each in told) for side in (0, 1)]
            name = "quarter, evidence" if part else f"quarter, workbench of {people}"
            yield Measure(f"{name}: seconds vs budget", engine, seconds[0], budget, 1.0)
            yield Measure(f"{name}: statements vs budget", engine, statements[0], STATEMENTS, 1.0)
            yield Measure(f"{name}: statements vs {FEW} people", engine, statements[0], statements[1], 1.0)


class Workbench(Reading):
    """A head who asks for his workbench."""

    def __init__(self, place: Installation, session: str, quarter: str, number: str, first: str) -> None:
        super().__init__(place, session)
        self.address = f"/quarters/{quarter}/scoring"
        self.evidence = f"/{number}/{first}/evidence"

    def part(self, part: str) -> dict[str, float]:
        """Seconds and statements of the page, or of a part of it."""
        return self.ask(page=self.address + part)


def _asked(stack: ExitStack, engine: str, server: str, people: int, entries: int) -> Workbench:
    place = stack.enter_context(installation(engine, server))
    return Workbench(place, *lines_of("bench.quarters", place, str(PEOPLE), str(people), str(entries)))
