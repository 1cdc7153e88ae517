"""附件: what may be attached, where the bytes lie, and when they go."""

from __future__ import annotations

import hashlib
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from daybook.daily.actions.amend import withdraw_entry
from daybook.daily.actions.attach import attach_file, remove_attachment
from daybook.daily.file_kinds import KINDS, clean_name
from daybook.daily.files import PIECE, path_of
from daybook.daily.models import Attachment, LogEntry
from daybook.ledger.models import LedgerLine
from tests.daily import attached as made
from tests.factories import entry_of, last_line, noon, refused, submitted
from tests.people import Cast

DAY = date(2026, 3, 30)


@pytest.fixture(autouse=True)
def uploads(settings: Settings, tmp_path: Path) -> Path:
    settings.UPLOADS = tmp_path / "uploads"
    return tmp_path / "uploads"


def attach(entry: LogEntry, name: str = "会场.png", content: bytes = made.PNG, **more: Any) -> Attachment:
    given: dict[str, Any] = {"actor": entry.person, "at": noon(2026, 3, 30), **more}
    return attach_file(entry=entry, name=name, stream=BytesIO(content), **given)


def test_an_attachment_lies_under_its_digest(cast: Cast, uploads: Path) -> None:
    row = attach(entry_of(cast["S02"], DAY))
    sha256 = hashlib.sha256(made.PNG).hexdigest()
    assert (row.name, row.media_type, row.size, row.sha256) == (
        "会场.png",
        "image/png",
        len(made.PNG),
        sha256,
    )
    path = uploads / sha256[:2] / sha256
    assert path_of(sha256) == path
    assert path.read_bytes() == made.PNG
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert [oct(each.stat().st_mode & 0o777) for each in (uploads, path.parent)] == ["0o700", "0o700"]
    assert sorted(each.name for each in uploads.rglob("*") if each.is_file()) == [".lock", sha256]


def test_the_ledger_tells_neither_name_nor_digest(cast: Cast) -> None:
    row = attach(entry_of(cast["S02"], DAY))
    line = last_line()
    assert (line.action, line.after["attachment"], line.after["size"]) == ("attach_file", row.key, row.size)
    assert "会场" not in str(line.after)
    assert row.sha256 not in str(line.after)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.pdf", made.PDF),
        ("版式.ofd", made.OFD),
        ("报告.docx", made.DOCX),
        ("台账.xlsx", made.XLSX),
        ("汇报.pptx", made.PPTX),
        ("旧文.doc", made.OLE),
        ("旧表.xls", made.OLE),
        ("旧片.ppt", made.OLE),
        ("文字.wps", made.OLE),
        ("文字.wps", made.DOCX),
        ("表格.et", made.OLE),
        ("表格.et", made.XLSX),
        ("演示.dps", made.OLE),
        ("记录.txt", made.TEXT),
        ("国标.txt", made.NATIONAL),
        ("数据.csv", made.TEXT),
        ("说明.md", made.TEXT),
        ("现场.PNG", made.PNG),
        ("现场.jpg", made.JPEG),
        ("现场.jpeg", made.JPEG),
        ("动图.gif", made.GIF),
        ("现场.webp", made.WEBP),
    ],
)
def test_documents_and_pictures_are_taken_in(cast: Cast, name: str, content: bytes) -> None:
    row = attach(entry_of(cast["S02"], DAY), name, content)
    assert row.media_type == KINDS["." + name.rsplit(".", 1)[1].lower()].media_type


def test_every_kind_is_tried(cast: Cast) -> None:
    marks = test_documents_and_pictures_are_taken_in.pytestmark  # type: ignore[attr-defined]
    tried = {name.rsplit(".", 1)[1].lower() for name, _content in marks[0].args[1]}
    assert tried == {ending.lstrip(".") for ending in KINDS}


MACROS = "holds macros; save it as a document without macros and attach that."
OTHERWISE = "is not what its name says; save it anew as what it is and attach that."


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("宏.docx", made.MACROS_IN_DOCX, MACROS),
        ("宏.docx", made.MACROS_BY_TYPE, MACROS),
        ("控件.docx", made.package("word/document.xml", "word/activeX/activeX1.bin"), MACROS),
        ("宏.doc", made.MACROS_IN_OLE, MACROS),
        ("宏.wps", made.MACROS_IN_OLE, MACROS),
        ("页面.png", made.HTML, OTHERWISE),
        ("程序.pdf", made.EXE, OTHERWISE),
        ("程序.txt", made.EXE, OTHERWISE),
        ("图片.jpg", made.PNG, OTHERWISE),
        ("压缩.docx", made.package("a.txt", types=""), OTHERWISE),
        ("表.docx", made.XLSX, OTHERWISE),
        ("断.docx", made.DOCX[:40], OTHERWISE),
        ("文.doc", made.DOCX, OTHERWISE),
        ("文.ofd", made.DOCX, OTHERWISE),
        ("乱码.csv", b"\xff\xff\xff", OTHERWISE),
        ("断字.txt", "水".encode()[:1], OTHERWISE),
    ],
)
def test_a_file_that_is_not_what_its_name_says(cast: Cast, name: str, content: bytes, told: str) -> None:
    entry = entry_of(cast["S02"], DAY)
    assert refused(attach, entry=entry, name=name, content=content) == ("files", f"“{name}” {told}")
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("页面.html", made.HTML),
        ("图.svg", made.SVG),
        ("安装.exe", made.EXE),
        ("脚本.js", made.TEXT),
        ("脚本.sh", made.TEXT),
        ("宏.docm", made.DOCX),
        ("包.zip", made.DOCX),
        ("无后缀", made.TEXT),
        (".png", made.PNG),
        ("", made.PNG),
    ],
)
def test_other_kinds_are_refused_by_name(cast: Cast, name: str, content: bytes) -> None:
    field, told = refused(attach, entry=entry_of(cast["S02"], DAY), name=name, content=content)
    assert field == "files"
    assert told.startswith(
        f"“{clean_name(name)}” cannot be attached: documents and pictures only (pdf、ofd、"
    )


