"""A month in a real browser: from the plan through taps, answers and the summary to its return and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from daybook.daily.actions.drafts import EntryDraft
from daybook.daily.actions.record import record_day
from daybook.monthly.actions.month import return_month
from daybook.monthly.models import MonthlyReport, MonthWriting
from daybook.org.models import Account
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.plans.months import month_bounds, month_of
from tests.people import Cast

SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]


def today() -> date:
    """The bureau's day: the server's clock is the real one."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


LAST = month_of(today().replace(day=1) - timedelta(days=1))
FIRST = month_bounds(LAST)[0]
ADDRESS = f"/months/{LAST}"


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


@pytest.fixture
def reconciled(cast: Cast) -> Cast:
    """S03's last month: two items, three entries, one of which lacks its outcome; nothing linked."""
    matter = open_matter(bureau=cast.bureau, title="投资清查", key="M-1", actor=cast["S03"])
    lines = [PlanLine("投资清查收尾", key="P-1", matter=matter), PlanLine("物资盘点", key="P-2")]
    plan_month(person=cast["S03"], month=LAST, lines=lines, at=at(FIRST))
    for number in range(3):
        day = FIRST + timedelta(days=number)
        draft = EntryDraft(
            content=f"核对台账第{number + 1}册",
            start=time(9),
            end=time(12),
            place="三楼",
            people="本人",
            measures="逐项核对",
            progress=100,
            state="done",
            outcome="" if number == 2 else f"第{number + 1}册无误",
            matter=matter,
        )
        record_day(author=cast["S03"], day=day, drafts=[draft], at=at(day))
    return cast


@pytest.mark.story
def test_a_month_from_taps_to_return_and_back(
    page: Page, reconciled: Cast, sign_in: SignIn, axe: Axe
) -> None:
    person = reconciled["S03"]
    sign_in(person.account)
    page.goto(ADDRESS)
    page.evaluate("window.stayed = true")
    item = page.locator("#item-P-1")
    expect(item.get_by_text("建议关联")).to_have_count(3)
    item.get_by_role("button", name="关联到").first.focus()
    page.keyboard.press("Enter")
    expect(item.get_by_role("button", name="取消关联")).to_have_count(1)
    item.get_by_role("button", name="条全部关联").click()
    expect(item.get_by_role("button", name="取消关联")).to_have_count(3)
    item.get_by_role("button", name="照记录填写").click()
    expect(item.get_by_role("link", name="修改：")).to_be_visible()

    page.locator("#bare-P-2").get_by_role("textbox").fill("抢险占了人手，下月补")
    page.locator("#bare-P-2").get_by_role("button", name="保存").click()
    expect(page.locator("#item-P-2 .state")).to_contain_text("未完成")
    page.get_by_role("button", name="记“无”").click()
    expect(page.locator(".act")).to_contain_text("对账可以提交了")
    assert axe(page) == []

    page.locator(".facts").get_by_role("link", name="%").first.click()
    expect(page.locator("#why")).to_contain_text("由来")
    assert page.evaluate("window.stayed") is True

    page.get_by_role("link", name="改写小结").click()
    text = page.get_by_label("您的小结")
    drafted = text.input_value()
    text.fill(f"{drafted}\n另，这句是我写的。")
    expect(page.locator("#kept")).to_contain_text("草稿已存")
    expect(page.locator("#told .typed")).to_contain_text("这句是我写的")
    page.reload()
    expect(page.get_by_label("您的小结")).to_have_value(f"{drafted}\n另，这句是我写的。")
    page.get_by_role("button", name="提交对账").click()
    expect(page).to_have_url(f"{ADDRESS}/submit")
    expect(page.locator("main")).to_contain_text("3条日志，共9.0小时")
    assert axe(page) == []
    page.get_by_role("button", name="提交并封存").click()
    expect(page.locator(".act")).to_contain_text("已提交")
    assert not MonthWriting.objects.exists()

    return_month(person=person, month=LAST, reviewer=reconciled["H02"], reason="请补第二项的打算")
    page.goto("/")
    page.locator(".todo").locator(f"a[href='{ADDRESS}']").click()
    expect(page.locator(".act")).to_contain_text("请补第二项的打算")
    page.get_by_label("您的小结").fill("改好了。")
    expect(page.locator("#kept")).to_contain_text("草稿已存")
    page.get_by_role("button", name="提交对账").click()
    page.get_by_role("button", name="提交并封存").click()
    expect(page.locator(".draft.is-sealed")).to_contain_text("改好了。")
    assert MonthlyReport.objects.get().submitted_at is not None


