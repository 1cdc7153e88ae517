"""No word is lost: a reload, an expired sign-in, a dead server, a lost network, two tabs, and signing out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from daybook.daily.models import LogEntry, Writing
from daybook.org.models import Account
from tests.browser.today import BOTH, LINE, ROWS, SAVED, contents, cookies_of, day_of, open_today, write
from tests.live import _wait_for, database_url, free_port
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Account], None]
LOCAL = "只存在本机，网络恢复后自动续存"
PASSWORD = "Shui-Li-2026"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return water_bureau()


def kept_here(page: Page) -> str:
    """What the browser holds of the person's texts."""
    found: str = page.evaluate(
        "Object.entries(localStorage).filter(([name]) => name.startsWith('daybook:')).join(' ')"
    )
    return found


def test_every_key_is_kept_here_at_once_and_on_the_server_a_moment_later(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "写到一半的话")
    assert "写到一半的话" in kept_here(page)
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    assert Writing.objects.get().fields["line"] == "写到一半的话"
    page.locator(LINE).fill("")
    expect(page.locator(LINE)).to_have_value("")
    page.wait_for_timeout(1500)
    assert (kept_here(page), Writing.objects.count()) == ("", 0)


def test_the_full_form_is_kept_again_and_again(page: Page, cast: Cast, sign_in: SignIn) -> None:
    """The line that the form took the place of has the same mark, and is none of its business any more."""
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "上午 巡堤查险")
    page.keyboard.press("F4")
    content = page.locator("#seven textarea[name=content]")
    for words in ("，查出渗水点", "两处", "，已处置"):
        content.press_sequentially(words)
        expect(page.locator(SAVED)).to_contain_text(BOTH)
        page.wait_for_timeout(900)
        expect(page.locator(SAVED)).to_contain_text(BOTH)
    draft = Writing.objects.get()
    assert draft.fields["content"].endswith("，查出渗水点两处，已处置")
    page.locator("#seven form > .buttons .btn-primary").click()
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(".crossing")).to_have_count(0)
    page.wait_for_timeout(900)
    assert (kept_here(page), Writing.objects.count()) == ("", 0)
    page.reload()
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(".crossing, .has-draft")).to_have_count(0)


def test_a_reload_brings_the_line_back(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "9:00-10:00 核对台账")
    page.reload()
    expect(page.locator(LINE)).to_have_value("9:00-10:00 核对台账")
    page.locator(LINE).press("Enter")
    expect(page.locator(ROWS)).to_have_count(1)
    assert contents("S05") == ["核对台账"]
    page.reload()
    expect(page.locator(LINE)).to_have_value("")
    assert (LogEntry.objects.count(), Writing.objects.count()) == (1, 0)


def test_a_reload_brings_the_full_form_back(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "9:00-10:00 核对台账")
    page.keyboard.press("F4")
    page.locator('#seven [name="measures"]').fill("逐项核对")
    page.locator('#seven [name="outcome"]').press_sequentially("形成清单")
    page.reload()
    expect(page.locator('#seven [name="outcome"]')).to_have_value("形成清单")
    expect(page.locator('#seven [name="content"]')).to_have_value("核对台账")
    expect(page.locator('#seven [name="start"]')).to_have_value("09:00")
    page.locator("#seven").get_by_role("button", name="记下").click()
    expect(page.locator(ROWS)).to_have_count(1)
    entry = LogEntry.objects.get()
    assert (entry.measures, entry.outcome) == ("逐项核对", "形成清单")


def test_what_another_machine_wrote_stands_as_a_draft_and_goes_on_here(
    page: Page, cast: Cast, sign_in: SignIn, browser: Browser, server: str
) -> None:
    sign_in(cast["S05"].account)
    elsewhere = browser.new_context(base_url=server, locale="zh-CN")
    elsewhere.add_cookies(cookies_of(page))
    other = elsewhere.new_page()
    open_today(other)
    write(other, "9:00-10:00 在另一台机器上写的")
    expect(other.locator(SAVED)).to_contain_text(BOTH)
    elsewhere.close()
    open_today(page)
    row = page.locator(".is-draft")
    expect(row).to_contain_text("在另一台机器上写的")
    row.get_by_role("link", name="接着写").click()
    expect(page.locator('#rows [name="content"]')).to_have_value("在另一台机器上写的")
    page.locator('#rows [name="outcome"]').fill("在这里写完")
    page.locator("#rows").get_by_role("button", name="记下").click()
    expect(page.locator("#rows .is-open")).to_have_count(0)
    expect(page.locator(ROWS)).to_have_count(1)
    assert LogEntry.objects.get().outcome == "在这里写完"
    assert Writing.objects.count() == 0


def test_an_expired_sign_in_keeps_the_words_and_they_go_on(page: Page, cast: Cast, sign_in: SignIn) -> None:
    account = cast["S05"].account
    account.set_password(PASSWORD)
    account.save()
    sign_in(account)
    open_today(page)
    write(page, "9:00-10:00 登录过期前写的")
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    Session.objects.all().delete()
    write(page, "，过期后又写的")
    expect(page.locator(SAVED)).to_contain_text("登录已过期，文字在本机：")
    page.keyboard.press("Enter")
    expect(page.locator("tr.is-pending")).to_contain_text("过期后又写的")
    write(page, "第二件还没写完")
    assert page.url.endswith("/today")
    page.locator(SAVED).get_by_role("link", name="登录后继续").click()
    page.get_by_label("工号").fill("S05")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator(LINE)).to_have_value("第二件还没写完")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(ROWS)).to_contain_text("登录过期前写的，过期后又写的")
    assert contents("S05") == ["登录过期前写的，过期后又写的"]


