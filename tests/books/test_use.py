"""The use of results in a book: what comes in, that it comes back the same, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from daybook.books.exporting import export_book
from daybook.merit.models import AlertNote, Benefit, CareerInput, PromotionIssue
from daybook.org.models import Bureau
from tests.books.shelf import Tables, sample, take_in, write_book

pytestmark = pytest.mark.django_db
NAMES = ("career_inputs", "benefits", "alert_notes", "promotion_issues")


def lines_of(folder: Path, change: Callable[[Tables], None]) -> list[str]:
    tables = sample()
    change(tables)
    return take_in(write_book(folder / "book", tables)).lines


def told(table: str, **changes: str) -> Callable[[Tables], None]:
    return lambda tables: tables[table][0].update(changes)


def test_the_use_of_results_comes_in_and_comes_back_the_same(tmp_path: Path) -> None:
    assert lines_of(tmp_path, lambda tables: None) == []
    entered, benefit = CareerInput.objects.get(), Benefit.objects.get()
    assert (entered.person.number, entered.dimension, entered.score) == ("S02", "experience", 80)
    assert (benefit.kind, benefit.cancelled_reason) == ("recuperation", "行程取消")
    assert AlertNote.objects.get().alert == "third_class_merit"
    assert PromotionIssue.objects.get().key == "2026-0001"
    export_book(Bureau.objects.get(), tmp_path / "out")
    assert take_in(tmp_path / "out").lines == []
    export_book(Bureau.objects.get(), tmp_path / "again")
    for name in NAMES:
        first, second = (tmp_path / folder / f"{name}.csv" for folder in ("out", "again"))
        assert first.read_bytes() == second.read_bytes()


def test_a_dimension_of_the_bureaus_own_policy_is_kept_as_it_stands(tmp_path: Path) -> None:
    assert lines_of(tmp_path, told("career_inputs", dimension="own_dimension", score="")) == []
    row = CareerInput.objects.get()
    assert (row.dimension, row.score) == ("own_dimension", None)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (told("career_inputs", score="100.5"), "career_inputs:2:score: 100.5 超出范围；应为0到100的数"),
        (told("career_inputs", score="-1"), "career_inputs:2:score: "),
        (told("career_inputs", reason=""), "career_inputs:2:reason:"),
        (told("career_inputs", person="X9"), "career_inputs:2:person:"),
        (told("benefits", kind="旅游"), "benefits:2:kind:"),
        (told("benefits", last_day="2026-05-10"), "benefits:2:last_day:"),
        (told("benefits", cancelled_reason=""), "benefits:2:cancelled_reason: 已作废而为空；应填写理由"),
        (told("benefits", cancelled_at=""), "benefits:2:cancelled_reason: 没有作废而有内容"),
        (told("benefits", cancelled_at="2026-04-01T09:00:00+08:00"), "benefits:2:cancelled_at:"),
        (told("alert_notes", text=""), "alert_notes:2:text:"),
        (told("promotion_issues", content="{"), "promotion_issues:2:content: 不是参考表"),
        (told("promotion_issues", content="[]"), "promotion_issues:2:content: 不是参考表"),
        (told("promotion_issues", issued_by=""), "promotion_issues:2:issued_by:"),
    ],
)
def test_what_does_not_hold_is_refused(tmp_path: Path, change: Callable[[Tables], None], place: str) -> None:
    found = lines_of(tmp_path, change)
    assert [each for each in found if each.startswith(place)], found
    assert not Benefit.objects.exists()