@pytest.mark.console_errors  # a 409 is an answer, and the browser notes it
def test_two_tabs_never_overwrite_each_other(page: Page, reconciled: Cast, sign_in: SignIn) -> None:
    sign_in(reconciled["S03"].account)
    other = page.context.new_page()
    for each in (page, other):
        each.goto(f"{ADDRESS}?write=1")
    page.get_by_label("您的小结").fill("甲窗口")
    expect(page.locator("#kept")).to_contain_text("草稿已存")
    other.get_by_label("您的小结").fill("乙窗口")
    expect(other.locator("#kept")).to_contain_text("另一个窗口也改了小结")
    other.get_by_role("button", name="保存草稿").click()
    expect(other.get_by_label("另一个窗口的小结")).to_have_value("甲窗口")
    expect(other.get_by_label("您的小结")).to_have_value("乙窗口")
    other.get_by_label("您的小结").fill("甲乙合成")
    other.get_by_role("button", name="保存草稿").click()
    expect(other.get_by_label("您的小结")).to_have_value("甲乙合成")
    assert MonthWriting.objects.get().fields == {"text": "甲乙合成"}


@pytest.mark.console_errors  # the network is cut
def test_what_was_typed_without_a_network_comes_back_and_goes_at_sign_out(
    page: Page, reconciled: Cast, sign_in: SignIn
) -> None:
    sign_in(reconciled["S03"].account)
    page.goto(f"{ADDRESS}?write=1")
    page.context.set_offline(True)
    page.get_by_label("您的小结").fill("断网时写的")
    expect(page.locator("#kept")).to_contain_text("已存在本机")
    page.wait_for_timeout(1000)
    assert not MonthWriting.objects.exists()
    page.context.set_offline(False)
    page.goto(f"{ADDRESS}?write=1")
    expect(page.get_by_label("您的小结")).to_have_value("断网时写的")
    expect(page.locator("#kept")).to_contain_text("草稿已存")
    page.context.set_offline(True)
    page.get_by_label("您的小结").fill("又写了一句")
    page.wait_for_timeout(1000)
    page.context.set_offline(False)
    page.locator("details.menu summary").last.click()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/accounts/login/**")
    assert MonthWriting.objects.get().fields == {"text": "又写了一句"}
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.includes(':month:')).length") == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_month_on_a_telephone(
    page: Page, reconciled: Cast, sign_in: SignIn, axe: Axe, theme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=theme)
    sign_in(reconciled["S03"].account)
    for address in (ADDRESS, f"{ADDRESS}?answer=P-2", f"{ADDRESS}?write=1", f"{ADDRESS}?why=saturation"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert axe(page) == []


def test_what_is_typed_on_the_page_outlives_a_tap_elsewhere(
    page: Page, reconciled: Cast, sign_in: SignIn
) -> None:
    sign_in(reconciled["S03"].account)
    page.goto(f"{ADDRESS}?answer=P-1")
    page.get_by_label("执行情况").fill("台账核对过半")
    page.get_by_label("物资盘点的情况").fill("下月盘点")
    page.locator("#gaps").get_by_placeholder("缺成效").fill("还没写完")
    page.locator("#item-P-1").get_by_role("button", name="关联到").first.click()
    expect(page.locator("#item-P-1").get_by_role("button", name="取消关联")).to_have_count(1)
    expect(page.get_by_label("执行情况")).to_have_value("台账核对过半")
    expect(page.get_by_label("物资盘点的情况")).to_have_value("下月盘点")
    expect(page.locator("#gaps").get_by_placeholder("缺成效")).to_have_value("还没写完")
    page.locator("#item-P-2").get_by_role("link", name="填写").click()
    expect(page.get_by_label("执行情况")).to_have_value("")
    page.locator("#item-P-1").get_by_role("link", name="填写").click()
    expect(page.get_by_label("执行情况")).to_have_value("台账核对过半")
    page.locator(".is-writing").get_by_role("button", name="保存").click()
    expect(page.locator("#item-P-1")).to_contain_text("台账核对过半")
    expect(page.locator("#gaps").get_by_placeholder("缺成效")).to_have_value("还没写完")
    page.locator("#gaps").get_by_role("button", name="保存").last.click()
    expect(page.locator("#gaps").get_by_placeholder("缺成效")).to_have_count(0)
    expect(page.get_by_label("物资盘点的情况")).to_have_value("下月盘点")
