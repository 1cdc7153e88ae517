"""The personnel office's side of a quarter: who scores whom after a transfer, and the cap settled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from daybook.annual.queries.settled import settled_line
from daybook.org.actions.posts import transfer
from daybook.org.models import Account
from daybook.quarterly.actions.sheets import write_opinion
from daybook.rules.periods import Period, quarters_of
from tests.factories import noon, published
from tests.people import Cast
from tests.quarterly.test_grades import SCORES

SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]
Q1, Q2 = "2026-Q1", "2026-Q2"


def this_quarter(today: date) -> Period:
    """The quarter a day lies in."""
    return quarters_of(today.year)[(today.month - 1) // 3]


@pytest.fixture
def day_weighted(cast: Cast, settings: Any) -> Iterator[None]:
    """The bureau's own policy, which weighs by workdays; the server reads it from the data folder."""
    path = Path(settings.HOME) / "own.toml"
    text = """
        id = "own"
        extends = "log-style-2026"
        effective_from = 2025-01-01
        name = { zh = "本局办法", en = "Own" }
        source = "confirmed_default"
        [quarterly]
        transfer = "day_weighted"
    """
    path.write_text(text, encoding="utf-8")
    settings.POLICY_DIR = str(settings.HOME)
    cast.bureau.policy = "own"
    cast.bureau.save()
    yield
    path.unlink()


def moved(cast: Cast) -> None:
    """Worked example 6: on 16 May 2026 to another superior, after 30 of 61 workdays."""
    transfer(
        person=cast["S03"],
        department=cast.departments["D01"],
        valid_from=date(2026, 5, 16),
        at=noon(2026, 5, 16),
    )


def spans(page: Page) -> list[str]:
    """The lines of the one who moved: days, workdays, rater, kind with what decides it, state."""
    page.goto(f"/quarters/{Q2}/expected")
    first = page.get_by_role("row").filter(has_text="冯雪")
    second = first.locator("xpath=following-sibling::tr[1]")
    return [" ".join(row.inner_text().split()) for row in (first, second)]


def test_a_transfer_by_majority(cast: Cast, page: Page, sign_in: SignIn, axe: Axe) -> None:
    moved(cast)
    sign_in(cast["S01"].account)
    first, second = spans(page)
    assert ("4月1日–5月15日 30" in first, "书面意见 30个工作日，少于31个" in first) == (True, True)
    assert ("5月16日–6月30日 31" in second, "61个工作日占31个，最多" in second) == (True, True)
    assert "吴建国" in first
    assert "周文" in second
    assert axe(page) == []
    write_opinion(person=cast["S03"], quarter=Q2, rater=cast["H02"], comment="稳。", at=noon(2026, 7, 8))
    published(cast["S03"], Q2, cast["H01"], "80")
    first, second = spans(page)
    assert ("已写" in first, "已签发" in second) == (True, True)
    sign_in(cast["S03"].account)
    page.goto(f"/quarters/{Q2}")
    expect(page.locator("main")).to_contain_text("80.00")
    assert '"2026-Q2":"80.00"' in settled_line(cast.bureau, 2026)


def test_a_transfer_weighted_by_days(cast: Cast, day_weighted: None, page: Page, sign_in: SignIn) -> None:
    moved(cast)
    sign_in(cast["S01"].account)
    first, second = spans(page)
    assert ("按30/61个工作日加权" in first, "按31/61个工作日加权" in second) == (True, True)
    published(cast["S03"], Q2, cast["H02"], "90")
    published(cast["S03"], Q2, cast["H01"], "80")
    sign_in(cast["S03"].account)
    page.goto(f"/quarters/{Q2}")
    expect(page.locator("main")).to_contain_text("84.92")
    assert '"2026-Q2":"84.92"' in settled_line(cast.bureau, 2026)


