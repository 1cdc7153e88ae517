"""Signing in: the account's own door, and what happens to those who knock wrongly."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from daybook.org.models import Account
from tests.pages import page, reading, words
from tests.people import Cast

PASSWORD = "Shui-Wu-2026"


@pytest.fixture
def account(cast: Cast) -> str:
    """An account of the cast with a password."""
    found = cast["S02"].account
    found.set_password(PASSWORD)
    found.save()
    return str(found.username)


def sign_in(client: Client, username: str, password: str, **more: str) -> object:
    return client.post("/accounts/login/", {"login": username, "password": password, **more})


def test_the_right_password_leads_home(account: str) -> None:
    client = Client()
    response = client.post("/accounts/login/", {"login": account, "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert "钱进" in client.get("/").content.decode()


def test_one_is_led_on_to_the_page_one_came_for(account: str) -> None:
    client = Client()
    asked = client.get("/feed?department=D01")
    assert asked["Location"] == "/accounts/login/?next=/feed%3Fdepartment%3DD01"
    response = client.post(
        "/accounts/login/", {"login": account, "password": PASSWORD, "next": "/feed?department=D01"}
    )
    assert response["Location"] == "/feed?department=D01"


def test_a_wrong_password_says_so_and_keeps_the_name(account: str) -> None:
    client = Client()
    response = client.post("/accounts/login/", {"login": account, "password": "no"})
    html = response.content.decode()
    assert response.status_code == 200
    assert f'value="{account}"' in html
    assert "工号或密码不正确。" in html
    assert 'role="alert"' in html
    assert "_auth_user_id" not in client.session


def test_the_fifth_failure_locks_the_door_even_for_the_right_password(account: str) -> None:
    client = Client()
    answers = [
        client.post("/accounts/login/", {"login": account, "password": "no"}).status_code
        for _ in range(settings.AXES_FAILURE_LIMIT)
    ]
    assert answers[:-1] == [200] * (settings.AXES_FAILURE_LIMIT - 1)
    assert answers[-1] == 429
    locked = client.post("/accounts/login/", {"login": account, "password": PASSWORD})
    assert locked.status_code == 429
    assert "登录已锁定" in words(locked.content.decode())
    assert "5次" in words(locked.content.decode())


def test_the_door_opens_again_after_half_an_hour(account: str) -> None:
    client = Client()
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        for _ in range(settings.AXES_FAILURE_LIMIT):
            client.post("/accounts/login/", {"login": account, "password": "no"})
    with time_machine.travel(start + timedelta(minutes=31), tick=False):
        assert client.post("/accounts/login/", {"login": account, "password": PASSWORD}).status_code == 302


def test_another_person_behind_the_same_address_is_not_locked_out(account: str, cast: Cast) -> None:
    other = cast["S01"].account
    other.set_password(PASSWORD)
    other.save()
    client = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post("/accounts/login/", {"login": account, "password": "no"})
    assert client.post("/accounts/login/", {"login": other.username, "password": PASSWORD}).status_code == 302


def test_an_idle_session_ends_and_a_busy_one_does_not(account: str) -> None:
    start = timezone.now()
    client = Client()
    with time_machine.travel(start, tick=False):
        client.post("/accounts/login/", {"login": account, "password": PASSWORD})
    for minutes in (20, 40, 60):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert client.get("/feed").status_code == 200
    with time_machine.travel(start + timedelta(minutes=91), tick=False):
        assert client.get("/feed").status_code == 302


def test_signing_out_is_an_act_not_a_link(account: str) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": account, "password": PASSWORD})
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/feed").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/feed").status_code == 302


def test_a_password_is_changed_by_whoever_knows_it(account: str) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": account, "password": PASSWORD})
    fresh = {"password1": "Xin-Mi-Ma-77", "password2": "Xin-Mi-Ma-77"}
    refused = client.post("/accounts/password/", {"oldpassword": "no", **fresh})
    assert refused.status_code == 200
    assert 'class="fault"' in refused.content.decode()
    assert client.post("/accounts/password/", {"oldpassword": PASSWORD, **fresh}).status_code == 302
    again = Client().post("/accounts/login/", {"login": account, "password": "Xin-Mi-Ma-77"})
    assert again["Location"] == "/"


@pytest.mark.parametrize(
    ("present", "fresh", "told"),
    [
        ("no", "Xin-Mi-Ma-77", "现在的密码不正确。"),
        (PASSWORD, "Xm-7", "密码不足8个字符。"),
        (PASSWORD, "password1", "这个密码太常见，容易被猜到。"),
        (PASSWORD, "2026041702", "密码与工号太相近。"),
    ],
)
def test_a_refused_password_is_refused_in_the_language_of_the_page(
    account: str, present: str, fresh: str, told: str
) -> None:
    Account.objects.filter(username=account).update(username="20260417")
    client = Client(headers={"accept-language": "zh-hans"})
    client.post("/accounts/login/", {"login": "20260417", "password": PASSWORD})
    asked = {"oldpassword": present, "password1": fresh, "password2": fresh}
    assert told in client.post("/accounts/password/", asked).content.decode()


def test_an_account_without_a_password_is_told_who_gives_one(cast: Cast) -> None:
    client = reading(cast["S02"], "zh-hans")
    assert 'href="/accounts/password/"' not in page(client, "/")
    assert "由系统管理员设置" in words(page(client, "/accounts/password/"))
    assert client.post("/accounts/password/", {"password1": "Xin-Mi-Ma-77"}).status_code == 200
    assert not cast["S02"].account.has_usable_password()


@pytest.mark.django_db
def test_nobody_registers_or_resets_by_themselves() -> None:
    for address in ("/accounts/signup/", "/accounts/password/reset/", "/accounts/email/"):
        assert Client().get(address).status_code in {302, 404}
        assert "/signup" not in Client().get("/accounts/login/").content.decode()


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(cast: Cast) -> None:
    response = Client().get("/feed?before=X", headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response["HX-Redirect"].startswith("/accounts/login/?next=/feed")
    assert response.content == b""
