"""After a purge the words are nowhere: no table, no file, no export; and the ledger still verifies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from pytest_django import Settings

from daybook.books.exporting import export_book
from daybook.daily.actions.amend import revise_entry, withdraw_entry
from daybook.daily.actions.attach import attach_file
from daybook.daily.actions.quarantine import ask_purge, place_quarantine, purge_entry
from daybook.daily.actions.record import record_day
from daybook.daily.models import Attachment, EntryPerson, LogComment, LogCorrection, LogEntry, Writing
from daybook.ledger.queries import chain_faults, chain_length
from daybook.monthly.models import MonthEvent, MonthlyReport, MonthlyReview, MonthWriting
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from daybook.plans.models import AnnualGoal, PlanItem
from tests.factories import WHOLE, entry_of, last_line, noon
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 3, 30)
NOON = noon(2026, 3, 31)
SECRET = "青石潭水闸甲号图纸zqxjkvb"
PIECES = ("青石潭", "zqxjkvb", "甲号图纸")
FILE = f"附件里也写着{SECRET}".encode()


@pytest.fixture
def office(transactional_db: None, settings: Settings, tmp_path: Path) -> Cast:
    settings.UPLOADS = tmp_path / "uploads"
    made = water_bureau()
    grant_right(person=made["S06"], kind=RightKind.SECURITY_ADMIN, first_day=date(2026, 1, 1))
    return made


def text_columns() -> Iterator[tuple[str, str]]:
    """Every column of every table of the database, of any type that can be read as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                yield table, column.name


def places_with(word: str) -> set[str]:
    """The columns in which a word stands, read as text or as bytes."""
    found = set()
    with connection.cursor() as cursor:
        for table, column in text_columns():
            cursor.execute(f'SELECT "{column}" FROM "{table}"')
            for (value,) in cursor.fetchall():
                held = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                if word.encode() in held or word.encode("unicode_escape") in held:
                    found.add(f"{table}.{column}")
    return found


def files_with(word: str, *folders: Path) -> set[str]:
    """The files under these folders in which a word stands."""
    files = (each for folder in folders for each in folder.rglob("*") if each.is_file())
    return {each.name for each in files if word.encode() in each.read_bytes()}


def told_everywhere(cast: Cast) -> LogEntry:
    """An entry whose words stand in every place that can hold them."""
    said = replace(
        WHOLE, content=SECRET, measures=f"查阅{SECRET}", outcome=f"抄得{SECRET}", place=f"{SECRET}档案室",
        people=f"陈明、{SECRET}",
    )  # fmt: skip
    entry = record_day(author=cast["S03"], day=DAY, drafts=[said], at=noon(2026, 3, 30))[0]
    revise_entry(
        entry=entry, draft=replace(said, outcome=f"又抄得{SECRET}"), version=1, work_date=date(2026, 3, 26),
        backfill_reason=f"因{SECRET}补记", actor=cast["S03"], at=NOON,
    )  # fmt: skip
    LogCorrection.objects.create(entry=entry, recorded_at=NOON, content=f"更正：{SECRET}")
    LogComment.objects.create(entry=entry, author=cast["H02"], recorded_at=NOON, content=f"{SECRET}请注意")
    attach_file(
        entry=entry, name=f"{SECRET}.txt", stream=BytesIO(FILE), actor=cast["S03"], at=noon(2026, 3, 30)
    )
    for writer, fields in (
        ("S03", {"content": SECRET}),
        ("S04", {"line": f"9:00 {SECRET} 80%"}),
        ("S03", {"rows": [{"content": SECRET}]}),
    ):
        key = f"draft-{Writing.objects.count()}"
        Writing.objects.create(person=cast[writer], key=key, day=DAY, fields=fields, saved_at=NOON)
    withdraw_entry(entry=entry, reason=f"写了{SECRET}", actor=cast["S03"], at=NOON)
    Writing.objects.create(
        person=cast["S03"], key="revising", day=DAY, entry=entry, base=2, fields={"outcome": "改写中"},
        saved_at=NOON,
    )  # fmt: skip
    quoted_in_the_month(cast)
    return entry


def quoted_in_the_month(cast: Cast) -> None:
    """The words in all that tells of a month of the person: summary, review, return, drafts, answers."""
    of_month: dict[str, Any] = {"person": cast["S03"], "month": "2026-03"}
    of_bureau = {"bureau": cast.bureau, **of_month}
    span = {"first_day": date(2026, 3, 1), "last_day": date(2026, 3, 31)}
    said = dict.fromkeys(("execution", "visible_progress", "work_status"), f"抄得{SECRET}")
    MonthlyReport.objects.create(summary=f"3月30日{SECRET}；值班。", **of_bureau)
    MonthlyReview.objects.create(reviewer=cast["H02"], comment=f"{SECRET}一事做得好", **span, **of_bureau)
    MonthEvent.objects.create(
        actor=cast["H02"], kind="returned", reason=f"请删去{SECRET}", at=NOON, **of_bureau
    )
    for writer, kind in (("S03", "summary"), ("H02", "review")):
        MonthWriting.objects.create(
            writer=cast[writer], kind=kind, first_day=date(2026, 3, 1), saved_at=NOON,
            fields={"text": f"写：{SECRET}"}, **of_month,
        )  # fmt: skip
    PlanItem.objects.create(key="P-1", title="建档", **said, **of_bureau)
    AnnualGoal.objects.create(
        bureau=cast.bureau, person=cast["S03"], key="G-1", year=2026, title="建档", **said
    )


