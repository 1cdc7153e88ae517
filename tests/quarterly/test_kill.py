"""Signing killed in the midst: of a quarter all sheets are published or none, and everything verifies.

`DAYBOOK_TEST_KILLS` says how often to kill.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from daybook.annual.queries.verified import disagreements
from daybook.ledger.models import LedgerLine
from daybook.org.enums import Role
from daybook.quarterly.actions.writings import keep_sheet_writing
from daybook.quarterly.models import Citation, ElementScore, ScoreSheet, SheetWriting
from daybook.quarterly.spans import period_of
from tests.live import database_url
from tests.people import Cast, join

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("DAYBOOK_TEST_KILLS", "3"))
QUARTERS = [f"{year}-Q{number}" for year in (2025, 2026) for number in (1, 2, 3, 4)][:7]
PEOPLE = ("S03", "S04", *(f"S{number}" for number in range(20, 40)))
ELEMENTS = 8
LONGEST = 0.5  # seconds of signing before the kill


def begin(cast: Cast) -> None:
    """Drafts of every quarter for everybody, and nothing signed."""
    for parts in (ElementScore, Citation, ScoreSheet, SheetWriting):
        parts._default_manager.all().delete()
    for quarter in QUARTERS:
        for number in PEOPLE:
            keep_sheet_writing(
                rater=cast["H02"], person=cast[number], quarter=quarter, first_day=period_of(quarter).first,
                fields={"comment": "工作扎实。"}, version=0,
            )  # fmt: skip


def killed_after(words: int, seconds: float) -> None:
    """Sign in a process of its own, which lives so long after it was ready, or had signed so much."""
    environment = {
        **os.environ,
        "DAYBOOK_HOME": str(settings.HOME),
        "DAYBOOK_DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "daybook.config.settings",
    }
    command = [sys.executable, "-m", "tests.quarterly.signer"]
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        for _ in range(words):
            assert process.stdout.readline() == b"signed\n"
        time.sleep(seconds)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def signed_quarters() -> list[str]:
    """The quarters that are published; each is whole, and its drafts are gone, or it is not there at all."""
    found = []
    for quarter in QUARTERS:
        sheets = ScoreSheet.objects.filter(quarter=quarter)
        drafts = SheetWriting.objects.filter(quarter=quarter).count()
        published = sheets.filter(published_at__isnull=False, score__isnull=False).count()
        assert (published, sheets.count(), drafts) in {
            (0, 0, len(PEOPLE)),
            (len(PEOPLE), len(PEOPLE), 0),
        }, quarter
        assert ElementScore.objects.filter(sheet__quarter=quarter).count() == published * ELEMENTS
        found += [quarter] if published else []
    return found


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_a_killed_signing_publishes_all_sheets_or_none(cast: Cast) -> None:
    for number in PEOPLE[2:]:
        join(cast, number, f"同志{number}", Role.STAFF, "D02")
    begin(cast)
    chance = random.Random(KILLS)
    signed: list[str] = []
    noted = 0
    for kill in range(KILLS):
        if len(signed) == len(QUARTERS):
            begin(cast)
            signed = []
        # The first has signed something, however slow the machine; the others die wherever they are.
        killed_after(int(kill == 0), chance.uniform(0, LONGEST))
        now = signed_quarters()
        assert now[: len(signed)] == signed
        noted += (len(now) - len(signed)) * len(PEOPLE)
        signed = now
        assert LedgerLine.objects.filter(action="publish_sheet").count() == noted
        assert list(disagreements(cast.bureau)) == []
    assert noted
