"""Two tabs in one text, and a text for somebody else at sign-out: nothing is lost, nothing left behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from daybook.daily.models import Writing
from daybook.org.enums import DelegationKind
from daybook.org.models import Account, Delegation
from tests.browser.today import BOTH, LINE, ROWS, SAVED, contents, day_of, open_today, opened_elsewhere, write
from tests.factories import entry_of
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Account], None]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return water_bureau()


def kept_here(page: Page) -> str:
    """What the browser holds of the person's texts."""
    found: str = page.evaluate(
        "Object.entries(localStorage).filter(([name]) => name.startsWith('daybook:')).join(' ')"
    )
    return found


@pytest.mark.console_errors
@pytest.mark.parametrize("way", ["用这一份", "用那一份", "两份都留，各成一份草稿"])
def test_two_tabs_in_one_draft_end_with_both_texts_side_by_side(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn, way: str
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "9:00-10:00 第一个窗口")
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    other = opened_elsewhere(context, ".is-draft", "接着写")
    other.locator('#rows [name="content"]').press_sequentially("，另一个窗口")
    expect(other.locator(SAVED)).to_contain_text(BOTH)
    page.bring_to_front()
    write(page, "接着写")
    choice = page.locator(".crossing")
    expect(choice.locator("[data-mine]")).to_contain_text("第一个窗口接着写")
    expect(choice.locator("[data-theirs]")).to_contain_text("第一个窗口，另一个窗口")
    choice.get_by_role("button", name=way).click()
    expect(choice).to_have_count(0)
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    page.wait_for_timeout(1200)
    texts = sorted(str(row.fields.get("line") or row.fields.get("content")) for row in Writing.objects.all())
    expected = {
        "用这一份": ["9:00-10:00 第一个窗口接着写"],
        "用那一份": ["第一个窗口，另一个窗口"],
        "两份都留，各成一份草稿": ["9:00-10:00 第一个窗口接着写", "第一个窗口，另一个窗口"],
    }
    assert texts == expected[way]


@pytest.mark.console_errors
@pytest.mark.parametrize("way", ["goes on typing", "records as well"])
def test_what_is_written_on_after_another_tab_recorded_it_is_set_beside_the_entry(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn, way: str
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "9:00-10:00 第一个窗口")
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    other = opened_elsewhere(context, ".is-draft", "接着写")
    page.bring_to_front()
    page.locator(LINE).press("Enter")
    expect(page.locator(ROWS)).to_have_count(1)
    other.bring_to_front()
    other.locator('#rows [name="content"]').press_sequentially("，另一个窗口")
    if way == "records as well":
        other.locator("#rows").get_by_role("button", name="记下").click()
    expect(other.get_by_role("button", name="两份文字并排比较")).to_be_visible()
    expect(other.locator('#rows [name="content"]')).to_have_value("第一个窗口，另一个窗口")
    assert "另一个窗口" in kept_here(other)
    expect(other.locator(SAVED)).to_contain_text(BOTH)
    other.reload()
    other.locator(ROWS).get_by_role("link", name="继续").click()
    other.get_by_role("button", name="两份文字并排比较").click()
    other.wait_for_url("**/edit")
    seen = other.locator("form.merge")
    expect(seen.locator('[name="mine_content"]')).to_have_value("第一个窗口，另一个窗口")
    expect(seen.locator('[name="theirs_content"]')).to_have_value("第一个窗口")
    assert contents("S05") == ["第一个窗口"]


def test_two_tabs_with_lines_of_their_own_overwrite_nothing(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    other = context.new_page()
    open_today(other)
    write(page, "甲窗口的话")
    write(other, "乙窗口的话")
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    expect(other.locator(SAVED)).to_contain_text(BOTH)
    assert sorted(row.fields["line"] for row in Writing.objects.all()) == ["乙窗口的话", "甲窗口的话"]


@pytest.mark.parametrize("answer", ["accept", "dismiss"])
def test_signing_out_asks_before_it_wipes_what_is_entered_for_another(
    page: Page, cast: Cast, sign_in: SignIn, answer: str
) -> None:
    about = {"kind": DelegationKind.ENTER_LOG, "first_day": date(2020, 1, 1), "recorded_at": timezone.now()}
    Delegation.objects.create(person=cast["L01"], deputy=cast["S05"], **about)
    sign_in(cast["S05"].account)
    page.goto(f"/people/{cast['L01'].number}/days/{day_of(cast)}")
    page.locator('#revise [name="content"]').fill("代领导记的话")
    expect(page.locator("#kept")).to_contain_text("只存在本浏览器")
    asked: list[str] = []

    def told(dialog: Dialog) -> None:
        asked.append(dialog.message)
        getattr(dialog, answer)()

    page.on("dialog", told)
    page.locator(".menu summary").click()
    page.locator(".menu").get_by_role("button", name="退出").click()
    if answer == "accept":
        page.wait_for_url("**/accounts/login/**")
    else:
        page.wait_for_timeout(500)
    assert len(asked) == 1
    assert ("代领导记的话" in kept_here(page)) == (answer == "dismiss")


@pytest.mark.console_errors
def test_two_tabs_in_one_entry_end_in_the_merge_page_with_both_texts(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    entry_of(cast["S05"], day_of(cast), content="原来的内容")
    sign_in(cast["S05"].account)
    other = context.new_page()
    for tab, words in ((page, "，甲窗口"), (other, "，乙窗口")):
        open_today(tab)
        tab.locator(ROWS).get_by_role("link", name="改", exact=True).click()
        tab.locator('#rows [name="content"]').press_sequentially(words)
    other.get_by_role("button", name="保存修改").click()
    expect(other.locator(ROWS)).to_contain_text("原来的内容，乙窗口")
    page.get_by_role("button", name="保存修改").click()
    page.get_by_role("button", name="两份文字并排比较").click()
    page.wait_for_url("**/edit")
    seen = page.locator("form.merge")
    expect(seen.locator('[name="mine_content"]')).to_have_value("原来的内容，甲窗口")
    expect(seen.locator('[name="theirs_content"]')).to_have_value("原来的内容，乙窗口")
