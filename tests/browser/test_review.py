"""Months reviewed in a real browser: twelve by keyboard alone, a transfer, a vacancy, a deputy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from daybook.monthly.models import MonthEvent, MonthlyReview, MonthWriting
from daybook.org.actions.posts import transfer
from daybook.org.enums import Role
from daybook.org.models import Account, Delegation
from daybook.plans.months import month_bounds, month_of
from tests.factories import entry_of, submitted
from tests.people import Cast, join

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
MONTH = month_of(TODAY.replace(day=1) - timedelta(days=1))
FIRST, LAST = month_bounds(MONTH)
HANDED_IN = datetime(TODAY.year, TODAY.month, 1, 0, 30, tzinfo=UTC)
COMMENTS = ("台账清楚", "会议组织得好", "调研扎实", "材料按期", "督办跟得紧", "值守认真")


def handed_in(cast: Cast, *numbers: str) -> None:
    """Last month of some people, with an entry each, submitted on the first of this one."""
    for number in numbers:
        entry_of(cast[number], FIRST + timedelta(days=8))
        submitted(cast[number], MONTH, HANDED_IN)


def way(number: str, first: date = FIRST) -> str:
    return f"/reviews/{MONTH}/{number}/{first}"


def at_hand(page: Page, name: str) -> None:
    """The statement of somebody is open and the keyboard stands at the first rating."""
    expect(page.locator("#who")).to_contain_text(name)
    expect(page.locator('[name="execution_rating"]').first).to_be_focused()


def rate(page: Page, comment: str) -> None:
    """Three ratings and a comment, by keyboard alone."""
    for key in ("1", "2", "3"):
        page.keyboard.press(key)
        page.keyboard.press("Tab")
    page.keyboard.type(comment)


@pytest.mark.story
def test_a_head_reviews_twelve_people_by_keyboard_alone(page: Page, cast: Cast, sign_in: SignIn) -> None:
    for place in range(10):
        join(cast, f"T{place:02}", f"人{place}号", Role.STAFF, "D02")
    people = ["S03", "S04", *(f"T{place:02}" for place in range(10))]
    handed_in(cast, *people)
    sign_in(cast["H02"].account)
    page.goto("/reviews/")
    for place, number in enumerate(people):
        at_hand(page, cast[number].name)
        expect(page.locator(".act-what")).to_contain_text(f"还有{12 - place}人")
        if number == "T02":
            for _step in range(5):  # past the ratings, the comment and the button
                page.keyboard.press("Tab")
            expect(page.locator(".give-back summary")).to_be_focused()
            page.keyboard.press("Enter")
            expect(page.get_by_label("理由")).to_be_focused()
            page.keyboard.type("请补第三项的形象进度")
        else:
            rate(page, f"{COMMENTS[place % 6]}，{cast[number].name}继续保持，第{place}件事请提前")
        page.keyboard.press("Control+Enter")
    expect(page.locator(".act-what")).to_contain_text("已提交的都评完了")
    expect(page.locator(".act-more")).to_contain_text("人2号（已退回） 尚未提交。")
    assert MonthlyReview.objects.count() == 11
    ratings = {"execution_rating": "well", "saturation_rating": "fairly_well", "completion_rating": "fair"}
    assert MonthlyReview.objects.filter(**ratings).count() == 11
    event = MonthEvent.objects.get(kind="returned")
    assert (event.person, event.reason) == (cast["T02"], "请补第三项的形象进度")
    assert not MonthWriting.objects.exists()


@pytest.mark.story
def test_a_transfer_on_the_16th_has_two_superiors_review(page: Page, cast: Cast, sign_in: SignIn) -> None:
    middle = FIRST.replace(day=16)
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=middle)
    entry_of(cast["S03"], FIRST + timedelta(days=8), content="前一段的事")
    entry_of(cast["S03"], middle + timedelta(days=5), content="后一段的事")
    submitted(cast["S03"], MONTH, HANDED_IN)
    for number, first, own, other in (
        ("H02", FIRST, "前一段的事", "后一段的事"),
        ("H03", middle, "后一段的事", "前一段的事"),
    ):
        sign_in(cast[number].account)
        page.goto("/reviews/")
        expect(page).to_have_url(way("S03", first))
        page.get_by_text("2条日志").click()
        expect(page.locator(".lines li").filter(has_text=other)).to_have_class("is-out")
        expect(page.locator(".lines li").filter(has_text=own)).not_to_have_class("is-out")
        page.locator('[name="execution_rating"]').first.focus()
        rate(page, f"{own}做得细")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".messages")).to_contain_text("冯雪的评定已存。")
    expect(page.locator(".queue")).to_contain_text("已评")
    spans = MonthlyReview.objects.order_by("first_day").values_list(
        "reviewer__number", "first_day", "last_day"
    )
    assert list(spans) == [("H02", FIRST, middle - timedelta(days=1)), ("H03", middle, LAST)]


@pytest.mark.story
def test_a_vacancy_is_reviewed_from_above(page: Page, cast: Cast, sign_in: SignIn) -> None:
    transfer(person=cast["H02"], department=cast.departments["D03"], role=Role.STAFF, valid_from=FIRST)
    handed_in(cast, "S03")
    sign_in(cast["L02"].account)
    page.goto("/")
    page.get_by_role("link", name="审阅").first.click()
    at_hand(page, "冯雪")
    rate(page, "处里缺处长期间主动担责")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".messages")).to_contain_text("冯雪的评定已存。")
    assert MonthlyReview.objects.get().reviewer == cast["L02"]


@pytest.mark.story
def test_a_deputy_reviews_in_his_superiors_place(page: Page, cast: Cast, sign_in: SignIn, axe: Axe) -> None:
    handed_in(cast, "S03", "S04")
    sign_in(cast["H02"].account)
    page.goto("/reviews/deputies")
    page.get_by_label("代评人").select_option(label="陈明")
    page.get_by_label("至", exact=True).fill(str(TODAY + timedelta(days=3)))
    page.get_by_label("理由").fill("出差")
    page.get_by_role("button", name="委托", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="陈明")).to_contain_text("出差")
    assert axe(page) == []
    sign_in(cast["S04"].account)
    page.goto("/")
    page.get_by_role("link", name="审阅：代评").click()
    at_hand(page, "冯雪")
    expect(page.locator("#rating-head")).to_have_text("代吴建国评定")
    rate(page, "代评：台账清楚")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".act-what")).to_contain_text("都评完了")
    review = MonthlyReview.objects.get()
    assert (review.reviewer, review.on_behalf_of) == (cast["S04"], cast["H02"])
    sign_in(cast["H02"].account)
    page.goto(way("S03"))
    expect(page.locator("#ratings")).to_contain_text("陈明代吴建国评")
    page.goto("/reviews/deputies")
    page.get_by_role("button", name="现在结束：陈明").click()
    expect(page.locator("main")).to_contain_text("没有委托，由您自己评。")
    assert not Delegation.objects.exists()  # begun today: as if it had never been


@pytest.mark.console_errors  # the network that is gone
def test_what_is_typed_outlives_a_reload_and_a_lost_network(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    handed_in(cast, "S03")
    sign_in(cast["H02"].account)
    page.goto(way("S03"))
    at_hand(page, "冯雪")
    rate(page, "写到一半")
    expect(page.locator("#kept")).to_contain_text("草稿已存")
    page.reload()
    expect(page.locator("#comment")).to_have_value("写到一半")
    expect(page.locator('[name="completion_rating"][value="fair"]')).to_be_checked()
    # Nothing reaches the server: the browser has it until it does.
    context.route("**/draft", lambda route: route.abort())
    page.locator("#comment").press("End")
    page.keyboard.type("，又写一半")
    expect(page.locator("#kept")).to_contain_text("网络不通，先存在本机")
    context.unroute("**/draft")
    with page.expect_response("**/draft"):
        page.reload()
    expect(page.locator("#comment")).to_have_value("写到一半，又写一半")
    expect(page.locator("#kept")).to_contain_text("草稿已存")
    assert MonthWriting.objects.get().fields["comment"] == "写到一半，又写一半"


@pytest.mark.console_errors  # the network that is gone
def test_signing_out_hands_over_what_the_browser_alone_had(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    handed_in(cast, "S03")
    sign_in(cast["H02"].account)
    page.goto(way("S03"))
    at_hand(page, "冯雪")
    context.route("**/draft", lambda route: route.abort())
    page.locator("#comment").press_sequentially("只在本机")
    expect(page.locator("#kept")).to_contain_text("网络不通，先存在本机")
    context.unroute("**/draft")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/accounts/login/**")
    assert MonthWriting.objects.get().fields["comment"] == "只在本机"
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.includes(':review:'))") == []


@pytest.mark.console_errors
@pytest.mark.parametrize("kept", ["用这一份", "用那一份"])
def test_two_windows_in_one_review_stand_side_by_side(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn, kept: str
) -> None:
    handed_in(cast, "S03")
    sign_in(cast["H02"].account)
    page.goto(way("S03"))
    at_hand(page, "冯雪")
    other = context.new_page()
    other.goto(way("S03"))
    at_hand(other, "冯雪")
    other.locator("#comment").press_sequentially("另一个窗口写的")
    expect(other.locator("#kept")).to_contain_text("草稿已存")
    page.bring_to_front()
    page.locator("#comment").press_sequentially("第一个窗口写的")
    expect(page.locator("#crossing")).to_contain_text("另一个窗口写的")
    expect(page.locator("#comment")).to_have_value("第一个窗口写的")
    page.get_by_role("button", name=kept).click()
    expect(page.locator("#crossing")).to_be_hidden()
    expect(page.locator("#kept")).to_contain_text("草稿已存")
    said = "第一个窗口写的" if kept == "用这一份" else "另一个窗口写的"
    assert MonthWriting.objects.get().fields["comment"] == said


def test_nearly_the_same_comment_is_pointed_out_before_it_is_saved(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    handed_in(cast, "S03", "S04")
    sign_in(cast["H02"].account)
    page.goto("/reviews/")
    said = "台账核对细，三季度请提前"
    at_hand(page, "冯雪")
    rate(page, said)
    page.keyboard.press("Control+Enter")
    at_hand(page, "陈明")
    expect(page.locator("#comment")).to_have_value("")
    rate(page, said)
    expect(page.locator("#near")).to_have_text("这段评语与给冯雪的几乎相同；照样存。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".messages")).to_contain_text("几乎相同")
    assert MonthlyReview.objects.count() == 2


@pytest.mark.console_errors  # the refusal
def test_what_is_missing_is_asked_for_where_it_is(page: Page, cast: Cast, sign_in: SignIn) -> None:
    handed_in(cast, "S03")
    sign_in(cast["H02"].account)
    page.goto(way("S03"))
    at_hand(page, "冯雪")
    page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#fault-saturation_rating")).to_be_visible()
    expect(page.locator('[name="saturation_rating"]').first).to_be_focused()
    expect(page.locator('[name="execution_rating"][value="well"]')).to_be_checked()


def test_the_queue_works_without_a_script(browser: Browser, server: str, page: Page, cast: Cast) -> None:
    from django.conf import settings
    from django.test import Client

    handed_in(cast, "S03")
    client = Client()
    client.force_login(cast["H02"].account, backend=settings.AUTHENTICATION_BACKENDS[-1])
    context = browser.new_context(base_url=server, locale="zh-CN", java_script_enabled=False)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server}])
    plain = context.new_page()
    plain.goto("/reviews/")
    for rating in ("execution_rating", "saturation_rating", "completion_rating"):
        plain.locator(f'[name="{rating}"][value="well"]').check(force=True)
    plain.get_by_label("评语").fill("没有脚本也能评")
    plain.get_by_role("button", name="存并看下一位").click()
    expect(plain.locator(".messages")).to_contain_text("冯雪的评定已存。")
    context.close()
    assert MonthlyReview.objects.get().comment == "没有脚本也能评"


@pytest.mark.parametrize("look", ["1440 light", "1440 dark", "390 light", "390 dark"])
def test_the_queue_can_be_used_by_everybody(
    page: Page, cast: Cast, sign_in: SignIn, axe: Axe, look: str
) -> None:
    handed_in(cast, "S03")
    told, theme = look.split()
    width = int(told)
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(cast["H02"].account)
    for address in (way("S03"), f"{way('S03')}/return", way("S04"), "/reviews/deputies", "/reviews/1999-01"):
        page.goto(address)
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
