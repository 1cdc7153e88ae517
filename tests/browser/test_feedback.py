"""A quarter's feedback in a real browser: read down to an entry, acknowledged, objected to; all forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from daybook.org.models import Account
from daybook.quarterly.models import Acknowledgement, Citation, ScoreSheet
from daybook.quarterly.queries.own_at_hand import last_quarter
from tests.annual.scored import publish
from tests.factories import entry_of
from tests.people import Cast

SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]


def today() -> date:
    """The bureau's day: the server's clock is the real one."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


QUARTER = last_quarter(today())
ADDRESS = f"/quarters/{QUARTER.key}"


@pytest.fixture
def scored(cast: Cast) -> Cast:
    """The two people of 吴建国 were scored an hour ago; an entry is cited for the first."""
    for number, score in (("S03", "88"), ("S04", "86")):
        sheet = publish(cast[number], QUARTER.key, score, cast["H02"])
        just_now = datetime.now(UTC) - timedelta(hours=1)
        ScoreSheet.objects.filter(pk=sheet.pk).update(published_at=just_now, comment="工作扎实。")
        entry = entry_of(cast[number], QUARTER.last, key=f"E-{number}")
        Citation.objects.create(sheet=sheet, element="quality", entry=entry)
    return cast


@pytest.mark.story
def test_a_person_reads_down_to_an_entry_and_acknowledges(
    page: Page, scored: Cast, sign_in: SignIn, axe: Axe
) -> None:
    sign_in(scored["S03"].account)
    page.goto("/quarters/")
    expect(page).to_have_url(ADDRESS)
    expect(page.locator(".act")).to_contain_text("请阅看后确认")
    page.evaluate("window.stayed = true")
    page.locator(".facts .why").click()
    panel = page.locator("#why")
    expect(panel).to_contain_text("由来：季度得分 88.00")
    expect(page.locator("#why-head")).to_be_focused()
    assert page.evaluate("window.stayed") is True
    assert axe(page) == []
    panel.get_by_role("link", name="核对二季度水利投资").click()
    expect(page).to_have_url("/entries/E-S03")
    page.go_back()
    page.get_by_role("button", name="确认").press("Enter")
    expect(page.locator(".act")).to_contain_text("已确认")
    expect(page.get_by_role("button", name="确认")).to_have_count(0)
    assert Acknowledgement.objects.get().sheet.person == scored["S03"]
    assert axe(page) == []


def test_another_goes_to_object(page: Page, scored: Cast, sign_in: SignIn) -> None:
    sign_in(scored["S04"].account)
    page.goto(ADDRESS)
    page.get_by_role("link", name="提出异议").click()
    expect(page).to_have_url(f"/objections/new/{QUARTER.key}/{QUARTER.first}")
    expect(page.locator("h1")).to_be_visible()


def test_a_head_finds_his_people_beside_his_own_quarter(
    page: Page, scored: Cast, sign_in: SignIn, axe: Axe
) -> None:
    sign_in(scored["H02"].account)
    page.goto(ADDRESS)
    stands = page.locator("#stands")
    expect(stands.get_by_role("link", name="冯雪")).to_be_visible()
    assert axe(page) == []
    stands.get_by_role("link", name="冯雪").click()
    expect(page).to_have_url(f"{ADDRESS}/people/S03")
    expect(page.locator(".quarter-elements")).to_contain_text("专业知识")
    expect(page.get_by_role("button", name="确认")).to_have_count(0)


@pytest.mark.story
def test_the_office_takes_all_forms_and_sees_how_far_they_are(
    page: Page, scored: Cast, sign_in: SignIn, axe: Axe, tmp_path: Path
) -> None:
    sign_in(scored["S01"].account)
    page.goto(f"{ADDRESS}/forms")
    assert axe(page) == []
    with page.expect_download() as coming:
        page.get_by_role("button", name="打包全部导出").click()
    saved = tmp_path / "forms.zip"
    coming.value.save_as(saved)
    expect(page.locator("#made")).to_have_text("2份登记表都已装入压缩包，浏览器已保存。")
    assert coming.value.suggested_filename.endswith("平时考核登记表.zip")
    with ZipFile(saved) as found:
        assert found.namelist() == [
            f"{each} {QUARTER.key} 平时考核登记表.docx" for each in ("S03 冯雪", "S04 陈明")
        ]
