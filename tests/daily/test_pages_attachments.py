"""Files over the web: sent, kept, refused by name, served to whoever may read the entry alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from daybook.daily.actions.amend import revise_entry, withdraw_entry
from daybook.daily.actions.attach import attach_file
from daybook.daily.actions.quarantine import place_quarantine
from daybook.daily.files import drop_file
from daybook.daily.models import Attachment, LogEntry
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from tests.daily import attached as made
from tests.factories import WHOLE, entry_of, noon, submitted
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

DAY = date(2026, 3, 30)


@pytest.fixture(autouse=True)
def uploads(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.UPLOADS = tmp_path / "uploads"
    with time_machine.travel(noon(2026, 3, 31), tick=False):
        yield settings.UPLOADS


def sent(client: Client, entry: LogEntry, *files: tuple[str, bytes]) -> Any:
    given = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(f"/entries/{entry.key}/attachments", {"files": given})


def kept(entry: LogEntry, name: str = "现场.png", content: bytes = made.PNG) -> Attachment:
    return attach_file(entry=entry, name=name, stream=BytesIO(content), actor=entry.person)


def address(row: Attachment) -> str:
    return reverse("attachment", args=[row.key, row.name])


def test_several_files_are_attached_at_once(cast: Cast) -> None:
    entry, client = entry_of(cast["S02"], DAY), reading(cast["S02"])
    assert sent(client, entry, ("现场.png", made.PNG), ("纪要.txt", made.TEXT)).status_code == 302
    told = words(page(client, f"/entries/{entry.key}"))
    assert "2 files were attached." in told
    assert "Room for 8 more" in told
    assert [each.name for each in Attachment.objects.order_by("id")] == ["现场.png", "纪要.txt"]


def test_sound_files_are_kept_and_each_other_one_is_told_by_name(cast: Cast) -> None:
    entry, client = entry_of(cast["S02"], DAY), reading(cast["S02"])
    response = sent(client, entry, ("页面.html", made.HTML), ("现场.png", made.PNG), ("程序.pdf", made.EXE))
    assert response.status_code == 422
    told = words(response.content.decode())
    assert "“页面.html” cannot be attached" in told
    assert "“程序.pdf” is not what its name says" in told
    assert "1 file was attached." in told
    assert [each.name for each in Attachment.objects.all()] == ["现场.png"]


def test_nothing_chosen_is_said_so(cast: Cast) -> None:
    response = sent(reading(cast["S02"]), entry_of(cast["S02"], DAY))
    assert response.status_code == 422
    assert "Choose one file or several first." in words(response.content.decode())


@pytest.mark.parametrize(
    ("name", "content", "media_type", "way"),
    [
        ("现场 一.png", made.PNG, "image/png", "inline"),
        ("通知.pdf", made.PDF, "application/pdf", "inline"),
        ("纪要.txt", made.TEXT, "text/plain", "attachment"),
        (
            "报告.docx", made.DOCX,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment",
        ),
    ],
)  # fmt: skip
def test_how_a_file_is_served(cast: Cast, name: str, content: bytes, media_type: str, way: str) -> None:
    row = kept(entry_of(cast["S02"], DAY), name, content)
    response = reading(cast["S05"]).get(address(row))
    assert b"".join(response) == content
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"].startswith(f"{way}; filename*=utf-8''")
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "no-store")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert ("sandbox" in policy) is (media_type != "application/pdf")
    asked = reading(cast["S05"]).get(address(row) + "?keep")
    assert asked["Content-Disposition"].startswith("attachment;")


def test_a_file_is_served_as_what_its_name_says_and_nothing_else(cast: Cast) -> None:
    row = kept(entry_of(cast["S02"], DAY))
    for name, media_type in (("脚本.html", "application/octet-stream"), ("图.png", "image/png")):
        Attachment.objects.filter(pk=row.pk).update(name=name, media_type="text/html")
        row.refresh_from_db()
        response = reading(cast["S05"]).get(address(row))
        assert response["Content-Type"] == media_type
        assert response["Content-Disposition"].startswith("attachment" if "html" in name else "inline")


INTERNAL = {"visibility": "internal", "internal_reason": "petition"}


@pytest.mark.parametrize(
    ("number", "said", "status"),
    [
        ("S02", {}, 200),
        ("S05", {}, 200),
        ("S02", INTERNAL, 200),
        ("S04", INTERNAL, 200),  # named in it
        ("H01", INTERNAL, 200),
        ("S01", INTERNAL, 200),
        ("S05", INTERNAL, 404),
        ("stranger", {}, 404),
        ("security", {}, 404),
    ],
)
def test_a_file_is_read_exactly_where_its_entry_is(
    cast: Cast, number: str, said: dict[str, str], status: int
) -> None:
    grant_right(person=cast["S06"], kind=RightKind.SECURITY_ADMIN, first_day=date(2026, 1, 1))
    row = kept(entry_of(cast["S02"], DAY, **said))
    others = {"stranger": water_bureau("LAKE")["S02"], "security": cast["S06"]}
    client = reading(others.get(number) or cast[number])
    assert client.get(address(row)).status_code == status


def test_a_withdrawn_entry_takes_its_files_out_of_sight(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY)
    row = kept(entry)
    withdraw_entry(entry=entry, reason="重复", actor=cast["S02"])
    for number in ("S02", "S05", "S01"):
        assert reading(cast[number]).get(address(row)).status_code == 404


def test_in_quarantine_the_two_offices_alone_read_a_file(cast: Cast) -> None:
    grant_right(person=cast["S06"], kind=RightKind.SECURITY_ADMIN, first_day=date(2026, 1, 1))
    entry = entry_of(cast["S02"], DAY)
    row = kept(entry)
    place_quarantine(entry=entry, reason="涉密", actor=cast["S06"])
    found = {
        number: reading(cast[number]).get(address(row)).status_code for number in ("S01", "S06", "S02", "L01")
    }
    assert found == {"S01": 200, "S06": 200, "S02": 404, "L01": 404}


def test_another_name_or_a_lost_file_leads_nowhere(cast: Cast) -> None:
    row = kept(entry_of(cast["S02"], DAY))
    client = reading(cast["S02"])
    assert client.get(f"/attachments/{row.key}/another.png").status_code == 404
    assert client.get("/attachments/nothing/现场.png").status_code == 404
    drop_file(row.sha256)
    assert client.get(address(row)).status_code == 404


def test_the_author_takes_a_file_off(cast: Cast) -> None:
    entry, client = entry_of(cast["S02"], DAY), reading(cast["S02"])
    row = kept(entry)
    assert client.get(f"/attachments/{row.key}/remove").status_code == 302
    assert Attachment.objects.exists()
    response = client.post(f"/attachments/{row.key}/remove")
    assert (response.status_code, response["Location"]) == (302, f"/entries/{entry.key}")
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("number", ["S01", "H01", "S05", "stranger"])
def test_nobody_else_does(cast: Cast, number: str) -> None:
    row = kept(entry_of(cast["S02"], DAY))
    client = reading(water_bureau("LAKE")["S02"] if number == "stranger" else cast[number])
    assert client.post(f"/attachments/{row.key}/remove").status_code == 404
    assert Attachment.objects.exists()


def test_after_the_seal_files_stay_as_they_are(cast: Cast) -> None:
    entry, client = entry_of(cast["S02"], DAY), reading(cast["S02"])
    row = kept(entry)
    submitted(cast["S02"], "2026-03", noon(2026, 3, 31))
    told = "This month is submitted; append a correction instead."
    for response in (
        sent(client, entry, ("图.png", made.PNG)),
        client.post(f"/attachments/{row.key}/remove"),
    ):
        assert response.status_code == 422
        assert told in words(response.content.decode())
    html = page(client, f"/entries/{entry.key}")
    assert "现场.png" in html
    assert "/remove" not in html


def test_the_page_costs_the_same_for_one_file_and_for_ten(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY)
    kept(entry)
    revise_entry(entry=entry, draft=replace(WHOLE, outcome="改"), version=1, actor=cast["S02"])
    few = statements(reading(cast["S02"]), f"/entries/{entry.key}")
    for number in range(9):
        kept(entry, f"{number}.png")
    assert statements(reading(cast["S02"]), f"/entries/{entry.key}") == few <= 15
    client, picture = reading(cast["S05"]), address(Attachment.objects.latest("id"))
    with CaptureQueriesContext(connection) as asked:
        client.get(picture)
    assert len(asked) <= 8
