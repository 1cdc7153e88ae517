"""The feed in a real browser: what colleagues write comes in by itself, and is spoken about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from daybook.daily.actions.amend import correct_entry, withdraw_entry
from daybook.daily.actions.comment import comment_on_entry
from daybook.daily.actions.quarantine import lift_quarantine, place_quarantine
from daybook.daily.actions.record import record_day
from daybook.daily.models import LogComment, LogEntry
from daybook.org.models import Account
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.seal import seal_plan
from tests.factories import WHOLE, entry_of
from tests.people import Cast

SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]
Visits = list[tuple[Account, tuple[str, ...]]]
INTERNAL = {"visibility": "internal", "internal_reason": "petition"}


def yesterday() -> date:
    """Yesterday in the bureau: the server's clock is the real one."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date() - timedelta(days=1)


@pytest.fixture
def feed(page: Page, cast: Cast, sign_in: SignIn) -> Page:
    """The feed of somebody of another department, open and updated."""
    entry_of(cast["S02"], yesterday(), content="旧事一件")
    sign_in(cast["S05"].account)
    return opened(page)


def opened(page: Page, address: str = "/feed") -> Page:
    page.goto(address)
    expect(page.get_by_role("status")).to_contain_text("正在实时更新")
    return page


@pytest.mark.story
def test_what_a_colleague_writes_comes_in_by_itself(feed: Page, cast: Cast) -> None:
    feed.evaluate("window.stayed = true")
    entry = entry_of(cast["S02"], yesterday(), content="核查两处违建线索")
    row = feed.locator(f"#entry-{entry.key}")
    row.wait_for()
    expect(feed.locator("article.log").first).to_contain_text("核查两处违建线索")
    expect(row).to_have_class("log is-new")
    expect(row).to_contain_text("刚刚")
    expect(feed.get_by_role("status")).to_contain_text("正在实时更新，最近一条")
    assert feed.evaluate("window.stayed") is True

    inner = entry_of(cast["S02"], yesterday(), content="接待来访群众", **INTERNAL)
    row = feed.locator(f"#entry-{inner.key}")
    expect(row).to_contain_text("内部事项")
    expect(row).not_to_contain_text("接待来访群众")
    assert "接待来访群众" not in feed.content()

    feed.locator(f"#entry-{entry.key}").get_by_role("link", name="留言").click()
    feed.get_by_label("给钱进留言").fill("两处都已立案吗？")
    feed.get_by_role("button", name="留言").click()
    expect(feed.locator(f"#entry-{entry.key} .remark")).to_contain_text("两处都已立案吗？")
    expect(feed.locator(".comment-form")).to_have_count(0)
    assert LogComment.objects.get().author == cast["S05"]
    assert feed.evaluate("window.stayed") is True


def test_more_than_five_wait_for_a_button(feed: Page, cast: Cast) -> None:
    drafts = [replace(WHOLE, content=f"第{number}件") for number in range(7)]
    record_day(author=cast["S02"], day=yesterday(), drafts=drafts, backfill_reason="补记")
    button = feed.get_by_role("link", name="7条新记录")
    expect(button).to_be_visible()
    expect(feed.locator("article.log")).to_have_count(1)
    later = entry_of(cast["S02"], yesterday(), content="其后一件")
    expect(feed.get_by_role("link", name="8条新记录")).to_be_visible()
    feed.get_by_role("link", name="8条新记录").click()
    expect(feed.locator("article.log")).to_have_count(9)
    expect(feed.locator("article.log").first).to_have_id(f"entry-{later.key}")
    expect(feed.locator(".newer")).to_be_hidden()
    expect(feed).to_have_url("/feed")