def purged(cast: Cast, entry: LogEntry) -> None:
    given: dict[str, Any] = {"entry": entry, "at": NOON}
    place_quarantine(reason="含有不应公开的内容", actor=cast["S01"], **given)
    ask_purge(actor=cast["S01"], **given)
    purge_entry(actor=cast["S06"], **given)


def test_the_words_of_a_purged_entry_are_nowhere(office: Cast, tmp_path: Path) -> None:
    entry = told_everywhere(office)
    innocent = entry_of(office["S04"], DAY, content="巡查青石大坝")
    kept = Writing.objects.create(
        person=office["S03"], key="innocent", day=DAY, fields={"content": "值班"}, saved_at=NOON
    )
    assert {name.split(".")[0] for name in places_with(SECRET)} >= {
        "daily_logentry", "daily_logversion", "daily_logcorrection", "daily_logcomment", "daily_attachment",
        "daily_writing", "monthly_monthlyreport", "monthly_monthlyreview", "monthly_monthevent",
        "monthly_monthwriting", "plans_planitem", "plans_annualgoal",
    }  # fmt: skip
    assert files_with(SECRET, configured.UPLOADS)
    purged(office, entry)
    book = tmp_path / "book"
    export_book(office.bureau, book)
    for piece in PIECES:
        assert places_with(piece) == set()
        assert files_with(piece, configured.UPLOADS, book) == set()
    assert "内容已清除" in (book / "log_entries.csv").read_text("utf-8")
    assert places_with("巡查青石大坝") >= {"daily_logentry.content"}
    assert list(Writing.objects.all()) == [kept]
    innocent.refresh_from_db()
    assert innocent.content == "巡查青石大坝"


def test_what_stays_is_the_record_of_it(office: Cast) -> None:
    entry = told_everywhere(office)
    purged(office, entry)
    entry.refresh_from_db()
    assert (entry.content, entry.measures, entry.outcome, entry.place, entry.people) == (
        "内容已清除", "", "", "", "",
    )  # fmt: skip
    assert (entry.backfill_reason, entry.withdrawn_reason) == ("内容已清除", "内容已清除")
    assert (entry.start, entry.end, entry.progress) == (WHOLE.start, WHOLE.end, 80)
    assert (entry.quarantined, entry.versions.count()) == (True, 1)
    assert [each.content for each in entry.corrections.all()] == ["内容已清除"]
    assert [each.content for each in entry.comments.all()] == ["内容已清除"]
    assert not EntryPerson.objects.filter(entry=entry).exists()
    assert not Attachment.objects.exists()
    line = last_line()
    assert (line.actor, line.action, line.object_key) == ("S06", "purge_entry", entry.key)
    assert line.after == {
        "versions": 1, "corrections": 1, "comments": 1, "drafts": 4, "attachments": 1, "people": 1,
        "summaries": "2026-03", "reviews": "2026-03:2026-03-01", "events": "2026-03:returned",
        "plan_items": "P-1", "annual_goals": "G-1",
        "month_drafts": "2026-03:summary:2026-03-01 2026-03:review:2026-03-01",
    }  # fmt: skip
    assert chain_length(office.bureau.code) > 5
    assert list(chain_faults(office.bureau.code)) == []


def test_a_file_that_another_entry_has_too_stays_there(office: Cast) -> None:
    entry, other = entry_of(office["S03"], DAY), entry_of(office["S04"], DAY)
    given: dict[str, Any] = {"stream": BytesIO(FILE), "at": NOON}
    attach_file(entry=entry, name="甲.txt", actor=office["S03"], **given)
    attach_file(entry=other, name="乙.txt", actor=office["S04"], **given)
    purged(office, entry)
    assert [each.name for each in Attachment.objects.all()] == ["乙.txt"]
    assert files_with(SECRET, configured.UPLOADS)


@pytest.mark.only_on("sqlite")  # the files of a PostgreSQL server are not ours to read
def test_nothing_is_left_in_the_database_s_own_files(office: Cast) -> None:
    name = connection.settings_dict["NAME"]
    folder = Path(name).parent
    entry = told_everywhere(office)
    for number in range(40):  # more work on the same pages
        entry_of(office["S04"], DAY, content=f"例行巡查第{number}次")
    files = [folder / (Path(name).name + end) for end in ("", "-wal")]
    assert any(b"zqxjkvb" in each.read_bytes() for each in files if each.exists())
    purged(office, entry)
    held = {each.name: each.read_bytes() for each in files if each.exists()}
    for piece in PIECES:
        assert [name for name, content in held.items() if piece.encode() in content] == []
    assert not re.search(rb"zqxjk", b"".join(held.values()))
