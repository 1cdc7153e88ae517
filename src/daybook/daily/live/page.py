"""One open page: the few messages that wait for it, and its end."""

from __future__ import annotations

import asyncio
from collections import deque

from daybook.daily.live.admission import Visitor

MOST_WAITING = 8  # messages; whoever reads slower is let go and comes again
MOST_BYTES = 2 << 20  # of one stream: the server keeps what a sleeping reader has not taken


class LivePage:
    """Messages in, messages out, in order; bounded on both sides."""

    __slots__ = ("_ended", "_given", "_last", "_ready", "_waiting", "until", "visitor")

    def __init__(self, visitor: Visitor, until: float) -> None:
        """Open until `until` on the hub's clock."""
        self.visitor, self.until = visitor, until
        self._waiting: deque[bytes] = deque()
        self._ready = asyncio.Event()
        self._ended = self._last = False
        self._given = 0

    def give(self, message: bytes) -> None:
        """Hand a message over; a page that lags behind, or has had its share, ends."""
        self._given += len(message)
        if len(self._waiting) >= MOST_WAITING or self._given > MOST_BYTES:
            self.end()
        if not self._ended and not self._last:
            self._waiting.append(message)
            self._ready.set()

    def give_last(self, message: bytes) -> None:
        """Hand a message over, after which the page ends."""
        self.give(message)
        self._last = True

    def end(self) -> None:
        """Nothing more is given; what waits is dropped, for the page asks for what it missed."""
        self._ended = True
        self._waiting.clear()
        self._ready.set()

    async def next(self) -> bytes | None:
        """The next message; nothing where the page has ended."""
        await self._ready.wait()
        if self._ended or not self._waiting:
            return None
        message = self._waiting.popleft()
        if not self._waiting and not self._last:
            self._ready.clear()
        return message
