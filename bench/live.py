"""A thousand open feeds on one process: how soon they are told, what they weigh, what saving pays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from bench.engines import Installation, installation
from bench.load import Answers, Job, Load
from bench.measure import Measure
from bench.pages import Pages
from bench.saving import PEOPLE, SIGNED_IN, TURNS, WARM_UP, at, entry_job
from bench.serving import Server, lines_of, serving

PAGES = 1000
ENTRIES, PAUSE = 40, 0.25  # saved one after another to be told to every page
DELIVERY = 1.0  # seconds
KILOBYTES = 100.0
USUAL, SLOW = 1.3, 2.5


def measures(engine: str, server: str, size: str) -> Iterator[Measure]:
    """Delivery and memory on a server with open pages; saving there against saving on one without."""
    turns, seconds = TURNS[size]
    with installation(engine, server) as watched, installation(engine, server) as quiet:
        jobs = [entry_job(sessions, seconds) for sessions in _sessions(watched, quiet)]
        with serving(watched) as crowded, serving(quiet) as empty, Load() as load, Pages() as pages:
            for job, target in zip(jobs, (crowded, empty), strict=True):
                load.run(at(job, target, WARM_UP))
            yield from _told(engine, jobs[0], crowded, pages)
            pairs = [(load.run(at(jobs[0], crowded)), load.run(at(jobs[1], empty))) for _ in range(turns)]
            yield from _kept(engine, [pair[0] for pair in pairs], [pair[1] for pair in pairs])


def _sessions(*places: Installation) -> Iterator[list[str]]:
    for place in places:
        yield lines_of("bench.staff", place, str(PEOPLE), str(SIGNED_IN))


def _told(engine: str, job: Job, crowded: Server, pages: Pages) -> Iterator[Measure]:
    before = crowded.megabytes
    pages.open(crowded.port, job.sessions, PAGES)
    took = sorted(pages.tell(job, ENTRIES, PAUSE))
    weight = (crowded.megabytes - before) * 1024 / PAGES
    name = f"{PAGES} open feeds"
    yield Measure(
        f"{name}, told: p99 of {DELIVERY:.0f} s", engine, took[int(len(took) * 0.99)], DELIVERY, 1.0
    )
    yield Measure(f"{name}: KB each of {KILOBYTES:.0f}", engine, weight, KILOBYTES, 1.0)


def _kept(engine: str, crowded: Sequence[Answers], empty: Sequence[Answers]) -> Iterator[Measure]:
    for share, times in ((0.5, USUAL), (0.95, SLOW)):
        beside, alone = (median(answers.at(share) for answers in side) for side in (crowded, empty))
        name = f"saving beside {PAGES} open feeds vs none: p{share * 100:.0f}"
        yield Measure(name, engine, beside, alone, times)