def test_a_page_keeps_to_its_filters(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S05"].account)
    matter = open_matter(bureau=cast.bureau, title="汛前检查", actor=cast["H03"])
    opened(page, "/feed?department=D02&person=冯雪&matter=汛前")
    expect(page.locator(".nothing")).to_be_visible()
    entry_of(cast["S02"], yesterday(), content="他处之事", matter=matter)
    entry_of(cast["S04"], yesterday(), content="他人之事", matter=matter)
    entry_of(cast["S03"], yesterday(), content="他事一件")
    entry_of(cast["S03"], yesterday(), content="正是此事", matter=matter)
    expect(page.get_by_text("正是此事")).to_be_visible()
    expect(page.locator("article.log")).to_have_count(1)
    expect(page.locator(".nothing")).to_have_count(0)


def test_a_search_stands_still_and_says_so(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S05"].account)
    page.goto("/feed?q=台账")
    expect(page.get_by_role("status")).to_have_text("按词查找的结果不实时更新")


def test_whoever_writes_a_word_is_not_disturbed(feed: Page, cast: Cast) -> None:
    feed.get_by_role("link", name="留言").first.click()
    field = feed.get_by_label("给钱进留言")
    field.fill("请附")
    entry = entry_of(cast["S03"], yesterday(), content="新来一件")
    expect(feed.get_by_role("link", name="1条新记录")).to_be_visible()
    expect(feed.locator(f"#entry-{entry.key}")).to_have_count(0)
    field.press_sequentially("台账")
    expect(field).to_have_value("请附台账")
    feed.get_by_role("button", name="留言").click()
    expect(feed.locator(".remark")).to_contain_text("请附台账")
    feed.get_by_role("link", name="1条新记录").click()
    expect(feed.locator("article.log").first).to_have_id(f"entry-{entry.key}")


def test_what_one_reads_further_down_stays_where_it_is(page: Page, cast: Cast, sign_in: SignIn) -> None:
    made = [entry_of(cast["S02"], yesterday(), content=f"第{number:02d}件") for number in range(30)]
    sign_in(cast["S05"].account)
    opened(page)
    read = page.locator(f"#entry-{made[10].key}")
    read.scroll_into_view_if_needed()
    before = read.bounding_box()
    entry = entry_of(cast["S03"], yesterday(), content="新来一件")
    expect(page.locator(f"#entry-{entry.key}")).to_have_count(1)
    after = read.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2


@pytest.mark.console_errors  # the browser reports the refused stream
def test_an_expired_sign_in_is_told(feed: Page) -> None:
    Session.objects.all().delete()
    leave_and_come_back(feed)
    expect(feed.get_by_role("status")).to_have_text("登录已过期， 请重新登录")
    feed.get_by_role("link", name="请重新登录").click()
    expect(feed).to_have_url("/accounts/login/?next=/feed")


@pytest.mark.console_errors  # the browser reports the refused stream
def test_who_signs_out_in_another_tab_is_told_on_the_open_page(feed: Page) -> None:
    feed.evaluate(
        "fetch('/accounts/logout/', {method: 'POST', headers: {'X-CSRFToken':"
        " document.querySelector('[name=csrfmiddlewaretoken]').value}})"
    )
    expect(feed.get_by_role("status")).to_have_text("登录已过期， 请重新登录")


def test_a_word_is_left_on_a_small_screen(feed: Page) -> None:
    feed.set_viewport_size({"width": 390, "height": 800})
    feed.get_by_role("link", name="留言").first.click()
    feed.get_by_label("给钱进留言").fill("请附台账")
    assert feed.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    feed.get_by_role("button", name="留言").click()
    expect(feed.locator(".remark")).to_contain_text("请附台账")
    expect(feed.locator(".comment-form")).to_have_count(0)
    assert feed.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def leave_and_come_back(page: Page) -> None:
    """Hide the tab and show it again, as its script sees it."""
    for hidden in ("true", "false"):
        page.evaluate(
            f"Object.defineProperty(document, 'hidden', {{configurable: true, get: () => {hidden}}});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )


def test_a_tab_that_comes_back_has_what_it_missed(feed: Page, cast: Cast) -> None:
    feed.evaluate(
        "Object.defineProperty(document, 'hidden', {configurable: true, get: () => true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    feed.wait_for_timeout(300)
    missed = [entry_of(cast["S03"], yesterday(), content=f"错过{number}") for number in range(3)]
    feed.wait_for_timeout(1500)
    expect(feed.locator("article.log")).to_have_count(1)
    leave_and_come_back(feed)
    expect(feed.locator("article.log")).to_have_count(4)
    expect(feed.locator("article.log").first).to_have_id(f"entry-{missed[-1].key}")


def test_what_is_hidden_goes_from_an_open_page_whatever_one_does_there(feed: Page, cast: Cast) -> None:
    shown = LogEntry.objects.get()
    feed.locator(f"#entry-{shown.key}").get_by_role("link", name="留言").click()
    feed.get_by_label("给钱进留言").fill("请附")
    waits = entry_of(cast["S02"], yesterday(), content="新来一件")
    expect(feed.get_by_role("link", name="1条新记录")).to_be_visible()
    for entry in (shown, waits):
        place_quarantine(entry=entry, reason="涉密", actor=cast["S01"])
    row = feed.locator(f"#entry-{shown.key}")
    expect(row).to_contain_text("隔离审查中")
    expect(row).to_have_class("log is-mute")
    expect(row.get_by_role("link")).to_be_focused()
    assert "旧事一件" not in feed.content()
    feed.wait_for_timeout(1200)
    feed.get_by_role("link", name="1条新记录").click()
    expect(feed.locator(f"#entry-{waits.key}")).to_contain_text("隔离审查中")
    assert "新来一件" not in feed.content()


def test_a_correction_comes_in_its_place_and_takes_nobodys_words(feed: Page, cast: Cast) -> None:
    shown = LogEntry.objects.get()
    seal_plan(shown.person, f"{shown.work_date:%Y-%m}")
    row = feed.locator(f"#entry-{shown.key}")
    correct_entry(entry=shown, content="流量应为3.8", actor=shown.person)
    expect(row).to_contain_text("流量应为3.8")
    expect(row).to_contain_text("旧事一件")
    row.get_by_role("link", name="留言").click()
    feed.get_by_label("给钱进留言").fill("请附")
    feed.wait_for_timeout(1100)  # one correction a second
    correct_entry(entry=shown, content="流量应为3.9", actor=shown.person)
    feed.wait_for_timeout(2500)
    expect(feed.get_by_label("给钱进留言")).to_have_value("请附")
    place_quarantine(entry=shown, reason="涉密", actor=cast["S01"])
    expect(row).to_contain_text("隔离审查中")
    lift_quarantine(entry=shown, actor=cast["S01"])
    expect(row).to_contain_text("流量应为3.9")


def test_on_the_page_of_a_matter_nothing_of_what_is_hidden_stays(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    matter = open_matter(bureau=cast.bureau, title="汛前检查", actor=cast["H03"])
    entry = entry_of(cast["S03"], yesterday(), content="正是此事", matter=matter)
    sign_in(cast["S05"].account)
    opened(page, "/feed?matter=汛前")
    place_quarantine(entry=entry, reason="涉密", actor=cast["S01"])
    expect(page.locator("article.log")).to_have_count(0)


def test_a_tab_that_comes_back_shows_no_more_what_was_hidden_meanwhile(feed: Page, cast: Cast) -> None:
    entry = LogEntry.objects.get()
    feed.evaluate(
        "Object.defineProperty(document, 'hidden', {configurable: true, get: () => true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    feed.wait_for_timeout(300)
    withdraw_entry(entry=entry, reason="记错了", actor=cast["S02"])
    feed.wait_for_timeout(1500)
    expect(feed.locator(f"#entry-{entry.key}")).to_contain_text("旧事一件")
    leave_and_come_back(feed)
    expect(feed.locator(f"#entry-{entry.key}")).to_contain_text("已撤回")
    assert "旧事一件" not in feed.content()


def test_an_author_is_led_to_what_waits(page: Page, cast: Cast, sign_in: SignIn) -> None:
    entry = entry_of(cast["S02"], yesterday(), content="起草采纳说明")
    comment_on_entry(entry=entry, content="第四章对上了吗？", actor=cast["H01"])
    sign_in(cast["S02"].account)
    opened(page)
    expect(page.locator(".act")).to_contain_text("周文在您昨天的一条日志下留言，等您看")
    page.locator(".act").get_by_role("link", name="去看看").click()
    expect(page).to_have_url(f"/entries/{entry.key}#comments")
    page.get_by_label("您的答复").fill("已对上")
    page.get_by_role("button", name="答复").click()
    expect(page.locator(".remark")).to_have_count(2)
    page.goto("/feed")
    expect(page.locator(".act")).to_have_count(0)


@pytest.fixture
def record(cast: Cast) -> list[LogEntry]:
    """Everything the pages show: a matter, words, an internal and a withdrawn entry."""
    matter = open_matter(
        bureau=cast.bureau,
        title="某村征地信访",
        department=cast.departments["D01"],
        key="M1",
        first_day=yesterday(),
        actor=cast["H01"],
    )
    made = [
        entry_of(cast["S02"], yesterday(), content="核实诉求", matter=matter),
        entry_of(cast["S02"], yesterday(), content="案件研判", **INTERNAL),
        entry_of(cast["S05"], yesterday(), content="巡查险段", matter=matter),
    ]
    comment_on_entry(entry=made[2], content="请附照片", actor=cast["H01"])
    return made


@pytest.fixture
def visits(cast: Cast, record: list[LogEntry]) -> Visits:
    """Who looks at which pages."""
    entry = f"/entries/{record[0].key}"
    return [
        (cast["S05"].account, ("/feed", entry, f"{entry}/comments")),
        (cast["H01"].account, ("/matters/M1", "/matters/", "/departments/D01")),
    ]


@pytest.mark.parametrize("look", ["light 1440", "dark 1440", "light 390", "dark 390"])
def test_the_pages_are_for_everybody(
    page: Page, visits: Visits, sign_in: SignIn, axe: Axe, look: str
) -> None:
    theme, width = look.split()
    page.set_viewport_size({"width": int(width), "height": 900})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    faults = []
    for account, addresses in visits:
        sign_in(account)
        for address in addresses:
            page.goto(address)
            if address == "/matters/M1":
                page.get_by_text("办结这个事项").click()
            faults += [f"{address}: {fault}" for fault in axe(page)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                faults.append(f"{address}: wider than the window")
    assert faults == []


def test_a_matter_is_closed_by_the_keyboard(
    page: Page, cast: Cast, sign_in: SignIn, record: list[LogEntry]
) -> None:
    sign_in(cast["H01"].account)
    page.goto("/matters/M1")
    page.get_by_text("办结这个事项").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("办结日期")).to_be_visible()
    page.get_by_role("button", name="办结", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("事项已办结")
    expect(page.get_by_text("办结这个事项")).to_have_count(0)
