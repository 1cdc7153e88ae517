"""The floor behind the server of the product: Granian, and one hop to a thread."""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.floor.settings"

from django.core.wsgi import get_wsgi_application

from daybook.config.hop import Message, Receive, Send, ThreadHop

PAGES = ThreadHop(get_wsgi_application(), threads=int(os.environ.get("DAYBOOK_THREADS") or 8))


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer a request."""
    if scope["type"] == "http":
        await PAGES(scope, receive, send)
