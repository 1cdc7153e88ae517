"""The live feed in tests: the server's own entry on an event loop of its own, pages that stay open."""

from __future__ import annotations

import asyncio
import json
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connections
from django.test import Client

from daybook.config.hop import Message, ThreadHop
from daybook.config.wsgi import application as pages
from daybook.daily.live.stream import Live

SOON = 30.0  # seconds; what does not come by then does not come, on however slow a machine


class Event(NamedTuple):
    """An event of a stream, and when it came."""

    name: str
    data: Any
    at: float


class Stream:
    """One page that is open, or was refused."""

    def __init__(self, loop: asyncio.AbstractEventLoop, live: Live, scope: Message) -> None:
        self.loop = loop
        self.events: queue.Queue[Event] = queue.Queue()
        self.started: queue.Queue[Message] = queue.Queue()
        self.bytes: list[bytes] = []
        self._gone = asyncio.Event()
        self._asked = False
        self.done = asyncio.run_coroutine_threadsafe(live(scope, self._receive, self._send), loop)
        self.start = self.started.get(timeout=SOON)
        self.status: int = self.start["status"]

    async def _receive(self) -> Message:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b""}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started.put(message)
            return
        body = message.get("body", b"")
        self.bytes.append(body)
        for part in body.decode().split("\n\n"):
            fields = dict(line.split(": ", 1) for line in part.splitlines() if ": " in line)
            if "event" in fields:
                self.events.put(Event(fields["event"], json.loads(fields["data"]), time.monotonic()))

    def next(self, timeout: float = SOON) -> Event:
        """The next event."""
        return self.events.get(timeout=timeout)

    def rest(self, quiet: float = 1.5) -> list[Event]:
        """Every event until nothing has come for a while."""
        found = []
        while True:
            try:
                found.append(self.events.get(timeout=quiet))
            except queue.Empty:
                return found

    def leave(self) -> None:
        """Close the page."""
        self.loop.call_soon_threadsafe(self._gone.set)
        self.done.result(timeout=SOON)


class LiveServer:
    """The live feed with a pool of pages behind it."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.hop = ThreadHop(pages, threads=2)
        self.live = Live(self.hop.answer)
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()

    def open(self, client: Client | None = None, method: str = "GET") -> Stream:
        """Ask for the stream with the cookies of a client."""
        cookies = (
            "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items()) if client else ""
        )
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": "/live",
            "query_string": b"",
            "headers": [(b"host", b"localhost"), (b"cookie", cookies.encode())],
        }
        return Stream(self.loop, self.live, scope)

    def close(self) -> None:
        """Stop as the server does."""
        asyncio.run_coroutine_threadsafe(self.live.close(), self.loop).result(timeout=SOON)
        for _ in range(self.hop.pool._max_workers):
            self.hop.pool.submit(_leave_database)
        self.hop.pool.shutdown()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(timeout=SOON)
        self.loop.close()


def _leave_database() -> None:
    connections.close_all()
    time.sleep(0.05)  # so that every thread of the pool gets one


@contextmanager
def serving() -> Iterator[LiveServer]:
    """A live feed for the length of a test."""
    server = LiveServer()
    try:
        yield server
    finally:
        server.close()


def session_of(client: Client) -> str:
    """The key of a client's session."""
    return client.cookies[settings.SESSION_COOKIE_NAME].value
