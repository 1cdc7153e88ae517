"""The story of an extension: the personnel office puts a deadline off, and whom it concerns is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from daybook.org.models import Account
from daybook.plans.deadlines import deadlines_of
from daybook.plans.months import month_of
from tests.people import Cast

SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]


@pytest.mark.console_errors  # the refusal
def test_an_extension_is_given_and_told(cast: Cast, page: Page, sign_in: SignIn, axe: Axe) -> None:
    today = timezone.localdate()
    month = month_of(today)
    due = deadlines_of(cast.bureau, month, today).submit_by(cast["S02"].pk)
    sign_in(cast["S01"].account)
    page.goto(f"/months/{month}/bureau")
    assert axe(page) == []
    page.get_by_role("link", name="延期").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("延期")
    assert axe(page) == []
    # A day that is due already is refused beside the form, and what was typed stays.
    page.get_by_label("对象（工号或姓名）").fill("钱进")
    page.get_by_label("延到").fill(due.isoformat())
    page.get_by_label("理由").fill("参加防汛演练")
    page.get_by_role("button", name="延期").click()
    expect(page.locator(".fault")).to_contain_text("请填更晚的日期")
    expect(page.get_by_label("理由")).to_have_value("参加防汛演练")
    page.get_by_label("延到").fill((due + timedelta(days=5)).isoformat())
    page.get_by_role("button", name="延期").click()
    expect(page.get_by_role("row").filter(has_text="钱进")).to_contain_text("参加防汛演练")
    # The person is told at home, and opening the message is the end of it.
    sign_in(cast["S02"].account)
    page.goto("/")
    assert axe(page) == []
    message = page.get_by_role("button", name="参加防汛演练")
    expect(message).to_be_visible()
    message.click()
    page.wait_for_url(f"**/months/{month}")
    page.goto("/")
    expect(page.get_by_role("button", name="参加防汛演练")).to_have_count(0)
