"""A tab that is duplicated has a copy of the other's marks: each writes under marks of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from daybook.daily.models import Writing
from daybook.org.models import Account
from tests.browser.today import BOTH, LINE, RECORDED, SAVED, contents, open_today, write
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Account], None]
MARKS = "Object.entries(sessionStorage).filter(([name]) => name.startsWith('daybook:')).join(' ')"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return water_bureau()


def copy_of(page: Page, context: BrowserContext) -> Page:
    """The tab once more, its storage copied with it."""
    with context.expect_page() as opened:
        page.evaluate("() => void window.open(location.href)")
    opened.value.locator("#line-form[data-key]").wait_for()
    return opened.value


def drafts() -> list[tuple[str, bool]]:
    """What the drafts say, and whether each changes an entry."""
    return sorted((row.fields.get("line", ""), row.entry_id is not None) for row in Writing.objects.all())


def test_what_is_begun_in_the_copy_is_no_change_of_what_the_first_recorded(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    other = copy_of(page, context)
    page.bring_to_front()
    write(page, "9:00-10:00 甲窗口的事")
    page.locator(LINE).press("Enter")
    expect(page.locator(RECORDED)).to_have_count(1)
    other.bring_to_front()
    write(other, "14:00-15:00 乙")
    expect(other.locator(SAVED)).to_contain_text(BOTH)
    expect(other.locator(LINE)).to_have_value("14:00-15:00 乙")
    expect(other.locator("#rows .is-open")).to_have_count(0)
    assert (contents("S05"), drafts()) == (["甲窗口的事"], [("14:00-15:00 乙", False)])
    other.reload()
    expect(other.locator(LINE)).to_have_value("14:00-15:00 乙")


def test_a_line_half_written_stays_with_the_first_and_the_copy_begins_its_own(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "甲窗口写到一半")
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    other = copy_of(page, context)
    expect(other.locator(LINE)).to_have_value("")
    write(other, "乙窗口另写的")
    page.bring_to_front()
    write(page, "，接着写")
    for tab in (page, other):
        expect(tab.locator(SAVED)).to_contain_text(BOTH)
    page.wait_for_timeout(1200)
    assert drafts() == [("乙窗口另写的", False), ("甲窗口写到一半，接着写", False)]
    assert set(page.evaluate(MARKS).split()).isdisjoint(other.evaluate(MARKS).split())
    for tab, words in ((page, "甲窗口写到一半，接着写"), (other, "乙窗口另写的")):
        tab.reload()
        expect(tab.locator(LINE)).to_have_value(words)


def test_what_is_typed_while_a_reloaded_page_asks_for_its_mark_is_kept(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["S05"].account)
    open_today(page)
    write(page, "先写的")
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.getElementById('line').append('，抢先写的'))"
    )
    page.reload()
    expect(page.locator(LINE)).to_have_value("先写的，抢先写的")
    expect(page.locator(SAVED)).to_contain_text(BOTH)
    assert drafts() == [("先写的，抢先写的", False)]
