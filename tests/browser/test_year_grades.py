"""等次 in a browser: a tie, a barred person, an objection that changes two, from proposal to signed.

After each, what the pages tell agrees with what stands: `daybook verify` finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from daybook.annual.models import Decision, GradeWriting, Notice, SealedResult, Signature
from daybook.annual.queries.verified import disagreements
from daybook.objections.models import YearObjection
from daybook.org.actions.states import note_circumstance
from daybook.org.enums import CircumstanceKind
from daybook.org.models import Account
from tests.annual.graded import decided, graded_year
from tests.people import Cast

SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]
GRADES = "/years/2025/grades"


@pytest.fixture
def tied(transactional_db: None) -> Cast:
    """S01 and S03 alike at the head of the unit of L02, which has one seat of the first grade."""
    return graded_year(S01="95", S03="95", H01="88")


def days_pass() -> None:
    """The notice was put up a fortnight ago."""
    ago = timedelta(days=14)
    for row in Decision.objects.filter(stage="noticed"):
        Decision.objects.filter(pk=row.pk).update(decided_at=row.decided_at and row.decided_at - ago)
    for notice in Notice.objects.all():
        days = {"first_day": notice.first_day - ago, "last_day": notice.last_day - ago}
        Notice.objects.filter(pk=notice.pk).update(put_up_at=notice.put_up_at - ago, **days)


def standing(number: str) -> tuple[str, str]:
    row = Decision.objects.filter(person__number=number).latest("version")
    return row.stage, row.grade


@pytest.mark.console_errors
def test_a_tie_at_the_last_seat_is_settled_by_who_is_in_charge(
    page: Page, tied: Cast, sign_in: SignIn, axe: Axe
) -> None:
    sign_in(tied["L02"].account)
    page.goto("/")
    page.get_by_role("link", name="提建议：提出2025年度等次建议").click()
    expect(page.locator("#act-what")).to_contain_text("孙丽、冯雪在末席并列，请选定")
    expect(page.locator("tr.is-tied")).to_have_count(2)
    assert axe(page) == []
    page.get_by_role("button", name="提交6人建议").click()
    expect(page.locator("#fault-S01")).to_contain_text("请为孙丽选定等次")
    page.get_by_label("孙丽的等次").select_option("excellent")
    page.get_by_label("冯雪的等次").select_option("excellent")
    expect(page.locator('[data-seats="excellent"] strong.fault')).to_have_text("2/1")
    page.get_by_label("冯雪的等次").select_option("good")
    page.get_by_label("冯雪的理由").fill("防汛值守少于孙丽")
    expect(page.locator("[data-kept]")).to_contain_text("草稿已存")
    page.goto(GRADES)
    expect(page.get_by_label("冯雪的等次")).to_have_value("good")
    page.get_by_role("button", name="提交6人建议").click()
    expect(page.locator(".messages")).to_contain_text("已提出6人的等次建议")
    expect(page.locator(".year-step")).to_contain_text("6人")
    expect(page.locator(".year-step table")).to_contain_text("冯雪")
    assert (standing("S01"), standing("S03")) == (("proposed", "excellent"), ("proposed", "good"))
    assert not GradeWriting.objects.exists()


def test_a_barred_person_has_the_reason_beside_the_name_and_no_such_grade_to_choose(
    page: Page, tied: Cast, sign_in: SignIn
) -> None:
    note_circumstance(person=tied["S01"], kind=CircumstanceKind.WARNING, first_day=date(2025, 5, 6))
    sign_in(tied["L02"].account)
    page.goto(GRADES)
    row = page.locator("tr", has=page.get_by_label("孙丽的等次"))
    expect(row).to_contain_text("不评优秀")
    assert "excellent" not in row.locator("option").evaluate_all("all => all.map(each => each.value)")
    expect(page.get_by_label("冯雪的等次")).to_have_value("excellent")


@pytest.mark.console_errors  # signed out, an answer of 403 is one
def test_an_upheld_objection_changes_two_people_and_is_seen_before_it_is_confirmed(
    page: Page, tied: Cast, sign_in: SignIn, axe: Axe
) -> None:
    decided(tied, S01="excellent", S03="good", H01="competent", H02="competent")
    sign_in(tied["S01"].account)
    page.goto(GRADES)
    page.get_by_role("button", name="张贴公示").click()
    expect(page.locator(".messages")).to_contain_text("名单已公示")

    sign_in(tied["S04"].account)
    page.goto("/years/2025/notice")
    expect(page.get_by_role("heading", level=1)).to_have_text("关于2025年度考核优秀等次人员的公示")
    assert axe(page) == []
    page.get_by_label("涉及何人").fill("孙丽")
    page.get_by_label("异议内容和依据").fill("三季度值守记录与排班表不符，请核对。")
    page.context.clear_cookies()  # signed out, as after an hour
    page.get_by_role("button", name="提交异议").click()
    expect(page.get_by_label("异议内容和依据")).to_have_count(0)
    sign_in(tied["S04"].account)
    page.goto("/years/2025/notice")
    expect(page.get_by_label("涉及何人")).to_have_value("孙丽")
    page.get_by_role("button", name="提交异议").click()
    expect(page.locator(".messages")).to_contain_text("异议已提交")
    page.goto("/years/2025/notice")
    expect(page.get_by_label("异议内容和依据")).to_have_value("")
    made = YearObjection.objects.get()
    assert made.whose == tied["S01"]

    sign_in(tied["L01"].account)
    page.goto("/")
    page.get_by_role("link", name="决定：对陈明的异议作出决定").click()
    assert axe(page) == []
    page.get_by_label("孙丽的等次").select_option("good")
    page.get_by_label("冯雪的等次").select_option("excellent")
    page.locator("#why").fill("核对排班表，孙丽三季度值守记录多计两次。")
    page.get_by_role("button", name="看会引起哪些变动").click()
    rows = page.locator(".year-changes tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.filter(has=page.get_by_role("rowheader", name="孙丽"))).to_contain_text("优秀")
    expect(page.get_by_text("将张贴更正后的名单")).to_be_visible()
    assert axe(page) == []
    assert standing("S01") == ("noticed", "excellent")
    page.get_by_role("button", name="确认更改").click()
    expect(page.locator(".messages")).to_contain_text("异议成立")
    assert (standing("S01"), standing("S03")) == (("decided", "good"), ("noticed", "excellent"))

    sign_in(tied["S06"].account)
    page.goto("/years/2025/notice")
    expect(page.locator(".paper-notice")).to_contain_text("冯雪")
    expect(page.locator(".paper-list")).not_to_contain_text("孙丽")
    expect(page.locator(".paper-notice")).to_contain_text("核对排班表")
    assert list(disagreements(tied.bureau)) == []


def test_from_proposal_to_signed(page: Page, transactional_db: None, sign_in: SignIn, axe: Axe) -> None:
    cast = graded_year()
    for leader, count in (("L02", 6), ("L03", 3)):
        sign_in(cast[leader].account)
        page.goto(GRADES)
        page.get_by_role("button", name=f"提交{count}人建议").click()
        expect(page.locator(".messages")).to_contain_text(f"已提出{count}人的等次建议")
    sign_in(cast["L01"].account)
    page.goto("/")
    page.get_by_role("link", name="决定：决定2025年度等次").click()
    assert axe(page) == []
    page.get_by_role("button", name="决定9人等次").click()
    expect(page.locator(".year-step")).to_contain_text("没有人的等次与此前不同")
    sign_in(cast["S01"].account)
    page.goto(GRADES)
    page.get_by_role("button", name="张贴公示").click()
    page.goto("/years/2025/final")
    expect(page.get_by_text("还不能终定")).to_be_visible()
    assert axe(page) == []
    days_pass()
    page.goto("/")
    page.get_by_role("link", name="查看：办理2025年度终定").click()
    page.get_by_role("button", name="终定").click()
    expect(page.locator(".messages")).to_contain_text("9人的结果待本人签署")
    assert SealedResult.objects.count() == 9
    assert axe(page) == []

    sign_in(cast["H01"].account)
    page.goto("/")
    page.get_by_role("link", name="签署：阅读并签署2025年度结果").click()
    expect(page.locator("#act-what")).to_contain_text("您的年度等次已终定为优秀")
    assert axe(page) == []
    page.get_by_label("同意", exact=True).check()
    page.get_by_role("button", name="签署").click()
    expect(page.locator(".messages")).to_contain_text("您的意见已随结果记下")
    expect(page.get_by_text("申请复核")).to_be_visible()

    sign_in(cast["S01"].account)
    page.goto("/years/2025/final")
    page.get_by_label("工号或姓名").fill("卫东")
    page.get_by_label("见证人").fill("郑江")
    page.get_by_role("button", name="登记拒签").click()
    expect(page.locator(".messages")).to_contain_text("卫东拒签的情况已登记")
    assert set(Signature.objects.values_list("person__number", "kind")) == {
        ("H01", "signed"),
        ("S06", "refused"),
    }
    assert list(disagreements(cast.bureau)) == []
