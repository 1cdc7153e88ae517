"""今日 in a real browser: a day written by keyboard, by mouse and by touch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from daybook.daily.models import LogEntry, Writing
from daybook.org.models import Account
from tests.browser.today import (
    LINE,
    RECORDED,
    SAVED,
    contents,
    cookies_of,
    day_of,
    open_today,
    planned,
    write,
)
from tests.factories import entry_of
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]
FIVE = (
    "8:30-9:30 三楼会商室 与卫东 会商雨水情 → 维持四级响应",
    "9:30-10:30 核对物资台账 30%",
    "10:30-11:30 与市气象台 会商短临预报",
    "14:00-15:00 起草值守通知 80% → 形成初稿",
    "下午 督办积水工单 措施：电话核实 → 已复位",
)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The bureau, in which S05 has two items in this month's plan and recorded one of them before."""
    made = water_bureau()
    today = day_of(made)
    planned(made, "S05", ("预案送审", "物资盘点"), today)
    return made


@pytest.mark.story
def test_a_day_of_five_matters_is_written_with_the_keyboard_alone(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    for number, line in enumerate(FIVE, start=1):
        page.keyboard.type(line)
        expect(page.locator("#understood")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator(RECORDED)).to_have_count(number)
        expect(page.locator(LINE)).to_have_value("")
        expect(page.locator(LINE)).to_be_focused()
    first = LogEntry.objects.order_by("id")[0]
    assert (first.content, first.place, first.people) == ("会商雨水情", "三楼会商室", "卫东")
    assert (first.outcome, f"{first.start:%H:%M}") == ("维持四级响应", "08:30")
    assert contents("S05")[1:] == ["核对物资台账", "会商短临预报", "起草值守通知", "督办积水工单"]
    assert Writing.objects.count() == 0
    # Rows stand by time whatever the order of writing; the full form is one key away.
    expect(page.locator(RECORDED).first).to_contain_text("08:30–09:30")
    page.keyboard.type("16:00-17:00 整理值守记录 → 归档")
    page.keyboard.press("F4")
    expect(page.locator('#seven [name="content"]')).to_be_focused()
    expect(page.locator('#seven [name="start"]')).to_have_value("16:00")
    page.locator('#seven [name="measures"]').focus()
    page.keyboard.type("逐份核对")
    for _ in range(30):
        if page.evaluate("document.activeElement.textContent.trim()") == "记下":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(RECORDED)).to_have_count(6)
    assert LogEntry.objects.order_by("-id")[0].measures == "逐份核对"
    expect(page.locator(LINE)).to_be_focused()


