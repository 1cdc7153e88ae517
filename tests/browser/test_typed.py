"""Words typed into a form without a draft outlive an expired sign-in: plain, a comment, a plan item."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from daybook.daily.models import LogComment, LogEntry
from daybook.org.models import Account
from daybook.plans.models import PlanItem
from daybook.plans.months import month_bounds, month_of
from tests.browser.today import day_of
from tests.factories import entry_of
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Account], None]
PASSWORD = "Shui-Li-2026"
EXPIRED = "登录已过期，文字在本机"
TYPED = "Object.entries(sessionStorage).filter(([name]) => name.includes(':typed:')).join(' ')"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return water_bureau()


@pytest.fixture
def signed(page: Page, cast: Cast, sign_in: SignIn) -> Page:
    """The page of S03, who has a password."""
    account = cast["S03"].account
    assert account is not None
    account.set_password(PASSWORD)
    account.save()
    sign_in(account)
    return page


def sign_in_again(page: Page) -> None:
    page.get_by_label("工号").fill("S03")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def test_a_plain_form_has_its_words_after_signing_in_again(signed: Page, cast: Cast) -> None:
    entry = entry_of(cast["S03"], day_of(cast), content="记错的一件")
    signed.goto(f"/entries/{entry.key}")
    signed.get_by_text("撤回", exact=True).click()
    signed.locator("#withdraw-reason").fill("会议改期，并未召开")
    Session.objects.all().delete()
    signed.get_by_role("button", name="撤回这条日志").click()
    sign_in_again(signed)
    expect(signed.locator("#withdraw-reason")).to_have_value("会议改期，并未召开")
    expect(signed.locator("#withdraw-reason")).to_be_visible()
    signed.get_by_role("button", name="撤回这条日志").click()
    expect(signed.locator(".messages")).to_be_visible()
    assert LogEntry.objects.get().withdrawn_reason == "会议改期，并未召开"
    assert signed.evaluate(TYPED) == ""


def test_a_comment_stays_on_its_page_and_goes_on_after_signing_in(signed: Page, cast: Cast) -> None:
    entry = entry_of(cast["S02"], day_of(cast), content="别人的一件")
    signed.goto("/feed")
    signed.locator(f"#entry-{entry.key}").get_by_role("link", name="留言").click()
    signed.get_by_label("给钱进留言").fill("请附上台账")
    Session.objects.all().delete()
    signed.get_by_role("button", name="留言").click()
    expect(signed.locator(".comment-form .expired")).to_contain_text(EXPIRED)
    expect(signed.get_by_label("给钱进留言")).to_have_value("请附上台账")
    assert signed.url.endswith("/feed")
    signed.get_by_role("link", name="登录后继续").click()
    sign_in_again(signed)
    signed.wait_for_url("**/feed")
    signed.locator(f"#entry-{entry.key}").get_by_role("link", name="留言").click()
    expect(signed.get_by_label("给钱进留言")).to_have_value("请附上台账")
    signed.get_by_role("button", name="留言").click()
    expect(signed.locator(f"#entry-{entry.key} .remark")).to_contain_text("请附上台账")
    assert [row.content for row in LogComment.objects.all()] == ["请附上台账"]
    assert signed.evaluate(TYPED) == ""


def test_a_plan_item_stays_on_its_page_and_goes_on_after_signing_in(signed: Page, cast: Cast) -> None:
    month = month_of(month_bounds(month_of(day_of(cast)))[1] + timedelta(days=1))
    signed.goto(f"/months/{month}/plan?add=1")
    form = signed.locator('form[data-typed="add "]')
    form.locator('[name="title"]').fill("编制防汛预案")
    Session.objects.all().delete()
    form.locator("button").click()
    expect(form.locator(".expired")).to_contain_text(EXPIRED)
    signed.get_by_role("link", name="登录后继续").click()
    sign_in_again(signed)
    expect(form.locator('[name="title"]')).to_have_value("编制防汛预案")
    form.locator("button").click()
    expect(signed.locator(".plan-table")).to_contain_text("编制防汛预案")
    expect(form.locator('[name="title"]')).to_have_value("")
    assert [item.title for item in PlanItem.objects.all()] == ["编制防汛预案"]
    assert signed.evaluate(TYPED) == ""
