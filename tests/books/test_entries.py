"""What others add to the log comes with its rules: answers, files by their content, quarantine that hides."""

from __future__ import annotations

import hashlib
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from daybook.books.exporting import CannotExport, export_book
from daybook.books.writing.write import Writer
from daybook.daily.actions.attach import attach_file
from daybook.daily.actions.quarantine import ask_purge, place_quarantine, purge_entry
from daybook.daily.file_kinds import KINDS
from daybook.daily.files import path_of
from daybook.daily.models import Attachment, LogEntry, LogUnlock
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from daybook.org.models import Bureau
from daybook.plans.models import PlanChange
from tests.books.shelf import PAPER, PAPER_SHA, Tables, attachment, give_out, sample, take_in, write_book
from tests.books.test_loading import found_keys
from tests.factories import entry_of
from tests.people import Cast

NEW_FILE = b"GIF89a of a bridge"
NEW_SHA = hashlib.sha256(NEW_FILE).hexdigest()


def faulty() -> tuple[Tables, list[str]]:
    """The sample with one fault of each kind in these tables, and the report it must get."""
    book = sample()
    change, comment = book["plan_changes"][0], book["log_comments"][0]
    unlock, hidden = book["log_unlocks"][0], book["quarantines"][0]
    book["plan_changes"] += [
        {**change, "key": "PC-2", "decided_by": "", "consented": "对"},
        {**change, "key": "PC-3", "decided_at": "2026-03-11T01:29:59Z", "reason": ""},
        {**change, "key": "PC-4", "item": "", "decided_by": "", "decided_at": "", "consented": ""},
        {**change, "key": "PC-5", "kind": "放弃", "item": "PI-9", "weight": "0"},
    ]
    book["log_comments"] += [
        {**comment, "recorded_at": "2026-11-20T12:00:01+08:00", "seen_at": ""},
        {**comment, "author": "S99", "content": ""},
        {**comment, "seen_at": "2026-03-26T19:15:01+08:00"},
        {**comment, "author": "S01", "seen_at": "2026-03-26T19:14:59+08:00"},
    ]
    book["log_unlocks"] += [
        {**unlock, "day": "2026-11-21"},
        {**unlock, "day": "2026-03-18", "decided_by": "", "decided_at": ""},
    ]
    book["attachments"] += [
        attachment(key="A-2", size="7"),
        attachment(key="A-3", sha256=NEW_SHA),
        attachment(key="A-4", sha256="../../etc/passwd"),
        attachment(key="A-5", sha256="0" * 64),
    ]
    book["log_confirmations"].append(
        {"entry": "E-2026-03-26-01", "confirmed_at": "2026-03-27T08:00:00+08:00"}
    )
    book["quarantines"] += [
        {**hidden, "placed_at": "2026-03-27T18:30:01+08:00", "lifted_by": ""},
        {
            **hidden,
            "placed_at": "2026-03-27T18:30:02+08:00",
            "purge_asked_at": "2026-03-27T19:00:00+08:00",
            "purge_asked_by": "S01",
            "purged_at": "2026-03-27T19:01:00+08:00",
            "purged_by": "S01",
        },
        {**hidden, "placed_at": "2026-03-27T18:30:03+08:00", "purged_at": "2026-03-28T09:00:00+08:00"},
    ]
    return book, REPORT


ENDINGS = "、".join(ending.lstrip(".") for ending in KINDS)
REPORT = Path(__file__).with_name("faults_of_entries.txt").read_text(encoding="utf-8").splitlines()


def broken_files(book: Path) -> Path:
    """A book in which one file has other content than its name says."""
    (book / "attachments" / ("0" * 64)).write_bytes(NEW_FILE)
    return book


@pytest.mark.django_db
def test_every_fault_is_reported(tmp_path: Path) -> None:
    tables, report = faulty()
    outcome = take_in(broken_files(write_book(tmp_path / "book", tables)))
    assert outcome.lines == report
    assert Attachment.objects.count() == 0


