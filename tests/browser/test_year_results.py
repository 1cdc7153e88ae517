"""The year's results in a real browser: a leader opens figures, a person reads the own year."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from daybook.daily.models import LogEntry
from daybook.org.models import Account
from tests.annual.scored import publish_year, vote
from tests.people import FOUNDED, Cast, water_bureau

pytestmark = pytest.mark.django_db(transaction=True)
RESULTS = "/years/2025/results"
SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """A year in which S01 and S02 are tied at the last seat of good."""
    made = water_bureau()
    for number, score in (("H01", "93"), ("S01", "90"), ("S02", "90"), ("H02", "86"), ("S03", "84")):
        publish_year(made[number], 2025, (score,) * 4)
        vote(made[number], 2025, "AABAB")
    LogEntry.objects.create(
        bureau=made.bureau,
        person=made["S02"],
        key="entry-1",
        work_date="2025-05-06",
        content="修订四级响应值守方案",
        recorded_at=FOUNDED,
    )
    return made


@pytest.mark.story
def test_a_leader_opens_a_figure_down_to_the_record(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["L02"].account)
    page.goto(RESULTS)
    expect(page.locator("h1")).to_have_text("2025年度结果 第一单元")
    expect(page.locator(".rank tbody tr:not(.seat-line)")).to_have_count(6)
    expect(page.locator("#why")).to_contain_text("点带虚线的数字")

    figure = page.locator("tr", has_text="钱进").get_by_role("link", name="90.00").last
    figure.click()
    expect(page.locator("#why-head")).to_have_text("由来：钱进 平时考核成绩")
    expect(page.locator("#why-head")).to_be_focused()
    expect(figure).to_have_attribute("aria-expanded", "true")
    expect(page.locator('.why[aria-expanded="true"]')).to_have_count(1)

    page.locator("#why summary", has_text="二季度").click()
    expect(page.locator("#why .ledger").nth(1)).to_be_visible()
    page.locator("#why").get_by_role("link", name="这一季度的日志").click()
    expect(page.locator("#why-head")).to_have_text("由来：钱进 二季度")
    expect(page.locator("#record")).to_contain_text("5月6日 修订四级响应值守方案")
    assert "?open=S02:Q2" in page.url


def test_the_address_opens_the_same_and_back_leads_back(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["L02"].account)
    page.goto(RESULTS)
    page.locator("tr", has_text="钱进").locator("a.why").last.click()
    expect(page.locator("#why-head")).to_have_text("由来：钱进 年度总分")
    page.reload()
    expect(page.locator("#why-head")).to_have_text("由来：钱进 年度总分")
    page.go_back()
    expect(page.locator("#why")).to_contain_text("点带虚线的数字")
    expect(page.locator(".rank tbody tr:not(.seat-line)")).to_have_count(6)


def test_without_a_script_the_address_leads_to_the_working(page: Page, cast: Cast, sign_in: SignIn) -> None:
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    sign_in(cast["L02"].account)
    page.goto(RESULTS)
    page.locator("tr", has_text="钱进").locator("a.why").last.click()
    page.wait_for_url("**/results?open=S02:annual_total#why")
    expect(page.locator("#why-head")).to_have_text("由来：钱进 年度总分")


def test_nothing_of_the_year_stays_in_the_browser(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["L02"].account)
    page.goto(RESULTS)
    page.locator("tr", has_text="钱进").locator("a.why").last.click()
    expect(page.locator("#why-head")).to_have_text("由来：钱进 年度总分")
    kept = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "钱进" not in kept


def test_a_person_reads_the_own_year_on_a_telephone(page: Page, cast: Cast, sign_in: SignIn) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    sign_in(cast["S02"].account)
    page.goto(RESULTS)
    expect(page.locator("h2").first).to_have_text("我的一年")
    page.get_by_role("link", name="全年由来在一页上看").click()
    expect(page.locator("h1")).to_have_text("2025年度 钱进")
    expect(page.locator(".tree .ledger")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("look", [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")], ids=str)
def test_the_pages_are_accessible(
    page: Page, cast: Cast, sign_in: SignIn, axe: Axe, look: tuple[int, str]
) -> None:
    width, theme = look
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(f"localStorage.setItem('daybook-theme', '{theme}')")
    for number, address in (
        ("L02", f"{RESULTS}?open=S02:Q2"),
        ("S02", RESULTS),
        ("S02", "/years/2025/people/S02?open=Q2"),
        ("S02", "/years/2019/results"),
    ):
        sign_in(cast[number].account)
        page.goto(address)
        assert axe(page) == [], address


def test_printing_gives_a_document(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["L02"].account)
    page.goto(f"{RESULTS}?open=S02:annual_total")
    page.emulate_media(media="print")
    for hidden in (".masthead", ".years", ".skip"):
        for each in page.locator(hidden).all():
            expect(each).to_be_hidden()
    expect(page.locator(".quotas").first).to_be_visible()
    expect(page.locator(".rank")).to_be_visible()
