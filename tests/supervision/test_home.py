"""Home: what waits for whom, by when, in what order, and at what cost."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine
from django.utils import translation

from daybook.monthly.actions.month import review_month
from daybook.monthly.enums import Rating
from daybook.org.actions.states import note_absence
from daybook.org.enums import AbsenceKind, Role
from daybook.org.models import Person, Right
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.quarterly.actions.feedback import acknowledge_sheet
from daybook.quarterly.actions.vignettes import SampleMonth, open_vignettes, write_vignette
from daybook.supervision.todo import ToDo, duration_words
from tests.factories import entry_of, noon, published, submitted
from tests.pages import page, reading, statements, words
from tests.people import Cast, join

# A Tuesday after a holiday: the workdays of the month are 1, 2, 3, 7, 8, 9 April.
TODAY = date(2026, 4, 7)


def home(person: Person, at: datetime | None = None, language: str = "zh-hans") -> str:
    with time_machine.travel(at or noon(2026, 4, 7), tick=False):
        return words(page(reading(person, language), "/"))


def test_days_without_a_record_wait_with_their_deadlines(cast: Cast) -> None:
    told = home(cast["S02"])
    assert "补记4月1日（周三） 当天没有记录；过期须由上级开锁 今天24:00截止" in told
    assert "补记4月2日（周四） 当天没有记录；过期须由上级开锁 明天24:00截止" in told
    assert "记4月3日（周五）的日志 在此之前记都算按时 今天24:00截止" in told
    assert "记今天的日志 在此之前记都算按时 明天24:00截止" in told


def test_a_recorded_day_waits_no_more(cast: Cast) -> None:
    entry_of(cast["S02"], date(2026, 4, 3))
    entry_of(cast["S02"], date(2026, 4, 2))
    told = home(cast["S02"])
    assert "4月3日（" not in told
    assert "4月2日（" not in told


def test_a_day_that_only_the_superior_can_unlock_is_not_in_the_list(cast: Cast) -> None:
    assert "3月27日" not in home(cast["S02"])


def test_a_day_of_leave_waits_for_nothing(cast: Cast) -> None:
    note_absence(
        person=cast["S02"],
        kind=AbsenceKind.ANNUAL_LEAVE,
        first_day=date(2026, 4, 2),
        last_day=date(2026, 4, 7),
        at=noon(2026, 4, 1),
    )
    told = home(cast["S02"])
    assert "记今天的日志" not in told
    assert "4月2日（" not in told


def test_a_month_waits_for_its_plan_and_the_last_one_for_its_reconciliation(cast: Cast) -> None:
    told = home(cast["S02"])
    assert "定2026年4月计划 过后改动须上级同意 已过期，原定4月3日" in told
    assert "提交2026年3月对账 计划对日志，再定小结 明天24:00截止" in told


def test_a_planned_month_and_a_submitted_one_wait_no_more(cast: Cast) -> None:
    plan_month(person=cast["S02"], month="2026-04", lines=[PlanLine("修订督查办法")], at=noon(2026, 4, 1))
    entry_of(cast["S02"], date(2026, 3, 31))
    submitted(cast["S02"], "2026-03", noon(2026, 4, 3))
    told = home(cast["S02"])
    assert "定2026年4月计划" not in told
    assert "提交2026年3月对账" not in told
    assert "修订督查办法" in told


def test_submitted_months_wait_for_the_superior_of_that_month(cast: Cast) -> None:
    for number in ("S02", "S03"):
        entry_of(cast[number], date(2026, 3, 31))
        submitted(cast[number], "2026-03", noon(2026, 4, 3))
    assert "审阅2026年3月对账 1人" in home(cast["H01"])
    assert "审阅2026年3月对账" not in home(cast["H03"])
    review_month(
        person=cast["S02"],
        month="2026-03",
        reviewer=cast["H01"],
        execution_rating=Rating.WELL,
        saturation_rating=Rating.WELL,
        completion_rating=Rating.FAIRLY_WELL,
        comment="计划完成得扎实。",
        at=noon(2026, 4, 7),
    )
    assert "审阅2026年3月对账" not in home(cast["H01"])


def test_a_quarter_waits_for_whoever_scores_it(cast: Cast) -> None:
    assert "2026年一季度评分 2人" in home(cast["H01"])
    assert "2026年一季度评分 2人" in home(cast["L02"])  # the heads of two departments
    assert "季度评分" not in home(cast["S02"])
    published(cast["S02"], "2026-Q1", cast["H01"])
    assert "2026年一季度评分 1人" in home(cast["H01"], noon(2026, 4, 13))


def test_twelve_sheets_take_forty_minutes_and_lead_to_the_scoring(cast: Cast) -> None:
    for number in range(10):
        join(cast, f"Z{number:02}", f"员{number:02}", Role.STAFF, "D01")
    told = home(cast["H01"])
    assert "2026年一季度评分 12人 4月22日截止 约40分钟 评分" in told
    with time_machine.travel(noon(2026, 4, 7), tick=False):
        assert 'href="/quarters/2026-Q1/scoring"' in page(reading(cast["H01"]), "/")


def test_who_was_there_too_short_is_not_to_be_scored(cast: Cast) -> None:
    note_absence(
        person=cast["S02"],
        kind=AbsenceKind.SICK_LEAVE,
        first_day=date(2026, 1, 1),
        last_day=date(2026, 3, 11),
        at=noon(2026, 3, 12),
    )
    assert "2026年一季度评分 1人" in home(cast["H01"])


def test_open_samples_wait_before_the_people(cast: Cast) -> None:
    sample = SampleMonth("staff", "计划", "记录")
    of = {"bureau": cast.bureau, "quarter": "2026-Q1", "actor": cast["S01"], "at": noon(2026, 4, 2)}
    write_vignette(**of, number=1, sample=sample)  # type: ignore[arg-type]
    assert "样例" not in home(cast["H01"])
    open_vignettes(**of)  # type: ignore[arg-type]
    told = home(cast["H01"])
    assert told.index("先评2026年一季度1个样例") < told.index("2026年一季度评分")
    assert "样例" not in home(cast["S02"])


def test_a_published_sheet_waits_to_be_read(cast: Cast) -> None:
    sheet = published(cast["S02"], "2026-Q1", cast["H01"])  # on Friday, 10 April
    told = home(cast["S02"], noon(2026, 4, 13))
    assert "阅看并确认2026年一季度评分 有异议可在4月17日前提出 4月17日截止" in told
    assert "异议期已过" in home(cast["S02"], noon(2026, 4, 20))
    acknowledge_sheet(sheet=sheet, person=cast["S02"], at=noon(2026, 4, 20))
    assert "阅看并确认" not in home(cast["S02"], noon(2026, 4, 21))


def test_nothing_to_do_says_so(cast: Cast) -> None:
    note_absence(
        person=cast["S02"],
        kind=AbsenceKind.TRAINING,
        first_day=date(2026, 2, 1),
        last_day=date(2026, 4, 30),
        at=noon(2026, 4, 1),
    )
    plan_month(person=cast["S02"], month="2026-04", lines=[PlanLine("培训")], at=noon(2026, 4, 1))
    assert "没有要办的事" in home(cast["S02"])


def test_the_most_pressing_stands_first(cast: Cast) -> None:
    told = home(cast["S02"])
    order = [told.index(each) for each in ("定2026年4月计划", "记4月3日", "记今天的日志")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("due", "pressing"), [(date(2026, 4, 6), True), (TODAY, True), (date(2026, 4, 8), False)]
)
def test_what_is_due_today_or_was_due_presses(due: date, pressing: bool) -> None:
    assert ToDo("", "", due, 1, TODAY).is_pressing is pressing


def test_an_administrator_has_a_home_without_the_record(cast: Cast) -> None:
    Right.objects.create(
        person=cast["S06"], kind="system_admin", first_day=date(2025, 1, 1), recorded_at=noon(2025, 1, 1)
    )
    with time_machine.travel(noon(2026, 4, 7), tick=False):
        html = page(reading(cast["S06"]), "/")
    assert 'href="/feed' not in html
    assert 'href="/people/' not in html
    assert "我的一年" not in html


def test_home_costs_the_same_however_much_waits(cast: Cast) -> None:
    with time_machine.travel(noon(2026, 4, 7), tick=False):
        few = [statements(reading(cast[number]), "/") for number in ("S02", "H01", "L02")]
        for number in ("S01", "S02"):
            entry_of(cast[number], date(2026, 4, 3))
            submitted(cast[number], "2026-03", noon(2026, 4, 7))
        many = [statements(reading(cast[number]), "/") for number in ("S02", "H01", "L02")]
    assert many == few
    assert max(many) <= 15


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(1, "约1分钟"), (59, "约59分钟"), (60, "约1小时"), (89, "约1小时"), (90, "约2小时"), (685, "约11小时")],
)
def test_an_hour_and_more_is_told_in_hours(minutes: int, told: str) -> None:
    with translation.override("zh-hans"):
        assert duration_words(minutes) == told


def test_the_whole_of_what_waits_is_told_as_one_time(cast: Cast) -> None:
    assert "要办6件，约15分钟" in home(cast["S02"])


def test_what_a_plan_does_not_say_is_a_dash(cast: Cast) -> None:
    lines = [PlanLine("修订督查办法"), PlanLine("整理档案", "月底前归档", due_date=date(2026, 4, 30))]
    plan_month(person=cast["S02"], month="2026-04", lines=lines, at=noon(2026, 4, 1))
    told = home(cast["S02"])
    assert "修订督查办法 — — —" in told
    assert "整理档案 月底前归档 4月30日 —" in told
