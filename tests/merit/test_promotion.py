"""选拔任用参考表: what it says, who issues it, that each issue is kept, and the files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO

import pytest
import time_machine
from docx import Document

from daybook.annual.enums import Stage
from daybook.ledger.models import LedgerLine
from daybook.merit.actions.promotion import issue_sheet
from daybook.merit.models import PromotionIssue
from daybook.merit.queries.promotion import SheetRead
from daybook.merit.reports import files
from daybook.merit.reports.content import PromotionSheet, is_sheet, promotion_sheet
from daybook.org.models import Person
from daybook.web import printing
from tests.factories import last_line, refused
from tests.merit.years import NOW, decided, two_years
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db
ADDRESS = "/people/S02/promotion"


@pytest.fixture
def cast() -> Cast:
    return two_years(water_bureau())


@pytest.fixture(autouse=True)
def _march() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def sheet(person: Person) -> PromotionSheet:
    return promotion_sheet(SheetRead(person, NOW.date()))


def issued(cast: Cast, number: str = "S02", actor: str = "S01") -> PromotionIssue:
    return issue_sheet(person=cast[number], purpose="拟任副职", actor=cast[actor], at=NOW)


def text_of(content: bytes) -> str:
    body = Document(BytesIO(content)).element.body
    return " ".join("".join(each.itertext()) for each in body.iter() if each.tag.endswith("}p"))


def test_a_sheet_tells_of_three_final_years_and_the_evaluation(cast: Cast) -> None:
    told = sheet(cast["S02"])
    assert (told.title, told.name, told.department, told.post, told.birth) == (
        "选拔任用参考表", "钱进", "办公室", "工作人员", "1985年5月1日",
    )  # fmt: skip
    rows = [
        (each.year, each.routine, each.assessment, each.total, each.grade, each.rank) for each in told.years
    ]
    assert rows == [
        ("2026", "96.00", "94.00", "95.00", "优秀", "1 / 6"),
        ("2025", "95.00", "94.00", "94.50", "优秀", "1 / 6"),
        ("2024", "—", "—", "—", "—", "—"),
    ]
    assert (told.evaluated, told.evaluation) == ("2026", "92.14")
    assert [(each.name, each.weight, each.value) for each in told.dimensions] == [
        ("考核结果", "40", "94.81"),
        ("任职经历", "15", "—"),
        ("急难险重任务", "15", "—"),
        ("奖惩情况", "15", "—"),
        ("群众公认", "15", "85.00"),
    ]
    assert told.dimensions[0].ground == "2026年 95.00 × 5；2025年 94.50 × 3"


def test_the_local_grade_stands_beside_the_statutory_one(cast: Cast) -> None:
    assert [each.grade for each in sheet(cast["S03"]).years] == ["优秀", "称职（局内优良）", "—"]
    decided(cast["S03"], 2026, "competent", Stage.PROPOSED, version=2)
    assert sheet(cast["S03"]).years[0].grade == "优秀"


def test_each_issue_has_its_number_and_keeps_what_it_said(cast: Cast) -> None:
    first = issued(cast)
    line = last_line()
    assert (line.action, line.object_key, line.actor) == ("issue_promotion_sheet", "2027-0001", "S01")
    assert "拟任副职" not in str(line.after)
    second = issued(cast, "S03", "L01")
    assert (first.key, second.key, first.year) == ("2027-0001", "2027-0002", 2026)
    assert is_sheet(json.loads(first.content))
    decided(cast["S02"], 2026, "good", Stage.FINAL, version=2)
    told = words(page(reading(cast["S01"]), "/promotions/2027-0001"))
    assert "2026 96.00 94.00 95.00 优秀 1 / 6" in told
    assert "用途:拟任副职" in told
    assert "孙丽，2027年3月31日" in told
    assert "称职（局内优良）" in words(page(reading(cast["S01"]), ADDRESS))


def test_only_the_office_and_the_principal_issue_and_nobody_his_own(cast: Cast) -> None:
    for number in ("L02", "H01", "S02", "S04"):
        given = {"person": cast["S03"], "purpose": "拟任副职", "actor": cast[number], "at": NOW}
        assert "Only the personnel office" in refused(issue_sheet, **given)[1]
    own = {"person": cast["S01"], "purpose": "x", "actor": cast["S01"], "at": NOW}
    assert refused(issue_sheet, **own)[0] == "person"
    empty = {"person": cast["S02"], "purpose": " ", "actor": cast["S01"], "at": NOW}
    assert refused(issue_sheet, **empty)[0] == "purpose"
    assert not PromotionIssue.objects.exists()


def test_before_a_year_is_final_there_is_no_sheet() -> None:
    cast = water_bureau()
    given = {"person": cast["S02"], "purpose": "x", "actor": cast["S01"], "at": NOW}
    assert "No year is final" in refused(issue_sheet, **given)[1]
    client = reading(cast["S01"])
    assert "A reference sheet tells of final years alone." in words(page(client, ADDRESS))
    assert client.post(ADDRESS, {"purpose": "x"}).status_code == 422
    assert "None is issued yet" in words(page(client, "/promotions"))


def test_it_is_issued_on_its_page_and_listed(cast: Cast) -> None:
    client = reading(cast["S01"])
    assert client.post(ADDRESS, {"purpose": ""}).status_code == 422
    answer = client.post(ADDRESS, {"purpose": "拟任副职"})
    assert (answer.status_code, answer["Location"]) == (302, "/promotions/2027-0001")
    assert "2027-0001 钱进 S02 拟任副职 孙丽" in words(page(client, "/promotions"))
    assert "Issued before" in words(page(client, ADDRESS))
    assert "Your own sheet" in words(page(client, "/people/S01/promotion"))
    for number in ("S02", "L02", "H01"):
        for address in (ADDRESS, "/promotions", "/promotions/2027-0001", "/promotions/2027-0001/sheet.docx"):
            assert page(reading(cast[number]), address, 404)
    assert page(client, "/promotions/2027-0009", 404)


def test_the_files_say_the_same_and_taking_one_is_noted(cast: Cast) -> None:
    cast["S02"].name = "阿卜杜拉·买买提艾力江" * 6
    cast["S02"].save(update_fields=["name"])
    issued(cast)
    answer = reading(cast["L01"]).get("/promotions/2027-0001/sheet.docx")
    told = text_of(answer.content)
    for said in (
        "选拔任用参考表",
        "2027-0001",
        "94.50",
        "1 / 6",
        "92.14",
        "拟任副职",
        "群众公认",
        "买买提艾力江",
    ):
        assert said in told
    assert "{" not in told
    line = LedgerLine.objects.latest("sequence")
    assert (line.action, line.actor, line.after["form"]) == ("export_promotion_sheet", "L01", "docx")
    assert page(reading(cast["L01"]), "/promotions/2027-0001/sheet.odt", 404)


def test_the_pdf_is_set(cast: Cast) -> None:
    made = files.sheet_file(issued(cast), "pdf")
    assert made.content.startswith(b"%PDF")
    assert made.name == "2027-0001 S02 钱进.pdf"


def test_a_machine_without_fonts_offers_no_pdf(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    issued(cast)
    monkeypatch.setattr(printing, "fonts_found", lambda: ([], []))
    client = reading(cast["S01"])
    assert "PDF" not in words(page(client, "/promotions/2027-0001"))
    assert page(client, "/promotions/2027-0001/sheet.pdf", 404)


@pytest.mark.parametrize(
    "told", [None, [], {}, {"title": 1}, {"title": "x"}, {"years": [{"year": "2026"}], "dimensions": []}]
)
def test_what_is_no_sheet_is_told_from_one(told: object) -> None:
    assert not is_sheet(told)


def test_a_sheet_takes_few_statements(cast: Cast) -> None:
    client = reading(cast["S01"])
    few = statements(client, ADDRESS)
    for _number in range(20):
        issued(cast)
    assert statements(client, ADDRESS) == few <= 12
    assert statements(client, "/promotions") <= 6
    assert statements(client, "/promotions/2027-0001") <= 6
