"""What a file or a sheet may look like, and what is said of one that cannot be read."""

from __future__ import annotations

import csv
from datetime import date, datetime, time
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from daybook.books.reading.folder import LONGEST_CELL
from daybook.books.reading.source import NoBook
from daybook.books.template import write_template
from tests.books.shelf import NOW, give_out, sample, take_in, write_book

PEOPLE = "number,name,gender,birth_date,staff_category,employed_from,employed_to,email\n"
HEADERS = (
    "number 工号、name 姓名、gender 性别、birth_date 出生日期、"
    "staff_category 人员类别、employed_from 入职、employed_to 离职、email 邮箱"
)
BIRTH = datetime(1980, 5, 6)  # noqa: DTZ001  # a spreadsheet knows no zone
SUBMITTED = datetime(2026, 4, 3, 16, 30)  # noqa: DTZ001


def faults_of(folder: Path, name: str, content: bytes) -> list[str]:
    """The report on the sample with one file replaced."""
    book = write_book(folder / "book", {"bureau": sample()["bureau"]})
    (book / f"{name}.csv").write_bytes(content)
    return take_in(book).lines


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "report"),
    [
        (b"", ["people:1:: 表是空的；第 1 行应为表头"]),
        (b"\xff\xfe\x00", ["people:1:: 文件不是 UTF-8 编码；应在表格软件中另存为“CSV UTF-8”"]),
        (
            (PEOPLE + "P1,张三,,,公务员,,,\n").encode("gb18030"),
            ["people:1:: 文件不是 UTF-8 编码；应在表格软件中另存为“CSV UTF-8”"],
        ),
        (
            (PEOPLE + 'P1,"张三,,,公务员,,,\n').encode(),
            ["people:2:: 引号没有成对；以引号开始的格应以引号结束"],
        ),
        (
            (PEOPLE + 'P1,"张"三,,,公务员,,,\n').encode(),
            ["people:2:: 引号的位置不对；内容中有引号的格应整格加引号，其中的引号写两个"],
        ),
        (
            (PEOPLE + "P1," + "x" * (LONGEST_CELL + 1) + ",,,公务员,,,\n").encode(),
            ["people:2:: 有一格过长，或引号没有成对；其后的内容没有读。每格应在字数限制以内，引号应成对"],
        ),
        (
            (PEOPLE + "P1,张三,,,公务员,,\nP2,李四,,,公务员,,,,多\n").encode(),
            [
                "people:2:: 这一行有 7 格；应与表头一样为 8 格",
                "people:3:: 这一行有 9 格；应与表头一样为 8 格",
            ],
        ),
        (
            "number,姓名,name,称呼,staff_category\nP1,张三,张三,小张,公务员\n".encode(),
            [
                f"people:1:称呼: 没有名为“称呼”的列；应为其中之一：{HEADERS}",
                "people:1:name: 这一列出现了两次；只应有一次",
            ],
        ),
        ("number,name\nP1,张三\n".encode(), ["people:1:staff_category: 缺少这一列；此列必须有"]),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, report: list[str]) -> None:
    assert faults_of(tmp_path, "people", content) == report


@pytest.mark.django_db
def test_unknown_tables_are_refused_by_name(tmp_path: Path) -> None:
    report = faults_of(tmp_path, "peoples", PEOPLE.encode())
    assert report == ["peoples:1:: 没有名为“peoples”的表；应为数据册规定的表"]


@pytest.mark.django_db
def test_a_bom_blank_rows_chinese_headers_and_any_order_of_columns(tmp_path: Path) -> None:
    book = write_book(tmp_path / "book", {"bureau": sample()["bureau"]})
    text = "人员类别,姓名,工号\r\n公务员,张三,P1\r\n\r\n,,\r\nsupport_worker,李四,P2\r\n"
    (book / "人员.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert take_in(book).lines == []
    people = give_out("SAMPLE", tmp_path / "out")["people"]
    assert people == PEOPLE + "P1,张三,,,civil_servant,,,\nP2,李四,,,support_worker,,,\n"


@pytest.mark.django_db
def test_a_table_under_both_names_is_refused(tmp_path: Path) -> None:
    book = write_book(tmp_path / "book", sample())
    (book / "人员.csv").write_bytes((book / "people.csv").read_bytes())
    assert [line for line in take_in(book).lines if line.startswith("people:1:")] == [
        "people:1:: 这张表出现了两次；只应有一次"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-03-26T09:20:00Z", "2026-03-26T17:20:00+08:00"),
        ("2026-03-26T11:20:00+02:00", "2026-03-26T17:20:00+08:00"),
        ("2026-03-26T17:20:00+08:00", "2026-03-26T17:20:00+08:00"),
    ],
)
def test_instants_are_kept_in_the_offset_of_the_bureau(tmp_path: Path, given: str, kept: str) -> None:
    tables = sample()
    tables["log_entries"][0]["recorded_at"] = given
    take_in(write_book(tmp_path / "book", tables))
    rows = list(csv.DictReader(give_out("SAMPLE", tmp_path / "out")["log_entries"].splitlines()))
    assert rows[0]["recorded_at"] == kept


