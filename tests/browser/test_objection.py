"""异议 in a browser: upheld with its correction seen before it is confirmed; dismissed; withdrawn.

After each, what the page tells is what `daybook settle` prints, and `daybook verify` finds nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone
from playwright.sync_api import Page, expect

from daybook.annual.commands import settle
from daybook.annual.queries.verified import disagreements
from daybook.objections.models import HearingNote, Objection, ObjectionWriting
from daybook.org.models import Account
from daybook.quarterly.models import ScoreSheet, SheetWriting
from daybook.supervision.todo import last_quarter
from tests.factories import drafted
from tests.people import Cast, water_bureau

SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def told(transactional_db: None) -> tuple[Cast, ScoreSheet]:
    """The cast, and a sheet of S03's, 88.00, published an hour ago."""
    from daybook.quarterly.actions.sheets import publish_sheets

    cast = water_bureau()
    at = timezone.now() - timedelta(hours=1)
    quarter = last_quarter(timezone.localdate()).key
    sheet = publish_sheets(sheets=[drafted(cast["S03"], quarter, cast["H02"], at)], rater=cast["H02"], at=at)[
        0
    ]
    return cast, sheet


def settled(sheet: ScoreSheet) -> str:
    """The quarter's score of the sheet's person, as `daybook settle` prints it."""
    year = sheet.quarter[:4]
    found: dict[str, Any] = json.loads(CliRunner().invoke(settle, [year, "--json"]).output)
    people = {each["person"]: each for each in found["people"]}
    score: str = people[sheet.person.number]["quarters"][sheet.quarter]
    return score


def filed(page: Page, sheet: ScoreSheet) -> Objection:
    """The person files the objection from its page."""
    page.goto(f"/objections/new/{sheet.quarter}/{sheet.first_day}")
    page.get_by_label("哪些要素有异议").fill("“质量”一项漏看三条防汛日志。")
    expect(page.locator("[data-kept]")).to_contain_text("草稿已存")
    assert ObjectionWriting.objects.get().fields["text"].startswith("“质量”")
    page.get_by_role("button", name="提交异议").click()
    expect(page.get_by_role("status")).to_contain_text("异议已提交")
    return Objection.objects.get()


def test_an_upheld_objection_corrects_the_sheet_as_it_was_seen(
    page: Page, told: tuple[Cast, ScoreSheet], sign_in: SignIn, axe: Axe
) -> None:
    cast, sheet = told
    sign_in(cast["S03"].account)
    made = filed(page, sheet)
    assert axe(page) == []

    sign_in(cast["L02"].account)
    page.goto("/objections")
    expect(page.get_by_text("1件异议待您办理")).to_be_visible()
    assert axe(page) == []
    page.goto(f"/objections/{made.key}")
    page.get_by_label("意见记录").fill("分别听取双方意见，日志属实。")
    page.get_by_role("button", name="记下").click()
    expect(page.get_by_role("status")).to_contain_text("意见已记下")
    assert HearingNote.objects.get().author == cast["L02"]
    page.get_by_label("成立", exact=True).check()
    page.locator("#grounds").fill("经核对日志，异议属实。")
    expect(page.locator("[data-kept]").filter(has_text="草稿已存")).to_be_visible()
    page.get_by_role("button", name="决定", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("异议成立")

    sign_in(cast["H02"].account)
    page.goto(f"/objections/{made.key}/correction")
    assert axe(page) == []
    page.get_by_label("新分数，质量").fill("93")
    expect(page.locator("[data-kept]")).to_contain_text("草稿已存")
    page.reload()
    expect(page.get_by_label("新分数，质量")).to_have_value("93")
    page.get_by_role("button", name="看会引起哪些变动").click()
    expect(page.get_by_role("heading", name="将引起的变动")).to_be_visible()
    assert axe(page) == []
    seen = page.locator(".objection-changes td.total").first.inner_text()
    assert seen == "89.00"
    assert ScoreSheet.objects.count() == 1
    assert settled(sheet) == "88.00"
    page.get_by_role("button", name="公布更正后的评分表").click()
    expect(page.get_by_role("status")).to_contain_text("更正后的评分表已公布")
    assert settled(sheet) == seen
    assert not SheetWriting.objects.exists()

    sign_in(cast["S03"].account)
    page.goto(f"/objections/{made.key}/correction")
    expect(page.get_by_text("88.00 → 89.00")).to_be_visible()
    expect(page.locator(".objection-compared tfoot")).to_contain_text("88.00")
    expect(page.locator("#changes .objection-changes")).to_contain_text("89.00")
    assert axe(page) == []
    page.goto(f"/quarters/{sheet.quarter}")
    expect(page.locator("main")).to_contain_text("89.00")
    assert list(disagreements(cast.bureau)) == []


@pytest.mark.console_errors
def test_a_dismissed_objection_leaves_the_sheet_and_gives_the_grounds(
    page: Page, told: tuple[Cast, ScoreSheet], sign_in: SignIn
) -> None:
    cast, sheet = told
    sign_in(cast["S03"].account)
    made = filed(page, sheet)
    sign_in(cast["L02"].account)
    page.goto(f"/objections/{made.key}")
    page.get_by_role("button", name="决定", exact=True).click()
    expect(page.get_by_text("请选择异议成立还是不成立。")).to_be_visible()
    page.get_by_label("不成立").check()
    page.locator("#grounds").fill("三条日志已计入“数量”。")
    page.get_by_role("button", name="决定", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("异议不成立")
    sign_in(cast["S03"].account)
    page.goto(f"/objections/{made.key}")
    expect(page.get_by_text("三条日志已计入“数量”。")).to_be_visible()
    assert settled(sheet) == "88.00"
    assert list(disagreements(cast.bureau)) == []


def test_an_objection_is_withdrawn(page: Page, told: tuple[Cast, ScoreSheet], sign_in: SignIn) -> None:
    cast, sheet = told
    sign_in(cast["S03"].account)
    filed(page, sheet)
    page.get_by_role("button", name="撤回异议").click()
    expect(page.get_by_role("status")).to_contain_text("异议已撤回")
    assert Objection.objects.get().outcome == "withdrawn"
    assert settled(sheet) == "88.00"
    assert list(disagreements(cast.bureau)) == []


@pytest.mark.console_errors
def test_words_handed_in_after_the_sign_in_expired_are_kept_and_handed_in_later(
    page: Page, told: tuple[Cast, ScoreSheet], sign_in: SignIn
) -> None:
    cast, sheet = told
    sign_in(cast["S03"].account)
    page.goto(f"/objections/new/{sheet.quarter}/{sheet.first_day}")
    page.get_by_label("哪些要素有异议").fill("“质量”一项漏看三条防汛日志。")
    expect(page.locator("[data-kept]")).to_contain_text("草稿已存")
    page.context.clear_cookies()
    page.get_by_label("哪些要素有异议").fill("“质量”一项漏看三条防汛日志，请核对。")
    page.get_by_role("button", name="提交异议").click()
    expect(page.locator("[data-kept]")).to_contain_text("登录已过期")
    assert not Objection.objects.exists()

    # In another tab: the page keeps its words, and its token is of before.
    sign_in(cast["S03"].account)
    page.context.new_page().goto("/")
    page.get_by_role("button", name="提交异议").click()
    expect(page.get_by_role("status")).to_contain_text("异议已提交")
    assert Objection.objects.get().text == "“质量”一项漏看三条防汛日志，请核对。"
