"""One hop from the event loop to a thread: a WSGI application served under ASGI.

A page is one call in one thread: the ORM stays synchronous, and its connection belongs to the thread
from the first query to the last byte of a streamed export.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

LONGEST_BODY = 1 << 28  # bytes; beyond it a body is refused while it comes
BODY_IN_MEMORY = 1 << 20  # bytes; a larger upload waits in a temporary file, a larger answer is streamed


class Arrival(Enum):
    """What has come of a request's body."""

    WHOLE = "whole"
    TOO_LONG = "too long"
    BROKEN_OFF = "broken off"


class ThreadHop:
    """An ASGI application that answers each request with a WSGI application in a thread pool."""

    def __init__(self, application: Application, threads: int, longest_body: int = LONGEST_BODY) -> None:
        self.application = application
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self.longest_body = longest_body

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        for message in await self._reply(scope, receive, send, {}):
            await send(message)

    async def answer(self, scope: Message, receive: Receive, told: Mapping[str, Any]) -> list[Message]:
        """The answer to a request whose environment says more than its sender did; nothing is sent yet.

        Nothing is to be sent, either, where the request broke off.
        """
        sent: list[Message] = []

        async def keep(message: Message) -> None:
            sent.append(message)

        return sent + await self._reply(scope, receive, keep, told)

    async def _reply(
        self, scope: Message, receive: Receive, send: Send, told: Mapping[str, Any]
    ) -> list[Message]:
        with SpooledTemporaryFile(max_size=BODY_IN_MEMORY) as body:
            arrival = await self._read_body(scope, receive, body)
            if arrival is not Arrival.WHOLE:
                return _too_long(self.longest_body) if arrival is Arrival.TOO_LONG else []
            loop = asyncio.get_running_loop()
            reply = Reply(send, loop)
            request = {**environ(scope, body), **told}
            await loop.run_in_executor(self.pool, reply.run, self.application, request)
            return reply.messages

    async def _read_body(self, scope: Message, receive: Receive, body: IO[bytes]) -> Arrival:
        """Read the whole body; stop where it is told, or turns out, to be longer than anything we take.

        A body that breaks off is none: half a form would be saved as if it were what somebody wrote.
        """
        told = dict(scope["headers"]).get(b"content-length", b"")
        promised = int(told) if told.isdigit() else 0
        if promised > self.longest_body:
            return Arrival.TOO_LONG
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return Arrival.BROKEN_OFF
            if body.tell() + len(message.get("body", b"")) > self.longest_body:
                return Arrival.TOO_LONG
            body.write(message.get("body", b""))
            more = message.get("more_body", False)
        arrived = body.tell()
        body.seek(0)
        return Arrival.WHOLE if arrived >= promised else Arrival.BROKEN_OFF


class Reply:
    """The answer to one request, gathered in the thread; only streams cross over chunk by chunk."""

    def __init__(self, send: Send, loop: asyncio.AbstractEventLoop) -> None:
        self.send, self.loop = send, loop
        self.start: Message = {}
        self.messages: list[Message] = []

    def run(self, application: Application, request: dict[str, Any]) -> None:
        """Call the application and either keep the whole body or send it on as it comes."""
        response = application(request, self._start_response)
        try:
            if self._is_long(response):
                self._stream(iter(response))
            else:
                self.messages = [self.start, {"type": "http.response.body", "body": b"".join(response)}]
        finally:
            getattr(response, "close", lambda: None)()

    def _is_long(self, response: Iterable[bytes]) -> bool:
        if not getattr(response, "streaming", False):
            return False
        length = dict(self.start["headers"]).get(b"content-length")
        return length is None or int(length) > BODY_IN_MEMORY

    def _start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self.start = {"type": "http.response.start", "status": int(status[:3]), "headers": pairs}

    def _stream(self, chunks: Iterator[bytes]) -> None:
        self._send_now(self.start)
        for chunk in chunks:
            self._send_now({"type": "http.response.body", "body": chunk, "more_body": True})
        self._send_now({"type": "http.response.body", "body": b""})

    def _send_now(self, message: Message) -> None:
        # Waiting for the loop is the back-pressure: a slow reader slows the query, not our memory.
        asyncio.run_coroutine_threadsafe(_awaited(self.send, message), self.loop).result()


async def _awaited(send: Send, message: Message) -> None:
    await send(message)


def _too_long(longest: int) -> list[Message]:
    """Say what is too much and how much is not; the rest of the body is not waited for."""
    # Nobody has read yet who asks, nor in which language: it is the installation's.
    told = _("More than %(megabytes)s MB was sent at once and not taken in; go back and send it in parts.")
    text = told % {"megabytes": longest >> 20}
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    return [
        {"type": "http.response.start", "status": 413, "headers": headers},
        {"type": "http.response.body", "body": text.encode()},
    ]


def environ(scope: Message, body: IO[bytes]) -> dict[str, Any]:
    """The WSGI environment of an ASGI request."""
    host, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    return {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": _wsgi_text(scope.get("root_path", "")),
        "PATH_INFO": _wsgi_text(scope["path"]),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(host),
        "SERVER_PORT": str(port or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": str(client[0]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **_headers(scope["headers"]),
    }


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for raw_name, raw_value in pairs:
        # "X_Forwarded_Proto" would read like "X-Forwarded-Proto" once in the environment: a forgery.
        if b"_" in raw_name:
            continue
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        key = name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
        glue = "; " if name == "COOKIE" else ","
        headers[key] = f"{headers[key]}{glue}{value}" if key in headers else value
    return headers


def _wsgi_text(text: str) -> str:
    return text.encode("utf-8").decode("latin-1")
