"""The entry of the server: one process, one event loop, one pool of threads for the pages."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from functools import cache, partial

from django.conf import settings
from django.db import DatabaseError, connection

from daybook.config.hop import Message, Receive, Send, ThreadHop
from daybook.config.wsgi import application as pages
from daybook.daily.actions.sweep import sweep_files
from daybook.daily.live.stream import ADDRESS, Live

# As much as one form of attachments may hold, and a megabyte for the rest of it.
LONGEST_BODY = settings.UPLOAD_BYTES * settings.UPLOAD_FILES + (1 << 20)
PAGES = ThreadHop(pages, int(os.environ.get("DAYBOOK_THREADS") or 8), LONGEST_BODY)
LIVE = Live(PAGES.answer)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer a request; nothing that streams for long may take one of the threads."""
    if scope["type"] == "http" and scope["path"] == ADDRESS:
        _end_streams_with_the_server()
        await LIVE(scope, receive, send)
    elif scope["type"] == "http":
        await PAGES(scope, receive, send)
    elif scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1000})
    elif scope["type"] == "lifespan":
        await _live(receive, send)


@cache
def _end_streams_with_the_server() -> None:
    """Let a signal to stop end the open pages: the server waits for every request, and these never end."""
    if threading.current_thread() is not threading.main_thread():
        return
    end = partial(asyncio.get_running_loop().call_soon_threadsafe, LIVE.end)
    for number in (signal.SIGINT, signal.SIGTERM):
        # The server's own handler hangs on the loop, not on the interpreter: it is called all the same.
        signal.signal(number, lambda *_given: end())


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            threading.Thread(target=_sweep, name="sweep", daemon=True).start()
        if message["type"] == "lifespan.shutdown":
            await LIVE.close()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def _sweep() -> None:
    """Drop what a server that died left in the uploads folder, while the pages are served already."""
    try:
        sweep_files()
    except (DatabaseError, OSError):
        logging.getLogger(__name__).exception("the uploads folder was not swept")
    finally:
        connection.close()
