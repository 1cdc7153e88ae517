"""One tab throws a draft away in which another wrote on: what was not seen stays, and shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from daybook.daily.models import Writing
from daybook.org.models import Account
from tests.browser.today import BOTH, LINE, SAVED, day_of, open_today, opened_elsewhere, write
from tests.factories import entry_of
from tests.people import Cast, water_bureau

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.console_errors]
SignIn = Callable[[Account], None]
WHY = "这份草稿刚在另一个窗口改过。"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return water_bureau()


@pytest.fixture
def other(page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn) -> Page:
    """A second tab, beside the first whose line is kept as a draft."""
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "9:00-10:00 甲窗口")
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    opened = context.new_page()
    open_today(opened)
    return opened


def write_on(tab: Page) -> None:
    """Write on in the draft, and leave the tab."""
    tab.locator(".is-draft").get_by_role("link", name="接着写").click()
    tab.locator('#rows [name="content"]').press_sequentially("，另一个窗口写的重要内容")
    expect(tab.locator(SAVED)).to_contain_text(BOTH)
    tab.close()


def test_an_emptied_line_leaves_what_another_tab_wrote(page: Page, other: Page) -> None:
    write_on(other)
    page.bring_to_front()
    page.locator(LINE).fill("")
    row = page.locator(".is-draft")
    expect(row).to_contain_text("甲窗口，另一个窗口写的重要内容")
    expect(row.get_by_role("alert")).to_have_text(WHY)
    write(page, "下一件事")
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    page.wait_for_timeout(1500)
    page.reload()
    expect(page.locator(LINE)).to_have_value("下一件事")
    expect(page.locator(".is-draft:visible")).to_contain_text("甲窗口，另一个窗口写的重要内容")
    told = [row.fields.get("line") or row.fields["content"] for row in Writing.objects.order_by("version")]
    assert told == ["下一件事", "甲窗口，另一个窗口写的重要内容"]


def test_a_row_thrown_away_leaves_what_another_tab_wrote(page: Page, other: Page) -> None:
    page.bring_to_front()
    write(page, "接着写的话")
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    page.wait_for_timeout(1200)
    other.bring_to_front()
    row = other.locator(".is-draft")
    row.get_by_role("button", name="丢弃").click()
    expect(row).to_contain_text("甲窗口接着写的话")
    expect(row.get_by_role("alert")).to_have_text(WHY)
    row.get_by_role("button", name="丢弃").click()
    expect(other.locator(".is-draft")).to_have_count(0)
    assert Writing.objects.count() == 0


def test_a_change_left_as_it_was_leaves_what_another_tab_wrote(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    entry_of(cast["S05"], day_of(cast), content="原来的内容")
    sign_in(cast["S05"].account)
    open_today(page)
    page.locator("#rows").get_by_role("link", name="改", exact=True).click()
    page.locator('#rows [name="content"]').press_sequentially("，甲窗口")
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    other = opened_elsewhere(context, ".row-unsaved", "继续")
    other.locator('#rows [name="content"]').press_sequentially("，乙窗口")
    expect(other.locator(SAVED)).to_contain_text(BOTH)
    page.bring_to_front()
    page.get_by_role("link", name="不改了").click()
    expect(page.locator("#rows").get_by_role("alert")).to_have_text(WHY)
    page.locator(".row-unsaved").get_by_role("link", name="继续").click()
    expect(page.locator('#rows [name="content"]')).to_have_value("原来的内容，甲窗口，乙窗口")


def test_a_draft_opened_and_typed_back_to_what_it_was_is_no_draft_thrown_away(
    page: Page, other: Page
) -> None:
    other.locator(".is-draft").get_by_role("link", name="接着写").click()
    content = other.locator('#rows [name="content"]')
    content.press_sequentially("乙")
    content.press("Backspace")
    expect(content).to_have_value("甲窗口")
    expect(other.locator(SAVED)).to_contain_text(BOTH)
    other.wait_for_timeout(1200)
    assert Writing.objects.get().fields["content"] == "甲窗口"
    other.get_by_role("link", name="收起").click()
    expect(other.locator(".is-draft")).to_contain_text("甲窗口")
