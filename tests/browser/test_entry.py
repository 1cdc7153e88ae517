"""What happens to an entry after it is written, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from daybook.daily.actions.amend import revise_entry
from daybook.daily.actions.attach import attach_file
from daybook.daily.actions.quarantine import ask_purge, place_quarantine
from daybook.daily.actions.record import record_day
from daybook.daily.actions.unlock import ask_unlock
from daybook.daily.models import Attachment, LogEntry, LogUnlock
from daybook.org.actions.people import grant_right
from daybook.org.actions.states import delegate
from daybook.org.enums import DelegationKind, RightKind
from daybook.org.models import Account, Person
from tests.browser.today import RECORDED
from tests.daily.attached import PNG
from tests.factories import WHOLE
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Account], None]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    made = water_bureau()
    grant_right(person=made["S06"], kind=RightKind.SECURITY_ADMIN, first_day=date(2026, 1, 1))
    return made


def today() -> date:
    return timezone.localdate()


def written(author: Person, writer: Person | None = None) -> LogEntry:
    return record_day(author=author, day=today(), drafts=[WHOLE], writer=writer)[0]


def edit(page: Page, entry: LogEntry) -> None:
    page.goto(f"/entries/{entry.key}")
    page.get_by_role("link", name="修改").click()
    expect(page.locator("h1")).to_have_text("修改日志")


@pytest.mark.story
def test_an_author_revises_and_sees_the_versions(page: Page, cast: Cast, sign_in: SignIn) -> None:
    entry = written(cast["S02"])
    sign_in(cast["S02"].account)
    edit(page, entry)
    page.get_by_label("成效").fill("形成核对表定稿")
    page.get_by_role("button", name="保存为新版本").click()
    expect(page.locator(".messages")).to_have_text("已保存为第2版。")
    expect(page.locator(".versions li")).to_have_count(2)
    expect(page.locator(".versions del")).to_have_text("初")
    expect(page.locator(".versions ins")).to_have_text("定")
    kept = page.evaluate("Object.keys(localStorage).filter((name) => name.includes('revise'))")
    assert kept == []


@pytest.mark.console_errors  # the merge page is an answer of 409
def test_two_tabs_end_in_the_merge_page_with_both_texts(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    entry = written(cast["S02"])
    sign_in(cast["S02"].account)
    other = context.new_page()
    for tab in (page, other):
        edit(tab, entry)
    page.get_by_label("成效").fill("第一个窗口写的成效")
    page.get_by_label("地点").fill("二楼会议室")
    page.get_by_role("button", name="保存为新版本").click()
    expect(page.locator(".versions li")).to_have_count(2)

    other.get_by_label("成效").fill("第二个窗口写的成效")
    other.get_by_role("button", name="保存为新版本").click()
    expect(other.locator("h1")).to_have_text("两份修改合并")
    outcome = other.get_by_role("group", name="成效")
    expect(outcome.locator("textarea").nth(0)).to_have_value("第二个窗口写的成效")
    expect(outcome.locator("textarea").nth(1)).to_have_value("第一个窗口写的成效")
    # Only the first window moved the place: its word stands unless one says otherwise.
    expect(other.get_by_role("group", name="地点").get_by_label("现有的")).to_be_checked()
    expect(outcome.get_by_label("我的")).to_be_checked()
    outcome.locator("textarea").nth(0).fill("两个窗口合起来的成效")
    other.get_by_role("button", name="按所选保存为新版本").click()
    expect(other.locator(".versions li")).to_have_count(3)
    entry.refresh_from_db()
    assert (entry.outcome, entry.place) == ("两个窗口合起来的成效", "二楼会议室")


@pytest.mark.console_errors  # the address of the draft does not answer while the network is gone
def test_what_is_typed_survives_a_reload_and_a_lost_network(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    entry = written(cast["S02"])
    sign_in(cast["S02"].account)
    edit(page, entry)
    context.set_offline(True)
    page.get_by_label("成效").fill("断网时写的成效")
    expect(page.locator("#kept")).to_have_text("已存在本机浏览器")
    context.set_offline(False)
    page.reload()
    expect(page.get_by_label("成效")).to_have_value("断网时写的成效")
    expect(page.locator("#kept")).to_have_text("上次没保存的内容已恢复")
    page.get_by_label("措施").fill("又写了措施")
    expect(page.locator("#kept")).to_have_text("草稿已保存")
    page.evaluate("localStorage.clear()")  # another machine
    page.reload()
    expect(page.get_by_label("措施")).to_have_value("又写了措施")
    page.get_by_role("link", name="不改了").click()
    edit(page, entry)
    expect(page.get_by_label("成效")).to_have_value(WHOLE.outcome)


def test_a_locked_day_is_asked_for_granted_and_written(page: Page, cast: Cast, sign_in: SignIn) -> None:
    locked = (today() - timedelta(days=12)).isoformat()
    sign_in(cast["S02"].account)
    page.goto(f"/days/{locked}/unlock")
    page.get_by_label("当时没有及时记的原因").fill("当时在防汛一线值守")
    page.get_by_role("button", name="向上级申请").click()
    expect(page.locator(".ledger")).to_contain_text("上级尚未答复")

    sign_in(cast["H01"].account)
    page.goto("/unlocks")
    expect(page.locator(".request").first).to_contain_text("钱进")
    page.get_by_role("button", name="同意开锁").first.click()
    expect(page.locator(".messages")).to_have_text("已开锁。")

    sign_in(cast["S02"].account)
    page.goto("/unlocks")
    page.get_by_role("link", name="去补记").click()
    page.wait_for_url(f"**/days/{locked}")
    line = page.locator("#line")
    line.fill("9:00-11:30 大坝 巡查坝体 100% → 未见异常")
    line.press("Enter")
    expect(page.locator(RECORDED)).to_contain_text("巡查坝体")
    expect(line).to_have_value("")
    entry = LogEntry.objects.get()
    assert (entry.work_date.isoformat(), entry.backfill_reason) == (locked, "当时在防汛一线值守")


def test_a_picture_is_attached_and_read_by_colleagues_alone(
    page: Page, cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    entry = written(cast["S02"])
    picture, script = tmp_path / "现场.png", tmp_path / "脚本.png"
    picture.write_bytes(PNG)
    script.write_text("<script>alert(1)</script>")
    sign_in(cast["S02"].account)
    page.goto(f"/entries/{entry.key}")
    page.get_by_label("选择文件").set_input_files([picture])
    page.get_by_role("button", name="添加附件").click()
    expect(page.locator(".messages")).to_have_text("已添加1个附件。")
    assert page.locator(".files img").evaluate("image => image.complete && image.naturalWidth") == 1

    sign_in(cast["S05"].account)
    page.goto(f"/entries/{entry.key}")
    expect(page.get_by_role("button", name="移除")).to_have_count(0)
    address = page.locator(".files a").first.get_attribute("href") or ""
    answer = page.request.get(address)
    assert (answer.status, answer.body()) == (200, PNG)

    sign_in(water_bureau("LAKE")["S02"].account)
    assert page.request.get(address).status == 404
    assert Attachment.objects.count() == 1


@pytest.mark.console_errors  # a refused form is an answer of 422
def test_a_file_that_is_refused_is_told_by_name(
    page: Page, cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    script, big = tmp_path / "脚本.png", tmp_path / "大.txt"
    script.write_text("<script>alert(1)</script>")
    big.write_text("水" * (7 << 20))
    sign_in(cast["S02"].account)
    page.goto(f"/entries/{written(cast['S02']).key}")
    page.get_by_label("选择文件").set_input_files([big])
    page.get_by_role("button", name="添加附件").click()
    expect(page.locator("#file-fault")).to_have_text("“大.txt”超过20 MB，请压缩或拆分后再添加。")
    page.get_by_label("选择文件").set_input_files([script])
    expect(page.locator("#file-fault")).to_have_text("")
    page.get_by_role("button", name="添加附件").click()
    expect(page.locator(".files .fault").first).to_contain_text("“脚本.png”的内容与扩展名不符")


def test_an_entry_is_withdrawn_with_a_reason(page: Page, cast: Cast, sign_in: SignIn) -> None:
    entry = written(cast["S02"])
    sign_in(cast["S02"].account)
    page.goto(f"/entries/{entry.key}")
    page.locator("summary", has_text="撤回").click()
    page.get_by_label("撤回原因").fill("与上一条重复")
    page.get_by_role("button", name="撤回这条日志").click()
    expect(page.locator("main")).to_contain_text("与上一条重复")
    expect(page.get_by_role("link", name="修改")).to_have_count(0)


def test_a_secretary_enters_and_the_leader_confirms(page: Page, cast: Cast, sign_in: SignIn) -> None:
    delegate(
        person=cast["L02"], deputy=cast["S02"], kind=DelegationKind.ENTER_LOG,
        first_day=date(2026, 1, 1), actor=cast["L02"],
    )  # fmt: skip
    entry, _second = written(cast["L02"], cast["S02"]), written(cast["L02"], cast["S02"])
    sign_in(cast["S05"].account)
    page.goto("/feed")
    expect(page.locator(".flag", has_text="代记，待本人确认")).to_have_count(2)
    sign_in(cast["L02"].account)
    page.goto(f"/entries/{entry.key}")
    page.get_by_role("button", name="当天2条一并确认").click()
    expect(page.locator(".messages")).to_have_text("已确认2条。")
    expect(page.locator(".flag", has_text="代记，本人已确认")).to_have_count(1)
    expect(page.locator(".seal")).to_have_count(0)


def test_an_entry_is_hidden_and_purged_by_two(page: Page, cast: Cast, sign_in: SignIn) -> None:
    entry = written(cast["S02"])
    sign_in(cast["S06"].account)
    page.goto("/office/quarantine")
    page.get_by_label("日志的链接或编号").fill(f"http://localhost/entries/{entry.key}")
    page.get_by_label("原因").fill("含有不应公开的内容")
    page.get_by_role("button", name="立即隔离").click()
    page.locator("summary", has_text="查看内容").click()
    expect(page.locator(".held")).to_contain_text(WHOLE.content)
    page.get_by_role("button", name="申请清除").click()
    expect(page.locator(".held")).to_contain_text("您已申请，请由另一人执行。")

    sign_in(cast["S02"].account)
    page.goto(f"/entries/{entry.key}")
    expect(page.locator("h1")).to_have_text("隔离审查中")

    sign_in(cast["S01"].account)
    page.goto("/office/quarantine")
    page.get_by_role("button", name="执行清除").click()
    expect(page.locator(".ledger")).to_contain_text("内容已清除：卫东申请，孙丽于")
    sign_in(cast["S02"].account)
    page.goto(f"/entries/{entry.key}")
    expect(page.locator("h1")).to_have_text("内容已清除")
    expect(page.locator("main")).not_to_contain_text(WHOLE.content)


def everything(cast: Cast) -> list[tuple[str, str]]:
    """Who opens which page, with something on every one of them."""
    delegate(
        person=cast["L02"], deputy=cast["S02"], kind=DelegationKind.ENTER_LOG,
        first_day=date(2026, 1, 1), actor=cast["L02"],
    )  # fmt: skip
    entry, for_leader, hidden = written(cast["S02"]), written(cast["L02"], cast["S02"]), written(cast["S03"])
    revise_entry(entry=entry, draft=replace(WHOLE, content="改过的内容"), version=1, actor=cast["S02"])
    attach_file(entry=entry, name="现场.png", stream=BytesIO(PNG), actor=cast["S02"])
    place_quarantine(entry=hidden, reason="隐私", actor=cast["S06"])
    ask_purge(entry=hidden, actor=cast["S06"])
    for number in ("S02", "H01"):
        ask_unlock(person=cast[number], day=today() - timedelta(days=12), reason="在一线")
    assert LogUnlock.objects.count() == 2
    return [
        ("S02", f"/entries/{entry.key}"),
        ("S01", f"/entries/{entry.key}"),
        ("L02", f"/entries/{for_leader.key}"),
        ("S02", f"/entries/{entry.key}/edit"),
        ("H01", "/unlocks"),
        ("S02", f"/days/{today() - timedelta(days=13)}/unlock"),
        ("S01", "/office/quarantine"),
    ]


@pytest.mark.parametrize("look", [(1440, "light"), (390, "dark")], ids=str)
def test_the_pages_are_accessible_and_fit(
    page: Page, cast: Cast, sign_in: SignIn, axe: Axe, look: tuple[int, str]
) -> None:
    width, theme = look
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(f"localStorage.setItem('daybook-theme', '{theme}')")
    for number, address in everything(cast):
        sign_in(cast[number].account)
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.console_errors  # the merge page is an answer of 409
@pytest.mark.parametrize("look", [(1440, "dark"), (390, "light")], ids=str)
def test_the_merge_page_is_accessible_and_fits(
    page: Page, cast: Cast, sign_in: SignIn, axe: Axe, look: tuple[int, str]
) -> None:
    width, theme = look
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(f"localStorage.setItem('daybook-theme', '{theme}')")
    entry = written(cast["S02"])
    sign_in(cast["S02"].account)
    page.goto(f"/entries/{entry.key}/edit")
    revise_entry(entry=entry, draft=replace(WHOLE, content="另一窗口的内容"), version=1, actor=cast["S02"])
    page.get_by_label("成效").fill("我写的成效")
    page.get_by_role("button", name="保存为新版本").click()
    expect(page.locator("h1")).to_have_text("两份修改合并")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
