"""Objections in a book: what is taken, what an upheld one restores, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from daybook.annual.queries.verified import disagreements
from daybook.books.exporting import export_book
from daybook.objections.models import HearingNote, Objection
from daybook.org.models import Bureau
from daybook.quarterly.models import SheetReopening
from tests.books.shelf import Tables, sample, take_in, write_book

pytestmark = pytest.mark.django_db


def lines_of(folder: Path, change: Callable[[Tables], None]) -> list[str]:
    tables = sample()
    change(tables)
    return take_in(write_book(folder / "book", tables)).lines


def told(**changes: str) -> Callable[[Tables], None]:
    return lambda tables: tables["objections"][0].update(changes)


def test_an_objection_comes_in_with_what_was_heard(tmp_path: Path) -> None:
    assert lines_of(tmp_path, lambda tables: None) == []
    row = Objection.objects.get()
    assert (row.person.number, row.sheet and row.sheet.quarter) == ("S02", "2026-Q1")
    assert (row.outcome, row.decided_by and row.decided_by.number) == ("dismissed", "L02")
    assert HearingNote.objects.get().objection == row
    assert not SheetReopening.objects.exists()


def test_an_upheld_one_has_opened_its_sheet_and_the_book_comes_back_the_same(tmp_path: Path) -> None:
    assert lines_of(tmp_path, told(outcome="成立", by_committee="是")) == []
    opened = SheetReopening.objects.get()
    row = Objection.objects.get()
    assert (opened.sheet, opened.reopened_by, opened.reopened_at) == (
        row.sheet,
        row.decided_by,
        row.decided_at,
    )
    assert opened.grounds == row.grounds
    bureau = Bureau.objects.get()
    assert list(disagreements(bureau)) == []
    export_book(bureau, tmp_path / "out")
    exported = (tmp_path / "out" / "objections.csv").read_text("utf-8")
    assert "O-2026-001,sheet,S02,2026-Q1,2026-01-01,1," in exported
    assert take_in(tmp_path / "out").lines == []
    assert SheetReopening.objects.count() == 1


def second(tables: Tables) -> None:
    tables["objections"].append({**tables["objections"][0], "key": "O-2026-002"})


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (told(decided_by=""), "objections:2:decided_by: "),
        (told(outcome=""), "objections:2:outcome: "),
        (told(grounds=""), "objections:2:grounds: 已作出决定而为空；应填写理由"),
        (told(decided_by="S02"), "objections:2:decided_by: 本人不能决定自己的异议，他人不能代为撤回"),
        (told(outcome="撤回"), "objections:2:decided_by: 本人不能决定自己的异议，他人不能代为撤回"),
        (told(filed_at="2026-04-14T09:00:00+08:00"), "objections:2:filed_at: "),
        (
            told(decided_at="2026-04-16T09:00:00+08:00"),
            "objections:2:decided_at: 2026-04-16T09:00:00+08:00 早于",
        ),
        (told(version="2"), "objections:2:person: 没有评分表"),
        (told(text=""), "objections:2:text:"),
        (second, "objections:3:version: 这份评分表已有一件异议；每版应只有一件"),
    ],
)
def test_what_does_not_hold_is_refused(tmp_path: Path, change: Callable[[Tables], None], place: str) -> None:
    found = lines_of(tmp_path, change)
    assert [each for each in found if each.startswith(place)], found
    assert not Objection.objects.exists()
