"""Units, quotas and replay in a real browser: seats nobody fills, a seat moved, a year replayed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from daybook.annual.models import Seat, UnitFreeze
from daybook.org.models import Account
from tests.annual.scored import publish_year, vote
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db(transaction=True)
UNITS, REPLAY = "/years/2025/units", "/years/2025/replay"
SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Six people of the first unit below 85, so that nobody there can be graded excellent or good."""
    made = water_bureau()
    low = ("H01", "S01", "S02", "H02", "S03", "S04")
    for place, number in enumerate((*low, "H03", "S05", "S06")):
        publish_year(made[number], 2025, (str((80 if number in low else 91) + place / 2),) * 4)
        vote(made[number], 2025, "AABAB")
    return made


@pytest.mark.story
@pytest.mark.console_errors  # seats that exceed the total answer 422
def test_a_unit_that_cannot_fill_its_seats(page: Page, cast: Cast, sign_in: SignIn) -> None:
    """Its seats are given back and again, step by step; the office freezes, is refused, moves one."""
    sign_in(cast["S02"].account)
    page.goto("/years/2025/results")
    page.get_by_role("link", name="每个名额怎样来").click()
    expect(page.locator("h1")).to_have_text("2025年度考核单元与名额")
    excellent = page.locator(".unit-sheet").first
    expect(excellent).to_contain_text("总数 = ⌊9 × 20%⌋ = ⌊1.8⌋ = 1")
    expect(excellent).to_contain_text("符合条件的人少于名额，退回： 第一单元 1")
    expect(excellent.locator(".refilled li")).to_have_text(["第二单元 赵敏 3 ÷ 1 = 3.000"])
    expect(excellent.locator("tbody tr").last).to_contain_text("赵敏")
    expect(page.get_by_role("link", name="调剂名额")).to_have_count(0)

    sign_in(cast["S01"].account)
    page.goto(UNITS)
    page.get_by_label("说明（全局可见，可不填）").fill("各分管局领导核对")
    page.get_by_role("button", name="冻结").click()
    expect(page.get_by_text("考核单元已冻结，第1版。")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("已冻结，第1版")
    assert UnitFreeze.objects.get().reason == "各分管局领导核对"

    page.get_by_role("link", name="调剂名额").last.click()
    expect(page.locator("h1")).to_have_text(re.compile("调剂名额：.*优良"))
    page.get_by_label("赵敏").fill("9")
    page.get_by_label("理由（全局可见）").fill("防汛任务重")
    page.get_by_role("button", name="查看变化").click()
    expect(page.locator("#seats-fault")).to_contain_text("总数只有2个")
    expect(page.get_by_label("赵敏")).to_have_value("9")
    expect(page.get_by_label("理由（全局可见）")).to_have_value("防汛任务重")
    page.get_by_label("赵敏").fill("1")
    page.get_by_role("button", name="查看变化").click()
    expect(page.locator(".seats-preview")).to_contain_text("尚未保存")
    expect(page.locator(".seats-preview")).to_contain_text("−1")
    assert not Seat.objects.exists()
    page.get_by_role("button", name="确认决定").click()
    expect(page.get_by_text("名额已决定。")).to_be_visible()
    expect(page.locator(".seats-moved")).to_contain_text("防汛任务重")
    expect(page.locator(".seats-moved")).to_contain_text("孙丽录入")


@pytest.mark.story
@pytest.mark.console_errors  # a value that does not hold answers 422
def test_an_earlier_year_replayed_under_the_policy_of_2018(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["L02"].account)
    page.goto(REPLAY)
    page.get_by_label("考核办法", exact=True).select_option("log-style-2018")
    page.get_by_label("评优秀、优良的平时成绩最低").fill("180")
    page.get_by_role("button", name="推演").click()
    expect(page.get_by_label("评优秀、优良的平时成绩最低")).to_have_value("180")
    expect(page.locator(".replay-form .fault")).to_contain_text("不得大于")
    page.get_by_label("评优秀、优良的平时成绩最低").fill("80")
    page.get_by_role("button", name="推演").click()
    expect(page.locator(".replay-facts")).to_contain_text("2018年版")
    expect(page.locator(".replay-values")).to_contain_text("85")
    rows = page.locator(".replay-people tbody tr")
    expect(rows.filter(has_text="周文").or_(rows.filter(has_text="陈明")).first).to_contain_text("不再受限")
    people = rows.all_inner_texts()
    assert people
    page.reload()
    assert rows.all_inner_texts() == people
    expect(page.get_by_label("考核办法", exact=True)).to_have_value("log-style-2018")
    with page.expect_download() as download:
        page.get_by_role("link", name=".xlsx").click()
    assert download.value.suggested_filename == "2025年度办法推演.xlsx"
    page.goto("/years/2025/results")
    expect(page.locator(".facts")).to_contain_text("2026年版")


@pytest.mark.parametrize("look", [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")], ids=str)
def test_the_pages_are_accessible(
    page: Page, cast: Cast, sign_in: SignIn, axe: Axe, look: tuple[int, str]
) -> None:
    width, theme = look
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(f"localStorage.setItem('daybook-theme', '{theme}')")
    sign_in(cast["S01"].account)
    for address in (UNITS, f"{UNITS}/civil/good", f"{REPLAY}?policy=log-style-2018", "/years/2019/units"):
        page.goto(address)
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_units_print_as_a_signed_sheet(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["S01"].account)
    page.goto(UNITS)
    expect(page.locator(".sheet-signed")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".sheet-signed")).to_be_visible()
    expect(page.locator(".on-sheet")).to_have_text("江州市水务局")
    for hidden in (".masthead", ".year-nav", ".act", ".no-print"):
        for each in page.locator(hidden).all():
            expect(each).to_be_hidden()
