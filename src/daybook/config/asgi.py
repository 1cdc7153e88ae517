"""The entry of the server: one process, one event loop, one pool of threads for the pages."""

from __future__ import annotations

import os

from daybook.config.hop import Message, Receive, Send, ThreadHop
from daybook.config.wsgi import application as pages

PAGES = ThreadHop(pages, threads=int(os.environ.get("DAYBOOK_THREADS") or 8))


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer a request; nothing that streams for long may take one of the threads."""
    if scope["type"] == "http":
        await PAGES(scope, receive, send)
    elif scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1000})
    elif scope["type"] == "lifespan":
        await _live(receive, send)


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
