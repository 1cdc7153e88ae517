"""A person's page and a department's: what they show, to whom, and at what cost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time

import pytest
import time_machine

from daybook.daily.year_grid import DayMarks, month_grid
from daybook.org.actions.states import note_absence
from daybook.org.enums import AbsenceKind
from daybook.org.models import Department, Person
from daybook.plans.actions.goals import open_matter, set_annual_goal, set_department_goal
from daybook.plans.actions.month import PlanLine, plan_month
from tests.factories import entry_of, noon
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

DAY = date(2026, 3, 30)  # a Monday
INTERNAL = {"visibility": "internal", "internal_reason": "case"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 3, 31), tick=False):
        yield


def cell(html: str, month: str, day: int) -> str:
    """The calendar's cell of a day."""
    cells: list[str]
    table = html.split(f"?month={month}#statement")[1].split("</table>", maxsplit=1)[0]
    cells = re.findall(r"<td[^>]*>(?:(?!</td>).)*</td>", table, re.DOTALL)
    return next(each for each in cells if re.search(rf">{day}(</a>|<|$)", each))


def test_a_person_is_shown_with_post_department_and_superior(cast: Cast) -> None:
    html = page(reading(cast["S05"]), "/people/S02")
    assert "钱进" in words(html)
    assert 'href="/departments/D01"' in html
    assert 'href="/people/H01"' in html
    assert 'href="/people/L02"' in page(reading(cast["S05"]), "/people/H01")
    assert "Superior" not in words(page(reading(cast["S05"]), "/people/L01"))


def test_a_recorded_day_links_to_its_entries(cast: Cast) -> None:
    entry_of(cast["S02"], DAY)
    recorded = cell(page(reading(cast["S05"]), "/people/S02"), "2026-03", 30)
    assert 'class="is-recorded"' in recorded
    assert 'href="/feed?person=S02&amp;date=2026-03-30"' in recorded


@pytest.mark.parametrize(
    ("number", "sees"), [("S02", True), ("H01", True), ("S05", False), ("L01", False), ("S01", False)]
)
def test_a_missing_day_is_shown_to_the_person_and_the_superior_only(
    cast: Cast, number: str, sees: bool
) -> None:
    entry_of(cast["S05"], date(2026, 3, 26))
    html = page(reading(cast[number]), "/people/S02")
    assert ('class="is-due"' in cell(html, "2026-03", 27)) is sees
    assert ("due, not recorded" in words(html)) is sees
    assert "is-due" not in cell(html, "2026-03", 28)  # a Saturday
    assert "is-due" not in cell(html, "2026-03", 31)  # today can still be recorded


def test_nothing_is_missing_before_the_bureau_began_to_record(cast: Cast) -> None:
    reader = reading(cast["S02"])
    assert '<td class="is-due' not in page(reader, "/people/S02")  # nobody has recorded anything yet
    with time_machine.travel(noon(2026, 3, 10), tick=False):
        entry_of(water_bureau("OTHER")["S05"], date(2026, 3, 10))
        first = entry_of(cast["S05"], date(2026, 3, 10))
    entry_of(cast["S05"], date(2026, 3, 24))
    html = page(reader, "/people/S02")
    assert "is-due" not in cell(html, "2026-03", 9)
    assert "is-due" in cell(html, "2026-03", 10)
    assert '<td class="is-due' not in page(reader, "/people/S02?year=2025")
    first.withdrawn_reason = "重复"
    first.save()
    html = page(reader, "/people/S02")
    assert "is-due" not in cell(html, "2026-03", 23)
    assert "is-due" in cell(html, "2026-03", 24)


@pytest.mark.parametrize(("number", "sees"), [("S02", True), ("H01", True), ("S01", True), ("S05", False)])
def test_leave_is_shown_to_whom_it_concerns(cast: Cast, number: str, sees: bool) -> None:
    note_absence(
        person=cast["S02"],
        kind=AbsenceKind.SICK_LEAVE,
        first_day=date(2026, 3, 26),
        last_day=date(2026, 3, 27),
    )
    html = page(reading(cast[number]), "/people/S02")
    assert ("is-leave" in cell(html, "2026-03", 26)) is sees
    assert "is-due" not in cell(html, "2026-03", 26)
    assert "sick" not in words(html)


def test_holidays_and_makeup_workdays_follow_the_calendar(cast: Cast) -> None:
    html = page(reading(cast["S02"]), "/people/S02?year=2026")
    assert "is-off" in cell(html, "2026-10", 1)
    assert "is-off" not in cell(html, "2026-10", 10)
    assert "is-off" in cell(html, "2026-10", 11)


def test_plan_and_record_stand_side_by_side(cast: Cast) -> None:
    with time_machine.travel(noon(2026, 3, 2), tick=False):
        items = plan_month(
            person=cast["S02"],
            month="2026-03",
            lines=[PlanLine("修订督查办法", "月底前送审"), PlanLine("整理档案")],
        )
    matter = open_matter(
        bureau=cast.bureau, title="汛前检查", department=cast.departments["D01"], actor=cast["H01"]
    )
    entry_of(cast["S02"], DAY, content="起草修订稿", plan_item=items[0])
    entry_of(cast["S02"], DAY, content="跟随检查组", matter=matter)
    entry_of(cast["S02"], DAY, content="零星杂务")
    told = words(page(reading(cast["S05"]), "/people/S02?month=2026-03"))
    order = [
        told.index(each)
        for each in (
            "修订督查办法",
            "起草修订稿",
            "整理档案",
            "nothing recorded",
            "汛前检查",
            "跟随检查组",
            "Other work",
            "零星杂务",
        )
    ]
    assert order == sorted(order)
    assert "2.5" in told


