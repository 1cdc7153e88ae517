"""Every page keeps to itself: what may run in it, who may keep it, where it may stand."""

from __future__ import annotations

import pytest
from django.test import Client

from daybook.web.middleware import CONTENT_SECURITY_POLICY
from tests.pages import reading
from tests.people import Cast

pytestmark = pytest.mark.django_db


def test_nothing_written_into_a_page_may_run() -> None:
    policy = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


def test_pages_carry_the_headers_signed_in_or_not(cast: Cast) -> None:
    for response in (Client().get("/accounts/login/"), reading(cast["S02"]).get("/feed")):
        assert response.status_code == 200
        assert response["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert "no-store" in response["Cache-Control"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Frame-Options"] == "DENY"


def test_a_page_names_its_scripts_and_holds_none(cast: Cast) -> None:
    html = reading(cast["S02"]).get("/feed").content.decode()
    assert "<style" not in html
    assert " style=" not in html
    assert " onclick=" not in html
    assert html.count("<script") == html.count("<script src=") + html.count('<script type="module" src=')
