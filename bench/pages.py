"""Open pages: very many live feeds in a process of their own, and how soon each of them is told.

`python -m bench.pages` reads orders from its input, a JSON object a line, and answers each when it is done:
first `{"open": …}` with where and how many, then `{"tell": …}` as often as one likes; in between it keeps on
reading what the server sends.
"""

from __future__ import annotations

import asyncio
import json
import re
import resource
import sys
import time
import uuid
from collections.abc import Sequence
from itertools import cycle, islice
from typing import Any
from urllib.parse import urlencode

from bench.load import TOKEN, Job, answer_of
from bench.orders import Orders

KEYS = re.compile(rb'"key": "([0-9a-f]{32})"')
AT_ONCE = 20  # pages opened at a time
PATIENCE = 5.0  # seconds to wait for the last page to be told


class Pages(Orders):
    """The process that holds the pages open."""

    def __init__(self) -> None:
        super().__init__("bench.pages")

    def open(self, port: int, sessions: Sequence[str], count: int) -> None:
        """Open so many feeds; returns when all of them have been greeted."""
        self._order({"open": {"port": port, "sessions": list(sessions), "count": count}})

    def tell(self, job: Job, entries: int, pause: float) -> list[float]:
        """Save entries at this pace; the seconds from each answer to each page that was told of it."""
        given = {"path": job.path, "fields": job.fields, "entries": entries, "pause": pause}
        seconds: list[float] = self._order({"tell": given})["seconds"]
        return seconds

    def _order(self, order: dict[str, Any]) -> dict[str, Any]:
        self.give(order)
        return self.told()


class Crowd:
    """The pages of this process."""

    def __init__(self) -> None:
        self.arrived: dict[str, list[float]] = {}
        self._port = 0
        self._sessions: Sequence[str] = ()
        self._count = 0
        self._keys: dict[bytes, list[str]] = {}
        self._kept: list[Any] = []  # a connection that nobody holds is closed

    async def open(self, port: int, sessions: Sequence[str], count: int) -> dict[str, Any]:
        """Open the pages, some at a time."""
        self._port, self._sessions, self._count = port, sessions, count
        waiting = iter(list(islice(cycle(sessions), count)))
        while some := list(islice(waiting, AT_ONCE)):
            readers = await asyncio.gather(*(self._greeted(session) for session in some))
            self._kept += [asyncio.create_task(self._listen(reader)) for reader in readers]
        return {"opened": count}

    async def _greeted(self, session: str) -> asyncio.StreamReader:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(
            f"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nAccept: text/event-stream\r\n"
            f"Cookie: sessionid={session}\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head:
            raise RuntimeError(head.decode())
        await reader.readuntil(b"greeting")
        self._kept.append(writer)
        return reader

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        """Note which entries come, and when; the same bytes are looked through once for all pages."""
        while data := await reader.read(1 << 16):
            now = time.perf_counter()
            if data not in self._keys:
                self._keys[data] = [key.decode() for key in KEYS.findall(data)]
            for key in self._keys[data]:
                if key in self.arrived:
                    self.arrived[key].append(now)

    async def tell(self, path: str, fields: dict[str, str], entries: int, pause: float) -> dict[str, Any]:
        """Save entries one after another and wait until every page has been told of each."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        saved: dict[str, float] = {}
        for session in islice(cycle(self._sessions), entries):
            key = uuid.uuid4().hex
            self.arrived[key] = []
            body = urlencode({**fields, "key": key})
            writer.write(
                f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nX-CSRFToken: {TOKEN}\r\n"
                f"HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                f"Cookie: sessionid={session}; csrftoken={TOKEN}\r\nContent-Length: {len(body)}\r\n\r\n"
                f"{body}".encode()
            )
            status, answer = await answer_of(reader)
            if status != b"200" or key.encode() not in answer:
                raise RuntimeError(f"{status!r} {answer[:500]!r}")
            saved[key] = time.perf_counter()
            await asyncio.sleep(pause)
        await self._all_told(saved)
        return {"seconds": [at - saved[key] for key in saved for at in self.arrived.pop(key)]}

    async def _all_told(self, saved: dict[str, float]) -> None:
        deadline = time.perf_counter() + PATIENCE
        while any(len(self.arrived[key]) < self._count for key in saved):
            if time.perf_counter() > deadline:
                told = min(len(self.arrived[key]) for key in saved)
                raise RuntimeError(f"only {told} of {self._count} pages were told of an entry")
            await asyncio.sleep(0.05)


async def main() -> None:
    """Carry out one order after another."""
    crowd, loop = Crowd(), asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        ((order, given),) = json.loads(line).items()
        try:
            told = await getattr(crowd, order)(**given)
        except (RuntimeError, OSError, asyncio.IncompleteReadError) as fault:
            told = {"fault": f"{type(fault).__name__}: {fault}"}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(main())
