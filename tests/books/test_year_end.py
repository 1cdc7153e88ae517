"""Notices, signatures and objections to results in a book: what is taken, given out again, and refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from daybook.annual.models import Notice, NoticedPerson, Signature
from daybook.books.exporting import export_book
from daybook.objections.models import YearObjection
from daybook.org.models import Bureau
from tests.books.shelf import Tables, sample, take_in, write_book

pytestmark = pytest.mark.django_db
NAMES = ("notices", "noticed_people", "signatures", "year_objections")


def appealed(tables: Tables) -> None:
    """The sample with a reconsideration that was dismissed, and the appeal after it."""
    first = {**tables["year_objections"][0], "key": "YO-2", "subject": "复核", "notice": "", "version": "4"}
    asked = {"person": "S02", "whose": "S02", "filed_at": "2026-02-02T09:00:00+08:00"}
    dismissed = {**first, **asked, "decided_at": "2026-02-06T09:00:00+08:00", "decided_by": "S01"}
    blank = dict.fromkeys(("outcome", "grounds", "body", "decided_by", "decided_at"), "")
    appeal = {**dismissed, **blank, "key": "YO-3", "subject": "申诉", "earlier": "YO-2"}
    tables["year_objections"] += [dismissed, appeal]


def test_the_end_of_a_year_comes_in_and_goes_out_the_same(tmp_path: Path) -> None:
    tables = sample()
    appealed(tables)
    assert take_in(write_book(tmp_path / "book", tables)).lines == []
    assert NoticedPerson.objects.get().notice == Notice.objects.get()
    assert Signature.objects.get().kind == "signed"
    assert YearObjection.objects.get(key="YO-3").earlier == YearObjection.objects.get(key="YO-2")
    export_book(Bureau.objects.get(), tmp_path / "out")
    again = take_in(tmp_path / "out")
    assert again.lines == []
    assert {again.counts[name].new for name in NAMES} == {0}
    told = (tmp_path / "out" / "noticed_people.csv").read_text("utf-8")
    assert told.splitlines()[1] == "2025-1,S02,excellent,办公室,科员,yes"


def told(table: str, **changes: str) -> Callable[[Tables], None]:
    return lambda tables: tables[table][0].update(changes)


def twice(table: str, **changes: str) -> Callable[[Tables], None]:
    return lambda tables: tables[table].append({**tables[table][0], **changes})


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (twice("notices", key="2025-2"), "notices:3:serial: 与第2行重复"),
        (told("notices", serial="2"), "notices:2:reason: 应当填写：更正后的名单要写明理由"),
        (told("notices", last_day="2026-01-19"), "notices:2:last_day: "),
        (told("notices", put_up_at="2026-01-21T09:00:00+08:00"), "notices:2:put_up_at: 张贴时间晚于公示首日"),
        (told("noticed_people", notice="2025-9"), "noticed_people:2:notice: 查无"),
        (told("signatures", kind="拒签"), "signatures:2:witness: 应当填写：拒签要有见证人"),
        (told("signatures", witness="周文"), "signatures:2:witness: 应当为空：只有拒签才有见证人"),
        (told("signatures", recorded_by="S01"), "signatures:2:recorded_by: 应当为空：签署由本人完成"),
        (told("signatures", kind="不同意"), "signatures:2:text: 应当填写：不同意的要写明内容"),
        (told("year_objections", grounds=""), "year_objections:2:grounds: 应当填写：已决定的要有理由"),
        (told("year_objections", body=""), "year_objections:2:body: 应当填写：已决定的要写明由谁决定"),
        (told("year_objections", decided_by=""), "year_objections:2:decided_by: "),
        (told("year_objections", decided_by="S02"), "year_objections:2:decided_by: 本人不能决定自己的异议"),
        (told("year_objections", notice=""), "year_objections:2:notice: 应当填写：这是对公示的异议"),
        (told("year_objections", version="1"), "year_objections:2:version: 应当为空：这是对公示的异议"),
        (told("year_objections", subject="复核"), "year_objections:2:whose: 只能就本人的结果"),
        (twice("year_objections", key="YO-9"), "year_objections:3:whose: 与第2行重复"),
    ],
)
def test_what_does_not_hold_is_refused(tmp_path: Path, change: Callable[[Tables], None], place: str) -> None:
    tables = sample()
    change(tables)
    found = take_in(write_book(tmp_path / "book", tables))
    assert any(line.startswith(place) for line in found.lines), found.lines
    assert not Bureau.objects.exists()
