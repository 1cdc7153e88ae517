"""The addresses that watch the server, and the server itself."""

from __future__ import annotations

from urllib.request import urlopen

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import Page


def test_a_live_server_says_so(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_a_current_database_is_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_a_database_that_is_behind_is_not_ready(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'org'")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database behind\n")


def test_the_real_server_answers(server: str) -> None:
    with urlopen(f"{server}/readyz") as answer:
        assert answer.read() == b"ok\n"


@pytest.mark.console_errors  # a plain text names no icon, so the browser asks for one in vain
def test_the_browser_reaches_the_server(page: Page) -> None:
    page.goto("/healthz")
    assert page.inner_text("body").strip() == "ok"
