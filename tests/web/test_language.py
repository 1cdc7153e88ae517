"""Simplified Chinese first; English for whoever chooses it, and for nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_page_is_chinese_whatever_the_browser_wishes() -> None:
    response = Client().get("/accounts/login/", headers={"accept-language": "en-GB,en"})
    html = response.content.decode()
    assert '<html lang="zh-Hans"' in html
    assert "工号" in html
    assert response["Content-Language"] == "zh-hans"


def test_somebody_who_chooses_english_keeps_it() -> None:
    client = Client()
    chosen = client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert (chosen.status_code, chosen["Location"]) == (302, "/accounts/login/")
    html = client.get("/accounts/login/").content.decode()
    assert '<html lang="en"' in html
    assert "Staff number" in html


def test_the_switch_leads_to_no_other_host() -> None:
    response = Client().post("/language/", {"language": "en", "next": "//elsewhere.example/"})
    assert response["Location"] == "/"


def test_an_unknown_language_changes_nothing() -> None:
    client = Client()
    client.cookies["django_language"] = "xx"
    assert '<html lang="zh-Hans"' in client.get("/accounts/login/").content.decode()
