"""What a killed process leaves in the uploads folder is swept away, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from daybook.daily.actions.attach import attach_file
from daybook.daily.actions.quarantine import ask_purge, place_quarantine, purge_entry
from daybook.daily.actions.sweep import sweep_files
from daybook.daily.files import path_of, put_file
from daybook.daily.models import Attachment, LogEntry
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from daybook.org.moments import local_day
from tests.factories import entry_of
from tests.live import _wait_for, database_url, free_port
from tests.people import SINCE, Cast

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = 3600
# Takes the file off its entry, and is killed when the row is gone and the file is not.
REMOVER = """
import os, signal, sys
import django
django.setup()
from daybook.daily.actions import attach
from daybook.daily.models import Attachment
attach.drop_file = lambda sha256: os.kill(os.getpid(), signal.SIGKILL)
row = Attachment.objects.select_related("entry__person__bureau", "entry__bureau").get(key=sys.argv[1])
attach.remove_attachment(attachment=row, actor=row.entry.person)
"""


def environment() -> dict[str, str]:
    return {**os.environ, "DAYBOOK_HOME": str(settings.HOME), "DAYBOOK_DATABASE_URL": database_url()}


def aged(path: Path, seconds: float) -> Path:
    """A file as if it had been written so long ago."""
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def attached(entry: LogEntry, content: bytes) -> Attachment:
    return attach_file(entry=entry, name="甲.txt", stream=BytesIO(content), actor=entry.person)


def orphaned(content: bytes) -> Path:
    """A file that no row names, older than an hour."""
    return aged(path_of(put_file(BytesIO(content))), HOUR + 60)


def entry_of_today(cast: Cast, number: str) -> LogEntry:
    return entry_of(cast[number], local_day(cast.bureau, timezone.now()))


def test_a_file_whose_remover_was_killed_goes(cast: Cast) -> None:
    entry = entry_of_today(cast, "S02")
    row, kept = attached(entry, b"a secret"), attached(entry_of_today(cast, "S03"), b"another")
    killed = subprocess.run([sys.executable, "-c", REMOVER, row.key], env=environment(), check=False)
    assert killed.returncode == -signal.SIGKILL
    assert list(Attachment.objects.all()) == [kept]
    left, stays = path_of(row.sha256), aged(path_of(kept.sha256), 9 * HOUR)
    assert (left.exists(), sweep_files()) == (True, 0)  # somebody may be at work on it
    aged(left, HOUR + 60)
    assert (sweep_files(), sweep_files()) == (1, 0)
    assert (left.exists(), stays.exists()) == (False, True)


def test_the_beginning_of_a_file_goes_after_a_day(cast: Cast) -> None:
    folder = Path(settings.UPLOADS)
    folder.mkdir(exist_ok=True)
    young, old = folder / ".new-young", folder / ".new-old"
    for path, hours in ((young, 23), (old, 25)):
        path.write_bytes(b"half")
        aged(path, hours * HOUR)
    sweep_files()
    assert (young.exists(), old.exists()) == (True, False)
    young.unlink()


def test_a_purge_sweeps_what_an_earlier_one_left(cast: Cast) -> None:
    grant_right(person=cast["S06"], kind=RightKind.SECURITY_ADMIN, first_day=SINCE)
    left, entry = orphaned(b"left by an earlier purge"), entry_of_today(cast, "S02")
    place_quarantine(entry=entry, reason="涉密", actor=cast["S01"])
    ask_purge(entry=entry, actor=cast["S01"])
    purge_entry(entry=entry, actor=cast["S06"])
    assert not left.exists()


def test_a_server_sweeps_when_it_starts(cast: Cast) -> None:
    left, port = orphaned(b"left by a server that died"), free_port()
    command = [str(Path(sys.executable).parent / "daybook"), "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", process)
        until = time.monotonic() + 20
        while left.exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert not left.exists()
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0
