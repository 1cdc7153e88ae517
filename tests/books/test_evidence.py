"""Entries cited and sheets acknowledged, in a book: what is taken, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from daybook.quarterly.models import Acknowledgement, Citation
from tests.books.shelf import Tables, sample, take_in, write_book

pytestmark = pytest.mark.django_db


def lines_of(folder: Path, change: Callable[[Tables], None]) -> list[str]:
    tables = sample()
    change(tables)
    return take_in(write_book(folder / "book", tables)).lines


def test_evidence_and_acknowledgement_come_in_with_their_sheet(tmp_path: Path) -> None:
    assert lines_of(tmp_path, lambda tables: None) == []
    cited = Citation.objects.get()
    assert (cited.sheet.person.number, cited.element, cited.entry.key) == (
        "S02",
        "timeliness",
        "E-2026-03-26-01",
    )
    assert Acknowledgement.objects.get().sheet == cited.sheet


def test_they_may_come_later_than_their_sheet(tmp_path: Path) -> None:
    later = {name: sample()[name] for name in ("citations", "acknowledgements")}

    def without(tables: Tables) -> None:
        del tables["citations"], tables["acknowledgements"]

    assert lines_of(tmp_path, without) == []
    assert take_in(write_book(tmp_path / "later", {"bureau": sample()["bureau"], **later})).lines == []
    assert (Citation.objects.count(), Acknowledgement.objects.count()) == (1, 1)


def citation(**told: str) -> Callable[[Tables], None]:
    return lambda tables: tables["citations"].append({**tables["citations"][0], **told})


def acknowledged(**told: str) -> Callable[[Tables], None]:
    return lambda tables: tables["acknowledgements"][0].update(told)


def drafted(tables: Tables) -> None:
    """The sheet is not published; then it needs no element, and nobody can have seen it."""
    tables["score_sheets"][0]["published_at"] = ""
    del tables["objections"], tables["hearing_notes"]
    tables["element_scores"] = [row for row in tables["element_scores"] if row["element"] != "时效"]


NO_SCORE = "这张评分表没有 policy_grasp 的得分；应为它的要素之一"
NO_SHEET = "没有评分表“S02 {}”；应与 score_sheets（评分表）中的一行对应"
EARLY = "2026-04-15T14:59:59+08:00 早于 2026-04-15T15:00:00+08:00；应为同一时刻或更晚"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (citation(quarter="2026-Q2"), f"citations:3:person: {NO_SHEET.format('2026-Q2 2026-04-01 1')}"),
        (citation(element="policy_grasp"), f"citations:3:element: {NO_SCORE}"),
        (citation(entry="E-9"), "citations:3:entry: 查无“E-9”；应为 log_entries（日志）表中已有的键"),
        (acknowledged(version="2"), f"acknowledgements:2:person: {NO_SHEET.format('2026-Q1 2026-01-01 2')}"),
        (acknowledged(acknowledged_at=EARLY[:25]), f"acknowledgements:2:acknowledged_at: {EARLY}"),
        (drafted, "acknowledgements:2:person: 这不是已公布的评分表；应为本人能看到的一张"),
    ],
)
def test_what_does_not_fit_its_sheet_is_refused(
    tmp_path: Path, change: Callable[[Tables], None], line: str
) -> None:
    assert lines_of(tmp_path, change) == [line]


def test_an_entry_of_another_quarter_is_no_evidence(tmp_path: Path) -> None:
    def later(tables: Tables) -> None:
        april = {"key": "E-2026-04-01-01", "work_date": "2026-04-01"}
        tables["log_entries"].append({**tables["log_entries"][0], **april})
        citation(entry="E-2026-04-01-01")(tables)

    assert lines_of(tmp_path, later) == [
        "citations:3:entry: 是 2026-04-01 的日志；应在评分表的时段 2026-01-01 至 2026-03-31 之内"
    ]
