"""A real server on the test database and a real browser in front of it.

A page test fails by itself on a console error, on an exception in a script, on an answer of 500 and on any
request to another host; `@pytest.mark.console_errors` says that a test provokes them.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

if TYPE_CHECKING:
    from daybook.org.models import Account

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# Every rule runs; of what passed no description is made and sent, which would take longer than the rules.
RUN_AXE = """async (tags) => {
    const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    return found.violations;
}"""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START = 60.0  # seconds a server may take to answer
SLOW = 20_000  # milliseconds until a page must show what is expected: a machine may be slow


def database_url() -> str:
    """The test database of this process, in the form DAYBOOK_DATABASE_URL takes."""
    from django.db import connection

    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    login = quote(database["USER"]) + (f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else "")
    port = f"&port={database['PORT']}" if database["PORT"] else ""
    return f"postgresql://{login}@/{database['NAME']}?host={database['HOST']}{port}"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[str]:
    """The address of `daybook serve` in demo mode, a process of its own on the test database."""
    from django.conf import settings

    port = free_port()
    # The data folder of this process's settings: with another secret, no session made here would hold there.
    # A bureau's own policies lie there too, where a test writes one.
    folder = {"DAYBOOK_HOME": str(settings.HOME), "DAYBOOK_POLICY_DIR": str(settings.HOME)}
    environment = {**os.environ, **folder, "DAYBOOK_DATABASE_URL": database_url(), "DAYBOOK_DEMO": "yes"}
    command = [str(Path(sys.executable).parent / "daybook"), "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server ended with status {process.returncode}")
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    pytest.fail(f"no answer from {address} within {START:.0f} s")


def chromium() -> str:
    """The browser's path; a missing browser is a failure, never a skipped test."""
    named = os.environ.get("DAYBOOK_TEST_CHROMIUM")
    found = (
        named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )
    if not found:
        pytest.fail("no Chromium found: `make test` installs it on Debian; else set DAYBOOK_TEST_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    expect.set_options(timeout=SLOW)
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield instance
        instance.close()


class Watch:
    """What goes wrong in a browser while a test looks elsewhere."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.faults: list[str] = []

    def observe(self, context: BrowserContext) -> None:
        """Listen to every page of the context."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.faults.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")


@pytest.fixture
def context(
    browser: Browser, server: str, transactional_db: None, request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    """A fresh browser profile in the bureau's language and time; faults it met fail the test."""
    instance = browser.new_context(
        base_url=server,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1440, "height": 900},
        reduced_motion="reduce",
    )
    watch = Watch(urlsplit(server).netloc)
    watch.observe(instance)
    yield instance
    instance.close()
    if not request.node.get_closest_marker("console_errors"):
        assert watch.faults == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab; `page.goto("/feed")` is relative to the server."""
    return context.new_page()


@pytest.fixture
def sign_in(context: BrowserContext, server: str) -> Callable[[Account], None]:
    """Sign an account in without the form: its session cookie is put into the browser."""

    def sign(account: Account) -> None:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[-1])
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server}])

    return sign


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Check a page against WCAG 2.2 AA; every violation is one line: rule, help, first element."""

    def check(page: Page) -> list[str]:
        # Evaluated over the debugging protocol: the page's own content policy forbids foreign scripts.
        page.evaluate(AXE.read_text(encoding="utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        violations: list[dict[str, Any]] = page.evaluate(RUN_AXE, tags)
        return [f"{v['id']}: {v['help']} ({v['nodes'][0]['html']})" for v in violations]

    return check
