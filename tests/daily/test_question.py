"""What was typed into the search, told apart: words, phrases, days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.daily.hits import Hits
from daybook.daily.question import question_of, span_of
from daybook.daily.search import words_of

TODAY = date(2026, 7, 8)  # a Wednesday


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("2026-07-07", "2026-07-07", "2026-07-07"),
        ("2026/7/7", "2026-07-07", "2026-07-07"),
        ("2026年7月7日", "2026-07-07", "2026-07-07"),
        ("７月７日", "2026-07-07", "2026-07-07"),
        ("7月7号", "2026-07-07", "2026-07-07"),
        ("7月8日", "2026-07-08", "2026-07-08"),
        ("7月9日", "2025-07-09", "2025-07-09"),  # still to come this year
        ("2月29日", "2024-02-29", "2024-02-29"),
        ("7月", "2026-07-01", "2026-07-31"),
        ("7月份", "2026-07-01", "2026-07-31"),
        ("12月", "2025-12-01", "2025-12-31"),
        ("2026年2月", "2026-02-01", "2026-02-28"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2025年", "2025-01-01", "2025-12-31"),
        ("今天", "2026-07-08", "2026-07-08"),
        ("昨天", "2026-07-07", "2026-07-07"),
        ("前天", "2026-07-06", "2026-07-06"),
        ("本周", "2026-07-06", "2026-07-12"),
        ("上周", "2026-06-29", "2026-07-05"),
        ("本月", "2026-07-01", "2026-07-08"),
        ("上月", "2026-06-01", "2026-06-30"),
        ("今年", "2026-01-01", "2026-12-31"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("7月1日至7月7日", "2026-07-01", "2026-07-07"),
        ("7月1日—7月7日", "2026-07-01", "2026-07-07"),
        ("6月到7月", "2026-06-01", "2026-07-31"),
        ("2025年12月至2026年1月", "2025-12-01", "2026-01-31"),
    ],
)
def test_a_word_that_names_days(word: str, first: str, last: str) -> None:
    assert span_of(word, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "word",
    [
        "7月计划",
        "13月",
        "0月",
        "2月30日",
        "2026-02-30",
        "7月7日会议",
        "12345",
        "2026",
        "至",
        "7月至",
        "7月7日至7月1日",
        "9999年99月",
        "0000年1月",
    ],
)
def test_a_word_that_names_none(word: str) -> None:
    assert span_of(word, TODAY) is None


def test_a_search_is_told_apart() -> None:
    question = question_of('预算　调整，“三楼会议室” 冯雪 7月 "K12+300"', TODAY)
    assert question.words == ("预算", "调整", "冯雪")
    assert question.phrases == ("三楼会议室", "K12+300")
    assert (question.told, question.first, question.last) == (("7月",), date(2026, 7, 1), date(2026, 7, 31))
    assert question.without_days == "预算 调整 冯雪 “三楼会议室” “K12+300”"


def test_a_day_in_quotation_marks_is_text() -> None:
    question = question_of("“7月7日”", TODAY)
    assert (question.phrases, question.first) == (("7月7日",), None)


def test_several_days_are_from_the_first_to_the_last() -> None:
    question = question_of("7月7日 昨天 7月1日", TODAY)
    assert (question.first, question.last) == (date(2026, 7, 1), date(2026, 7, 7))


@given(st.text(max_size=80))
def test_any_text_is_a_search(text: str) -> None:
    question = question_of(text, TODAY)
    assert question.text == text.strip()
    assert (question.first is None) == (question.last is None)


# Hits ------------------------------------------------------------------------------------------


def marked(text: str, words: str = "", phrases: tuple[str, ...] = (), limit: int = 0) -> str:
    return str(Hits(words_of(words), phrases).marked(text, limit))


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        ("核对台账", "台账", "核对<mark>台账</mark>"),
        ("石门水库除险加固", "石门水库", "<mark>石门水库</mark>除险加固"),
        ("水库、石门", "石门 水库", "<mark>水库</mark>、<mark>石门</mark>"),
        ("升级到V5.7", "v5", "升级到<mark>V5</mark>.7"),
        ("v50与V5", "v5", "v50与<mark>V5</mark>"),
        ("开闸放水", "闸", "开<mark>闸</mark>放水"),
        ("<b>台账</b> & 附件", "台账", "&lt;b&gt;<mark>台账</mark>&lt;/b&gt; &amp; 附件"),
        ("核对台账", "预算", "核对台账"),
        ("İ台账", "台账", "İ<mark>台账</mark>"),
    ],
)
def test_a_hit_is_marked_where_it_stands(text: str, words: str, told: str) -> None:
    assert marked(text, words) == told


def test_a_phrase_is_marked_as_a_whole_whatever_stands_between_its_runs() -> None:
    assert marked("沙溪河K12+300处渗水", phrases=("k12 300处",)) == "沙溪河<mark>K12+300处</mark>渗水"
    assert marked("上坪，核对；上坪村核对", phrases=("上坪村核对",)) == "上坪，核对；<mark>上坪村核对</mark>"


def test_a_long_text_is_cut_around_the_first_hit() -> None:
    cut = marked("甲" * 300 + "台账" + "乙" * 300, "台账", limit=100)
    assert cut == "…" + "甲" * 30 + "<mark>台账</mark>" + "乙" * 68 + "…"
    assert marked("台账" + "乙" * 300, "台账", limit=10) == "<mark>台账</mark>" + "乙" * 8 + "…"
    assert marked("甲" * 300, "台账", limit=10) == "甲" * 10 + "…"


@given(st.text(max_size=80), st.text(max_size=8), st.integers(0, 20))
def test_marking_changes_no_text(text: str, words: str, limit: int) -> None:
    from html import unescape

    shown = unescape(marked(text, words, (words,)).replace("<mark>", "").replace("</mark>", ""))
    assert shown == " ".join(text.split())
    assert marked(text, words, (words,), limit).count("<mark>") == marked(text, words, (words,), limit).count(
        "</mark>"
    )
