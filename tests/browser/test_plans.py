"""Plans in a real browser: a head divides the year, a month is planned, changed, and consented to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from daybook.org.models import Account
from daybook.plans.actions.changes import ask_plan_change, decline_plan_change
from daybook.plans.actions.goals import set_annual_goal, set_department_goal
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.plans.enums import ChangeKind
from daybook.plans.models import PlanItem
from daybook.plans.months import month_bounds, month_of
from tests.people import Cast

SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]


def today() -> date:
    """The bureau's day: the server's clock is the real one."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def month_from_now(steps: int) -> str:
    """The present month, or one so many steps from it."""
    month = month_of(today())
    for _ in range(abs(steps)):
        first, last = month_bounds(month)
        month = month_of(last + timedelta(days=1) if steps > 0 else first - timedelta(days=1))
    return month


OPEN, BEFORE_OPEN, CLOSED = month_from_now(2), month_from_now(1), month_from_now(-1)


def planned(cast: Cast, month: str, *titles: str) -> list[PlanItem]:
    """A plan of S03's, made on the first day of its month."""
    first = month_bounds(month)[0]
    at = datetime(first.year, first.month, first.day, 1, tzinfo=UTC)
    return plan_month(person=cast["S03"], month=month, lines=[PlanLine(title) for title in titles], at=at)


def row_of(page: Page, title: str) -> Locator:
    """The row of a table that tells of a title."""
    return page.get_by_role("row").filter(has_text=title)


@pytest.mark.story
def test_a_head_divides_the_year(page: Page, cast: Cast, sign_in: SignIn) -> None:
    year = today().year
    cast["S04"].appointments.update(duties="负责投资统计、项目储备")
    sign_in(cast["H02"].account)
    page.goto("/departments/D02")
    page.get_by_role("link", name="处室分工").click()
    expect(page).to_have_url(f"/plans/{year}/departments/D02")
    expect(page.locator(".act")).to_contain_text(f"分解{year}年的工作")

    page.get_by_role("link", name="写第一项目标").click()
    expect(page.get_by_label("目标", exact=True)).to_be_focused()
    page.keyboard.type("投资计划按期下达")
    page.keyboard.press("Tab")
    page.keyboard.type("四月底前")
    page.keyboard.press("Enter")
    expect(row_of(page, "投资计划按期下达")).to_contain_text("无人承担")
    expect(page.locator(".act")).to_contain_text("1项目标无人承担；3人没有目标")

    page.get_by_role("link", name="分给某人：投资计划按期下达").click()
    carrier = page.get_by_label("承担人")
    expect(carrier).to_be_focused()
    carrier.select_option(label="陈明（还没有目标）")
    page.get_by_label("目标", exact=True).fill("下达两批投资计划")
    page.get_by_role("button", name="确定分给").click()
    expect(page.locator(".division").get_by_role("row").filter(has_text="下达两批")).to_contain_text("陈明")
    expect(page.locator(".act")).to_contain_text("2人没有目标")
    expect(page.locator(".members").get_by_role("row").filter(has_text="陈明")).to_contain_text("项目储备")

    sign_in(cast["S04"].account)
    page.goto(f"/plans/{year}")
    goal = row_of(page, "下达两批投资计划")
    expect(goal).to_contain_text("投资计划按期下达")
    expect(page.locator(".duties")).to_contain_text("尚无目标对应项目储备")


