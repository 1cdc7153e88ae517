"""Signing out: words written on after another tab recorded the draft are left with the server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from daybook.daily.models import Writing
from daybook.org.models import Account
from tests.browser.today import BOTH, LINE, ROWS, SAVED, contents, open_today, opened_elsewhere, write
from tests.people import Cast, water_bureau

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.console_errors]
SignIn = Callable[[Account], None]
MINE = "Object.keys(localStorage).filter((name) => name.startsWith('daybook:S05:'))"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return water_bureau()


def sign_out(page: Page) -> None:
    """Leave from another page than the day's."""
    page.goto("/feed")
    page.unroute_all()
    page.locator(".menu summary").click()
    page.locator(".menu").get_by_role("button", name="退出").click()
    page.wait_for_url("**/accounts/login/**")


def test_words_written_on_after_another_tab_recorded_the_draft_become_a_draft(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "9:00-10:00 甲窗口")
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    other = opened_elsewhere(context, ".is-draft", "接着写")
    other.locator("#rows").get_by_role("button", name="记下").click()
    expect(other.locator("#rows .is-open")).to_have_count(0)
    other.close()
    page.bring_to_front()
    page.route("**/drafts/**", lambda route: route.abort())
    write(page, "，后来补写的内容")
    sign_out(page)
    assert page.evaluate(MINE) == []
    assert contents("S05") == ["甲窗口"]
    assert [row.fields["line"] for row in Writing.objects.all()] == ["9:00-10:00 甲窗口，后来补写的内容"]


def test_words_whose_recording_was_not_answered_are_no_second_draft(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    lost = {"times": 0}

    def lose(route: Route) -> None:
        if not lost["times"]:
            route.fetch()
        lost["times"] += 1
        route.abort()

    page.route("**/record", lose)
    write(page, "9:00-10:00 只记一次的事")
    page.locator(LINE).press("Enter")
    expect(page.locator(f"{ROWS}.is-pending")).to_have_count(1)
    sign_out(page)
    assert page.evaluate(MINE) == []
    assert (contents("S05"), Writing.objects.count()) == (["只记一次的事"], 0)