@pytest.mark.django_db
def test_numbers_are_spelled_with_a_point_and_no_trailing_zeros(tmp_path: Path) -> None:
    tables = sample()
    tables["plan_items"][0]["weight"] = "002.50"
    tables["element_scores"][0]["score"] = "90.0"
    assert take_in(write_book(tmp_path / "book", tables)).lines == []
    out = give_out("SAMPLE", tmp_path / "out")
    assert next(csv.DictReader(out["plan_items"].splitlines()))["weight"] == "2.5"
    assert "S02,2026-Q1,2026-01-01,1,expertise,90,\n" in out["element_scores"]


@pytest.mark.django_db
def test_cells_that_a_spreadsheet_has_typed(tmp_path: Path) -> None:
    """A person types 2026-03 and gets a date; a number is a number; what is meant is still plain."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    rows: dict[str, list[list[object]]] = {
        "单位": [["编码", "名称", "考核办法"], [1001, "示例局", "log-style-2026"]],
        "人员": [["工号", "姓名", "人员类别", "出生日期"], [7, "张三", "公务员", BIRTH]],
        "任职": [["工号", "角色", "起"], ["7", "主要领导", date(2020, 1, 1)]],
        "月小结": [["工号", "月份", "提交时间"], [7, date(2026, 3, 1), SUBMITTED]],
        "日志": [
            ["编号", "工号", "日期", "开始", "结束", "内容", "进度", "记录时间"],
            ["E1", 7, date(2026, 3, 2), time(9, 0), time(11, 30), "=1+1", 80, "2026-03-02T17:00:00+08:00"],
        ],
        "Sheet1": [],
        "说明": [["随便写什么"]],
    }
    for name, lines in rows.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    log = book["日志"]
    log["F2"].data_type = "s"
    book.save(tmp_path / "book.xlsx")
    assert take_in(tmp_path / "book.xlsx").lines == []
    out = give_out("1001", tmp_path / "out")
    assert out["people"] == PEOPLE + "7,张三,,1980-05-06,civil_servant,,,\n"
    assert out["monthly_reports"].splitlines()[1] == "7,2026-03,,2026-04-03T16:30:00+08:00"
    entry = next(csv.DictReader(out["log_entries"].splitlines()))
    assert [entry[name] for name in ("work_date", "start", "end", "content", "progress")] == [
        "2026-03-02",
        "09:00",
        "11:30",
        "=1+1",
        "80",
    ]


@pytest.mark.parametrize("name", ["nothing", "text.txt", "broken.xlsx"])
def test_paths_that_hold_no_book(tmp_path: Path, name: str) -> None:
    if name != "nothing":
        (tmp_path / name).write_text("no book")
    with pytest.raises(NoBook):
        take_in(tmp_path / name)


def test_an_empty_folder_is_no_book(tmp_path: Path) -> None:
    with pytest.raises(NoBook, match="没有 CSV 文件"):
        take_in(tmp_path)


@pytest.mark.django_db
class TestWhichBureau:
    def test_an_empty_database_needs_the_bureau(self, tmp_path: Path) -> None:
        tables = sample()
        del tables["bureau"]
        assert take_in(write_book(tmp_path / "book", tables)).lines == [
            "bureau:1:code: 缺少这张表；应有一行指明单位"
        ]

    def test_two_bureaus_are_refused(self, tmp_path: Path) -> None:
        tables = sample()
        tables["bureau"].append({**tables["bureau"][0], "code": "OTHER"})
        assert take_in(write_book(tmp_path / "book", tables)).lines == [
            "bureau:3:code: 是第二个单位；一册只应有一行"
        ]

    def test_the_option_must_agree(self, tmp_path: Path) -> None:
        book = write_book(tmp_path / "book", sample())
        assert take_in(book, bureau="OTHER").lines == [
            "bureau:2:code: 为“SAMPLE”；应与 --bureau 指明的“OTHER”一致"
        ]

    def test_policy_and_zone_must_be_known(self, tmp_path: Path) -> None:
        tables = sample()
        tables["bureau"][0] |= {"policy": "none", "time_zone": "Mars/Base"}
        assert take_in(write_book(tmp_path / "book", tables)).lines == [
            "bureau:2:policy: 没有考核办法“none”；应为其中之一：log-style-2018、log-style-2026",
            "bureau:2:time_zone: 没有时区“Mars/Base”；应为 Asia/Shanghai 之类的时区名",
        ]

    def test_the_only_bureau_is_meant_and_among_several_one_is_named(self, tmp_path: Path) -> None:
        take_in(write_book(tmp_path / "first", sample()))
        more = write_book(
            tmp_path / "more", {"people": [{"number": "N1", "name": "新人", "staff_category": "公务员"}]}
        )
        assert take_in(more).counts["people"].new == 1
        second = sample()
        second["bureau"][0]["code"] = "SECOND"
        take_in(write_book(tmp_path / "second", second))
        assert take_in(more).lines == ["bureau:1:code: 册中没有指明单位，而库中有多个；应加上 --bureau"]
        assert take_in(more, bureau="SECOND").counts["people"].new == 1
        assert take_in(more, bureau="SAMPLE").counts["people"].same == 1
        assert take_in(more, bureau="THIRD").lines == [
            "bureau:1:code: 没有单位“THIRD”；应有 bureau（单位）表且只有一行"
        ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("recorded_at", "0001-01-01T00:00:00+08:00"),
        ("recorded_at", "9999-12-31T23:59:59-08:00"),
        ("recorded_at", "2026-03-26T17:20:00.5+08:00"),
        ("work_date", "0000-01-01"),
        ("progress", "٣"),
        ("progress", "1e2"),
    ],
)
def test_values_at_the_edge_are_faults_like_others(tmp_path: Path, column: str, text: str) -> None:
    tables = sample()
    tables["log_entries"][0][column] = text
    lines = take_in(write_book(tmp_path / "book", tables)).lines
    assert [line.split(": ")[0] for line in lines] == [f"log_entries:2:{column}"]


@pytest.mark.django_db
def test_periods_far_from_any_bureau_are_faults(tmp_path: Path) -> None:
    tables = sample()
    for name in ("citations", "acknowledgements", "objections", "hearing_notes"):
        tables.pop(name, None)  # they would miss their sheet
    for row in (tables["score_sheets"][0], *tables["element_scores"]):
        row["quarter"] = "9999-Q4"
    tables["seats"][0]["year"] = "0001"
    lines = take_in(write_book(tmp_path / "book", tables)).lines
    assert {line.split(": ")[0].split(":")[2] for line in lines} == {"quarter", "year"}


@pytest.mark.django_db
def test_a_damaged_sheet_is_told(tmp_path: Path) -> None:
    write_template(tmp_path / "whole.xlsx")
    with ZipFile(tmp_path / "whole.xlsx") as whole, ZipFile(tmp_path / "broken.xlsx", "w") as broken:
        for name in whole.namelist():
            data = whole.read(name)
            broken.writestr(name, data[: len(data) // 2] if name.endswith("sheet5.xml") else data)
    lines = take_in(tmp_path / "broken.xlsx").lines
    assert lines[0].startswith("people:")
    assert lines[0].endswith("工作表已损坏；应为表格软件能打开的工作簿")


@pytest.mark.django_db
def test_now_is_the_bureaus_now(tmp_path: Path) -> None:
    """Noon in Shanghai: the day has begun there and not in Hawaii."""
    tables = sample()
    tables["bureau"][0]["time_zone"] = "Pacific/Honolulu"
    del tables["citations"]  # whose day is that of the entry
    tables["log_entries"][0] |= {"work_date": "2026-11-20", "recorded_at": "2026-11-20T04:00:00Z"}
    lines = take_in(write_book(tmp_path / "book", tables), now=NOW).lines
    assert lines == ["log_entries:2:work_date: 2026-11-20 还没有到；应为 2026-11-19 或更早的日期"]
