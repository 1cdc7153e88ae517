"""An administrator keeps a log like everybody: his own he may see and change, others' is not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from daybook.daily.actions.attach import attach_file
from daybook.daily.actions.unlock import ask_unlock
from daybook.daily.models import Attachment, LogComment, LogCorrection, LogEntry, LogUnlock
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from tests.factories import entry_of, noon, submitted
from tests.pages import page, reading
from tests.people import Cast

DAY, LOCKED = date(2026, 3, 31), date(2026, 3, 2)
NOW = noon(2026, 3, 31)
SAID = {"content": "核对台账", "half_day": "morning", "state": "ongoing", "visibility": "open"}
REVISED = {**SAID, "base": "1", "work_date": "2026-03-31"}


@pytest.fixture(autouse=True)
def today(settings: Settings, tmp_path: object) -> Iterator[None]:
    settings.UPLOADS = f"{tmp_path}/uploads"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(params=[RightKind.SYSTEM_ADMIN, RightKind.SECURITY_ADMIN, RightKind.AUDIT_ADMIN])
def administrator(cast: Cast, request: pytest.FixtureRequest) -> Client:
    """S02 signed in: the author of an entry, and an administrator."""
    grant_right(person=cast["S02"], kind=request.param, first_day=date(2026, 1, 1))
    return reading(cast["S02"])


def done(client: Client, address: str, **given: object) -> None:
    """Post a form that is sound, and be led on."""
    assert client.post(address, given).status_code == 302, address


def test_his_own_entry_is_his_to_see_and_change(cast: Cast, administrator: Client) -> None:
    entry = entry_of(cast["S02"], DAY, content="我自己的事")
    at = f"/entries/{entry.key}"
    assert "我自己的事" in page(administrator, at)
    assert "我自己的事" in page(administrator, f"{at}/edit")
    done(administrator, f"{at}/edit", **REVISED)
    done(administrator, f"{at}/comments", content="已核对")
    done(administrator, f"{at}/attachments", files=SimpleUploadedFile("甲.txt", "台账".encode()))
    file = Attachment.objects.get()
    assert administrator.get(f"/attachments/{file.key}/甲.txt").status_code == 200
    done(administrator, f"/attachments/{file.key}/remove")
    done(administrator, f"{at}/withdraw", reason="重复")
    entry.refresh_from_db()
    assert (entry.version, entry.content, entry.withdrawn_reason) == (2, "核对台账", "重复")
    assert (LogComment.objects.count(), Attachment.objects.count()) == (1, 0)


def test_his_own_submitted_entry_is_his_to_correct(cast: Cast, administrator: Client) -> None:
    entry = entry_of(cast["S02"], DAY)
    submitted(cast["S02"], "2026-03", NOW)
    done(administrator, f"/entries/{entry.key}/correct", content="应为二百万元")
    assert LogCorrection.objects.get().content == "应为二百万元"


def test_his_own_day_is_his_to_ask_for(cast: Cast, administrator: Client) -> None:
    done(administrator, f"/days/{LOCKED}/unlock", reason="当时在防汛一线")
    assert LogUnlock.objects.get().person == cast["S02"]
    assert "当时在防汛一线" in page(administrator, "/unlocks")


def test_what_is_others_is_not_there(cast: Cast, administrator: Client) -> None:
    other = entry_of(cast["S03"], DAY, people="钱进")
    name = {"name": "乙.txt", "stream": BytesIO(b"x"), "actor": cast["S03"]}
    file = attach_file(entry=other, **name)  # type: ignore[arg-type]
    ask_unlock(person=cast["S03"], day=LOCKED, reason="别人的事由")
    at = f"/entries/{other.key}"
    addresses = [at, *(f"{at}/{act}" for act in ("edit", "withdraw", "correct", "attachments", "comments"))]
    addresses += [f"/attachments/{file.key}/乙.txt", f"/attachments/{file.key}/remove"]
    for address in addresses:
        assert administrator.get(address).status_code == 404, address
        assert administrator.post(address, {**REVISED, "reason": "x"}).status_code in {404, 405}, address
    assert "别人的事由" not in page(administrator, "/unlocks")
    given = {"person": "S03", "day": str(LOCKED), "reason": "x"}
    assert administrator.post("/unlocks", given).status_code == 404
    answer = {"act": "grant", "reason": "x"}
    assert administrator.post(f"/unlocks/S03/{LOCKED}", answer).status_code == 404
    assert list(LogEntry.objects.values_list("version", "withdrawn_reason")) == [(1, "")]
    assert (Attachment.objects.count(), LogComment.objects.count()) == (1, 0)
