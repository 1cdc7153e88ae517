"""The commands as a person types them: what they print, and how they end."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from daybook.books.tables import TABLES
from tests.books.shelf import sample, write_book

pytestmark = pytest.mark.once


class Command:
    """`daybook` in a process of its own, on a database of its own."""

    def __init__(self, home: Path) -> None:
        self.environment = {**os.environ, "DAYBOOK_HOME": str(home), "DAYBOOK_DATABASE_URL": ""}

    def __call__(self, *arguments: str | Path) -> tuple[int, str, str]:
        command = [str(Path(sys.executable).parent / "daybook"), *map(str, arguments)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def daybook(home: Path) -> Command:
    return Command(home)


def test_a_book_comes_in_and_goes_out(daybook: Command, tmp_path: Path) -> None:
    tables = {name: sample()[name] for name in ("bureau", "departments")}
    book = write_book(tmp_path / "book", tables)
    status, out, err = daybook("import", book)
    assert (status, out.splitlines(), err) == (
        0,
        [
            "bureau 单位：新增 1 行，更改 0 行，原样 0 行",
            "departments 处室：新增 2 行，更改 0 行，原样 0 行",
            "已导入 SAMPLE 的数据。",
        ],
        "",
    )
    assert daybook("import", book)[1].splitlines()[-1] == "库中已全部有了，没有改动。"
    folder = tmp_path / "out"
    folder.mkdir()
    assert daybook("export", folder) == (0, f"已把 SAMPLE 的数据（3 行）导出到 {folder}。\n", "")
    assert (folder / "departments.csv").read_bytes() == (
        "code,name,order,valid_from,valid_to\nD01,办公室,1,2020-01-01,\nD02,规划计划处,2,2020-01-01,\n".encode()
    )
    assert daybook("export", folder) == (1, "", f"Error: {folder} 不是空文件夹。\n")
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_faults_are_printed_and_nothing_else_is_done(daybook: Command, tmp_path: Path) -> None:
    tables = sample()
    tables["people"][0]["name"] = ""
    tables["absences"][0]["first_day"] = "2026-02-30"
    book = write_book(tmp_path / "book", tables)
    day = "没有 2026-02-30 这一天；应为 2026-03-31 这样的日期"
    assert daybook("import", book) == (
        1,
        f"people:2:name: 没有填；应为：文字\nabsences:2:first_day: {day}\n",
        "共 2 处错误，没有导入任何数据。\n",
    )
    status, out, _err = daybook("import", book, "--json")
    assert (status, json.loads(out)) == (
        1,
        [
            {"table": "people", "row": 2, "column": "name", "message": "没有填；应为：文字"},
            {"table": "absences", "row": 2, "column": "first_day", "message": day},
        ],
    )


def test_warnings_do_not_refuse(daybook: Command, tmp_path: Path) -> None:
    tables = sample()
    tables["ballot_participation"] = []
    book = write_book(tmp_path / "book", tables)
    told = "2025 年的测评没有投票情况（ballot_participation 投票情况表）"
    status, out, _err = daybook("import", book, "--json")
    assert (status, json.loads(out)) == (
        0,
        [{"table": "ballots", "row": 2, "column": "year", "message": told}],
    )
    tables["bureau"][0]["code"] = "OTHER"
    status, _out, err = daybook("import", write_book(tmp_path / "other", tables))
    assert (status, err) == (0, f"提醒：ballots:2:year: {told}\n")
    assert daybook("export", tmp_path / "out") == (1, "", "Error: 有多个单位，请用 --bureau 指明一个。\n")
    assert daybook("export", tmp_path / "out", "--bureau", "OTHER")[0] == 0


def test_what_is_no_book_is_said_so(daybook: Command, tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert daybook("import", missing) == (1, "", f"Error: {missing} 处没有数据册。\n")
    assert daybook("export", missing) == (1, "", "Error: 还没有单位，请先导入一册数据。\n")


def test_the_template_is_a_bureau_that_can_be_taken_in(daybook: Command, tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    assert daybook("template", path) == (0, f"模板已生成：{path}。\n", "")
    assert daybook("template", path) == (1, "", f"Error: {path} 已经存在。\n")
    status, out, err = daybook("import", path)
    assert (status, out.splitlines()[-1], err) == (0, "已导入 SAMPLE 的数据。", "")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["说明", *(table.chinese for table in TABLES)]
    people = book["人员"]
    assert [cell.value for cell in people[1]] == [column.chinese for column in TABLES[3].columns]
    assert people.freeze_panes == "A2"
    lists = {str(rule.sqref): rule.formula1 for rule in people.data_validations.dataValidation}
    assert lists["C2:C2000"] == '"男,女"'
    assert {cell.number_format for cell in people["D"][1:]} == {"@"}


def test_the_template_is_the_same_every_time(daybook: Command, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        assert daybook("template", tmp_path / name)[0] == 0
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert stat.S_IMODE((tmp_path / "one.xlsx").stat().st_mode) & 0o077 == 0o044


def test_what_is_no_book_is_told_in_the_form_asked_for(daybook: Command, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    message = f"文件夹 {folder} 中没有 CSV 文件。"
    assert daybook("import", folder) == (1, "", f"Error: {message}\n")
    status, out, err = daybook("import", folder, "--json")
    assert (status, err) == (1, "")
    assert json.loads(out) == [{"table": "", "row": 0, "column": "", "message": message}]
