"""A bureau of a thousand votes on forty people each, ballots being moved as often as may be meanwhile.

Beside it, in the same run: a plain Django view that takes one short form and writes one row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from bench.casting import Casting, Votes
from bench.engines import installation
from bench.load import Load
from bench.measure import Measure
from bench.saving import at, floor_job
from bench.serving import floor, lines_of, serving

SIZES = {"small": (120, 40), "": (1000, 40), "large": (3000, 40)}  # voters, whom each rates
TIME = 600.0  # seconds
LATENCY = 0.5
TIMES = 15.0  # a plain row: a ballot writes forty, who voted, and the ledger
PLAIN = 10.0  # seconds of the floor
SIGNED_IN = 100
WARM_UP = 32


def measures(engine: str, server: str, size: str) -> Iterator[Measure]:
    """How long all take, the 95th of a hundred, against a plain view; ballots kept, and moved meanwhile."""
    voters, ratees = SIZES[size]
    with installation(engine, server) as place, installation(engine, server, empty=True) as plain:
        hasty = replace(place, environment={**place.environment, "DAYBOOK_BALLOT_PAUSE": "1"})
        told = lines_of("bench.votes", place, str(voters), str(ratees))
        forms, counts = list(zip(told[::3], told[1::3], strict=True)), [int(each) for each in told[2::3]]
        sessions = lines_of("bench.floor.fill", plain, str(SIGNED_IN))
        path = f"/years/{datetime.now(UTC).year}/ballot"
        with serving(hasty) as product, floor(plain) as bare, Casting() as casting, Load() as load:
            # A ballot without an option is asked about: the server is warm, and nobody has voted.
            casting.run(Votes(product.port, path, [(session, "") for session, _form in forms[:WARM_UP]], 422))
            cast = casting.run(Votes(product.port, path, forms, 302))
            theirs = load.run(at(floor_job(sessions, PLAIN), bare))
            # Whoever comes again is sent to where it says that he voted, and changes nothing.
            casting.run(Votes(product.port, path, forms[:SIGNED_IN], 302))
        voted, ballots, twice, moved = (int(each) for each in lines_of("bench.votes", place, "close"))
    name = f"voting, {voters} voters × {ratees}"
    yield Measure(f"{name}: seconds vs ten minutes", engine, cast.whole, TIME, 1.0)
    yield Measure(f"{name}: p95 vs budget", engine, cast.at(0.95), LATENCY, 1.0)
    yield Measure(f"{name}: vs a plain row", engine, cast.at(0.5), theirs.at(0.5), TIMES)
    yield Measure(f"{name}: voters kept", engine, voted - twice, len(forms), 1.0, at_most=False)
    yield Measure(f"{name}: ballots kept", engine, ballots, sum(counts), 1.0, at_most=False)
    yield Measure(f"{name}: ballots at most", engine, ballots, sum(counts), 1.0)
    yield Measure(f"{name}: ballots moved meanwhile", engine, moved, 1, 1.0, at_most=False)
