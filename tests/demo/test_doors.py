"""The doors of the demonstration: open in a demonstration, and nowhere else."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import Settings

from daybook.demo import queries
from tests.people import Cast


@pytest.fixture
def doors(cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A visitor of a demonstration whose doors are two people of the cast."""
    settings.DEMO = True
    monkeypatch.setattr(queries, "BUREAU", cast.bureau.code)
    monkeypatch.setattr(queries, "DOORS", (("普通工作人员", "S02"), ("处长", "H01"), ("无此人", "S99")))
    return Client()


def test_one_click_signs_in(doors: Client, cast: Cast) -> None:
    html = doors.get("/demo/").content.decode()
    assert html.count('name="username"') == 2
    assert "普通工作人员" in html
    response = doors.post("/demo/sign-in/", {"username": cast["S02"].account.username})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert "钱进" in doors.get("/").content.decode()


def test_a_door_leads_on_to_the_page_one_came_for(doors: Client, cast: Cast) -> None:
    asked = doors.get("/feed?department=D01&q=%E6%B1%9B", follow=True)
    link = re.search(r'href="(/demo/[^"]*)"', asked.content.decode())
    assert link is not None
    html = doors.get(link[1]).content.decode()
    kept = re.search(r'name="next" value="([^"]*)"', html)
    assert kept is not None
    given = {"username": cast["S02"].account.username, "next": unescape(kept[1])}
    response = doors.post("/demo/sign-in/", given)
    assert response["Location"] == "/feed?department=D01&q=%E6%B1%9B"
    assert "钱进" in doors.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "feed"]
)
def test_a_door_leads_nowhere_else(doors: Client, cast: Cast, address: str) -> None:
    assert 'name="next"' not in doors.get("/demo/", {"next": address}).content.decode()
    given = {"username": cast["S02"].account.username, "next": address}
    assert doors.post("/demo/sign-in/", given)["Location"] == "/"


def test_the_banner_says_that_all_is_invented(doors: Client) -> None:
    assert "虚构" in doors.get("/accounts/login/").content.decode()


def test_nobody_else_is_behind_a_door(doors: Client, cast: Cast) -> None:
    for username in (cast["L01"].account.username, "", "nobody"):
        assert doors.post("/demo/sign-in/", {"username": username}).status_code == 404
    assert doors.get("/").status_code == 302


def test_a_link_signs_nobody_in(doors: Client, cast: Cast) -> None:
    assert doors.get("/demo/sign-in/", {"username": cast["S02"].account.username}).status_code == 405


def test_outside_a_demonstration_there_are_no_doors(doors: Client, cast: Cast, settings: Settings) -> None:
    settings.DEMO = False
    assert doors.get("/demo/").status_code == 404
    assert doors.post("/demo/sign-in/", {"username": cast["S02"].account.username}).status_code == 404
    html = doors.get("/accounts/login/").content.decode()
    assert "/demo/" not in html
    assert "虚构" not in html
