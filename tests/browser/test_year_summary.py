"""年度总结 in a browser: the months' words stand there, it is kept while typed, submitted, and read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from daybook.annual.models import AnnualReport, ReportWriting
from daybook.org.models import Account
from daybook.plans.models import AnnualGoal, PlanItem
from tests.people import Cast, water_bureau

SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast; S02 has a goal that a month served."""
    cast, year = water_bureau(), timezone.localdate().year
    of = {"bureau": cast.bureau, "person": cast["S02"]}
    goal = AnnualGoal.objects.create(key="G1", year=year, title="防汛预案修编", measure="六月底前印发", **of)
    PlanItem.objects.create(
        key="P1",
        month=f"{year}-01",
        title="预案定稿",
        annual_goal=goal,
        state="done",
        execution="两轮征求意见后定稿",
        visible_progress="预案印发",
        **of,
    )
    return cast


@pytest.mark.story
@pytest.mark.console_errors  # a summary without a text is refused with 422
def test_a_summary_is_written_kept_submitted_and_read(
    page: Page, cast: Cast, sign_in: SignIn, axe: Axe
) -> None:
    year = timezone.localdate().year
    sign_in(cast["S02"].account)
    page.goto(f"/years/{year}/summary")
    expect(page.get_by_label("执行情况")).to_have_value("两轮征求意见后定稿")
    expect(page.locator('[name="state:G1"][value="done"]')).to_be_checked()
    assert axe(page) == []
    page.locator('[name="duty_report"]').fill("一年来，认真履职。")
    expect(page.locator("[data-kept]")).to_contain_text("草稿已存")
    page.reload()
    expect(page.locator('[name="duty_report"]')).to_have_value("一年来，认真履职。")
    page.locator('[name="summary"]').fill("")
    page.get_by_role("button", name="提交总结").click()
    expect(page.locator("#fault")).to_be_visible()
    expect(page.locator('[name="duty_report"]')).to_have_value("一年来，认真履职。")
    page.locator('[name="summary"]').fill("预案按期印发。")
    page.get_by_role("button", name="提交总结").click()
    expect(page.get_by_text("年度总结已提交")).to_be_visible()
    assert not ReportWriting.objects.exists()
    assert AnnualReport.objects.get().summary == "预案按期印发。"

    sign_in(cast["S04"].account)
    page.goto(f"/years/{year}/summaries")
    page.get_by_role("link", name="钱进").click()
    expect(page.get_by_text("预案按期印发。")).to_be_visible()
    assert axe(page) == []


def test_what_a_field_cuts_off_a_paste_is_told(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S02"].account)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/years/{timezone.localdate().year}/summary")
    field = page.get_by_label("执行情况")
    limit = int(field.get_attribute("maxlength") or 0)
    for beyond in (7, 0):
        page.evaluate("text => navigator.clipboard.writeText(text)", "案" * (limit + beyond))
        field.focus()
        page.keyboard.press("Control+a")
        page.keyboard.press("Control+v")
        expect(field).to_have_value("案" * limit)
        told = page.locator(".cut-off")
        expect(told).to_have_count(1 if beyond else 0)
        if beyond:
            expect(told).to_have_text(f"这里最多{limit}字，粘贴内容的最后7字没有放进来；请删减后重新粘贴。")
