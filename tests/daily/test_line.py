"""The one-line entry loses nothing, never fails, and reads again what it wrote.

What each kind of line becomes stands in tests/cases/daily/line.toml.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from daybook.daily.line import Known, Reading, line_of, read_line
from tests.daily.line_cases import known, lines, read

FIELDS = {
    "time", "place", "people", "content", "measures", "progress", "outcome", "plan_item", "matter",
}  # fmt: skip
BETWEEN = set(" \t\r\n\v\f\u3000\u00a0,，、;；")
EMPTY = Known(day=date(2026, 7, 7))

PIECES = st.sampled_from(
    [
        "9:00-11:30",
        "上午",
        "下午三点半",
        "两小时",
        "全天",
        "三楼会议室",
        "在",
        "赴",
        "到",
        "石门镇",
        "上坪村",
        "与",
        "和",
        "会同",
        "张三",
        "李四",
        "陈明",
        "S02",
        "、",
        "@",
        "#",
        "预算编制",
        "#预算",
        "80%",
        "百分之八十",
        "完成",
        "办结",
        "取消",
        "推进",
        "→",
        "->",
        "成效：",
        "措施：",
        "内容：",
        "时间：",
        "地点：",
        "人物：",
        "进度：",
        "计划：",
        "研究预算",
        "的",
        "，",
        "。",
        "；",
        "12345热线",
        "K12+300",
        "《条例》",
        "无",
        "English",
        "😊",
        "7月7日",
        "7月8日",
        "22:00-6:00",
        "120%",
    ]
)
SPACED = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "　", "，"])), max_size=14).map(
    lambda pieces: "".join(text + gap for text, gap in pieces)
)
ANY_LINE = st.one_of(SPACED, st.text(max_size=60), st.sampled_from(lines()))


def part(line: str, reading: Reading, field: str) -> str:
    return "".join(line[start:end] for start, end, name in reading.parts if name == field)


def signs(text: str) -> list[str]:
    return [sign for sign in text if sign not in BETWEEN and not sign.isspace()]


@given(ANY_LINE)
@example("")
@example("\x00")
@example("#" * 50)
@example("与张三")
def test_the_parts_are_the_line(line: str) -> None:
    parts = read_line(line, known()).parts
    assert "".join(line[start:end] for start, end, _ in parts) == line
    assert [start for start, _, _ in parts] == [0, *(end for _, end, _ in parts)][: len(parts)]
    assert {name for *_, name in parts} <= {"", *FIELDS}


@given(ANY_LINE)
def test_no_sign_is_lost(line: str) -> None:
    reading = read_line(line, known())
    assert signs(part(line, reading, "")) == []


@given(ANY_LINE)
def test_a_text_holds_every_sign_of_its_part_but_the_mark_that_names_it(line: str) -> None:
    reading = read_line(line, known())
    for field, marks in (
        ("content", r"(?:工作)?内容\s?[:：]|事由\s?[:：]"),
        ("measures", r"(?:措施|工作措施|主要做法|做法)\s?[:：]"),
        (
            "outcome",
            r"(?:成效|工作成效|结果|成果|效果)\s?[:：]|[→⇒➜➡⟶➔➞⇨]\ufe0f?|[-—–―−─‐‑‒﹣~～〜－=＝]{1,3}[>＞]",
        ),
    ):
        held = re.sub(r"\s", "", re.sub(marks, "", part(line, reading, field)))
        told = re.sub(marks, "", getattr(reading, field))
        if field == "content" and not held:
            continue  # the title of what it is for
        assert signs(told) == signs(held)


@given(ANY_LINE)
def test_what_is_not_understood_is_content(line: str) -> None:
    """Where nothing is known and nothing is told apart, the whole line is the content."""
    reading = read_line(line, EMPTY)
    if {name for *_, name in reading.parts} <= {"", "content"}:
        assert (
            signs(reading.content) == signs(re.sub(r"(?:工作内容|内容|事由)\s?[:：]", "", line))
            or "内容" in line
        )


@given(ANY_LINE)
def test_times_are_in_order_and_progress_is_a_percentage(line: str) -> None:
    reading = read_line(line, known())
    assert reading.start is None or reading.end is None or reading.start < reading.end
    assert not (reading.half_day and (reading.start or reading.end))
    assert reading.end is None or reading.start is not None
    assert reading.progress is None or 0 <= reading.progress <= 100
    assert reading.plan_item in {"", *(each.key for each in known().items)}
    assert reading.matter in {"", *(each.key for each in known().matters)}


@pytest.mark.parametrize("line", lines())
def test_a_reading_written_as_a_line_is_read_as_the_same(line: str) -> None:
    reading = read_line(line, known())
    assert read_line(line_of(reading, known()), known()) == reading


@given(
    st.builds(
        Reading,
        start=st.just(time(9)),
        end=st.sampled_from([time(11, 30), time(14)]),
        place=st.sampled_from(["", "三楼会议室", "北门泵站前池"]),
        people=st.sampled_from(["", "张三", "张三、李四", "镇水利站2人"]),
        content=st.sampled_from(["研究预算", "完成 初稿", "上午的会议准备", "与会人员签到", "80%的指标核对"]),
        measures=st.sampled_from(["", "无", "逐项核对，电话核实"]),
        progress=st.sampled_from([None, 80]),
        state=st.sampled_from(["ongoing", "done"]),
        outcome=st.sampled_from(["", "无", "形成初稿；报审", "初稿 → 送审稿"]),
        plan_item=st.sampled_from(["", "P2"]),
        matter=st.sampled_from(["", "M2"]),
    )
)
def test_whatever_a_form_holds_can_be_written_as_a_line(reading: Reading) -> None:
    assert read_line(line_of(reading, known()), known()) == reading


def test_a_line_is_written_as_people_write_it_where_that_is_read_the_same() -> None:
    line = "09:00-11:30 三楼会议室 与张三、李四 研究预算调整 #2027年预算编制 推进 80% → 形成初稿"
    assert line_of(read_line(line, known()), known()) == line


def test_parts_say_what_each_stretch_became() -> None:
    line = "9:00-11:30 三楼会议室 研究预算"
    assert [(line[start:end], name) for start, end, name in read_line(line, known()).parts] == [
        ("9:00-11:30", "time"),
        (" ", ""),
        ("三楼会议室", "place"),
        (" ", ""),
        ("研究预算", "content"),
    ]


def test_nothing_known_is_needed() -> None:
    reading = read_line("9:00-11:30 三楼会议室 与张三 研究预算 #预算 80% → 形成初稿", EMPTY)
    assert replace(reading, parts=()) == Reading(
        start=time(9),
        end=time(11, 30),
        place="三楼会议室",
        people="张三",
        content="研究预算 #预算",
        progress=80,
        state="ongoing",
        outcome="形成初稿",
    )


def test_hours_of_a_half_day_are_counted_as_so_many() -> None:
    """上午两小时 is two hours of the day, not the four of a morning."""
    reading = read_line("上午两小时 起草报告", known())
    assert (reading.start, reading.end, reading.half_day) == (time(8), time(10), "")
    unknown = read_line("上午两小时 起草报告", EMPTY)
    assert (unknown.half_day, unknown.content) == ("morning", "两小时 起草报告")


@pytest.mark.parametrize(
    ("line", "unknown"),
    [
        ("起草材料 #年底考核", ("年底考核",)),
        ("起草材料 #年", ()),  # being typed still
        ("起草材料 #预算编制", ()),
        ("起草材料 #预算编制 #防汛预案", ("防汛预案",)),  # a second item: one of each is taken
        ("3#泵站检修 # 清淤", ()),
        ("起草材料 计划：年底考核 → 初稿", ("年底考核",)),
        ("#年底考核 起草 #年底考核", ("年底考核",)),
    ],
)
def test_words_behind_a_hash_that_name_nothing_are_told_and_stay(line: str, unknown: tuple[str, ...]) -> None:
    reading = read_line(line, known())
    assert reading.unknown == unknown
    assert all(word in reading.content for word in unknown)


def test_without_a_policy_a_whole_day_has_no_hours() -> None:
    assert read_line("全天 防汛值守", EMPTY).content == "全天 防汛值守"


def test_there_are_many_cases() -> None:
    assert len(lines()) >= 180


# The guide for users ---------------------------------------------------------------------------------------

GUIDE = Path(__file__).parent.parent.parent / "docs" / "entry-line.md"
ROW = re.compile(r"^\| `(?P<line>[^`]+)` \| (?P<told>.+) \|$", re.MULTILINE)


def guide() -> list[tuple[str, str]]:
    return [(row["line"], row["told"]) for row in ROW.finditer(GUIDE.read_text("utf-8"))]


@pytest.mark.parametrize(("line", "told"), guide())
def test_the_examples_of_the_guide_are_read_as_it_says(line: str, told: str) -> None:
    assert " · ".join(f"{name} {value}" for name, value in read(line).items()) == told


def test_the_guide_has_examples_for_every_field() -> None:
    shown = {name for line, _ in guide() for name in read(line)}
    assert shown == {"时间", "地点", "人物", "内容", "措施", "进度", "状态", "成效", "计划", "事项"}


def test_a_reading_has_the_fields_of_an_entry() -> None:
    assert [each.name for each in fields(Reading)] == [
        "start", "end", "half_day", "place", "people", "content", "measures", "progress", "state", "outcome",
        "plan_item", "matter", "parts", "unknown",
    ]  # fmt: skip
