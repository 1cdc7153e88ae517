"""A quarter scored in a real browser: twelve by keyboard, heads by a leader, a lost sign-in, two windows."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from daybook.org.actions.posts import transfer
from daybook.org.enums import Role
from daybook.org.models import Account
from daybook.org.policies import policy_of
from daybook.quarterly.models import Citation, ScoreSheet, SheetWriting
from daybook.rules import facts
from daybook.rules.exact import score_text
from daybook.rules.periods import Period, quarters_of
from daybook.rules.sheet import form_for, sheet_score
from tests.factories import HEAD_ELEMENTS, STAFF_ELEMENTS, entry_of
from tests.people import Cast, join

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]
TODAY = timezone.now().astimezone(ZoneInfo("Asia/Shanghai")).date()


def _last() -> Period:
    ended = [each for year in (TODAY.year - 1, TODAY.year) for each in quarters_of(year) if each.last < TODAY]
    return ended[-1]


QUARTER = _last()
WAY = f"/quarters/{QUARTER.key}/scoring"
MIDDLE = QUARTER.first + timedelta(days=40)
SAVED = "#saved"


def cells(page: Page, name: str) -> Locator:
    """The cells of somebody's row."""
    return page.locator("tr[data-row]").filter(has_text=name).locator(".cell")


def typed(page: Page, scores: list[str]) -> None:
    """Scores typed along a row, the cell after the last in hand."""
    for score in scores:
        page.keyboard.type(score)
        page.keyboard.press("Tab")


def saved(page: Page) -> None:
    expect(page.locator(SAVED)).to_contain_text("草稿已存")


def exact(cast: Cast, form: str, codes: tuple[str, ...], scores: list[str]) -> str:
    """What the rules make of scores."""
    hundredths = {code: int(float(score) * 100) for code, score in zip(codes, scores, strict=True)}
    found = form_for(policy_of(cast.bureau, TODAY), form)
    return score_text(sheet_score(found, facts.Sheet(1, hundredths, None)).hundredths)


@pytest.mark.story
def test_a_head_scores_twelve_people_by_keyboard_alone(page: Page, cast: Cast, sign_in: SignIn) -> None:
    for place in range(10):
        join(cast, f"T{place:02}", f"人{place}号", Role.STAFF, "D02")
    people = ["S03", "S04", *(f"T{place:02}" for place in range(10))]
    entry_of(cast["S03"], MIDDLE, key="E-1", content="组织白沙镇演练", state="done", progress=100)
    chance = random.Random(7)
    sign_in(cast["H02"].account)
    page.goto(WAY)
    expect(page.locator("#lacking")).to_have_text("还差96格，即可一次签发")
    expect(cells(page, "冯雪").first).to_be_focused()
    made = {}
    for number in people:
        scores = [str(chance.randrange(140, 180) / 2) for _code in STAFF_ELEMENTS]
        if number == "S03":
            scores[5] = "90.5"
        typed(page, scores)
        made[number] = exact(cast, "staff", STAFF_ELEMENTS, scores)
        expect(page.locator("tr[data-row]").nth(people.index(number)).locator(".why")).to_have_text(
            made[number]
        )
    expect(page.locator("#lacking")).to_have_text("还差1处依据，即可一次签发")
    # Signing leads to what is lacking; from there to the evidence, and back.
    page.keyboard.press("Control+Enter")
    expect(cells(page, "冯雪").nth(5)).to_be_focused()
    expect(cells(page, "冯雪").nth(5)).to_have_accessible_description("缺依据")
    expect(page.locator(".cites li")).to_have_count(1)
    page.keyboard.press("F6")
    expect(page.get_by_label("理由", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("推动有力，成效明显。")
    for _step in range(5):  # past the ways through the log, its search and the day
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "引证":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="已引")).to_be_focused()
    page.keyboard.press("F6")
    expect(cells(page, "冯雪").nth(5)).to_be_focused()
    expect(page.locator("#lacking")).to_have_text("12份都齐了，可以一次签发")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(f"{WAY}/sign")
    expect(page.locator(".sign-table tbody tr")).to_have_count(12)
    page.get_by_role("button", name="签发12份").press("Enter")
    expect(page.locator(".messages")).to_contain_text("已签发12份。")
    found = dict(ScoreSheet.objects.values_list("person__number", "score"))
    assert {number: str(score) for number, score in found.items()} == made
    assert (Citation.objects.get().entry.key, Citation.objects.get().element) == ("E-1", "quality")
    assert ScoreSheet.objects.get(person=cast["S03"]).comment == "推动有力，成效明显。"
    assert not SheetWriting.objects.exists()


