"""Voters from outside, in a process of their own: each posts his ballot once, eight at a time.

`python -m bench.casting` reads jobs from its input, a JSON object a line, and answers each with the seconds
that every casting took.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench.load import TOKEN, Answers, answer_of
from bench.orders import Orders

AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Votes:
    """Who sends which ballot where: pairs of a session and a form."""

    port: int
    path: str
    forms: Sequence[tuple[str, str]]
    expected: int


class Casting(Orders):
    """The process that votes."""

    def __init__(self) -> None:
        super().__init__("bench.casting")

    def run(self, votes: Votes) -> Answers:
        """Everybody's vote, from the first to the last. Raises RuntimeError for an answer that was none."""
        self.give(asdict(votes))
        told = self.told()
        return Answers(told["seconds"], told["whole"])


async def _cast(votes: Votes, forms: Iterator[tuple[str, str]], seconds: list[float]) -> None:
    """One voter after another on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", votes.port)
    clock = time.perf_counter
    for session, body in forms:
        started = clock()
        writer.write(
            f"POST {votes.path} HTTP/1.1\r\nHost: 127.0.0.1:{votes.port}\r\nX-CSRFToken: {TOKEN}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            f"Cookie: sessionid={session}; csrftoken={TOKEN}\r\n\r\n{body}".encode()
        )
        status, answer = await answer_of(reader)
        seconds.append(clock() - started)
        if int(status) != votes.expected:
            raise RuntimeError(f"{votes.path}: {status!r} {answer[:1000].decode(errors='replace')}")
    writer.close()


async def run(votes: Votes) -> dict[str, Any]:
    """All of them, so many at once."""
    forms, seconds = iter(votes.forms), list[float]()
    started = time.perf_counter()
    await asyncio.gather(*(_cast(votes, forms, seconds) for _ in range(AT_ONCE)))
    return {"seconds": seconds, "whole": time.perf_counter() - started}


def main() -> None:
    """Do one job after another."""
    for line in sys.stdin:
        try:
            told = asyncio.run(run(Votes(**json.loads(line))))
        except (RuntimeError, OSError, asyncio.IncompleteReadError) as fault:
            told = {"fault": str(fault)}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
