"""年度考核登记表: what a form says, who takes it, many as one archive, and that taking is noted."""

from __future__ import annotations

import gc
import tracemalloc
import weakref
from collections.abc import Iterator
from datetime import UTC
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from docx import Document
from docx.oxml.ns import qn

from daybook.annual.actions.reports import ReportDraft, submit_annual_report
from daybook.annual.actions.units import freeze_units
from daybook.annual.models import Decision, Notice, NoticedPerson, Signature
from daybook.annual.queries.forms import FormRead, YearForms
from daybook.annual.reports import files
from daybook.annual.reports.content import AnnualForm, annual_form
from daybook.annual.shown.sight import sight_of
from daybook.ledger.models import LedgerLine
from daybook.org.frame import Frame
from daybook.org.models import Person
from daybook.web import printing
from daybook.web.archive import Archive, Made
from tests.annual.scored import publish_year, vote
from tests.factories import noon
from tests.pages import page, reading, statements, words
from tests.people import Cast

NOW = noon(2027, 1, 20)
FORMS = "/years/2026/forms"


@pytest.fixture(autouse=True)
def _january(cast: Cast) -> Iterator[None]:
    """S02's year: 88, 92.5, 90, 85.25 and three good ballots."""
    publish_year(cast["S02"], 2026, ("88", "92.50", "90", "85.25"))
    vote(cast["S02"], 2026, "AAAAA")
    with time_machine.travel(NOW, tick=False):
        yield


def read(cast: Cast, number: str = "S02", reader: str = "S01") -> FormRead:
    frame = Frame(cast[reader], NOW.date(), "/")
    found = YearForms(frame, 2026, sight_of(frame))
    person = found.person(number)
    assert person is not None
    return next(found.read([person]))


def form(cast: Cast, number: str = "S02") -> AnnualForm:
    return annual_form(read(cast, number))


def decided(
    person: Person, grade: str, stage: str = "decided", version: int = 1, reason: str = ""
) -> Decision:
    return Decision.objects.create(
        bureau=person.bureau,
        year=2026,
        person=person,
        version=version,
        stage=stage,
        grade=grade,
        reason=reason,
        decided_by="李为民" if stage == "proposed" else "考核委员会",
        decided_at=noon(2027, 1, 11 + version),
    )


def text_of(content: bytes) -> str:
    body = Document(BytesIO(content)).element.body
    return " ".join("".join(each.itertext()) for each in body.iter() if each.tag.endswith("}p"))


def test_a_form_says_what_settle_says(cast: Cast) -> None:
    made = form(cast)
    assert (made.title, made.year, made.name, made.post) == (
        "公务员年度考核登记表", "2026年度，未终定", "钱进", "办公室工作人员",
    )  # fmt: skip
    assert [line.score for line in made.quarters] == ["88.00", "92.50", "90.00", "85.25"]
    assert (made.routine, made.assessment, made.total) == ("88.94", "100.00", "94.47")
    assert (made.proposal, made.decision, made.own, made.ungraded) == ([], [], [], [])


def test_proposal_decision_and_signature_stand_with_who_and_when(cast: Cast) -> None:
    decided(cast["S02"], "excellent", "proposed", reason="实绩突出。")
    assert (form(cast).proposal, form(cast).proposed_by, form(cast).decision) == (
        ["实绩突出。", "考核等次：优秀。"], "李为民", [],
    )  # fmt: skip
    decided(cast["S02"], "excellent", "final", version=2)
    Signature.objects.create(
        bureau=cast.bureau, year=2026, person=cast["S02"], version=2, kind="signed", signed_at=NOW
    )
    made = form(cast)
    assert (made.decision, made.decided_on) == (["考核等次：优秀。"], "2027年1月13日")
    assert made.year == "2026年度"
    assert (made.own, made.signed_on) == (["同意考核结果。"], "2027年1月20日")


def test_the_own_form_tells_no_grade_before_it_is_announced(cast: Cast) -> None:
    def told(reader: str) -> tuple[bool, bool, bool]:
        answer = reading(cast[reader]).get("/years/2026/people/S02/form.docx")
        words = text_of(answer.content)
        return "实绩突出。" in words, "李为民" in words, "考核等次：优秀。" in words

    steps = (("proposed", False), ("decided", False), ("noticed", True), ("decided", False), ("final", True))
    for version, (stage, own) in enumerate(steps, start=1):
        decided(cast["S02"], "excellent", stage, version, "实绩突出。")
        assert told("S02") == (own, own, own), stage
        for reader in ("L02", "L01", "S01"):
            assert told(reader) == (True, True, True), (stage, reader)