@pytest.mark.story
def test_a_leader_scores_the_heads_on_a_sheet_of_their_own(
    page: Page, cast: Cast, sign_in: SignIn, axe: Axe
) -> None:
    sign_in(cast["L02"].account)
    page.goto(WAY)
    scores = ["85", "86.5", "80", "79.5", "90", "88", "84.5", "81", "70"]
    for _name in ("周文", "吴建国"):
        typed(page, scores)
    score = exact(cast, "head", HEAD_ELEMENTS, scores)
    expect(page.locator("tr[data-row] .why")).to_have_text([score, score])
    page.locator("tr[data-row] .why").first.click()
    expect(page.locator(".working")).to_contain_text(f"周文 {score} = (10 × 85.0 + 10 × 86.5")
    for name in ("周文", "吴建国"):
        cells(page, name).nth(4).click()
        page.get_by_label("理由", exact=True).fill("牵头改革，三项制度落地")
    expect(page.locator("#lacking")).to_have_text("2份都齐了，可以一次签发")
    assert axe(page) == []
    saved(page)
    page.get_by_role("link", name="签发2份").click()
    expect(page).to_have_url(f"{WAY}/sign")
    assert axe(page) == []
    page.get_by_role("button", name="签发2份").click()
    expect(page.locator(".act-what")).to_contain_text("2份都已签发")
    expect(cells(page, "周文").first).to_have_js_property("readOnly", True)
    assert axe(page) == []


def test_arrows_escape_and_a_pasted_block_work_as_in_a_spreadsheet(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(cast["H02"].account)
    page.goto(WAY)
    one, other = cells(page, "冯雪"), cells(page, "陈明")
    page.evaluate("navigator.clipboard.writeText('81\\t82.5\\n83\\t84')")
    page.keyboard.press("Control+v")
    for cell, score in (
        (one.nth(0), "81.0"),
        (one.nth(1), "82.5"),
        (other.nth(0), "83.0"),
        (other.nth(1), "84.0"),
    ):
        expect(cell).to_have_value(score)
    page.keyboard.press("ArrowRight")
    expect(one.nth(1)).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    expect(one.nth(1)).to_have_value("82.5")
    page.keyboard.press("F2")
    page.keyboard.press("Backspace")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(one.nth(1)).to_have_value("82.0")
    expect(other.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(other.nth(7)).to_be_focused()
    page.keyboard.press("Control+Home")
    expect(one.nth(0)).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == "81.0\t82.0\n83.0\t84.0"
    assert page.locator('.score-grid .cell[tabindex="0"]').count() == 1
    # One stop for the Tab key: after Escape it leads out.
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(".cell:focus")).to_have_count(0)


def test_an_entry_dragged_onto_a_cell_is_cited_for_it(page: Page, cast: Cast, sign_in: SignIn) -> None:
    entry_of(cast["S03"], MIDDLE, key="E-1", content="组织白沙镇演练")
    entry_of(cast["S03"], MIDDLE, key="E-2", content="修订水位关系线")
    sign_in(cast["H02"].account)
    page.goto(WAY)
    item = page.locator('.cites li[data-key="E-2"]')
    item.drag_to(cells(page, "冯雪").nth(3))
    expect(page.locator("tr[data-row] td").nth(3)).to_contain_text("引1")
    expect(item).to_contain_text("已引“学习创新”")
    page.get_by_label("在这些日志里找").fill("白沙")
    expect(page.locator(".cites li:visible")).to_have_count(1)
    saved(page)
    assert SheetWriting.objects.get().fields == {"cite:learning": "E-2"}


def test_a_part_of_a_quarter_asks_for_an_opinion(page: Page, cast: Cast, sign_in: SignIn) -> None:
    since = QUARTER.last - timedelta(days=20)
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=since)
    sign_in(cast["H03"].account)
    page.goto(WAY)
    page.get_by_label("冯雪").fill("适应快，值守认真")
    expect(page.locator("#ev-who")).to_have_text("冯雪")
    saved(page)
    page.reload()
    expect(page.get_by_label("冯雪")).to_have_value("适应快，值守认真")