@pytest.mark.django_db
class TestFiles:
    def test_a_file_lies_in_the_uploads_under_its_content(self, tmp_path: Path) -> None:
        take_in(write_book(tmp_path / "book", sample()))
        path = Path(settings.UPLOADS) / PAPER_SHA[:2] / PAPER_SHA
        assert (path.read_bytes(), path.stat().st_mode & 0o777) == (PAPER, 0o600)
        give_out("SAMPLE", tmp_path / "out")
        assert [path.name for path in (tmp_path / "out" / "attachments").iterdir()] == [PAPER_SHA]

    def test_a_row_that_stands_needs_no_file(self, tmp_path: Path) -> None:
        book = write_book(tmp_path / "book", sample())
        take_in(book)
        (book / "attachments" / PAPER_SHA).unlink()
        assert take_in(book).lines == []

    def test_a_file_of_somebody_else_is_not_to_be_had_by_its_name(self, tmp_path: Path) -> None:
        take_in(write_book(tmp_path / "book", sample()))
        tables = sample()
        tables["bureau"][0]["code"] = "OTHER"
        other = write_book(tmp_path / "other", tables)
        (other / "attachments" / PAPER_SHA).unlink()
        told = f"没有可读的文件 attachments/“{PAPER_SHA[:30]}…”；应与各表放在一起"
        assert take_in(other).lines == [f"attachments:2:sha256: {told}"]

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("来\n信.pdf", "“来⏎信.pdf”不能作文件名；不得含文件夹、换行或改变书写方向的符号，最多 200 个字"),
            (
                "cod\u202efdp.txt",
                "“cod\u202efdp.txt”不能作文件名；不得含文件夹、换行或改变书写方向的符号，最多 200 个字",
            ),
            (
                "../来信.pdf",
                "“../来信.pdf”不能作文件名；不得含文件夹、换行或改变书写方向的符号，最多 200 个字",
            ),
            ("来信.html", f"附件不能是“来信.html”这类文件；应为：{ENDINGS}"),
            ("来信", f"附件不能是“来信”这类文件；应为：{ENDINGS}"),
        ],
    )
    def test_a_name_that_deceives_is_refused(self, tmp_path: Path, name: str, told: str) -> None:
        tables = sample()
        tables["attachments"] = [attachment(name=name)]
        assert take_in(write_book(tmp_path / "book", tables)).lines == [f"attachments:2:name: {told}"]

    def test_what_nothing_names_is_left_out_and_told(self, tmp_path: Path) -> None:
        book = write_book(tmp_path / "book", sample())
        (book / "attachments" / NEW_SHA).write_bytes(NEW_FILE)
        outcome = take_in(book)
        told = f"文件夹 attachments 中的文件“{NEW_SHA[:30]}…”没有对应的附件行，未导入"
        assert [str(each) for each in outcome.warnings] == [f"attachments:1:sha256: {told}"]
        assert not path_of(NEW_SHA).exists()

    def test_a_workbook_brings_the_folder_beside_it(self, tmp_path: Path) -> None:
        take_in(write_book(tmp_path / "book", sample()))
        bureau = Bureau.objects.get()
        export_book(bureau, tmp_path / "all.xlsx")
        path_of(PAPER_SHA).unlink()
        Attachment.objects.all().delete()
        assert take_in(tmp_path / "all.xlsx").lines == []
        assert path_of(PAPER_SHA).read_bytes() == PAPER
        with pytest.raises(CannotExport, match=r"all\.xlsx"):
            export_book(bureau, tmp_path / "all.xlsx")
        (tmp_path / "all.xlsx").unlink()
        with pytest.raises(CannotExport, match=r"all\.attachments"):
            export_book(bureau, tmp_path / "all.xlsx")

    def test_an_export_without_a_file_leaves_nothing(self, tmp_path: Path) -> None:
        take_in(write_book(tmp_path / "book", sample()))
        path_of(PAPER_SHA).unlink()
        for target in ("out", "out.xlsx"):
            with pytest.raises(CannotExport, match=r"附件 A-2026-03-26-01 的文件不在"):
                export_book(Bureau.objects.get(), tmp_path / target)
        assert [path.name for path in tmp_path.iterdir()] == ["book"]

    def test_an_import_that_fails_takes_its_files_back(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(writer: Writer) -> None:
            raise OSError("the disk is full")

        tables = sample()
        tables["attachments"] = [attachment(sha256=NEW_SHA, size=str(len(NEW_FILE)))]
        book = write_book(tmp_path / "book", tables)
        (book / "attachments" / NEW_SHA).write_bytes(NEW_FILE)
        monkeypatch.setattr(Writer, "note", fail)
        with pytest.raises(OSError, match="full"):
            take_in(book)
        assert [path for path in Path(settings.UPLOADS).rglob("*") if NEW_SHA in path.name] == []


@pytest.mark.django_db
class TestQuarantine:
    def test_an_entry_is_hidden_while_a_quarantine_stands(self, tmp_path: Path) -> None:
        tables = sample()
        assert take_in(write_book(tmp_path / "book", tables)).lines == []
        assert LogEntry.objects.filter(quarantined=True).count() == 0
        standing = {**tables["quarantines"][0], "entry": "E-2026-03-26-01", "lifted_at": "", "lifted_by": ""}
        assert take_in(write_book(tmp_path / "more", {"quarantines": [standing]})).lines == []
        assert [each.key for each in LogEntry.objects.filter(quarantined=True)] == ["E-2026-03-26-01"]
        assert found_keys("SAMPLE", "投资计划") == []

    def test_one_that_comes_with_its_quarantine_is_never_found(self, tmp_path: Path) -> None:
        tables = sample()
        tables["quarantines"][0] |= {"entry": "E-2026-03-26-01", "lifted_at": "", "lifted_by": ""}
        take_in(write_book(tmp_path / "book", tables))
        assert LogEntry.objects.get(key="E-2026-03-26-01").quarantined is True
        assert found_keys("SAMPLE", "投资计划") == []

    def test_lifting_it_shows_the_entry_again(self, tmp_path: Path) -> None:
        tables = sample()
        lifted = tables["quarantines"][0] | {"entry": "E-2026-03-26-01"}
        tables["quarantines"] = [{**lifted, "lifted_at": "", "lifted_by": ""}]
        take_in(write_book(tmp_path / "book", tables))
        tables["quarantines"] = [lifted]
        assert take_in(write_book(tmp_path / "lifted", tables), update=True).lines == []
        assert LogEntry.objects.get(key="E-2026-03-26-01").quarantined is False
        assert found_keys("SAMPLE", "投资计划") == ["E-2026-03-26-01"]


@pytest.mark.django_db
def test_answers_come_as_they_were_given(tmp_path: Path) -> None:
    take_in(write_book(tmp_path / "book", sample()))
    assert list(PlanChange.objects.values_list("consented", "decided_by__number")) == [(True, "H02")]
    assert list(LogUnlock.objects.values_list("granted", "decided_by__number")) == [(True, "H01")]


@pytest.mark.django_db
def test_what_waits_for_an_answer_comes_too(tmp_path: Path) -> None:
    tables = sample()
    open_ = {"decided_by": "", "decided_at": ""}
    tables["plan_changes"][0] |= {**open_, "consented": "否", "kind": "增加", "item": "", "old_weight": ""}
    tables["log_unlocks"][0] |= {**open_, "granted": "no"}
    assert take_in(write_book(tmp_path / "book", tables)).lines == []
    change = PlanChange.objects.get()
    assert (change.consented, change.decided_at, change.item) == (False, None, None)
    assert list(LogUnlock.objects.values_list("granted", "decided_at")) == [(False, None)]


SECRET = "青石潭水闸甲号图纸"


@pytest.mark.django_db
def test_a_purged_entry_goes_out_as_purged(cast: Cast, tmp_path: Path) -> None:
    told: dict[str, Any] = dict.fromkeys(("content", "place", "people", "measures", "outcome"), SECRET)
    entry = entry_of(cast["S02"], date(2026, 3, 30), key="E-GONE", **told)
    attach_file(entry=entry, name=f"{SECRET}.txt", stream=BytesIO(SECRET.encode()), actor=cast["S02"])
    assert SECRET in give_out("WATER", tmp_path / "before")["log_entries"]
    grant_right(person=cast["S06"], kind=RightKind.SECURITY_ADMIN, first_day=date(2026, 1, 1))
    place_quarantine(entry=entry, reason="涉密", actor=cast["S01"])
    ask_purge(entry=entry, actor=cast["S01"])
    purge_entry(entry=entry, actor=cast["S06"])
    out = give_out("WATER", tmp_path / "out")
    assert [name for name, text in out.items() if SECRET in text] == []
    assert "内容已清除" in next(line for line in out["log_entries"].splitlines() if "E-GONE" in line)
    assert list(out["attachments"].splitlines()[1:]) == []
    assert not any((tmp_path / "out").glob("attachments/*"))
    assert take_in(tmp_path / "out").lines == []