@pytest.mark.story
def test_a_month_is_planned_with_the_keyboard(page: Page, cast: Cast, sign_in: SignIn) -> None:
    year = int(OPEN[:4])
    at = datetime(year, 1, 5, tzinfo=UTC)
    set_annual_goal(person=cast["S03"], year=year, title="完成年度投资", actor=cast["S03"], at=at)
    planned(cast, BEFORE_OPEN, "核对上月台账", "编制月报")
    sign_in(cast["S03"].account)
    page.goto(f"/months/{OPEN}/plan")
    expect(page.locator(".act")).to_contain_text("24:00截止")
    page.evaluate("window.stayed = true")

    take_over = page.get_by_role("button", name="结转：核对上月台账")
    take_over.focus()
    page.keyboard.press("Enter")
    expect(row_of(page, "核对上月台账")).to_contain_text("上月结转")
    page.get_by_role("button", name="列入本月：完成年度投资").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").filter(has_text="完成年度投资")).to_have_count(1)

    title = page.get_by_label("新增事项").get_by_label("计划事项")
    title.focus()
    for name in ("第一件", "第二件"):
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type("送审稿")
        page.keyboard.press("Enter")
        expect(row_of(page, name)).to_contain_text("送审稿")
        expect(title).to_be_focused()
        expect(title).to_have_value("")

    page.get_by_role("link", name="修改：第一件").focus()
    page.keyboard.press("Enter")
    typed = page.get_by_label("第一件").get_by_label("计划事项")
    expect(typed).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("改过的一件")
    page.get_by_label("第一件").get_by_label("权重").fill("0")
    page.keyboard.press("Enter")
    expect(page.locator(".fault")).to_have_text("权重须大于 0。")
    expect(page.get_by_label("第一件").get_by_label("计划事项")).to_have_value("改过的一件")
    page.get_by_label("第一件").get_by_label("权重").fill("2.5")
    page.keyboard.press("Enter")
    expect(row_of(page, "改过的一件")).to_contain_text("2.5")
    page.get_by_role("button", name="删去：第二件").focus()
    page.keyboard.press("Enter")
    expect(row_of(page, "第二件")).to_have_count(0)
    expect(page.locator(".plan-table tfoot")).to_contain_text("4.5")
    assert page.evaluate("window.stayed") is True
    page.reload()
    expect(row_of(page, "改过的一件")).to_be_visible()


@pytest.mark.story
def test_after_the_deadline_a_change_is_asked_for_and_consented_to(
    page: Page, cast: Cast, sign_in: SignIn
) -> None:
    planned(cast, CLOSED, "编制计划", "培训")
    sign_in(cast["S03"].account)
    page.goto(f"/months/{CLOSED}/plan")
    expect(page.locator(".act")).to_contain_text("计划已定；改动须经吴建国同意")
    page.get_by_role("link", name="修改：编制计划").click()
    form = page.get_by_role("form", name="编制计划")
    form.get_by_label("计划事项").fill("编制新版计划")
    form.get_by_role("button", name="请上级同意").click()
    expect(page.locator(".fault")).to_have_text("不能为空。")
    expect(form.get_by_label("计划事项")).to_have_value("编制新版计划")
    form.get_by_label("变更理由").fill("省厅改了口径")
    form.get_by_role("button", name="请上级同意").click()
    expect(row_of(page, "编制计划").first).to_contain_text("变更待同意")
    page.get_by_role("link", name="取消：培训").click()
    page.get_by_label("为什么取消").fill("推迟到下季度")
    page.get_by_role("button", name="申请取消").click()
    expect(page.locator(".act")).to_contain_text("有2项变更等吴建国同意")

    sign_in(cast["H02"].account)
    page.goto("/plans/consents")
    expect(page.locator(".changes tbody tr")).to_have_count(2)
    revised = row_of(page, "编制新版计划")
    expect(revised.locator("del")).to_have_text("编制计划")
    expect(revised.locator("ins")).to_have_text("编制新版计划")
    revised.get_by_role("button", name="同意", exact=False).first.click()
    expect(page.locator(".changes tbody tr")).to_have_count(1)
    page.get_by_role("link", name="冯雪").click()
    expect(page.locator(".plan-table")).to_contain_text("编制新版计划")
    page.locator("summary", has_text="不同意").click()
    page.get_by_role("button", name="按此答复").click()
    expect(page.locator(".fault")).to_have_text("请用一句话写明为什么维持原样。")
    page.get_by_label("为什么维持原样").fill("照常培训")
    page.keyboard.press("Enter")
    expect(row_of(page, "推迟到下季度")).to_contain_text("吴建国不同意")

    sign_in(cast["S03"].account)
    page.goto(f"/months/{CLOSED}/plan")
    expect(row_of(page, "省厅改了口径")).to_contain_text("吴建国同意")
    expect(row_of(page, "推迟到下季度")).to_contain_text("照常培训")
    expect(page.locator(".plan-table .is-out")).to_have_count(0)


def test_the_address_says_where_one_is_and_back_leads_back(page: Page, cast: Cast, sign_in: SignIn) -> None:
    item = planned(cast, CLOSED, "编制计划")[0]
    sign_in(cast["S03"].account)
    page.goto(f"/months/{CLOSED}/plan")
    page.get_by_role("link", name="修改：编制计划").click()
    expect(page.get_by_role("form", name="编制计划")).to_be_visible()
    assert f"?edit={item.key}" in page.url
    page.reload()
    expect(page.get_by_role("form", name="编制计划")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("form", name="编制计划")).to_have_count(0)
    expect(page.get_by_role("link", name="修改：编制计划")).to_be_visible()
    kept = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "编制计划" not in kept


