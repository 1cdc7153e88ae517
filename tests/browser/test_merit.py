"""Results used in a real browser: the office reads the lists, decides a recuperation, issues a sheet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from daybook.merit.models import Benefit
from daybook.org.models import Account
from tests.merit.years import two_years
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db(transaction=True)
USE = "/years/2026/use"
SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Two final years."""
    return two_years(water_bureau())


@pytest.mark.story
def test_the_office_reads_the_lists_decides_a_recuperation_and_issues_a_sheet(
    page: Page, cast: Cast, sign_in: SignIn, axe: Axe
) -> None:
    sign_in(cast["S01"].account)
    page.goto(USE)
    page.get_by_role("link", name="92.14").click()
    expect(page.locator("#why-head")).to_have_text("由来：钱进 经历业绩评价")
    expect(page.locator("#why")).to_contain_text("2025年年度总分")
    assert axe(page) == []
    page.get_by_role("link", name="健康疗养").click()
    page.get_by_role("link", name="为冯雪登记决定").click()
    panel = page.locator("#decide")
    expect(panel).to_contain_text("前面还有1人没有安排（钱进）")
    panel.get_by_label("事项").fill("庐山疗养")
    panel.get_by_label("开始日期").fill("2027-05-10")
    panel.get_by_label("结束日期").fill("2027-05-14")
    panel.get_by_label("决定单位").fill("局党组")
    panel.get_by_label("理由").fill("钱进本人提出明年再去")
    assert axe(page) == []
    panel.get_by_role("button", name="登记").click()
    expect(page.get_by_role("status")).to_contain_text("已为冯雪登记")
    expect(page.get_by_role("row", name="冯雪")).to_contain_text("钱进本人提出明年再去")
    assert Benefit.objects.get().person == cast["S03"]
    page.get_by_role("link", name="冯雪", exact=True).click()
    expect(page.get_by_role("heading", name="冯雪 历年档案")).to_be_visible()
    expect(page.locator("main")).to_contain_text("庐山疗养")
    assert axe(page) == []
    page.get_by_role("link", name="选拔任用参考表").click()
    page.get_by_label("出具用途").fill("拟任处室副职")
    page.get_by_role("button", name="出具").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("选拔任用参考表 ")
    expect(page.locator("article")).to_contain_text("称职（局内优良）")
    assert axe(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name=".docx").click()
    assert download.value.suggested_filename.endswith("冯雪.docx")


def test_the_pages_fit_a_telephone(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S01"].account)
    page.set_viewport_size({"width": 390, "height": 844})
    for address in (
        USE,
        f"{USE}/people/S02",
        f"{USE}/lists/award?choose=S02",
        f"{USE}/alerts",
        f"{USE}/register",
        "/people/S02/record",
        "/people/S02/promotion",
    ):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, address
