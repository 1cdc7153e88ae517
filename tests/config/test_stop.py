"""A server told to stop ends the pages that are open, and itself."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.live import _wait_for, database_url, free_port
from tests.pages import reading
from tests.people import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_server_with_an_open_page_stops_at_once(cast: Cast) -> None:
    port = free_port()
    environment = {
        **os.environ,
        "DAYBOOK_HOME": str(settings.HOME),
        "DAYBOOK_DATABASE_URL": database_url(),
    }
    command = [str(Path(sys.executable).parent / "daybook"), "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", process)
        session = reading(cast["S02"]).cookies[settings.SESSION_COOKIE_NAME]
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            cookie = f"Cookie: {session.key}={session.value}"
            line.sendall(f"GET /live HTTP/1.1\r\nHost: localhost\r\n{cookie}\r\n\r\n".encode())
            told = b""
            while b"event: greeting" not in told:
                told += line.recv(4096)
            process.terminate()
            assert process.wait(timeout=20) == 0
            while line.recv(4096):
                pass
    finally:
        process.kill()
        process.wait()
