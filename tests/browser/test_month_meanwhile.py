"""Two who act on a month at once, each in a browser: one wins, the other is told and keeps his text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from daybook.monthly.actions.month import return_month, review_month
from daybook.monthly.actions.submit import submit_month
from daybook.monthly.models import MonthEvent, MonthlyReport, MonthlyReview, MonthWriting
from daybook.org.actions.states import delegate
from daybook.org.enums import DelegationKind
from daybook.org.models import Account
from tests.browser.test_review import HANDED_IN, MONTH, TODAY, at_hand, handed_in, rate, way
from tests.people import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.console_errors]  # refusals are answers
SignIn = Callable[[Account], None]
ADDRESS = f"/months/{MONTH}"
RATED: dict[str, Any] = {"execution_rating": "fair", "saturation_rating": "fair", "completion_rating": "fair"}


@pytest.fixture
def deputised(cast: Cast) -> Cast:
    """S03's month handed in; S04 reviews in H02's place."""
    handed_in(cast, "S03")
    span: dict[str, Any] = {"first_day": TODAY, "last_day": TODAY + timedelta(days=3)}
    kind = DelegationKind.REVIEW_MONTHS
    delegate(person=cast["H02"], deputy=cast["S04"], kind=kind, actor=cast["H02"], **span)
    return cast


def test_of_two_reviewers_the_second_reads_who_was_faster(
    page: Page, deputised: Cast, sign_in: SignIn
) -> None:
    sign_in(deputised["H02"].account)
    page.goto(way("S03"))
    at_hand(page, "冯雪")
    rate(page, "处长写的评语")
    expect(page.locator("#kept")).to_contain_text("草稿已存")
    review_month(
        person=deputised["S03"], month=MONTH, reviewer=deputised["S04"], comment="代评人的评语", **RATED
    )
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_have_text("陈明已经评了这个月。")
    expect(page.locator(".unused")).to_contain_text("处长写的评语")
    page.reload()
    expect(page.locator(".unused")).to_contain_text("处长写的评语")
    assert MonthlyReview.objects.get().comment == "代评人的评语"


def test_who_reviews_a_month_that_is_returned_meanwhile_keeps_the_comment(
    page: Page, deputised: Cast, sign_in: SignIn
) -> None:
    sign_in(deputised["H02"].account)
    page.goto(way("S03"))
    at_hand(page, "冯雪")
    rate(page, "处长写的评语")
    return_month(person=deputised["S03"], month=MONTH, reviewer=deputised["S04"], reason="请补")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_have_text("这个月还没有提交。")
    expect(page.locator(".unused")).to_contain_text("处长写的评语")
    submit_month(person=deputised["S03"], month=MONTH, summary="补好了。")
    page.goto(way("S03"))
    expect(page.locator("#comment")).to_have_value("处长写的评语")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".messages")).to_contain_text("冯雪的评定已存。")
    assert MonthlyReview.objects.get().comment == "处长写的评语"


def test_what_a_second_window_writes_into_a_submitted_month_outlives_its_return(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S03"].account)
    page.goto(f"{ADDRESS}?write=1")
    page.get_by_label("您的小结").fill("先写的。")
    expect(page.locator("#kept")).to_contain_text("草稿已存")
    submit_month(person=cast["S03"], month=MONTH, summary="先写的。", version=1)  # in another window
    page.get_by_label("您的小结").fill("先写的，又补一句。")
    expect(page.locator("#kept")).to_have_text("这个月已经提交；您写的先存为草稿。")
    page.get_by_role("button", name="提交对账").click()
    expect(page.locator(".month > .fault")).to_contain_text("这个月已经提交")
    expect(page.locator(".unused")).to_contain_text("先写的，又补一句。")
    return_month(person=cast["S03"], month=MONTH, reviewer=cast["H02"], reason="请补一句")
    page.goto(ADDRESS)
    expect(page.get_by_label("您的小结")).to_have_value("先写的，又补一句。")
    page.get_by_role("button", name="提交对账").click()
    page.get_by_role("button", name="提交并封存").click()
    expect(page.locator(".draft.is-sealed")).to_contain_text("先写的，又补一句。")
    assert MonthlyReport.objects.get().submitted_at is not None
    assert not MonthWriting.objects.exists()


def test_who_submits_again_what_is_returned_at_that_moment_may_go_on(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    """The second of two windows still shows the page to submit; the superior returns what the first sent."""
    sign_in(cast["S03"].account)
    page.goto(f"{ADDRESS}/submit")
    submit_month(person=cast["S03"], month=MONTH, summary="第一个窗口交的。", at=HANDED_IN)
    return_month(person=cast["S03"], month=MONTH, reviewer=cast["H02"], reason="请补", at=HANDED_IN)
    page.get_by_role("button", name="提交并封存").click()
    expect(page.locator(".act")).to_contain_text("已提交")
    kinds = list(MonthEvent.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["submitted", "returned", "submitted"]


def test_what_one_browser_alone_has_is_compared_with_what_another_wrote(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S03"].account)
    page.goto(f"{ADDRESS}?write=1")
    page.get_by_label("您的小结").fill("存好的。")
    expect(page.locator("#kept")).to_contain_text("草稿已存")
    context.route("**/summary", lambda route: route.abort())
    page.get_by_label("您的小结").fill("断网时写的。")
    expect(page.locator("#kept")).to_contain_text("已存在本机")
    MonthWriting.objects.update(fields={"text": "另一台机器写的。"}, version=2)
    context.unroute("**/summary")
    page.goto(ADDRESS)
    expect(page.locator("#kept")).to_contain_text("另一个窗口也改了小结")
    expect(page.get_by_label("您的小结")).to_have_value("断网时写的。")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_label("另一个窗口的小结")).to_have_value("另一台机器写的。")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("#kept")).to_contain_text("草稿已存")
    assert MonthWriting.objects.get().fields == {"text": "断网时写的。"}
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.includes(':month:'))") == []
