"""The line of 今日 in a real browser: what stands beside it, at a desk and on a telephone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from daybook.daily.models import Writing
from daybook.org.models import Account
from tests.browser.today import LINE, SAVED, contents, day_of, open_today, planned, write
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Account], None]
PASSWORD = "jiangzhou-water-2026"
SIZES = [(1440, 900), (390, 844)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    made = water_bureau()
    planned(made, "S05", ("预案送审", "预案演练", "预案修订"), day_of(made))
    return made


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).bounding_box()
    assert found is not None, selector
    return {name: float(str(value)) for name, value in found.items()}


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_completions_leave_the_chips_in_sight(
    page: Page, cast: Cast, sign_in: SignIn, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "9:00-10:00 三楼会商室 核对 #预案")
    expect(page.locator("#suggestions li")).to_have_count(3)
    expect(page.locator("#understood div").first).to_be_visible()
    chips, found = box(page, "#understood"), box(page, "#suggestions")
    apart = chips["y"] + chips["height"] <= found["y"] + 1 or found["y"] + found["height"] <= chips["y"] + 1
    assert apart, (chips, found)
    assert max(chips["y"] + chips["height"], found["y"] + found["height"]) <= height


def test_on_a_telephone_the_empty_line_has_no_blank_row_and_its_whole_border(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(cast["S05"].account)
    open_today(page)
    told = page.locator(LINE).evaluate(
        """(line) => ({
          align: getComputedStyle(line).alignContent,
          over: line.scrollHeight - line.clientHeight,
          clip: getComputedStyle(line.closest("section")).overflowX,
          outline: getComputedStyle(line).outlineStyle,
        })"""
    )
    assert told == {"align": "start", "over": 0, "clip": "visible", "outline": "solid"}


def test_the_full_form_is_folded_away_and_its_words_stay_a_draft(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "9:00-10:00 写到一半")
    page.get_by_role("button", name="展开七项").click()
    page.locator('#seven [name="measures"]').fill("逐项比对")
    page.get_by_role("link", name="收起").click()
    expect(page.locator("#seven form")).to_have_count(0)
    expect(page.locator("tr[data-draft-row]")).to_contain_text("写到一半")
    assert Writing.objects.get().fields["measures"] == "逐项比对"
    expect(page.locator(LINE)).to_be_focused()


def test_an_expired_sign_in_is_told_by_the_line_and_goes_on_after_signing_in_in_another_tab(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    account = cast["S05"].account
    account.set_password(PASSWORD)
    account.save()
    sign_in(account)
    open_today(page)
    expect(page.locator("#line-expired")).to_be_hidden()
    Session.objects.all().delete()
    write(page, "9:00-10:00 过期后写的")
    beside = page.locator("#line-expired")
    expect(beside).to_contain_text("登录已过期，文字在本机")
    with page.context.expect_page() as opened:
        beside.get_by_role("link", name="在新标签页登录").click()
    other = opened.value
    other.get_by_label("工号").fill("S05")
    other.get_by_label("密码").fill(PASSWORD)
    other.get_by_role("button", name="登录").click()
    other.wait_for_url("**/")
    other.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(beside).to_be_hidden()
    expect(page.locator(SAVED)).to_contain_text("本机与服务器各一份")
    page.locator(LINE).press("Enter")
    expect(page.locator("#rows")).to_contain_text("过期后写的")
    expect(page.locator("tr.is-pending")).to_have_count(0)
    assert contents("S05") == ["过期后写的"]
