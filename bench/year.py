"""The year of a bureau of a thousand people: the page of its results, and its forms as one archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from statistics import median

from bench.engines import installation
from bench.measure import Measure
from bench.reading import Reading
from bench.serving import lines_of

SIZES = {"small": 400, "": 1000, "large": 3000}  # people
OF_A_LEADER = 200
TURNS = 15
BUDGET, STATEMENTS = 0.3, 12  # seconds, and statements
SLOWER, GROWTH = 1.1, 1.1  # a form among very many, and the memory of the process that makes them


def measures(engine: str, server: str, size: str) -> Iterator[Measure]:
    """The results; and everybody's forms against a leader's two hundred: their time, and the memory."""
    people = SIZES[size]
    year = datetime.now(UTC).year - 1
    address, forms = f"/years/{year}/results", f"/years/{year}/forms"
    with ExitStack() as stack:
        place = stack.enter_context(installation(engine, server))
        sessions = lines_of("bench.years", place, str(people))
        office, leader = (stack.enter_context(Reading(place, session)) for session in sessions)
        again = [office.ask(page=address) for _turn in range(TURNS + 1)][1:]
        with Reading(place, sessions[0]) as other:
            first = [other.ask(page=address, anew="yes") for _turn in range(TURNS + 1)][1:]
        leader.ask(page=address)
        many, few = (each.ask(page=forms, sent="form=docx") for each in (office, leader))
    name = f"year, results of {people}"
    for which, told in (("settled anew", first), ("again", again)):
        seconds = median(each["seconds"] for each in told)
        yield Measure(f"{name}, {which}: seconds vs budget", engine, seconds, BUDGET, 1.0)
    statements = max(each["statements"] for each in (*first, *again))
    yield Measure(f"{name}: statements vs budget", engine, statements, STATEMENTS, 1.0)
    name = f"year, {people} forms vs {OF_A_LEADER}"
    times = SLOWER * people / OF_A_LEADER
    yield Measure(f"{name}: seconds", engine, many["seconds"], few["seconds"], times)
    yield Measure(f"{name}: MB", engine, many["megabytes"], few["megabytes"], GROWTH)
