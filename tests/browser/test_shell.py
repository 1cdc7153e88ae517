"""The shell in a real browser: signing in, light and dark, languages, the feed's pages, the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from daybook.daily.models import LogEntry
from daybook.org.models import Account
from daybook.plans.actions.month import PlanLine, plan_month
from tests.factories import entry_of
from tests.people import Cast

SignIn = Callable[[Account], None]
PASSWORD = "Shui-Wu-2026"


def today() -> date:
    """The bureau's day: the server's clock is the real one."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


@pytest.fixture
def record(cast: Cast) -> list[LogEntry]:
    """Something of every kind to look at: open, internal, withdrawn, planned and unplanned entries."""
    yesterday = today() - timedelta(days=1)
    item = plan_month(
        person=cast["S02"],
        month=f"{today():%Y-%m}",
        lines=[PlanLine("修订督查办法", "月底前送审"), PlanLine("整理档案")],
        consented_by=cast["H01"],
    )[0]
    here = f"{yesterday:%Y-%m}" == f"{today():%Y-%m}"
    return [
        entry_of(cast["S02"], yesterday, content="起草修订稿", plan_item=item if here else None),
        entry_of(cast["S02"], yesterday, content="案件研判", visibility="internal", internal_reason="case"),
        entry_of(cast["L01"], yesterday, content="主持局长办公会"),
        entry_of(cast["S05"], yesterday, content="巡查左岸险段", measures="徒步排查背水坡，标记两处散浸"),
    ]


@pytest.fixture
def reading_page(page: Page, cast: Cast, sign_in: SignIn) -> Page:
    """A tab in which somebody of another department is signed in."""
    sign_in(cast["S05"].account)
    return page


def password_of(account: Account) -> str:
    account.set_password(PASSWORD)
    account.save()
    return PASSWORD


def test_signing_in_working_and_signing_out(page: Page, cast: Cast, record: list[LogEntry]) -> None:
    account = cast["S02"].account
    page.goto("/feed")
    expect(page).to_have_url("/accounts/login/?next=/feed")
    page.get_by_label("工号").fill(account.username)
    page.get_by_label("密码").fill(password_of(account))
    page.keyboard.press("Enter")
    expect(page).to_have_url("/feed")
    expect(page.get_by_role("heading", name="动态")).to_be_visible()
    page.get_by_role("link", name="今日").click()
    expect(page.locator(".act")).to_contain_text("要办")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="退出").click()
    page.goto("/feed")
    expect(page).to_have_url("/accounts/login/?next=/feed")


def test_the_choice_of_dark_outlives_the_page(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S02"].account)
    page.goto("/")
    root = page.locator("html")
    expect(root).to_have_attribute("data-bs-theme", "light")
    page.locator("details.menu summary").click()
    page.get_by_label("深色").check(force=True)
    expect(root).to_have_attribute("data-bs-theme", "dark")
    page.goto("/feed")
    expect(root).to_have_attribute("data-bs-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 20, 24)"
    page.locator("details.menu summary").click()
    expect(page.get_by_label("深色")).to_be_checked()
    page.get_by_label("跟随系统").check(force=True)
    expect(root).to_have_attribute("data-bs-theme", "light")


def test_the_language_changes_in_place(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S02"].account)
    page.goto("/feed?department=D01")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url("/feed?department=D01")
    expect(page.get_by_role("heading", name="Feed")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_menu_closes_by_escape_and_by_a_click_elsewhere(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S02"].account)
    page.goto("/feed")
    menu = page.locator("details.menu")
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.get_by_role("heading", name="动态").click()
    expect(menu).not_to_have_attribute("open", "")


def test_the_keyboard_skips_to_the_content(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S02"].account)
    page.goto("/feed")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_older_entries_come_without_a_reload(page: Page, cast: Cast, sign_in: SignIn) -> None:
    for number in range(51):
        entry_of(cast["S02"], today() - timedelta(days=1), content=f"第{number:02d}件")
    sign_in(cast["S05"].account)
    page.goto("/feed")
    expect(page.get_by_text("第00件")).to_have_count(0)
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="看更早的").click()
    expect(page.get_by_text("第00件")).to_be_visible()
    expect(page.locator("article.log")).to_have_count(51)
    expect(page.locator(".older")).to_have_count(0)
    assert page.evaluate("window.stayed") is True


def test_the_feed_works_without_scripts(
    browser: Browser, server: str, cast: Cast, transactional_db: None
) -> None:
    for number in range(51):
        entry_of(cast["S02"], today() - timedelta(days=1), content=f"第{number:02d}件")
    account = cast["S05"].account
    context = browser.new_context(base_url=server, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/feed")
    page.get_by_label("工号").fill(account.username)
    page.get_by_label("密码").fill(password_of(account))
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="看更早的").click()
    expect(page.get_by_text("第00件")).to_be_visible()
    page.get_by_label("人", exact=True).fill("钱进")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("article.log")).to_have_count(50)
    context.close()


def test_a_day_of_the_calendar_opens_its_entries(
    page: Page, cast: Cast, sign_in: SignIn, record: list[LogEntry]
) -> None:
    sign_in(cast["S05"].account)
    page.goto("/people/S02")
    page.locator("td.is-recorded a").first.click()
    expect(page.locator("article.log")).to_have_count(2)
    expect(page.get_by_role("heading", name="内部事项")).to_be_visible()
    page.get_by_role("link", name="固定链接").click()
    expect(page).to_have_url(f"/entries/{record[0].key}")
    page.go_back()
    expect(page.locator("article.log")).to_have_count(2)


def addresses(record: list[LogEntry]) -> list[str]:
    return [
        "/",
        "/feed",
        "/feed?q=巡查&date=2020-01-01",
        f"/entries/{record[0].key}",
        f"/entries/{record[1].key}",
        "/people/S02",
        "/departments/D01",
        "/policy",
        "/accounts/password/",
        "/nowhere",
    ]


@pytest.mark.console_errors  # one of the addresses does not exist
@pytest.mark.parametrize("look", ["light 1440", "dark 1440", "light 390", "dark 390"])
def test_every_page_is_for_everybody(
    reading_page: Page, record: list[LogEntry], axe: Callable[[Page], list[str]], look: str
) -> None:
    theme, width = look.split()
    reading_page.set_viewport_size({"width": int(width), "height": 900})
    reading_page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    faults = []
    for address in addresses(record):
        reading_page.goto(address)
        expect(reading_page.locator("details.menu")).to_contain_text("褚卫")
        faults += [f"{address}: {fault}" for fault in axe(reading_page)]
        if reading_page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{address}: wider than the window")
    assert faults == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_doors_are_for_everybody(page: Page, axe: Callable[[Page], list[str]], theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    faults = []
    for address in ("/accounts/login/", "/demo/"):
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in axe(page)]
    assert faults == []
