"""The month of a department and of the bureau: what everybody sees, what only some, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import time_machine
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from openpyxl import load_workbook

from daybook.daily.access import Reader
from daybook.ledger.models import LedgerLine
from daybook.monthly.actions.month import review_month
from daybook.monthly.queries import standing
from daybook.monthly.reports.content import bureau_report, department_report
from daybook.org.actions.posts import transfer
from daybook.org.enums import Role
from daybook.org.models import Bureau, Person
from daybook.org.policies import policy_of
from daybook.plans.actions.answers import Answer
from daybook.plans.actions.month import PlanLine, answer_plan_items, plan_month
from daybook.plans.enums import PlanState
from daybook.plans.models import PlanItem
from daybook.rules.policy import Policy
from daybook.web import printing
from tests.factories import entry_of, noon, submitted
from tests.pages import page, reading, statements, words
from tests.people import Cast, join

DEPARTMENT, BUREAU = "/months/2026-03/departments/D01", "/months/2026-03/bureau"
NOW = noon(2026, 4, 16)  # after all deadlines of March


@pytest.fixture(autouse=True)
def _march(cast: Cast) -> Iterator[None]:
    """钱进 planned, recorded 2.5 hours, submitted and was reviewed; 周文 and 孙丽 beside him did nothing."""
    items = plan_month(
        person=cast["S02"],
        month="2026-03",
        lines=[PlanLine("修订督查办法", key="PI-1"), PlanLine("季度通报", key="PI-2")],
        at=noon(2026, 3, 2),
    )
    entry_of(cast["S02"], date(2026, 3, 30))
    answers = {
        items[0]: Answer(PlanState.DONE, 100, "已印发", "办法印发各处室", "按期"),
        items[1]: Answer(PlanState.PARTIAL, 60, "已起草", "初稿", "按期"),
    }
    answer_plan_items(person=cast["S02"], month="2026-03", answers=answers, at=noon(2026, 4, 1))
    submitted(cast["S02"], "2026-03", noon(2026, 4, 2))
    review_month(
        person=cast["S02"],
        month="2026-03",
        reviewer=cast["H01"],
        execution_rating="well",
        saturation_rating="well",
        completion_rating="well",
        comment="扎实。",
        at=noon(2026, 4, 9),
    )
    with time_machine.travel(NOW, tick=False):
        yield


def reader(person: Person) -> Reader:
    return Reader(person, frozenset(), NOW.date())


def shown(cast: Cast, number: str, address: str) -> str:
    return words(page(reading(cast[number], "zh-hans"), address))


def test_everybody_sees_who_is_done_and_what_came_of_it(cast: Cast) -> None:
    told = shown(cast, "S05", DEPARTMENT)
    assert "钱进 工作人员 2 4月2日 12:00 已审 2.5" in told
    assert "修订督查办法 完成 办法印发各处室" in told
    assert "季度通报 部分完成 60% 初稿" in told
    assert "人数 3 已定计划 1 已提交 1 已审阅 1" in told


def test_who_is_late_is_told_to_the_late_one_the_superior_and_the_office_alone(cast: Cast) -> None:
    late = {
        number: shown(cast, number, DEPARTMENT).count("逾期")
        for number in ("S05", "S02", "H01", "S01", "L02")
    }
    # 周文 and 孙丽 are late: 孙丽 knows all as the office, 周文 of himself and of 孙丽, 李为民 of 周文.
    assert {number: bool(count) for number, count in late.items()} == {
        "S05": False,
        "S02": False,
        "H01": True,
        "S01": True,
        "L02": True,
    }
    assert "逾期 2" in shown(cast, "S01", DEPARTMENT)
    assert "逾期 1" in shown(cast, "L02", DEPARTMENT)


def test_indicators_are_told_to_whom_they_are_open(cast: Cast) -> None:
    known = {
        number: "覆盖率" in shown(cast, number, DEPARTMENT) for number in ("S05", "S02", "H01", "H02", "L03")
    }
    assert known == {"S05": False, "S02": True, "H01": True, "H02": False, "L03": True}


def test_hours_are_those_of_open_entries(cast: Cast) -> None:
    entry_of(cast["S03"], date(2026, 4, 1))
    entry_of(cast["S03"], date(2026, 4, 2), visibility="internal", internal_reason="petition")
    assert "冯雪 工作人员 — — — 2.5" in shown(cast, "S05", "/months/2026-04/departments/D02")
    assert "规划计划处 3 0 0 0 0 0 0 0 0 0 2.5" in shown(cast, "S05", "/months/2026-04/bureau")


def test_an_internal_entry_keeps_indicators_from_a_leader_who_may_not_read_it(cast: Cast) -> None:
    entry_of(cast["S03"], date(2026, 4, 2), visibility="internal", internal_reason="petition")
    address = "/months/2026-04/departments/D02"
    own, other = (shown(cast, number, address) for number in ("L02", "L03"))
    assert "冯雪 工作人员 — — — 0.0 9.1%" in own
    assert "冯雪 工作人员 — — — 0.0 — — —" in other


def test_the_bureau_is_told_department_by_department(cast: Cast) -> None:
    told = shown(cast, "S02", BUREAU)  # who is not late, and knows of nobody who is
    assert "办公室 3 1 1 1 2 1 1 0 0 0 2.5" in told
    assert "局领导 3 0 0 — 0 0 0 0 0 0 0.0" in told
    assert "全局 12 1 1 1 2 1 1 0 0 0 2.5" in told


def test_reviews_of_leaders_are_counted_where_a_policy_has_them_reviewed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaders = bureau_report(reader(cast["S05"]), "2026-03").summary[-2]
    assert leaders[4] == "—"
    known = policy_of

    def reviewing(bureau: Bureau, day: date) -> Policy:
        policy = known(bureau, day)
        return replace(policy, leaders=replace(policy.leaders, reviewed=True))

    monkeypatch.setattr(standing, "policy_of", reviewing)
    assert "局领导 3 0 0 0 0 0" in shown(cast, "S02", BUREAU)


def test_whoever_was_moved_stands_where_the_month_ended(cast: Cast) -> None:
    transfer(
        person=cast["S02"],
        department=cast.departments["D02"],
        valid_from=date(2026, 3, 16),
        at=noon(2026, 4, 10),
    )
    assert "钱进 在本处室到3月15日，之后在 规划计划处" in shown(cast, "S05", DEPARTMENT).replace(" ，", "，")
    assert "钱进 工作人员 2" in shown(cast, "S05", "/months/2026-03/departments/D02")


def test_no_administrator_and_no_stranger_reads_it(cast: Cast) -> None:
    client = reading(cast["S05"])
    for address in ("/months/2026-03/departments/D99", "/months/2026-13/bureau", f"{BUREAU}/report.odt"):
        assert client.get(address).status_code == 404


def test_a_large_department_is_paged(cast: Cast) -> None:
    for number in range(30):
        join(cast, f"T{number:02}", f"新人{number}", Role.STAFF, "D01")
    first, second, third = (shown(cast, "S05", f"{DEPARTMENT}?page={turn}") for turn in ("1", "2", "x"))
    assert "人数 33" in first
    assert ("新人5" in first, "新人29" in first) == (True, False)
    assert ("新人5 " in second, "新人29" in second) == (False, True)
    assert third == first


@pytest.mark.parametrize("number", ["S05", "H01", "S01"])
def test_the_pages_cost_the_same_for_many(cast: Cast, number: str) -> None:
    counts = []
    for people in (1, 30):
        for each in range(people):
            if (name := f"N{each:02}") not in cast.people:
                join(cast, name, f"新{each}", Role.STAFF, "D01")
                entry_of(cast[name], date(2026, 4, 15))
                PlanItem.objects.create(
                    bureau=cast.bureau, key=name, person=cast[name], month="2026-04", title="事"
                )
        client = reading(cast[number])
        addresses = ("/months/2026-04/departments/D01", "/months/2026-04/bureau")
        counts.append([statements(client, address) for address in addresses])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 15


# The reports -----------------------------------------------------------------------------------------------


def report(cast: Cast, address: str, form: str) -> bytes:
    answer = reading(cast["S05"], "zh-hans").get(f"{address}/report.{form}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f".{form}")
    return bytes(answer.content)


def test_words_stand_left_and_figures_right(cast: Cast) -> None:
    of_department = department_report(reader(cast["S05"]), "D01", "2026-03")
    for told in (of_department, bureau_report(reader(cast["S05"]), "2026-03")):
        for place in range(len(told.summary_columns)):
            column = [row[place] for row in told.summary if row[place] != "—"]
            figures = all(value.replace(".", "", 1).isdigit() for value in column)
            assert figures == (place not in told.summary_words), column


@pytest.mark.parametrize("address", [DEPARTMENT, BUREAU])
def test_the_document_holds_the_whole_page(cast: Cast, address: str) -> None:
    document = Document(BytesIO(report(cast, address, "docx")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "2026年3月对账情况" in text
    assert not [each for each in [*cells, text] if "{" in each]
    for told in ("修订督查办法", "办法印发各处室", "部分完成 60%", "钱进", "2.5"):
        assert told in cells, told
    section = document.sections[0]
    size = [round(each.mm) for each in (section.page_width, section.page_height) if each]
    assert size == [210, 297]


@pytest.mark.parametrize("address", [DEPARTMENT, BUREAU])
def test_figures_stand_right_in_the_document_too(cast: Cast, address: str) -> None:
    summary = Document(BytesIO(report(cast, address, "docx"))).tables[0]
    sides = [{cell.paragraphs[0].alignment for cell in column.cells} for column in summary.columns]
    told = (department_report(reader(cast["S05"]), "D01", "2026-03") if address == DEPARTMENT
            else bureau_report(reader(cast["S05"]), "2026-03"))  # fmt: skip
    left, right = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
    assert sides == [{left if place in told.summary_words else right} for place in range(len(sides))]


def test_signs_of_markup_stay_text_in_a_document(cast: Cast) -> None:
    plan_month(person=cast["S05"], month="2026-04", lines=[PlanLine("<b>&{{ x }}</b>")], at=noon(2026, 4, 1))
    document = Document(BytesIO(report(cast, "/months/2026-04/bureau", "docx")))
    assert "<b>&{{ x }}</b>" in [cell.text for cell in document.tables[1].rows[1].cells]


@pytest.mark.parametrize("address", [DEPARTMENT, BUREAU])
def test_the_workbook_holds_the_whole_page(cast: Cast, address: str) -> None:
    book = load_workbook(BytesIO(report(cast, address, "xlsx")))
    rows = [[cell for cell in row if cell not in {None, ""}] for sheet in book for row in sheet.values]
    told = ["钱进", "修订督查办法", "完成", "办法印发各处室"]
    assert any(row[-4:] == told for row in rows)
    assert any(row[-1:] == [2.5] for row in rows)


def test_a_text_is_never_a_formula(cast: Cast) -> None:
    plan_month(person=cast["S05"], month="2026-04", lines=[PlanLine("=1+1")], at=noon(2026, 4, 1))
    book = load_workbook(BytesIO(report(cast, "/months/2026-04/bureau", "xlsx")))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("address", [DEPARTMENT, BUREAU])
def test_the_pdf_is_one(cast: Cast, address: str) -> None:
    made = report(cast, address, "pdf")
    assert made.startswith(b"%PDF-")
    assert len(made) > 20_000  # the Chinese signs are in it


def test_without_a_chinese_font_the_page_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "fonts_found", lambda: ([], []))
    client = reading(cast["S05"], "zh-hans")
    assert "服务器没有中文字体，不能生成PDF" in words(page(client, BUREAU))
    assert f'{BUREAU}/report.pdf"' not in page(client, BUREAU)
    answer = client.get(f"{BUREAU}/report.pdf", follow=True)
    assert "服务器没有中文字体" in words(answer.content.decode())


def test_what_leaves_is_noted(cast: Cast) -> None:
    report(cast, DEPARTMENT, "xlsx")
    line = LedgerLine.objects.get(action="export_month_report")
    assert (line.actor, line.object_key, line.after) == (
        "S05",
        "2026-03",
        {"form": "xlsx", "department": "D01"},
    )