def test_the_own_archive_tells_no_grade_before_it_is_announced(cast: Cast) -> None:
    decided(cast["S02"], "excellent", "proposed", reason="实绩突出。")
    answer = reading(cast["S02"]).post(FORMS, {"form": "docx"})
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as found:  # type: ignore[attr-defined]
        assert "实绩突出" not in text_of(found.read("S02 钱进 2026 公务员年度考核登记表.docx"))


@pytest.mark.parametrize(
    ("category", "title"),
    [
        ("quasi_civil_servant", "公务员年度考核登记表"),
        ("support_worker", "机关工勤人员年度考核登记表"),
        ("public_institution", "事业单位工作人员年度考核登记表"),
    ],
)
def test_the_form_is_called_after_the_staff_category(cast: Cast, category: str, title: str) -> None:
    Person.objects.filter(number="S02").update(staff_category=category)
    assert form(cast).title == title


def test_the_local_grade_is_written_as_the_statutory_one(cast: Cast) -> None:
    decided(cast["S02"], "good")
    assert form(cast).decision == ["考核等次：称职。"]


def test_who_is_not_graded_is_told_why(cast: Cast) -> None:
    Person.objects.filter(pk=cast["S02"].pk).update(employed_to=noon(2026, 11, 30).date())
    assert form(cast).ungraded == ["12月31日前离开，不参加考核"]


def test_the_own_summary_is_the_persons_words(cast: Cast) -> None:
    submit_annual_report(person=cast["S02"], year=2026, draft=ReportDraft({}, "全年\n完成。", "述职如下。"))
    assert form(cast).work == ["全年", "完成。", "述职如下。"]


def test_names_and_texts_of_any_length_are_set_whole(cast: Cast) -> None:
    Person.objects.filter(pk=cast["S02"].pk).update(name="阿卜杜拉·买买提艾力江" * 8)
    draft = ReportDraft({}, "扎<实>" * 1000 + "末尾", "履职&尽责" * 800 + "完")
    submit_annual_report(person=cast["S02"], year=2026, draft=draft)
    content = reading(cast["S02"]).get("/years/2026/people/S02/form.docx").content
    told = text_of(content)
    assert "阿卜杜拉·买买提艾力江" * 8 in told
    assert "扎<实>末尾" in told
    assert "履职&尽责完" in told
    pdf = reading(cast["S02"]).get("/years/2026/people/S02/form.pdf")
    assert pdf.content.startswith(b"%PDF")


def test_every_table_stands_in_the_middle_with_columns_as_wide_as_their_cells(cast: Cast) -> None:
    body = Document(BytesIO(files.form_file(read(cast), "docx").content)).element.body
    tables = body.findall(f".//{qn('w:tbl')}")
    assert len(tables) == 2
    for table in tables:
        assert table.find(f"{qn('w:tblPr')}/{qn('w:jc')}").get(qn("w:val")) == "center"
        columns = [each.get(qn("w:w")) for each in table.find(qn("w:tblGrid"))]
        cells = table.find(qn("w:tr")).findall(f"{qn('w:tc')}/{qn('w:tcPr')}/{qn('w:tcW')}")
        assert columns == [each.get(qn("w:w")) for each in cells]


@pytest.mark.parametrize(
    ("reader", "status"),
    [("S02", 200), ("S01", 200), ("L02", 200), ("L01", 200), ("H01", 404), ("L03", 404), ("S03", 404)],
)
def test_a_form_is_taken_by_whom_the_result_is_seen(cast: Cast, reader: str, status: int) -> None:
    assert reading(cast[reader]).get("/years/2026/people/S02/form.docx").status_code == status


def test_an_archive_holds_what_one_may_take_and_taking_is_noted(cast: Cast) -> None:
    assert reading(cast["S01"]).get("/years/2026/people/S02/form.xlsx").status_code == 404
    assert reading(cast["S01"]).post(FORMS, {"form": "xlsx"}).status_code == 404
    answer = reading(cast["L02"]).post(FORMS, {"form": "docx"})
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as found:  # type: ignore[attr-defined]
        names = found.namelist()
    assert "S02 钱进 2026 公务员年度考核登记表.docx" in names
    assert len(names) == int(answer["Daybook-Forms"])
    assert not any(name.startswith("S05") for name in names)
    reading(cast["S02"]).get("/years/2026/people/S02/form.docx")
    lines = LedgerLine.objects.filter(action="export_annual_forms").order_by("sequence")
    assert [(line.actor, line.object_key) for line in lines] == [("L02", "2026"), ("S02", "2026")]
    assert lines[0].after == {"paper": "form", "form": "docx", "people": " ".join(sorted(numbers(names)))}
    assert lines[1].after == {"paper": "form", "form": "docx", "people": "S02"}


