"""A line that breaks off in the middle of a form: half of what somebody wrote is never saved."""

from __future__ import annotations

import socket
import time
from urllib.parse import quote, urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from daybook.daily.models import LogEntry
from daybook.org.moments import local_day
from tests.pages import reading
from tests.people import Cast

pytestmark = pytest.mark.django_db(transaction=True)
TOKEN = "c" * 32
PATIENCE = 20  # seconds


def head(cast: Cast, framing: str) -> bytes:
    """The head of a form sent to the record of today."""
    day = local_day(cast.bureau, timezone.now())
    session = reading(cast["S02"]).cookies[settings.SESSION_COOKIE_NAME].value
    lines = (
        f"POST /days/{day}/record HTTP/1.1",
        "Host: localhost",
        f"Cookie: {settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        f"X-CSRFToken: {TOKEN}",
        "HX-Request: true",
        "Content-Type: application/x-www-form-urlencoded",
        framing,
    )
    return "\r\n".join((*lines, "", "")).encode()


def form(content: str) -> bytes:
    return f"key={uuid4().hex}&half_day=morning&content={quote(content)}".encode()


def chunk(body: bytes) -> bytes:
    return f"{len(body):x}\r\n".encode() + body + b"\r\n"


def sent(server: str, *pieces: bytes, leaving: bool = False) -> bytes:
    """Send these; the answer, for which nobody stays who is leaving."""
    told = urlsplit(server)
    with socket.create_connection((told.hostname or "", told.port or 0), timeout=PATIENCE) as line:
        for piece in pieces:
            line.sendall(piece)
            time.sleep(0.2)
        return b"" if leaving else line.recv(1 << 16)


def test_half_a_form_is_not_saved(cast: Cast, server: str) -> None:
    half = form("巡查沿江大堤")
    promised = head(cast, f"Content-Length: {len(half) + 100}")
    for pieces in ((promised, half), (head(cast, "Transfer-Encoding: chunked"), chunk(half))):
        sent(server, *pieces, leaving=True)
        time.sleep(1)
    whole = form("巡查全线")
    assert b" 200 " in sent(server, head(cast, f"Content-Length: {len(whole)}"), whole)
    assert list(LogEntry.objects.values_list("content", flat=True)) == ["巡查全线"]
