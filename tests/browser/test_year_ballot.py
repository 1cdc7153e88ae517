"""The ballot of the year in a real browser: keyboard, finger, a reload in the middle, cast once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from daybook.annual.actions.voting import open_poll
from daybook.annual.models import Ballot, BallotParticipation, Poll, StagedBallot
from daybook.ledger.models import LedgerLine
from daybook.org.models import Account
from tests.annual.voting import crowded
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]
KEPT = "Object.keys(localStorage).filter((name) => name.includes(':ballot:')).length"


@pytest.fixture
def year() -> int:
    """The year that is voted on."""
    return timezone.localdate().year


@pytest.fixture
def cast(transactional_db: None, year: int) -> Cast:
    """The cast with five more in D02, and a poll that is open for some days."""
    made = water_bureau()
    crowded(made, 5)
    closes_on = timezone.localdate() + timedelta(days=6)
    open_poll(bureau=made.bureau, year=year, closes_on=closes_on, actor=made["S01"])
    return made


def chosen(page: Page) -> int:
    return page.locator("fieldset.choice input:checked").count()


@pytest.mark.story
def test_voting_with_the_keyboard(page: Page, cast: Cast, sign_in: SignIn, axe: Axe, year: int) -> None:
    """Home leads there; half is filled in, the page loaded anew, the rest filled in, cast, once."""
    sign_in(cast["S03"].account)
    page.goto("/")
    page.get_by_role("link", name="去投票").click()
    expect(page.locator("h1")).to_have_text(f"{year}年度综合测评票")
    expect(page.locator(".act-what")).to_contain_text("请给7位同事测评")
    first = page.locator("fieldset.choice").first
    expect(first.locator("input").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(first.locator('input[value="B"]')).to_be_checked()
    page.keyboard.press("Enter")
    for key in ("1", "b", "4", "N"):
        page.keyboard.press(key)
    row = page.locator("tr[data-ratee]").first
    letters = [
        row.locator("fieldset.choice").nth(place).locator("input:checked").input_value() for place in range(5)
    ]
    assert letters == ["B", "A", "B", "D", "N"]
    page.keyboard.press("ArrowDown")
    expect(
        page.locator("tr[data-ratee]").nth(2).locator("fieldset.choice").first.locator("input").first
    ).to_be_focused()
    expect(page.locator("#progress")).to_contain_text("还有6位未填完")
    assert StagedBallot.objects.count() == BallotParticipation.objects.count() == 0

    page.reload()
    assert chosen(page) == 5
    expect(page.locator("tr[data-ratee]").nth(1).locator("input").first).to_be_focused()
    for place in range(30):
        page.keyboard.press("12"[place % 2])
    expect(page.locator("#left")).to_contain_text("都已填完")
    expect(page.locator("#cast")).to_be_focused()
    assert axe(page) == []
    page.keyboard.press("Enter")

    expect(page.locator(".act-what")).to_contain_text("您已投出")
    assert page.evaluate(KEPT) == 0
    assert axe(page) == []
    assert StagedBallot.objects.filter(ratee=cast["H02"]).get().options == "BABDN"
    assert StagedBallot.objects.count() == 7
    page.goto("/")
    expect(page.get_by_role("link", name="去投票")).to_have_count(0)
    page.goto(f"/years/{year}/ballot")
    expect(page.locator("fieldset.choice")).to_have_count(0)


def test_a_flat_list_is_asked_about_once_and_then_taken(
    page: Page, cast: Cast, sign_in: SignIn, axe: Axe, year: int
) -> None:
    sign_in(cast["S04"].account)
    page.goto(f"/years/{year}/ballot")
    for _place in range(35):
        page.keyboard.press("A")
    page.locator("#cast").click()
    expect(page.locator("#ask")).to_be_focused()
    expect(page.locator("#ask")).to_contain_text("每一项都选了同一档")
    assert axe(page) == []
    page.get_by_role("button", name="再看看").click()
    expect(page.locator("#ask")).to_be_hidden()
    page.locator("#cast").click()
    page.get_by_role("button", name="就这样投出").click()
    expect(page.locator(".act-what")).to_contain_text("您已投出")
    assert StagedBallot.objects.filter(options="AAAAA").count() == 7


def test_voting_with_a_finger(page: Page, cast: Cast, sign_in: SignIn, axe: Axe, year: int) -> None:
    """On a telephone; what is left open is asked about, and counts as not rated."""
    sign_in(cast["S03"].account)
    page.goto("/")
    browser = page.context.browser
    assert browser is not None
    telephone = browser.new_context(
        base_url=page.url,
        locale="zh-CN",
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    telephone.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    small = telephone.new_page()
    small.goto(f"/years/{year}/ballot")
    assert small.evaluate("document.documentElement.scrollWidth <= innerWidth")
    groups = small.locator("fieldset.choice")
    for place in range(groups.count() - 2):
        groups.nth(place).locator("label").nth(place % 3).tap()
    assert axe(small) == []
    small.locator("#cast").tap()
    expect(small.locator("#ask")).to_contain_text("有1位没有填完")
    small.get_by_role("button", name="就这样投出").tap()
    expect(small.locator(".act-what")).to_contain_text("您已投出")
    assert StagedBallot.objects.filter(options__endswith="--").count() == 1
    telephone.close()


def test_without_a_script_and_a_second_time(page: Page, cast: Cast, sign_in: SignIn, year: int) -> None:
    """The form is a form; a page left open elsewhere is refused when the vote is in."""
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    sign_in(cast["S03"].account)
    page.goto(f"/years/{year}/ballot")
    other = page.context.new_page()
    other.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    other.goto(f"/years/{year}/ballot")
    for tab in (page, other):
        tab.locator("fieldset.choice").first.locator("label").first.click()
        tab.locator("#cast").click()
    expect(page.locator(".act-what")).to_contain_text("您已投出")
    expect(other.locator(".messages")).to_contain_text("您已经投过票")
    assert BallotParticipation.objects.count() == LedgerLine.objects.filter(action="voted").count() == 1
    assert max(StagedBallot.objects.values_list("options", flat=True)) == "A----"


@pytest.mark.console_errors  # an answer of 422 is one
def test_the_office_opens_and_closes_a_poll(
    page: Page, cast: Cast, sign_in: SignIn, axe: Axe, year: int
) -> None:
    Poll.objects.all()[0].members.all().delete()
    Poll.objects.all().delete()
    sign_in(cast["S01"].account)
    page.goto(f"/years/{year}/poll")
    assert axe(page) == []
    page.get_by_role("button", name="现在开始").click()
    expect(page.locator("#sure-fault")).to_contain_text("请先勾选")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="现在开始").click()
    expect(page.locator(".messages")).to_contain_text("测评已开始")
    assert axe(page) == []
    page.get_by_role("button", name="结束测评，不再恢复").click()
    expect(page.locator("#sure-fault")).to_contain_text("请先勾选")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="结束测评，不再恢复").click()
    expect(page.locator(".messages")).to_contain_text("测评已结束")
    assert Poll.objects.get().closed
    assert Ballot.objects.count() == 0
    page.goto(f"/years/{year}/ballot")
    expect(page.locator(".nothing")).to_contain_text("投票已经结束")
    assert axe(page) == []
