"""Reading pages in tests: a signed-in client, statements counted, words of a page."""

from __future__ import annotations

import re
from html import unescape

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from daybook.org.models import Person


def reading(person: Person, language: str = "en") -> Client:
    """A client signed in as a person, in English unless said otherwise."""
    client = Client()
    client.force_login(person.account, backend=settings.AUTHENTICATION_BACKENDS[-1])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def words(html: str) -> str:
    """What a reader sees of a page, blanks evened out."""
    seen = re.sub(r"<(script|style|head)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", seen)).split())


def page(client: Client, address: str, status: int = 200) -> str:
    """The HTML of a page that must answer with a status."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def statements(client: Client, address: str) -> int:
    """How many SQL statements a page takes, once what is cached for all is cached."""
    page(client, address)
    with CaptureQueriesContext(connection) as captured:
        page(client, address)
    return len(captured)
