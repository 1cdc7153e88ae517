"""Every route asks who one is; the few that do not are named here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.pages import reading
from tests.people import Cast

pytestmark = pytest.mark.django_db

# healthz and readyz answer whoever watches the server; the rest belong to signing in and out.
PUBLIC = {
    "healthz",
    "readyz",
    "accounts/login/",
    "accounts/logout/",
    "language/",
    "api/v1/",  # asks for a token instead, in JSON
    "api/v1/<rest:rest>",
    "demo/",
    "demo/sign-in/",
}


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, before + str(each.pattern))
        else:
            yield before + str(each.pattern)


def an_address(route: str) -> str:
    """An address of a route: every part that varies is filled with something."""
    filled = route
    for kind, value in (("str:", "X1"), ("int:", "2026"), ("slug:", "x"), ("year:", "2026")):
        while f"<{kind}" in filled:
            start = filled.index(f"<{kind}")
            filled = filled[:start] + value + filled[filled.index(">", start) + 1 :]
    return f"/{filled}"


ROUTES = sorted(set(routes(get_resolver().url_patterns)))


def test_the_public_routes_exist() -> None:
    assert set(ROUTES) >= PUBLIC


@pytest.mark.parametrize("route", [each for each in ROUTES if each not in PUBLIC])
def test_somebody_not_signed_in_is_sent_to_sign_in(route: str) -> None:
    for method in ("get", "post"):
        response = getattr(Client(), method)(an_address(route))
        assert response.status_code == 302, (method, route)
        assert response["Location"].startswith("/accounts/login/"), (method, route)


@pytest.mark.parametrize(
    "address", ["/entries/%00", "/people/%00", "/departments/%00", "/years/2026/people/%00"]
)
def test_an_address_with_the_character_nul_leads_nowhere(cast: Cast, address: str) -> None:
    assert reading(cast["S02"]).get(address).status_code == 404


def test_a_mark_in_the_feed_with_the_character_nul_is_no_mark(cast: Cast) -> None:
    assert reading(cast["S02"]).get("/feed?before=%00").status_code == 200
