"""Saving an entry through the whole stack, against a plain Django view that saves the same form.

Both servers stand ready; eight writers post to one, then to the other, again and again in short turns, so
that what else the machine does falls on both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from statistics import median
from zoneinfo import ZoneInfo

from bench.engines import installation
from bench.load import MARK, Answers, Job, Load
from bench.measure import Measure
from bench.serving import Server, floor, lines_of, serving

WRITERS = 8
PEOPLE = 1000
SIGNED_IN = 500
TURNS = {"small": (2, 1.0), "": (8, 3.0), "large": (20, 5.0)}
WARM_UP = 2.0  # seconds
TIMES = 1.5
LATENCY = 0.060
RATE = 250.0
WORDS = {
    "content": f"研究预算调整方案，核对第三季度执行数 {MARK}",
    "start": "09:00",
    "end": "11:30",
    "half_day": "",
    "place": "三楼会议室",
    "people": "S00003、S00004",
    "measures": "逐项核对，对照年初目标分解表",
    "progress": "80",
    "state": "ongoing",
    "outcome": "形成初稿，已报分管领导",
    "visibility": "open",
    "internal_reason": "",
    "backfill_reason": "",
}


def measures(engine: str, server: str, size: str) -> Iterator[Measure]:
    """Time against the floor's, the 95th of a hundred, and savings a second."""
    turns, seconds = TURNS[size]
    with installation(engine, server) as place, installation(engine, server, empty=True) as plain:
        ours = entry_job(lines_of("bench.staff", place, str(PEOPLE), str(SIGNED_IN)), seconds)
        theirs = floor_job(lines_of("bench.floor.fill", plain, str(SIGNED_IN)), seconds)
        with serving(place) as product, floor(plain) as bare, Load() as load:
            for job, target in ((ours, product), (theirs, bare)):
                load.run(at(job, target, WARM_UP))
            pairs = [(load.run(at(ours, product)), load.run(at(theirs, bare))) for _ in range(turns)]
    yield from _figures(engine, [pair[0] for pair in pairs], [pair[1] for pair in pairs])


def entry_job(sessions: Sequence[str], seconds: float) -> Job:
    """Writers who record one entry of today after another."""
    fields = {"key": MARK, **WORDS}
    return Job(0, f"/days/{today()}/record", sessions, WRITERS, fields, seconds, "三楼会议室")


def today() -> str:
    """The bureau's day."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()


def floor_job(sessions: Sequence[str], seconds: float) -> Job:
    """Writers who post the same words to the plain form."""
    return Job(0, "/save", sessions, WRITERS, {"day": today(), **WORDS}, seconds, "三楼会议室")


def at(job: Job, server: Server, seconds: float | None = None) -> Job:
    """The job at a server."""
    return replace(job, port=server.port, seconds=seconds or job.seconds)


def _figures(engine: str, ours: Sequence[Answers], theirs: Sequence[Answers]) -> Iterator[Measure]:
    took, bare = (median(answers.at(0.5) for answers in side) for side in (ours, theirs))
    slow = median(answers.at(0.95) for answers in ours)
    rate = median(answers.rate for answers in ours)
    yield Measure("saving an entry vs a plain view: seconds", engine, took, bare, TIMES)
    yield Measure(f"saving an entry: p95 of {LATENCY * 1000:.0f} ms", engine, slow, LATENCY, 1.0)
    yield Measure("saving entries: a second", engine, rate, RATE, 1.0, at_most=False)
