"""A process killed at any instant loses nothing it acknowledged, and leaves nothing half written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from django.contrib.sessions.models import Session

from tests.live import database_url

ROWS_OF_AN_ACT = 3
# Writes acts of three rows each and says a number once its commit has returned.
WRITER = f"""
import django
django.setup()
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

for act in range(100_000):
    with transaction.atomic():
        for row in range({ROWS_OF_AN_ACT}):
            Session.objects.create(session_key=f"{{act}}-{{row}}", expire_date=timezone.now())
    print(act, flush=True)
"""


def killed_after(acts: int) -> int:
    """Start a writer, kill it in mid-work once it acknowledged `acts`; the last act it acknowledged."""
    environment = {**os.environ, "DAYBOOK_DATABASE_URL": database_url()}
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for _ in range(acts):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split("\n")
    process.wait()
    # The last line may have been cut off by the kill: it was not acknowledged.
    return acts - 1 + len(rest) - 1


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("acts", [1, 7, 40])
def test_a_killed_writer_loses_no_acknowledged_act(acts: int) -> None:
    last = killed_after(acts)
    kept: dict[int, int] = {}
    for key in Session.objects.values_list("session_key", flat=True):
        act = int(key.split("-")[0])
        kept[act] = kept.get(act, 0) + 1
    # One more act may have been committed in the instant before its acknowledgement.
    assert sorted(kept)[: last + 1] == list(range(last + 1))
    assert len(kept) <= last + 2
    assert set(kept.values()) == {ROWS_OF_AN_ACT}