def test_two_open_matters_are_tapped_and_one_is_tapped_again(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    first = page.locator("#matters tr", has_text="预案送审")
    first.get_by_role("button", name="推进").click()
    expect(page.locator(RECORDED)).to_have_count(1)
    expect(first.get_by_role("button", name="推进")).to_have_attribute("aria-pressed", "true")
    page.locator("#matters tr", has_text="物资盘点").get_by_role("button", name="未动").click()
    expect(page.locator(RECORDED)).to_have_count(2)
    first.get_by_role("button", name="办结").click()
    expect(first.get_by_role("button", name="办结")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(RECORDED)).to_have_count(2)
    states = {entry.content: (entry.state, entry.progress) for entry in LogEntry.objects.all()}
    assert states == {"预案送审": ("done", 100), "物资盘点": ("untouched", None)}
    # What is missing is said in one touch each; then the day is written in full.
    row = page.locator(RECORDED, has_text="预案送审")
    row.get_by_role("button", name="上午").click()
    expect(row.get_by_role("button", name="上午")).to_have_count(0)  # the row stands anew
    row.get_by_role("link", name="改", exact=True).click()
    page.locator('#rows [name="place"]').fill("302室")
    page.locator("#rows").get_by_role("button", name="保存修改").click()
    expect(row).to_contain_text("302室")
    page.get_by_role("button", name="缺的措施、成效都记“无”").click()
    expect(page.locator("#day-mark")).to_contain_text("七项已写全")


@pytest.mark.console_errors  # the server refuses the form
def test_a_refusal_goes_as_what_was_refused_is_mended(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    page.keyboard.press("F4")
    page.locator('#seven [name="content"]').fill("核对物资台账")
    page.locator('#seven [name="start"]').fill("10:00")
    page.locator('#seven [name="end"]').fill("9:00")
    page.locator("#seven").get_by_role("button", name="记下").click()
    expect(page.locator("#seven .fault")).to_be_visible()
    end = page.locator('#seven [name="end"]')
    end.fill("11:00")
    expect(page.locator("#seven .fault")).to_have_count(0)
    expect(page.locator("#seven [aria-invalid]")).to_have_count(0)
    page.locator("#seven").get_by_role("button", name="记下").click()
    expect(page.locator(RECORDED)).to_contain_text("10:00")


@pytest.mark.console_errors
def test_a_late_day_is_written_with_a_reason(page: Page, cast: Cast, sign_in: SignIn) -> None:
    day = day_of(cast, "backfill")
    sign_in(cast["S05"].account)
    open_today(page, f"/days/{day}")
    write(page, "9:00-10:00 补记的一件事")
    page.keyboard.press("Enter")
    expect(page.locator("#line-fault")).to_contain_text("补记须写明原因")
    expect(page.locator(LINE)).to_have_value("9:00-10:00 补记的一件事")
    page.get_by_label("补记原因").fill("出差在外")
    page.locator(LINE).focus()
    page.keyboard.press("Enter")
    expect(page.locator(RECORDED)).to_contain_text("补记的一件事")
    expect(page.locator(RECORDED).locator(".flag")).to_have_text("补记")
    assert LogEntry.objects.get().backfill_reason == "出差在外"


def test_a_future_day_is_refused_and_a_locked_one_shows_the_way(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S05"].account)
    page.goto(f"/days/{day_of(cast) + timedelta(days=1)}")
    expect(page.locator(".nothing")).to_contain_text("这一天还没有到")
    expect(page.locator(LINE)).to_have_count(0)
    page.goto(f"/days/{day_of(cast, 'locked')}")
    expect(page.locator(".day-note")).to_contain_text("须由郑江开锁")


def test_enter_twice_is_one_entry_and_enter_in_a_composition_is_none(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "核对台账")
    composing = """(init) => document.getElementById("line").dispatchEvent(
        new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true, ...init}))"""
    page.evaluate(composing, {"isComposing": True})
    page.evaluate(composing, {"keyCode": 229})
    page.wait_for_timeout(300)
    assert LogEntry.objects.count() == 0
    expect(page.locator(LINE)).to_have_value("核对台账")
    page.evaluate(
        """() => { for (let time = 0; time < 2; time += 1) document.getElementById("line").dispatchEvent(
        new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true})); }"""
    )
    expect(page.locator(RECORDED)).to_have_count(1)
    page.wait_for_timeout(300)
    assert contents("S05") == ["核对台账"]


def test_enter_records_before_the_page_is_ready(page: Page, cast: Cast, sign_in: SignIn) -> None:
    # The page waits longer for another tab that could have its marks.
    page.add_init_script(
        "const real = setTimeout; setTimeout = (act, after) => real(act, after === 250 ? 3e3 : after)"
    )
    sign_in(cast["S05"].account)
    page.goto("/today")
    page.locator(LINE).fill("9:00-10:00 核对物资台账 30%")
    page.keyboard.press("Enter")
    page.keyboard.type("下午 督办")
    assert page.locator("#line-form[data-key]").count() == 0
    expect(page.locator(RECORDED)).to_have_count(1)
    expect(page.locator(LINE)).to_have_value("下午 督办")
    assert contents("S05") == ["核对物资台账"]
    expect(page.locator(SAVED)).to_contain_text("草稿")
    page.reload()
    page.keyboard.press("Enter")  # nobody has read yet what comes back
    expect(page.locator(LINE)).to_have_value("下午 督办")
    page.locator("#line-form[data-key]").wait_for()
    assert contents("S05") == ["核对物资台账"]


def test_the_whole_day_is_saved_at_once(page: Page, cast: Cast, sign_in: SignIn) -> None:
    entry_of(cast["S05"], day_of(cast) - timedelta(days=7), content="上周的事")
    sign_in(cast["S05"].account)
    open_today(page)
    copied = day_of(cast) - timedelta(days=7)
    page.get_by_role("button", name=f"照抄{copied.month}月{copied.day}日").click()
    draft = page.locator(RECORDED, has_text="上周的事")
    expect(draft).to_contain_text("请改成今天的")
    write(page, "9:00-10:00 今天的事")
    page.keyboard.press("Control+s")
    expect(page.locator(".is-draft")).to_have_count(0)
    expect(page.locator(RECORDED)).to_have_count(2)
    assert sorted(contents("S05")) == ["上周的事", "上周的事", "今天的事"]


def test_names_and_plan_items_are_completed_by_arrows(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "9:00-10:00 @卫")
    page.get_by_role("option", name="卫东").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(LINE)).to_have_value("9:00-10:00 @卫东 ")
    write(page, "修订 #送审")
    page.get_by_role("option", name="预案送审").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(RECORDED)).to_have_count(1)
    entry = LogEntry.objects.get()
    assert (entry.people, entry.plan_item and entry.plan_item.title) == ("卫东", "预案送审")


def test_a_day_is_written_by_touch_on_a_telephone(
    browser: Browser, server: str, cast: Cast, sign_in: SignIn, page: Page
) -> None:
    sign_in(cast["S05"].account)
    context = browser.new_context(
        base_url=server, locale="zh-CN", viewport={"width": 390, "height": 800}, has_touch=True
    )
    context.add_cookies(cookies_of(page))
    phone = context.new_page()
    phone.goto("/today")
    phone.locator("#line-form[data-key]").wait_for()
    line, matters = phone.locator(LINE), phone.locator("#matters summary")
    line_box, matters_box = line.bounding_box(), matters.bounding_box()
    assert line_box is not None
    assert matters_box is not None
    assert line_box["y"] < matters_box["y"]
    line.tap()
    phone.keyboard.type(
        "9:00-10:30 三楼会商室 与卫东 会商今后三天的雨水情并逐站核对预警指标，研究应对措施 → 维持四级响应"
    )
    grown = line.bounding_box()
    assert grown is not None
    assert grown["height"] > line_box["height"]
    folded = phone.locator("#matters").element_handle()
    assert folded is not None
    phone.get_by_role("button", name="记下").tap()
    expect(phone.locator(RECORDED)).to_have_count(1)
    phone.wait_for_function("section => !section.isConnected", arg=folded)  # open matters came anew
    matters.tap()
    tapped = phone.locator("#matters tr", has_text="物资盘点").get_by_role("button", name="办结")
    tapped.wait_for()
    box = tapped.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    tapped.tap()
    expect(phone.locator(RECORDED)).to_have_count(2)
    phone.get_by_role("button", name="展开七项").tap()
    phone.locator('#seven [name="content"]').fill("整理值守记录")
    phone.locator("#seven").get_by_role("button", name="记下").tap()
    expect(phone.locator(RECORDED)).to_have_count(3)
    fills = phone.locator(RECORDED, has_text="整理值守记录").get_by_role("button", name="成效记“无”")
    fills.tap()
    expect(fills).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert LogEntry.objects.get(content="整理值守记录").outcome == "无"
    context.close()


@pytest.mark.parametrize("look", [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")], ids=str)
def test_the_page_is_accessible(
    page: Page, cast: Cast, sign_in: SignIn, axe: Axe, look: tuple[int, str]
) -> None:
    width, theme = look
    entry_of(cast["S05"], day_of(cast), measures="", start=None, end=None)
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(f"localStorage.setItem('daybook-theme', '{theme}')")
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "9:00-10:00 核对台账 @卫")
    page.get_by_role("option", name="卫东").wait_for()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("F4")
    expect(page.locator('#seven [name="content"]')).to_be_focused()
    assert axe(page) == []
    page.goto(f"/days/{day_of(cast, 'locked')}")
    assert axe(page) == []


def test_a_printed_day_is_a_document(page: Page, cast: Cast, sign_in: SignIn) -> None:
    entry_of(cast["S05"], day_of(cast))
    sign_in(cast["S05"].account)
    open_today(page)
    expect(page.locator(SAVED)).to_be_attached()
    page.emulate_media(media="print")
    for hidden in (".masthead", "#composer", ".side", ".row-act", ".day-turn"):
        for each in page.locator(hidden).all():
            expect(each).to_be_hidden()
    expect(page.locator(RECORDED)).to_be_visible()