@pytest.mark.console_errors  # the refusal
def test_the_cap_is_exceeded_and_settled(cast: Cast, page: Page, sign_in: SignIn, axe: Axe) -> None:
    for number, (rater, score) in SCORES.items():
        published(cast[number], Q1, cast[rater], score)
    assert '"warnings":["cap_exceeded:2026-Q1"]' in settled_line(cast.bureau, 2026)
    sign_in(cast["S01"].account)
    page.goto(f"/quarters/{Q1}/expected")
    page.get_by_role("navigation", name="本季各页").get_by_role("link", name="季度等次").click()
    expect(page.locator(".act")).to_contain_text("评为“好”的超出2人")
    page.get_by_text("名额怎样来").click()
    expect(page.locator(".formula").first).to_have_text("⌊40% × 9⌋ = ⌊3.6⌋ = 3")
    assert axe(page) == []
    # Without a reason nothing is decided, and what was chosen stays.
    page.get_by_label("钱进的等次").select_option("较好")
    page.get_by_label("冯雪的等次").select_option("较好")
    page.get_by_label("冯雪的理由").fill("急难任务少")
    page.get_by_role("button", name="决定").first.click()
    expect(page.locator("#fault-S02")).to_be_visible()
    expect(page.get_by_label("冯雪的理由")).to_have_value("急难任务少")
    page.get_by_label("钱进的理由").fill("两项时效不及同档")
    page.get_by_role("button", name="决定").first.click()
    expect(page.get_by_role("heading", name="已决定改评的")).to_be_visible()
    expect(page.locator(".act")).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text="钱进")).to_contain_text("两项时效不及同档")
    assert axe(page) == []
    assert '"warnings":[]' in settled_line(cast.bureau, 2026)


def test_samples_are_written_opened_and_scored(cast: Cast, page: Page, sign_in: SignIn, axe: Axe) -> None:
    quarter = this_quarter(timezone.localdate()).key
    sign_in(cast["S01"].account)
    page.goto(f"/quarters/{quarter}/vignettes")
    page.get_by_label("当月计划").fill("核对台账；办理来信")
    page.get_by_label("日志记载").fill("台账按期核完，来信一件延后两天")
    page.get_by_role("button", name="保存样例").click()
    expect(page.get_by_role("heading", name="样例1（工作人员评分表）")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="开放给各位上级").click()
    expect(page.get_by_text("各位上级", exact=False).first).to_be_visible()
    sign_in(cast["H01"].account)
    page.goto(f"/quarters/{quarter}/scoring")
    page.get_by_role("link", name="先评样例").click()
    expect(page.locator(".act")).to_contain_text("评分之前，先评1个样例")
    assert axe(page) == []
    cells = page.locator(".vignette-cells input")
    for place in range(cells.count()):
        cells.nth(place).fill("86.5")
    page.get_by_role("button", name="保存评分").click()
    expect(page.locator(".vignette-standing tfoot")).to_contain_text("86.50")
    expect(page.locator(".vignette-standing")).to_contain_text("满5位上级评过，才显示总体情况")
    assert axe(page) == []


def test_a_sample_being_written_outlives_a_reload_and_an_expired_sign_in(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    address = f"/quarters/{this_quarter(timezone.localdate()).key}/vignettes"
    sign_in(cast["S01"].account)
    page.goto(address)
    page.locator("#plan-1").fill("1. 台账核对")
    page.reload()
    expect(page.locator("#plan-1")).to_have_value("1. 台账核对")
    page.locator("#record-1").fill("台账14日核完。")
    Session.objects.all().delete()
    page.get_by_role("button", name="保存样例").click()
    page.wait_for_url("**/login/**")
    sign_in(cast["S01"].account)
    page.goto(address)
    expect(page.locator("#record-1")).to_have_value("台账14日核完。")
    page.get_by_role("button", name="保存样例").click()
    expect(page.get_by_role("heading", name="样例1（工作人员评分表）")).to_be_visible()
    expect(page.locator("#record-2")).to_have_value("")
    assert page.evaluate("Object.keys(sessionStorage).filter((name) => name.includes(':typed:')).length") == 0