class Mortal:
    """A server that can be killed at any moment and started again on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        from django.conf import settings

        about = {"DAYBOOK_HOME": str(settings.HOME), "DAYBOOK_DATABASE_URL": database_url()}
        command = [str(Path(sys.executable).parent / "daybook"), "serve", "--port", str(self.port)]
        environment = {**os.environ, **about, "DAYBOOK_DEMO": "yes"}
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        _wait_for(f"{self.address}/readyz", self.process)

    def kill(self) -> None:
        """SIGKILL, to the server and whatever it started."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)
            self.process = None


@pytest.fixture
def mortal(django_db_setup: None) -> Iterator[Mortal]:
    server = Mortal()
    server.start()
    yield server
    server.kill()


@pytest.fixture
def mortal_page(browser: Browser, mortal: Mortal, cast: Cast) -> Iterator[Page]:
    """A page of S05 on the server that will die."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(cast["S05"].account, backend=settings.AUTHENTICATION_BACKENDS[-1])
    name = settings.SESSION_COOKIE_NAME
    context = browser.new_context(base_url=mortal.address, locale="zh-CN", timezone_id="Asia/Shanghai")
    host = urlsplit(mortal.address).hostname or ""
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "domain": host, "path": "/"}])
    yield context.new_page()
    context.close()


def test_a_server_killed_between_typing_and_saving_costs_no_word(mortal: Mortal, mortal_page: Page) -> None:
    page = mortal_page
    open_today(page)
    write(page, "9:00-10:00 服务器还在时写的")
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    mortal.kill()
    write(page, "，又写了几个字")
    expect(page.locator(SAVED)).to_contain_text(LOCAL)
    page.keyboard.press("Enter")
    expect(page.locator("tr.is-pending")).to_contain_text("又写了几个字")
    expect(page.locator("tr.is-pending")).to_contain_text("尚未存到服务器")
    write(page, "下一件已经在写")
    mortal.start()
    expect(page.locator("tr.is-pending")).to_have_count(0, timeout=40_000)
    expect(page.locator(ROWS)).to_contain_text("服务器还在时写的，又写了几个字")
    expect(page.locator(LINE)).to_have_value("下一件已经在写")
    assert contents("S05") == ["服务器还在时写的，又写了几个字"]


@pytest.mark.console_errors
def test_a_lost_network_keeps_rows_that_are_sent_once_it_is_back(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    context.set_offline(True)
    for line in ("9:00-10:00 断网时的第一件", "10:00-11:00 断网时的第二件"):
        write(page, line)
        page.keyboard.press("Enter")
    expect(page.locator("tr.is-pending")).to_have_count(2)
    expect(page.locator(SAVED)).to_contain_text(LOCAL)
    assert LogEntry.objects.count() == 0
    context.set_offline(False)
    expect(page.locator("tr.is-pending")).to_have_count(0, timeout=40_000)
    expect(page.locator(ROWS)).to_have_count(2)
    assert sorted(contents("S05")) == ["断网时的第一件", "断网时的第二件"]


@pytest.mark.console_errors
def test_an_answer_that_was_lost_makes_no_second_entry(page: Page, cast: Cast, sign_in: SignIn) -> None:
    """The entry is recorded, but its answer never arrives: the next try finds it there."""
    sign_in(cast["S05"].account)
    open_today(page)
    lost = {"times": 0}

    def lose(route: Route) -> None:
        lost["times"] += 1
        if lost["times"] == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/record", lose)
    write(page, "只记一次的事")
    page.keyboard.press("Enter")
    expect(page.locator("tr.is-pending")).to_have_count(1)
    expect(page.locator("tr.is-pending")).to_have_count(0, timeout=20_000)
    assert lost["times"] == 2
    assert contents("S05") == ["只记一次的事"]


@pytest.mark.console_errors
def test_a_tab_that_was_closed_leaves_its_words_as_a_draft(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    page.route("**/drafts/**", lambda route: route.abort())
    write(page, "没来得及续存的话")
    page.evaluate(
        """() => { for (const name of Object.keys(localStorage)) if (name.includes(":text:")) {
        const text = JSON.parse(localStorage.getItem(name)); text.at -= 60000;
        localStorage.setItem(name, JSON.stringify(text)); } }"""
    )
    page.close()
    other = context.new_page()
    open_today(other)
    expect(other.locator(".is-draft")).to_contain_text("没来得及续存的话")
    assert Writing.objects.get().fields["line"] == "没来得及续存的话"


@pytest.mark.parametrize("page_left", ["/today", "/feed"])
def test_signing_out_gives_the_words_to_the_server_and_wipes_the_browser(
    page: Page, cast: Cast, sign_in: SignIn, page_left: str
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    page.evaluate("localStorage.setItem('daybook:S06:text:X', '{}')")
    write(page, "签退前一刻写的")
    if page_left != "/today":
        page.goto(page_left)
    page.locator(".menu summary").click()
    page.locator(".menu").get_by_role("button", name="退出").click()
    page.wait_for_url("**/accounts/login/**")
    assert "签退前" not in kept_here(page)
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('daybook:S05:'))") == []
    assert page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('daybook:'))") == []
    assert page.evaluate("localStorage.getItem('daybook:S06:text:X')") == "{}"
    assert Writing.objects.get().fields["line"] == "签退前一刻写的"


def test_a_skeleton_leaves_what_was_written_as_a_draft(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "写了一半的一行")
    page.get_by_role("link", name="会议").click()
    expect(page.locator('#seven [name="content"]')).to_have_value("参加……会议，研究……")
    expect(page.locator(".is-draft")).to_contain_text("写了一半的一行")
    assert day_of(cast) == Writing.objects.get().day
