"""Load from outside: writers in a process of their own that post forms to a server, one after another each.

`python -m bench.load` reads jobs from its input, a JSON object a line, and answers each with the seconds that
every request took. Plain HTTP/1.1 on kept connections: measuring must cost far less than what is measured.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

from bench.orders import Orders

TOKEN = "c" * 32  # a CSRF secret as the cookie holds it; the same in the header is what a page's script sends
MARK = "{mark}"


@dataclass(frozen=True, slots=True)
class Job:
    """Who posts what where, and for how many seconds; `{mark}` in a field becomes a new word each time.

    The writers take turns with the sessions, so that nobody's day grows beyond what a person writes.
    `expected` must stand in every answer: a page of refusal is no saving.
    """

    port: int
    path: str
    sessions: Sequence[str]
    writers: int
    fields: dict[str, str]
    seconds: float
    expected: str
    cookie: str = "sessionid"


@dataclass(frozen=True, slots=True)
class Answers:
    """The seconds of each request, and how long all of it took."""

    seconds: Sequence[float]
    whole: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.seconds) / self.whole

    def at(self, share: float) -> float:
        """The time within which a share of the requests was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


class Load(Orders):
    """The process that makes the load."""

    def __init__(self) -> None:
        super().__init__("bench.load")

    def start(self, job: Job) -> None:
        """Begin a job."""
        self.give(asdict(job))

    def answers(self) -> Answers:
        """Wait for the end of the job. Raises RuntimeError for an answer that was none."""
        told = self.told()
        return Answers(told["seconds"], told["whole"])

    def run(self, job: Job) -> Answers:
        """A job from its beginning to its end."""
        self.start(job)
        return self.answers()


class Writer:
    """One writer after another on a connection of its own."""

    def __init__(self, job: Job, sessions: Iterator[str]) -> None:
        self.job = job
        self.seconds: list[float] = []
        self._sessions = sessions
        self._head = (
            f"POST {job.path} HTTP/1.1\r\nHost: 127.0.0.1:{job.port}\r\nX-CSRFToken: {TOKEN}\r\n"
            "HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        )

    async def write_until(self, deadline: float) -> None:
        """Post again and again until the clock says so."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.job.port)
        clock = time.perf_counter
        while (started := clock()) < deadline:
            writer.write(self._request())
            status, answer = await answer_of(reader)
            self.seconds.append(clock() - started)
            if status not in (b"200", b"302") or self.job.expected.encode() not in answer:
                raise RuntimeError(f"{self.job.path}: {status!r} {answer[:2000].decode(errors='replace')}")
        writer.close()

    def _request(self) -> bytes:
        mark = uuid.uuid4().hex
        body = urlencode({key: each.replace(MARK, mark) for key, each in self.job.fields.items()})
        cookies = f"Cookie: {self.job.cookie}={next(self._sessions)}; csrftoken={TOKEN}"
        return f"{self._head}{len(body)}\r\n{cookies}\r\n\r\n{body}".encode()


async def answer_of(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Status and body of the next answer on a kept connection."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    length = next(int(line[15:]) for line in lines if line.lower().startswith(b"content-length:"))
    return lines[0].split(b" ", 2)[1], await reader.readexactly(length)


async def run(job: Job) -> dict[str, Any]:
    """All writers at once."""
    sessions = cycle(job.sessions)
    writers = [Writer(job, sessions) for _ in range(job.writers)]
    started = time.perf_counter()
    await asyncio.gather(*(writer.write_until(started + job.seconds) for writer in writers))
    whole = time.perf_counter() - started
    return {"seconds": [each for writer in writers for each in writer.seconds], "whole": whole}


def main() -> None:
    """Do one job after another."""
    for line in sys.stdin:
        try:
            told = asyncio.run(run(Job(**json.loads(line))))
        except (RuntimeError, OSError, asyncio.IncompleteReadError) as fault:
            told = {"fault": str(fault)}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
