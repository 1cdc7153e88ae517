"""平时考核登记表: what a form says, who takes it, many as one archive, and that taking is noted."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from docx import Document
from docx.oxml.ns import qn

from daybook.ledger.models import LedgerLine
from daybook.org.actions.posts import transfer
from daybook.org.frame import Frame
from daybook.org.models import Person
from daybook.quarterly.actions.feedback import acknowledge_sheet
from daybook.quarterly.actions.grades import decide_routine_grade
from daybook.quarterly.actions.sheets import write_opinion
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.own_forms import QuarterForms
from daybook.quarterly.reports import files
from daybook.quarterly.reports.content import AppraisalForm, appraisal_form
from daybook.quarterly.spans import period_of
from daybook.web import printing
from daybook.web.archive import Archive
from tests.annual.scored import publish
from tests.factories import entry_of, noon, published, submitted
from tests.pages import page, reading, statements, words
from tests.people import Cast

Q1, NOW = "/quarters/2026-Q1", noon(2026, 4, 14)


@pytest.fixture(autouse=True)
def _april() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def forms(cast: Cast, number: str) -> QuarterForms:
    return QuarterForms(Frame(cast[number], NOW.date(), "/"), period_of("2026-Q1"))


def form(cast: Cast, number: str, reader: str = "S01") -> AppraisalForm:
    found = forms(cast, reader)
    person = found.person(number)
    assert person is not None
    return appraisal_form(next(found.read([person])))


def text_of(content: bytes) -> str:
    """Every word of a .docx, tables in tables included."""
    body = Document(BytesIO(content)).element.body
    return " ".join("".join(each.itertext()) for each in body.iter() if each.tag.endswith("}p"))


def archive(cast: Cast, number: str, kind: str = "docx") -> dict[str, bytes]:
    answer = reading(cast[number]).post(f"{Q1}/forms", {"form": kind})
    assert answer.status_code == 200
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as found:  # type: ignore[attr-defined]
        assert found.testzip() is None
        return {each.filename: found.read(each) for each in found.infolist()}


def test_a_form_says_what_the_months_and_the_sheet_say(cast: Cast) -> None:
    entry_of(cast["S03"], date(2026, 2, 27))
    submitted(cast["S03"], "2026-02", noon(2026, 3, 4))
    sheet = published(cast["S03"], "2026-Q1", cast["H02"])
    made = form(cast, "S03")
    assert (made.title, made.name, made.department, made.quarter) == (
        "平时考核登记表", "冯雪", "规划计划处", "2026年一季度",
    )  # fmt: skip
    assert [(work.month, work.paragraphs) for work in made.work] == [
        ("2026年1月", ["未提交小结"]),
        ("2026年2月", ["按计划完成本月工作。"]),
        ("2026年3月", ["未提交小结"]),
    ]
    assert made.months[1].coverage == "6.3%"
    assert [(row.group, row.name, row.score) for row in made.sheets[0].elements][:2] == [
        ("业务能力", "专业知识", "88.00"),
        ("", "办文办事", "88.00"),
    ]
    assert (made.score, made.grade, made.sheets[0].comment) == ("88.00", "较好", ["工作扎实。"])
    assert (made.sheets[0].rater, made.sheets[0].signed, made.own) == ("吴建国", "2026年4月10日", "")
    acknowledge_sheet(sheet=sheet, person=cast["S03"], at=NOW)
    assert form(cast, "S03").own == "已阅，2026年4月14日在系统中确认。"


def test_an_english_reader_is_given_the_official_words(cast: Cast) -> None:
    published(cast["S03"], "2026-Q1", cast["H02"])
    answer = reading(cast["S03"], "en").get(f"{Q1}/form.docx")
    assert "平时考核登记表" in text_of(answer.content)


def test_a_decided_grade_stands_with_its_reason_and_an_open_one_waits(cast: Cast) -> None:
    publish(cast["S03"], "2026-Q1", "92", cast["H02"])
    assert form(cast, "S03").grade == "待组织人事处确定"
    decide_routine_grade(
        person=cast["S03"], quarter="2026-Q1", grade="fairly_well", reason="会商", actor=cast["S01"], at=NOW
    )
    made = form(cast, "S03")
    assert (made.grade, made.office) == ("较好", "评定为“较好”：会商")


def test_the_opinion_of_another_part_stands_on_the_form(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 2, 2), at=NOW)
    write_opinion(person=cast["S03"], quarter="2026-Q1", rater=cast["H02"], comment="走得好。", at=NOW)
    published(cast["S03"], "2026-Q1", cast["H03"], "86")
    made = form(cast, "S03")
    assert [(part.rater, part.span, part.comment) for part in made.opinions] == [
        ("吴建国", "2026年1月1日至2026年2月1日", ["走得好。"])
    ]
    content = reading(cast["S01"]).get(f"{Q1}/people/S03/form.docx").content
    assert "走得好。" in text_of(content)


def test_every_table_of_a_form_stands_in_the_middle_with_columns_as_wide_as_their_cells(cast: Cast) -> None:
    published(cast["S03"], "2026-Q1", cast["H02"])
    body = Document(BytesIO(reading(cast["S03"]).get(f"{Q1}/form.docx").content)).element.body
    tables = body.findall(f".//{qn('w:tbl')}")
    assert len(tables) == 3
    for table in tables:
        assert table.find(f"{qn('w:tblPr')}/{qn('w:jc')}").get(qn("w:val")) == "center"
        columns = [each.get(qn("w:w")) for each in table.find(qn("w:tblGrid"))]
        cells = table.find(qn("w:tr")).findall(f"{qn('w:tc')}/{qn('w:tcPr')}/{qn('w:tcW')}")
        assert columns == [each.get(qn("w:w")) for each in cells]


def test_names_and_texts_of_any_length_are_set_whole(cast: Cast) -> None:
    Person.objects.filter(pk=cast["S03"].pk).update(name="阿卜杜拉·买买提艾力江" * 8)
    sheet = published(cast["S03"], "2026-Q1", cast["H02"])
    ScoreSheet.objects.filter(pk=sheet.pk).update(comment="扎<实>" * 900 + "末尾")
    answer = reading(cast["S03"]).get(f"{Q1}/form.docx")
    told = text_of(answer.content)
    assert "阿卜杜拉·买买提艾力江" * 8 in told
    assert "扎<实>末尾" in told
    pdf = reading(cast["S03"]).get(f"{Q1}/form.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("reader", "taken"),
    [("S01", "S03 S04"), ("H02", "S03 S04"), ("L02", "S03 S04"), ("L01", "S03 S04"), ("S03", "S03"),
     ("S02", ""), ("H01", ""), ("L03", "")],
)  # fmt: skip
def test_a_form_is_taken_by_whom_the_sheet_is_seen_whole(cast: Cast, reader: str, taken: str) -> None:
    for number in ("S03", "S04"):
        published(cast[number], "2026-Q1", cast["H02"])
    assert " ".join(each.number for each in forms(cast, reader).people) == taken
    status = 200 if "S04" in taken else 404
    assert reading(cast[reader]).get(f"{Q1}/people/S04/form.docx").status_code == status


def test_the_successor_who_sees_the_total_takes_no_form(cast: Cast) -> None:
    published(cast["S03"], "2026-Q1", cast["H02"])
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 4, 1), at=NOW)
    assert forms(cast, "H03").people == []


def test_drafts_and_other_kinds_are_no_forms(cast: Cast) -> None:
    sheet = publish(cast["S03"], "2026-Q1", "88", cast["H02"])
    assert reading(cast["S03"]).get(f"{Q1}/form.xlsx").status_code == 404
    ScoreSheet.objects.filter(pk=sheet.pk).update(published_at=None, score=None)
    assert reading(cast["H02"]).get(f"{Q1}/people/S03/form.docx").status_code == 404
    assert reading(cast["S01"]).post(f"{Q1}/forms", {"form": "docx"}).status_code == 404


def test_an_archive_holds_every_form_under_number_name_and_quarter(cast: Cast) -> None:
    for number in ("S04", "S03"):
        published(cast[number], "2026-Q1", cast["H02"])
    names = ["S03 冯雪 2026-Q1 平时考核登记表", "S04 陈明 2026-Q1 平时考核登记表"]
    found = archive(cast, "S01")
    assert list(found) == [f"{name}.docx" for name in names]
    assert "冯雪" in text_of(found[f"{names[0]}.docx"])
    assert list(archive(cast, "H02", "pdf")) == [f"{name}.pdf" for name in names]


def test_an_archive_says_how_many_it_will_hold_and_each_begins_so_that_it_can_be_counted(cast: Cast) -> None:
    for number in ("S03", "S04"):
        published(cast[number], "2026-Q1", cast["H02"])
    answer = reading(cast["S01"]).post(f"{Q1}/forms", {"form": "docx"})
    assert answer["Daybook-Forms"] == "2"
    assert answer.streaming
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    begins = [at for at in range(len(content)) if content[at : at + 4] == b"PK\x03\x04"]
    assert sum(bool(content[at + 6] & 0x08) for at in begins) == 2


def test_an_archive_holds_one_file_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    published(cast["S03"], "2026-Q1", cast["H02"])
    read = next(forms(cast, "S01").read([cast["S03"]]))
    large = printing.Kind(lambda _told: bytes(1_000_000), "")
    monkeypatch.setattr(files, "KINDS", {"docx": large})

    def peak(count: int) -> int:
        tracemalloc.start()
        assert (
            sum(len(piece) for piece in Archive(UTC, files.form_files([read] * count, "docx")))
            > count * 1_000_000
        )
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(24) < peak(3) + 1_000_000


def test_what_leaves_is_noted_once_with_whose_it_is(cast: Cast) -> None:
    for number in ("S03", "S04"):
        published(cast[number], "2026-Q1", cast["H02"])
    archive(cast, "S01", "docx")
    reading(cast["S03"]).get(f"{Q1}/form.pdf")
    lines = LedgerLine.objects.filter(action="export_appraisal_forms").order_by("sequence")
    assert [(line.actor, line.object_key, line.after) for line in lines] == [
        ("S01", "2026-Q1", {"form": "docx", "people": "S03 S04"}),
        ("S03", "2026-Q1", {"form": "pdf", "people": "S03"}),
    ]


def test_without_a_chinese_font_no_pdf_is_offered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    published(cast["S03"], "2026-Q1", cast["H02"])
    monkeypatch.setattr(printing, "fonts_found", lambda: ([], []))
    client = reading(cast["S03"], "zh-hans")
    assert "form.pdf" not in page(client, Q1)
    answer = client.get(f"{Q1}/form.pdf", follow=True)
    assert "没有中文字体" in words(answer.content.decode())
    assert not LedgerLine.objects.filter(action="export_appraisal_forms").exists()


def test_the_page_tells_how_many_and_an_empty_one_what_will_be_here(cast: Cast) -> None:
    assert "还没有登记表" in words(page(reading(cast["S03"], "zh-hans"), f"{Q1}/forms"))
    published(cast["S03"], "2026-Q1", cast["H02"])
    told = words(page(reading(cast["H02"], "zh-hans"), f"{Q1}/forms"))
    assert "共1份：本季评分已公布" in told
    assert "冯雪 S03 .docx PDF" in told


def test_the_page_and_the_reading_cost_the_same_for_one_and_for_many(cast: Cast) -> None:
    publish(cast["S03"], "2026-Q1", "88", cast["H02"])
    few = statements(reading(cast["S01"]), f"{Q1}/forms")
    for number in ("S01", "S02", "S04", "S05", "S06", "H01", "H02", "H03"):
        publish(cast[number], "2026-Q1", "88")
    assert statements(reading(cast["S01"]), f"{Q1}/forms") == few
    assert few <= 15