def test_time_recorded_twice_counts_once_and_says_so(cast: Cast) -> None:
    reader = reading(cast["S05"], "zh-hans")
    entry_of(cast["S02"], DAY, start=time(9), end=time(11))
    entry_of(cast["S02"], DAY, start=time(11), end=time(12))
    assert "全月记录 3.0" in words(page(reader, "/people/S02"))
    entry_of(cast["S02"], DAY, start=time(10), end=time(11, 30))
    assert "全月记录 重叠时间只计一次 3.0" in words(page(reader, "/people/S02"))


def test_an_internal_entry_is_in_the_month_without_words_or_hours(cast: Cast) -> None:
    entry_of(cast["S02"], DAY, content="案件研判", **INTERNAL)
    other = words(page(reading(cast["S05"]), "/people/S02"))
    assert "Internal matter" in other
    assert "案件研判" not in other
    assert "2.5" not in other
    assert "案件研判" in words(page(reading(cast["H01"]), "/people/S02"))


def test_goals_of_the_year_are_open(cast: Cast) -> None:
    set_annual_goal(person=cast["S02"], year=2026, title="办文差错为零", measure="全年", actor=cast["S02"])
    assert "办文差错为零" in words(page(reading(cast["S05"]), "/people/S02"))
    assert "办文差错为零" not in words(page(reading(cast["S05"]), "/people/S02?year=2025"))


def test_what_nobody_has_filled_in_is_a_dash(cast: Cast) -> None:
    set_annual_goal(person=cast["S02"], year=2026, title="办文差错为零", actor=cast["S02"])
    set_department_goal(department=cast.departments["D01"], year=2026, title="督查办结", actor=cast["H01"])
    with time_machine.travel(noon(2026, 3, 2), tick=False):
        plan_month(person=cast["S02"], month="2026-03", lines=[PlanLine("修订督查办法")])
    told = words(page(reading(cast["S02"], "zh-hans"), "/people/S02"))
    assert "办文差错为零 — — —" in told
    assert "修订督查办法 1 — 没有记录 —" in told
    assert "督查办结 —" in words(page(reading(cast["S02"], "zh-hans"), "/departments/D01"))


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("", "2026年3月 "),
        ("?year=2025", "2025年12月 "),
        ("?month=2025-06", "2025年6月 "),
        ("?year=2026", "2026年3月 "),
    ],
)
def test_the_address_says_which_month_is_shown(cast: Cast, query: str, heading: str) -> None:
    assert f"{heading}计划与记录" in words(page(reading(cast["S02"], "zh-hans"), f"/people/S02{query}"))


@pytest.mark.parametrize(
    "query", ["?month=2026-13", "?month=spring", "?year=0", "?year=x", "?month=2026-3", "?month=9999-12"]
)
def test_a_month_that_is_none_does_not_exist(cast: Cast, query: str) -> None:
    page(reading(cast["S02"]), f"/people/S02{query}", status=404)


def test_somebody_of_another_bureau_does_not_exist(cast: Cast) -> None:
    other = water_bureau("OTHER")
    Person.objects.filter(pk=other["S06"].pk).update(number="X06")
    page(reading(cast["L01"]), "/people/X06", status=404)
    page(reading(cast["L01"]), "/people/nobody", status=404)


def test_a_department_shows_people_goals_and_the_week(cast: Cast) -> None:
    set_department_goal(
        department=cast.departments["D01"], year=2026, title="督查办结率百分之百", actor=cast["H01"]
    )
    entry_of(cast["S02"], DAY, content="本周之事")
    entry_of(cast["S02"], date(2026, 3, 27), content="上周之事")
    html = page(reading(cast["S05"]), "/departments/D01")
    told = words(html)
    assert [
        each
        for each in ("周文", "孙丽", "钱进", "督查办结率百分之百", "本周之事", "上周之事")
        if each in told
    ] == ["周文", "孙丽", "钱进", "督查办结率百分之百", "本周之事"]
    assert html.index("周文") < html.index("孙丽")
    assert 'href="/people/L02"' in html


def test_a_department_of_another_bureau_does_not_exist(cast: Cast) -> None:
    other = water_bureau("OTHER")
    Department.objects.filter(pk=other.departments["D03"].pk).update(code="D99")
    page(reading(cast["L01"]), "/departments/D99", status=404)


def test_the_pages_cost_the_same_for_one_entry_and_for_thirty(cast: Cast) -> None:
    addresses = ("/people/S02", "/departments/D01")
    entry_of(cast["S02"], DAY, **INTERNAL)
    readers = [reading(cast[number]) for number in ("S06", "S02", "H01", "S01")]
    few = [statements(reader, address) for reader in readers for address in addresses]
    for number in range(30):
        entry_of(cast["S02"], DAY, content=f"第{number}件", **(INTERNAL if number % 2 else {}))
    many = [statements(reader, address) for reader in readers for address in addresses]
    assert many == few
    assert max(many) <= 15


def test_a_full_year_stays_within_the_size_of_a_page(cast: Cast) -> None:
    with time_machine.travel(noon(2026, 3, 31), tick=False):
        days = [date(2026, 3, day) for day in range(26, 32)]
        for day in days:
            for number in range(8):
                entry_of(cast["S02"], day, content=f"现场核查线索并逐项登记造册第{number}批")
    assert len(reading(cast["S02"]).get("/people/S02").content) <= 100_000


def test_marks_of_a_day_do_not_contradict_each_other() -> None:
    day = date(2026, 3, 2)
    marks = DayMarks(recorded={day}, off=set(), due={day}, leave={day}, today=day)
    found = month_grid(2026, 3, marks).weeks[1][0]
    assert found is not None
    assert (found.classes, found.recorded, found.due, found.leave, found.today) == (
        "is-recorded",
        True,
        False,
        False,
        True,
    )