def numbers(names: list[str]) -> list[str]:
    return [name.partition(" ")[0] for name in names]


@pytest.mark.parametrize(
    ("reader", "address", "paper", "people"),
    [
        ("L02", "results.xlsx", "roster", "unit"),
        ("L02", "units.docx", "units", "unit"),
        ("S04", "units.docx", "units", "nobody"),
        ("S01", "report.docx", "report", "nobody"),
        ("S04", "notice.docx", "notice", "nobody"),
    ],
)
def test_what_was_taken_and_of_whom_it_tells_is_noted(
    cast: Cast, reader: str, address: str, paper: str, people: str
) -> None:
    NoticedPerson.objects.create(notice=put_up(cast), person=cast["S02"], grade="excellent")
    content = reading(cast[reader]).get(f"/years/2026/{address}").content
    told = LedgerLine.objects.get(action="export_annual_forms").after
    assert (told["paper"], told["form"]) == (paper, address.partition(".")[2])
    listed = told["people"].split()
    assert ("S02" in listed) == (people == "unit")
    words = str(rows_of(content)) if address.endswith("xlsx") else text_of(content)
    assert listed == sorted(number for number in cast.people if number in words)


def test_without_a_chinese_font_no_pdf_is_offered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "fonts_found", lambda: ([], []))
    client = reading(cast["S02"], "zh-hans")
    assert "form.pdf" not in page(client, FORMS)
    answer = client.get("/years/2026/people/S02/form.pdf", follow=True)
    assert "没有中文字体" in words(answer.content.decode())


def test_an_archive_holds_one_file_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = read(cast)
    monkeypatch.setattr(files, "KINDS", {"docx": printing.Kind(lambda _told: bytes(1_000_000), "")})

    def peak(count: int) -> int:
        tracemalloc.start()
        sent = sum(len(piece) for piece in Archive(UTC, files.form_files([one] * count, "docx")))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert sent > count * 1_000_000
        return most

    peak(1)
    assert peak(24) < peak(3) + 1_000_000


class Circle:
    """What only a search for garbage finds."""

    def __init__(self) -> None:
        self.own = self


def test_what_made_a_file_is_gone_when_the_file_is_sent() -> None:
    circles: list[weakref.ref[Circle]] = []

    def made(number: int) -> Made:
        circles.append(weakref.ref(Circle()))
        return Made(f"{number}.docx", b"")

    gc.disable()
    try:
        pieces = Archive(UTC, map(made, range(5)))
        standing = [sum(each() is not None for each in circles) for _piece in pieces]
    finally:
        gc.enable()
    assert (len(circles), max(standing)) == (5, 0)


def test_the_page_takes_as_many_statements_for_one_as_for_everybody(cast: Cast) -> None:
    assert "还没有登记表" in words(page(reading(cast["S02"], "zh-hans"), "/years/2020/forms"))
    one, everybody = (statements(reading(cast[number]), FORMS) for number in ("S02", "S01"))
    assert one == everybody <= 15


def rows_of(content: bytes) -> list[list[object]]:
    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_roster_has_the_figures_of_settle_for_whom_the_table_is_open(cast: Cast) -> None:
    answer = reading(cast["L02"], "zh-hans").get("/years/2026/results.xlsx")
    table = rows_of(answer.content)
    own = next(row for row in table if "S02" in row)
    assert own[2:13] == [1, "S02", "钱进", "办公室", 88, 92.5, 90, 85.25, 88.94, 100, 94.47]
    assert not any("S05" in row for row in table)
    assert any("S05" in row for row in rows_of(reading(cast["S01"]).get("/years/2026/results.xlsx").content))
    for number in ("S02", "H01"):
        assert reading(cast[number]).get("/years/2026/results.xlsx").status_code == 404
    assert LedgerLine.objects.filter(action="export_annual_forms", actor="L02").exists()


def test_the_report_counts_what_was_decided_by_the_statutory_grades(cast: Cast) -> None:
    decided(cast["S02"], "good")
    content = reading(cast["L01"]).get("/years/2026/report.docx").content
    told = text_of(content)
    assert "关于2026年度考核工作情况的报告" in told
    assert "尚未终定" in told
    assert "称职1、尚未决定8。" in told
    assert "李为民" in told
    assert reading(cast["S01"]).get("/years/2026/report.pdf").content.startswith(b"%PDF")
    for number in ("L02", "S02"):
        assert reading(cast[number]).get("/years/2026/report.docx").status_code == 404
    assert reading(cast["S01"]).get("/years/2026/report.txt").status_code == 404


