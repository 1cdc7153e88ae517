"""Sending the forms of a day as its page's script does."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.pages import words

SCRIPT = {"HX-Request": "true"}


def send(client: Client, address: str, status: int = 200, **fields: Any) -> HttpResponse:
    """A form sent by the page's script."""
    response: Any = client.post(address, fields, headers=SCRIPT)
    assert response.status_code == status, (address, response.status_code, response.content.decode()[:400])
    answer: HttpResponse = response
    return answer


def text(response: HttpResponse) -> str:
    """What a reader sees of an answer."""
    return words(response.content.decode())