@pytest.mark.story
@pytest.mark.console_errors  # the session that is gone
def test_an_expired_sign_in_in_mid_grid_loses_nothing(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["H02"].account)
    page.goto(WAY)
    typed(page, ["88", "87"])
    saved(page)
    Session.objects.all().delete()
    typed(page, ["86.5", "85"])
    expect(page.locator(SAVED)).to_contain_text("登录已过期，内容都在本机")
    page.reload()
    expect(page.get_by_label("密码")).to_be_visible()
    sign_in(cast["H02"].account)
    page.goto(WAY)
    for place, score in enumerate(("88.0", "87.0", "86.5", "85.0")):
        expect(cells(page, "冯雪").nth(place)).to_have_value(score)
    saved(page)
    page.wait_for_function("Object.keys(localStorage).every((name) => !name.includes(':sheet:'))")
    assert SheetWriting.objects.get().fields["score:learning"] == "85.0"


@pytest.mark.console_errors  # the network that is gone
def test_a_lost_network_keeps_the_scores_and_hands_them_on_by_itself(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast["H02"].account)
    page.goto(WAY)
    context.route("**/draft", lambda route: route.abort())
    typed(page, ["88", "87"])
    expect(page.locator(SAVED)).to_contain_text("网络不通，先存在本机")
    context.unroute("**/draft")
    saved(page)
    assert SheetWriting.objects.get().fields == {"score:expertise": "88.0", "score:casework": "87.0"}


@pytest.mark.story
@pytest.mark.console_errors  # the answer that another window was faster
def test_two_windows_join_what_differs_not_and_ask_about_what_does(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn, axe: Axe
) -> None:
    sign_in(cast["H02"].account)
    page.goto(WAY)
    other = context.new_page()
    other.goto(WAY)
    typed(page, ["88", "87"])
    saved(page)
    # Another cell of the same person: both stand.
    cells(other, "冯雪").nth(5).focus()
    other.keyboard.type("80")
    other.keyboard.press("Tab")
    saved(other)
    expect(cells(other, "冯雪").nth(0)).to_have_value("88.0")
    expect(cells(other, "冯雪").nth(5)).to_have_value("80.0")
    # The same cell: both are shown until one is chosen.
    cells(page, "冯雪").nth(5).focus()
    page.keyboard.type("84")
    page.keyboard.press("Enter")
    crossing = page.locator("#crossing")
    expect(crossing).to_contain_text("另一个窗口也改了冯雪的评分表")
    expect(crossing.get_by_role("button")).to_have_text(["这里：84.0", "那边：80.0"])
    assert axe(page) == []
    assert SheetWriting.objects.get().fields["score:quality"] == "80.0"
    page.reload()
    expect(page.locator("#crossing").get_by_role("button")).to_have_text(["这里：84.0", "那边：80.0"])
    page.get_by_role("button", name="这里：84.0").click()
    expect(crossing).to_be_hidden()
    saved(page)
    page.wait_for_function("Object.keys(localStorage).every((name) => !name.includes(':sheet:'))")
    assert SheetWriting.objects.get().fields == {
        "score:expertise": "88.0",
        "score:casework": "87.0",
        "score:quality": "84.0",
    }


@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_is_right_on_a_telephone_and_in_the_dark(
    page: Page, cast: Cast, sign_in: SignIn, axe: Axe, width: int
) -> None:
    entry_of(cast["S03"], MIDDLE, key="E-1")
    sign_in(cast["H02"].account)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(WAY)
    cells(page, "冯雪").nth(5).click()
    page.keyboard.type("91")
    page.keyboard.press("Enter")
    expect(page.locator("#ev-who")).to_contain_text("陈明")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