def test_the_pages_work_without_scripts(page: Page, cast: Cast, sign_in: SignIn) -> None:
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    sign_in(cast["S03"].account)
    page.goto(f"/months/{OPEN}/plan")
    page.get_by_label("新增事项").get_by_label("计划事项").fill("第一件")
    page.get_by_role("button", name="加入计划").click()
    expect(row_of(page, "第一件")).to_be_visible()
    expect(page.get_by_label("新增事项").get_by_label("计划事项")).to_be_focused()
    page.get_by_role("link", name="修改：第一件").click()
    page.get_by_role("form", name="第一件").get_by_label("衡量标准").fill("送审稿")
    page.get_by_role("button", name="保存").click()
    expect(row_of(page, "第一件")).to_contain_text("送审稿")


@pytest.fixture
def everything(cast: Cast) -> Cast:
    """A divided year, a plan of each kind, a change of each kind."""
    year = today().year
    cast["S03"].appointments.update(duties="负责投资计划、统计年报")
    above = set_department_goal(
        department=cast.departments["D02"], year=year, title="投资计划按期下达", key="G-1", actor=cast["L01"]
    )
    set_department_goal(
        department=cast.departments["D02"], year=year, title="前期储备", key="G-2", actor=cast["L01"]
    )
    set_annual_goal(
        person=cast["S03"], year=year, title="下达计划", measure="两批", department_goal=above, key="A-1",
        actor=cast["S03"],
    )  # fmt: skip
    first, second, third = planned(cast, CLOSED, "编制计划", "培训", "调研")
    planned(cast, BEFORE_OPEN, "月报")
    given: dict[str, Any] = {"person": cast["S03"], "month": CLOSED, "reason": "省厅改了口径"}
    line = PlanLine("编制新版计划", "送审")
    ask_plan_change(kind=ChangeKind.REVISE, item=first, line=line, key="C-1", **given)
    ask_plan_change(kind=ChangeKind.DROP, item=second, **given)
    declined = ask_plan_change(kind=ChangeKind.ADD, line=line, **given)
    decline_plan_change(change=declined, by=cast["H02"], answer="下月再办。")
    PlanItem.objects.filter(pk=third.pk).update(key="P-3")
    return cast


LOOKS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_pages_are_for_everybody(
    page: Page, everything: Cast, sign_in: SignIn, axe: Axe, look: tuple[int, str]
) -> None:
    width, theme = look
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(f"localStorage.setItem('daybook-theme', '{theme}')")
    year, faults = today().year, []
    for number, address in (
        ("S03", f"/months/{OPEN}/plan"),
        ("S03", f"/months/{CLOSED}/plan?edit=P-3"),
        ("S03", f"/months/{CLOSED}/plan?drop=P-3"),
        ("S03", f"/plans/{year}?edit=A-1"),
        ("S04", f"/plans/{year}"),
        ("H02", f"/months/{CLOSED}/people/S03/plan"),
        ("H02", "/plans/consents"),
        ("H02", f"/plans/{year}/departments/D02?assign=G-2"),
        ("H02", f"/plans/{year}/people/S03?add=1"),
        ("S05", "/plans/consents"),
        ("S05", f"/plans/{year + 1}/departments/D02"),
    ):
        sign_in(everything[number].account)
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{address}: wider than the window")
    assert faults == []


def test_printing_gives_a_document(page: Page, everything: Cast, sign_in: SignIn) -> None:
    sign_in(everything["S03"].account)
    page.goto(f"/months/{OPEN}/plan")
    page.emulate_media(media="print")
    for hidden in (".masthead", ".act", ".plan-form", ".plan-side", ".years"):
        for each in page.locator(hidden).all():
            expect(each).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    page.emulate_media(media="screen")
    page.goto(f"/months/{CLOSED}/plan")
    page.emulate_media(media="print")
    expect(page.locator(".plan-table")).to_be_visible()
    expect(page.locator(".changes")).to_be_visible()
    expect(page.locator(".deeds").first).to_be_hidden()