def put_up(cast: Cast, **more: Any) -> Notice:
    return Notice.objects.create(
        bureau=cast.bureau,
        year=2026,
        first_day=noon(2027, 1, 15).date(),
        last_day=noon(2027, 1, 21).date(),
        put_up_by=cast["S01"],
        put_up_at=noon(2027, 1, 14),
        **{"serial": 1, **more},
    )


def test_the_notice_can_be_taken_as_a_paper_by_everybody(cast: Cast) -> None:
    assert reading(cast["S04"]).get("/years/2026/notice.docx").status_code == 404
    notice = put_up(cast)
    NoticedPerson.objects.create(
        notice=notice, person=cast["S02"], grade="excellent", department="办公室", post="科员"
    )
    told = text_of(reading(cast["S04"], "en").get("/years/2026/notice.docx").content)
    assert "关于2026年度考核优秀等次人员的公示" in told
    assert "以下1名同志2026年度考核为优秀等次" in told
    assert "公示时间：2027年1月15日至2027年1月21日。" in told
    assert "钱进" in told
    assert reading(cast["S04"]).get("/years/2026/notice.pdf").content.startswith(b"%PDF")


def test_a_corrected_list_says_which_it_is_and_who_is_new_on_it(cast: Cast) -> None:
    NoticedPerson.objects.create(notice=put_up(cast), person=cast["S02"], grade="excellent")
    second = put_up(cast, serial=2, key="2026-2", reason="异议成立，等次更正")
    for number, is_new in (("S02", False), ("S03", True)):
        NoticedPerson.objects.create(
            notice=second, person=cast[number], grade="excellent", post="科员", is_new=is_new
        )
    told = text_of(reading(cast["S04"]).get("/years/2026/notice.docx").content)
    assert "（第2次，更正）" in told
    before, after = told.split("冯雪", 1)
    assert "新列入" in after
    assert "新列入" not in before


def test_a_corrected_list_of_nobody_says_so(cast: Cast) -> None:
    NoticedPerson.objects.create(notice=put_up(cast), person=cast["S02"], grade="excellent")
    put_up(cast, serial=2, key="2026-2", reason="异议成立，等次更正")
    told = text_of(reading(cast["S04"]).get("/years/2026/notice.docx").content)
    assert "2026年度考核公示" in told
    assert "更正后，名单中没有人员。" in told
    assert "异议成立，等次更正" in told
    assert "公示时间：2027年1月15日至2027年1月21日。" in told
    assert "等次人员" not in told
    assert "0名" not in told


def test_no_character_of_an_old_row_keeps_a_file_from_being_made(cast: Cast) -> None:
    Person.objects.filter(pk=cast["S02"].pk).update(name="钱\x01进")
    decided(cast["S02"], "excellent", "noticed", reason="实绩\x0b突出\ufffe。")
    notice = put_up(cast, reason="异议\x0b成立\x1f")
    NoticedPerson.objects.create(notice=notice, person=cast["S02"], grade="excellent")
    for address in ("notice", "people/S02/form", "report", "units"):
        told = text_of(reading(cast["S01"]).get(f"/years/2026/{address}.docx").content)
        assert "report" in address or "钱进" in told
        assert ("异议成立" in told) == (address == "notice")
    for address in ("notice.pdf", "people/S02/form.pdf"):
        assert reading(cast["S01"]).get(f"/years/2026/{address}").content.startswith(b"%PDF")
    assert any("钱进" in row for row in rows_of(reading(cast["S01"]).get("/years/2026/results.xlsx").content))


def test_the_list_of_units_has_the_people_of_whom_the_table_is_open(cast: Cast) -> None:
    told = text_of(reading(cast["S04"], "en").get("/years/2026/units.docx").content)
    assert "2026年度考核单元与名额" in told
    assert "以2026年12月31日为准，尚未冻结" in told
    assert "第一单元 李为民" in told
    assert "钱进" not in told
    assert "钱进" in text_of(reading(cast["L02"]).get("/years/2026/units.docx").content)
    assert reading(cast["S01"]).get("/years/2026/units.pdf").content.startswith(b"%PDF")
    freeze_units(bureau=cast.bureau, year=2026, reason="", actor=cast["S01"])
    told = text_of(reading(cast["S04"]).get("/years/2026/units.docx").content)
    assert "2027年1月20日冻结，第1版" in told
    assert reading(cast["S04"]).get("/years/2026/units.txt").status_code == 404
    assert reading(cast["S04"]).get("/years/2020/units.docx").status_code == 404