def test_too_big_empty_and_too_many(cast: Cast, settings: Settings) -> None:
    entry = entry_of(cast["S02"], DAY)
    settings.UPLOAD_BYTES, settings.UPLOAD_FILES = 1 << 20, 2
    big = made.TEXT * 40_000
    assert refused(attach, entry=entry, name="大.txt", content=big)[1] == (
        "“大.txt” is larger than 1 MB; make it smaller, or attach it in parts."
    )
    assert refused(attach, entry=entry, name="空.txt", content=b"")[1] == (
        "“空.txt” is empty; choose the file again."
    )
    attach(entry, "一.txt", made.TEXT)
    attach(entry, "二.txt", made.TEXT)
    assert refused(attach, entry=entry, name="三.txt", content=made.TEXT)[1] == (
        "“三.txt” finds no room: an entry takes 2 files. Remove one first."
    )
    assert Attachment.objects.count() == 2


def test_a_button_pressed_twice_attaches_once(cast: Cast, settings: Settings) -> None:
    settings.UPLOAD_FILES = 2
    entry = entry_of(cast["S02"], DAY)
    row = attach(entry, "一.txt", made.TEXT)
    assert attach(entry, "一.txt", made.TEXT) == row
    attach(entry, "一.txt", made.TEXT + b"2")
    assert attach(entry, "一.txt", made.TEXT) == row  # though there is no more room
    assert Attachment.objects.count() == LedgerLine.objects.filter(action="attach_file").count() == 2
    for each in [Attachment.objects.get(pk=row.pk) for _ in range(2)]:
        remove_attachment(attachment=each, actor=cast["S02"])
    assert LedgerLine.objects.filter(action="remove_attachment").count() == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\etc\\会议.pdf", "会议.pdf"),
        ("/etc/passwd.txt", "passwd.txt"),
        ("会议\u202efdp.exe", "会议fdp.exe"),
        ("行\r\n间.txt", "行间.txt"),
        ("  空白.txt. ", "空白.txt"),
        ("长" * 300 + ".docx", "长" * 195 + ".docx"),
    ],
)
def test_a_name_is_only_a_label(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@pytest.mark.parametrize("number", ["S01", "H01", "L01", "S05"])
def test_only_the_author_attaches_and_removes(cast: Cast, number: str) -> None:
    entry = entry_of(cast["S02"], DAY)
    told = ("", "Only the author changes an entry.")
    assert refused(attach, entry=entry, actor=cast[number]) == told
    row = attach(entry)
    assert refused(remove_attachment, attachment=row, actor=cast[number]) == told


def test_nothing_is_attached_to_a_submitted_month_or_a_withdrawn_entry(cast: Cast) -> None:
    entry, other = entry_of(cast["S02"], DAY), entry_of(cast["S02"], DAY)
    row = attach(entry)
    withdraw_entry(entry=other, reason="重复", actor=cast["S02"])
    assert refused(attach, entry=other) == ("", "This entry was withdrawn.")
    submitted(cast["S02"], "2026-03", noon(2026, 3, 31))
    told = ("", "This month is submitted; append a correction instead.")
    assert refused(attach, entry=entry) == told
    assert refused(remove_attachment, attachment=row, actor=cast["S02"]) == told


def test_the_last_row_takes_the_file_with_it(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    first = attach(entry_of(cast["S02"], DAY), "甲.png")
    second = attach(entry_of(cast["S03"], DAY), "乙.png")
    path = path_of(first.sha256)
    for row, stays in ((first, True), (second, False)):
        with django_capture_on_commit_callbacks(execute=True):
            remove_attachment(attachment=row, actor=row.entry.person)
        assert path.exists() is stays
    assert last_line().action == "remove_attachment"


class Broken(BytesIO):
    """A stream that breaks off once it is known what it is."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size == PIECE:
            raise OSError("the disk is full")
        return super().read(size)


def test_a_failure_while_writing_leaves_nothing(cast: Cast, uploads: Path) -> None:
    given: dict[str, Any] = {"name": "会场.png", "actor": cast["S02"], "at": noon(2026, 3, 30)}
    with pytest.raises(OSError, match="full"):
        attach_file(entry=entry_of(cast["S02"], DAY), stream=Broken(made.PNG), **given)
    assert [each.name for each in uploads.rglob("*") if each.is_file()] == [".lock"]
    assert not Attachment.objects.exists()
