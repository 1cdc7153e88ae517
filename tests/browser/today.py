"""The page of a day in a browser: what the stories about it share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from daybook.daily.models import LogEntry
from daybook.org.calendar import work_calendar
from daybook.org.moments import local_day
from daybook.org.policies import policy_of
from daybook.plans.models import PlanItem
from daybook.plans.months import month_of
from daybook.rules.deadlines import entry_timing
from tests.people import Cast

LINE = "#line"
SAVED = "#saved"
ROWS = "#rows tbody tr:not([hidden])"
BOTH = "本机与服务器各一份"
RECORDED = f"{ROWS}:not(.is-pending)"  # what the server has; a slow one's row is shown before it answers


def day_of(cast: Cast, timing: str = "on_time") -> date:
    """The latest day that stands so today (`on_time` is today, `backfill`, `locked`)."""
    today = local_day(cast.bureau, timezone.now())
    calendar = work_calendar(cast.bureau, today.year - 1, today.year)
    policy, day = policy_of(cast.bureau, today), today
    while entry_timing(policy, calendar, day, today) != timing:
        day -= timedelta(days=1)
    return day


def planned(cast: Cast, number: str, titles: Iterable[str], day: date) -> None:
    """Items of a person's plan, as they stood before the deadline."""
    for place, title in enumerate(titles):
        about = {"bureau": cast.bureau, "month": month_of(day), "title": title}
        PlanItem.objects.create(person=cast[number], key=f"{number}-P{place}", **about)


def write(page: Page, text: str) -> None:
    """Type into the line, key by key."""
    page.locator(LINE).press_sequentially(text)


def open_today(page: Page, address: str = "/today") -> None:
    """Open the day and wait until its script runs: the cursor stands in the line."""
    page.goto(address)
    expect(page.locator(LINE)).to_be_focused()
    page.locator("#line-form[data-key]").wait_for()


def opened_elsewhere(context: BrowserContext, row: str, link: str) -> Page:
    """Another tab of the day, in which a row of the day is opened by one of its links."""
    other = context.new_page()
    open_today(other)
    other.locator(row).get_by_role("link", name=link).click()
    return other


def contents(number: str) -> list[str]:
    """What a person has recorded, in the order of writing."""
    told = LogEntry.objects.filter(person__number=number).order_by("id")
    return list(told.values_list("content", flat=True))


def cookies_of(page: Page) -> list[Any]:
    """The cookies of a page, to sign another machine in with."""
    return list(page.context.cookies())
