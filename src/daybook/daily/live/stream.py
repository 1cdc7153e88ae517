"""`/live` for a server that can stream: admitted like any page, then bytes as they come."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from random import randint
from typing import Any

from daybook.daily.live.admission import ADMISSION, Admission, Visitor, greeting
from daybook.daily.live.hub import Hub
from daybook.daily.live.page import LivePage

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Answer = Callable[[Message, Receive, dict[str, Any]], Awaitable[Sequence[Message]]]

ADDRESS = "/live"
UNATTENDED = "HTTP_DAYBOOK_UNATTENDED"  # an open page is nobody at work: it prolongs no session
COMING_AGAIN = (2_000, 6_000)  # milliseconds; after a restart not all pages come at once
SIGNED_OUT = 401
REDIRECTS = frozenset({301, 302, 303})
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-accel-buffering", b"no"),
]


class Live:
    """An ASGI application for one address; `answer` asks the pages who comes."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.hub = Hub()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Let a page in and keep it told; whoever is not let in gets the pages' own answer."""
        admission = Admission()
        messages = await self.answer(scope, receive, {ADMISSION: admission, UNATTENDED: "1"})
        if admission.visitor is None or scope["method"] != "GET":
            await _refuse(messages, send)
        else:
            await self._stream(admission.visitor, receive, send)

    def end(self) -> None:
        """End every stream, and let none begin: the server stops."""
        self.hub.end()

    async def close(self) -> None:
        """End every stream, and wait until nothing of them is left."""
        await self.hub.close()

    def _greeting(self, visitor: Visitor) -> bytes:
        retry = randint(*COMING_AGAIN)  # noqa: S311  # spreads, hides nothing
        return greeting(self.hub.newest_of(visitor), self.hub.mark_of(visitor), retry)

    async def _stream(self, visitor: Visitor, receive: Receive, send: Send) -> None:
        page = self.hub.join(visitor)
        leaving = asyncio.create_task(_until_gone(receive, page))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            message: bytes | None = self._greeting(visitor)
            while message is not None:
                await send({"type": "http.response.body", "body": message, "more_body": True})
                message = await page.next()
            await send({"type": "http.response.body", "body": b""})
        finally:
            leaving.cancel()
            self.hub.leave(page)


async def _until_gone(receive: Receive, page: LivePage) -> None:
    """Wait for the reader to leave."""
    while (await receive())["type"] != "http.disconnect":
        pass
    page.end()


async def _refuse(messages: Sequence[Message], send: Send) -> None:
    """The pages' own answer; a script is told plainly instead of being sent to sign in."""
    if not messages:
        return  # the request broke off
    start, *rest = messages
    if start["status"] in REDIRECTS:
        start = {
            "type": "http.response.start",
            "status": SIGNED_OUT,
            "headers": [(b"cache-control", b"no-store")],
        }
        rest = [{"type": "http.response.body", "body": b""}]
    for message in (start, *rest):
        await send(message)
