"""A book with one fault of each kind is refused whole, and every fault is in the report."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps

from tests.books.shelf import Row, Tables, sample, take_in, write_book

LONG = "长" * 501
SOON = "2026-11-20T12:00:01+08:00"


def row_of(tables: Tables, name: str, place: int = 0) -> Row:
    """A row of a table, by its place in it."""
    return tables[name][place]


def everything_stored() -> dict[str, int]:
    models = [model for model in apps.get_models() if model.__module__.startswith("daybook.")]
    return {model.__name__: model._default_manager.count() for model in models}


def faulty_book() -> tuple[Tables, list[str]]:
    """The sample with one fault of each kind, and the report it must get."""
    book = sample()
    people, posts, log = book["people"], book["appointments"], book["log_entries"]

    people[0]["birth_date"] = "1970-02-30"
    people[1]["name"] = ""
    people[2]["staff_category"] = "临时工"
    people[3]["name"] = "名" * 101
    people.append({**people[5], "number": "S03", "employed_from": "2018-01-08", "employed_to": "2018-01-07"})
    people.append({**people[5]})
    posts.append({"person": "S01", "department": "D02", "role": "staff", "valid_from": "2026-03-01"})
    posts.append({"person": "S03", "department": "D01", "role": "主持工作", "valid_from": "2026-03-01"})
    posts.append({"person": "S09", "department": "D01", "role": "staff", "valid_from": "2026-03-01"})
    book["portfolios"].append({"leader": "L01", "department": "D02", "valid_from": "2026-03-01"})
    book["absences"].append(
        {"person": "S01", "kind": "sick_leave", "first_day": "", "last_day": "2026-13-01"}
    )
    book["matters"][0]["title"] = "含\0空"
    book["plan_items"].append({**book["plan_items"][0], "key": "PI-2", "weight": "0", "progress": "101"})
    log.append({**log[0], "key": "E-1", "work_date": "2026-11-21"})
    log.append({**log[0], "key": "E-2", "recorded_at": SOON})
    log.append({**log[0], "key": "E-3", "content": LONG})
    log.append({**log[0], "key": "E-4", "content": ""})
    log.append({**log[0], "key": "E-5", "start": "11:30", "plan_item": "PI-9"})
    log.append({**log[0], "key": "E-6", "start": "24:00", "recorded_at": "2026-03-26 17:20:00"})
    book["monthly_reports"][0]["month"] = "2026-3"
    sheet, elements = book["score_sheets"][0], book["element_scores"]
    book["score_sheets"].append({**sheet, "person": "S01", "rater": "H01"})
    book["score_sheets"].append({**sheet, "first_day": "2026-03-01", "kind": "意见", "quarter": "2026-Q1"})
    book["score_sheets"].append({**sheet, "quarter": "2026-Q5"})
    others = [dict(row) for row in elements[:7]]
    for each in others:
        each["person"] = "S01"
    elements[0]["score"] = "100.5"
    elements[1]["score"] = "87.3"
    elements.append({**elements[2], "element": "policy_grasp"})
    elements.append({**elements[2], "quarter": "2026-Q3"})
    elements.extend(others)
    ballots = book["ballots"]
    ballots.append({**ballots[0], "ratee": "S02"})
    book["seats"].append({**book["seats"][0], "unit": "L09"})
    book["unit_members"][0]["version"] = "2"
    book["unit_members"][1]["unit"] = "L09"
    return book, REPORT


REPORT = Path(__file__).with_name("faults.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.django_db
def test_every_fault_is_reported_and_nothing_is_written(tmp_path: Path) -> None:
    tables, report = faulty_book()
    before = everything_stored()
    outcome = take_in(write_book(tmp_path / "book", tables))
    assert outcome.lines == report
    assert outcome.accepted is False
    assert everything_stored() == before


@pytest.mark.django_db
def test_a_faulty_addition_leaves_what_stands(tmp_path: Path) -> None:
    assert take_in(write_book(tmp_path / "book", sample())).accepted
    before = everything_stored()
    tables, report = faulty_book()
    outcome = take_in(write_book(tmp_path / "faulty", tables))
    # The same faults, and beside them every value that differs from the one that stands.
    standing = [line for line in outcome.lines if "库中已有这个键而内容不同" in line]
    assert [line for line in outcome.lines if line not in standing] == report
    differing = "{}: 库中已有这个键而内容不同：库中为“{}”，册中为“{}”；应与库中一致，要更改请加 --update"
    assert standing == [
        differing.format("element_scores:2:score", "88", "100.5"),
        differing.format("element_scores:3:score", "87.5", "87.3"),
        differing.format("ballots:4:ratee", "S01", "S02"),
        differing.format("unit_members:3:unit", "L02", "L09"),
    ]
    assert everything_stored() == before


@pytest.mark.django_db
def test_what_is_only_unlikely_is_warned_of(tmp_path: Path) -> None:
    tables = sample()
    tables["score_sheets"][0] |= {"rater": "L02", "first_day": "2026-01-02"}
    for name in ("element_scores", "citations", "acknowledgements", "objections"):
        for row in tables[name]:
            row["first_day"] = "2026-01-02"
    tables["absences"].append(
        {"person": "S02", "kind": "sick_leave", "first_day": "2018-01-05", "last_day": "2018-01-09"}
    )
    tables["ballot_participation"] = []
    tables["routine_grades"][0]["decided_at"] = SOON
    outcome = take_in(write_book(tmp_path / "book", tables))
    assert [str(warning) for warning in outcome.warnings] == [
        "absences:3:first_day: 不在任职期间（2018-01-08 至 …）内，请核对",
        "score_sheets:2:first_day: 与推算的时段不符；本季度的时段：2026-01-01 – 2026-03-31",
        "score_sheets:2:rater: “L02”不是推算的上级：H02",
        f"routine_grades:2:decided_at: {SOON} 在现在（2026-11-20T12:00:00+08:00）之后，请核对",
        "ballots:2:year: 2025 年的测评没有投票情况（ballot_participation 投票情况表）",
    ]
    assert outcome.accepted is True


@pytest.mark.django_db
def test_the_sample_gives_no_word(tmp_path: Path) -> None:
    outcome = take_in(write_book(tmp_path / "book", sample()))
    assert (outcome.accepted, outcome.lines, outcome.warnings) == (True, [], [])


@pytest.mark.django_db
def test_a_fault_of_the_bureau_or_a_table_hides_no_other(tmp_path: Path) -> None:
    tables, report = faulty_book()
    tables["bureau"][0] |= {"name": "", "time_zone": "Asia/Nowhere"}
    book = write_book(tmp_path / "book", tables)
    (book / "salaries.csv").write_text("person,amount\nS01,1\n", encoding="utf-8")
    assert take_in(book).lines == [
        "bureau:2:name: 没有填；应为：文字",
        "bureau:2:time_zone: 没有时区“Asia/Nowhere”；应为 Asia/Shanghai 之类的时区名",
        *report,
        "salaries:1:: 没有名为“salaries”的表；应为数据册规定的表",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("bureau", [{"code": ""}, {"policy": "log-style-1999"}, None])
def test_without_bureau_or_policy_everything_but_sheets_is_checked(
    tmp_path: Path, bureau: Row | None
) -> None:
    tables, report = faulty_book()
    if bureau is None:
        del tables["bureau"]
    else:
        tables["bureau"][0] |= bureau
    lines = take_in(write_book(tmp_path / "book", tables)).lines
    # What a sheet must hold is the policy's to say.
    by_policy = ("score_sheets:3:", "element_scores:2:", "element_scores:3:", "element_scores:10:")
    assert lines[0].startswith("bureau:")
    assert lines[1:] == [line for line in report if not line.startswith(by_policy)]


@pytest.mark.django_db
def test_a_far_too_long_cell_hides_no_other_fault(tmp_path: Path) -> None:
    tables = sample()
    tables["log_entries"][0]["content"] = "长" * 200_000
    tables["log_entries"][1]["person"] = "S99"
    assert take_in(write_book(tmp_path / "book", tables)).lines == [
        "log_entries:2:content: 有 200000 个字；最多 500 个字",
        "log_entries:3:person: 查无“S99”；应为 people（人员）表中已有的键",
    ]
