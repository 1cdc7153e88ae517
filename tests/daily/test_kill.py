"""A server killed under eight writers: what it acknowledged is there, once, and the ledger verifies.

Whoever gets no answer sends the same form again, as a page does; `DAYBOOK_TEST_KILLS` says how often to kill.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from daybook.daily.models import EntryPerson, LogEntry
from daybook.daily.search import KEY_COLUMN
from daybook.ledger.models import LedgerLine
from daybook.ledger.queries import chain_faults
from daybook.org.moments import local_day
from tests.live import START, database_url, free_port
from tests.pages import reading
from tests.people import Cast

KILLS = int(os.environ.get("DAYBOOK_TEST_KILLS", "3"))
WRITERS = ("L02", "H01", "H02", "S02", "S03", "S04", "S05", "S06")
LONGEST_LIFE = 0.9  # seconds from a server's first answer to its end
TOKEN = "c" * 32


class House:
    """A server that is killed and started again, on another port each time."""

    def __init__(self) -> None:
        self.port = 0
        self.answered = Event()
        self.closed = Event()

    @contextmanager
    def open(self) -> Iterator[subprocess.Popen[bytes]]:
        """A server until the end of the block; then it and its workers are killed."""
        port = free_port()
        environment = {
            **os.environ,
            "DAYBOOK_HOME": str(settings.HOME),
            "DAYBOOK_DATABASE_URL": database_url(),
        }
        command = [str(Path(sys.executable).parent / "daybook"), "serve", "--port", str(port)]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        self.answered.clear()
        self.port = port
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class Writer(Thread):
    """Somebody who writes one entry after another, each until it is acknowledged."""

    def __init__(self, house: House, session: str, day: date) -> None:
        super().__init__(daemon=True)
        self.house, self.session, self.day = house, session, day
        self.sent: list[str] = []
        self.acknowledged: list[str] = []
        self.faults: list[str] = []

    def run(self) -> None:
        while not self.house.closed.is_set():
            self.sent.append(uuid4().hex)
            while not self._saved(self.sent[-1]):
                if self.house.closed.wait(0.02):
                    return
            self.acknowledged.append(self.sent[-1])
            self.house.answered.set()

    def _saved(self, key: str) -> bool:
        """Whether the server answered that the entry is saved; no answer is none."""
        form = urlencode({"key": key, "content": f"巡查 {key}", "people": "陈明", "half_day": "morning"})
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
            "X-CSRFToken": TOKEN,
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            server = HTTPConnection("127.0.0.1", self.house.port, timeout=START)
            server.request("POST", f"/days/{self.day}/record", form, headers)
            answer = server.getresponse()
            body = answer.read().decode()
        except (OSError, HTTPException):
            return False
        if answer.status != 200 or key not in body:
            self.faults.append(f"{answer.status}: {body[:300]}")
        return True


def kill_again_and_again(writers: list[Writer], house: House) -> None:
    """Let every server answer and live a little longer, never as long as the one before."""
    chance = random.Random(KILLS)
    for writer in writers:
        writer.start()
    for _ in range(KILLS):
        with house.open():
            assert house.answered.wait(START), "no answer from a server that was started again"
            time.sleep(chance.uniform(0, LONGEST_LIFE))
    # Those still unanswered get their answer from the last one.
    with house.open():
        assert house.answered.wait(START)
        house.closed.set()
        for writer in writers:
            writer.join(START)


def empty_index() -> None:
    """What other tests left there: their entries are gone, but this table is none of Django's."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM daily_search")


def indexed() -> set[int]:
    """The rows that search knows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {KEY_COLUMN[connection.vendor]} FROM daily_search")
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_a_killed_server_loses_no_entry_and_keeps_none_twice(cast: Cast) -> None:
    empty_index()
    day = local_day(cast.bureau, timezone.now())
    house = House()
    people = [cast[number] for number in WRITERS]
    sessions = [reading(person).cookies[settings.SESSION_COOKIE_NAME].value for person in people]
    writers = [Writer(house, session, day) for session in sessions]

    kill_again_and_again(writers, house)

    assert [fault for writer in writers for fault in writer.faults] == []
    kept = Counter(LogEntry.objects.values_list("content", flat=True))
    assert set(kept.values()) == {1}
    sent = {f"巡查 {key}" for writer in writers for key in writer.sent}
    acknowledged = {f"巡查 {key}" for writer in writers for key in writer.acknowledged}
    assert len(acknowledged) > KILLS
    assert acknowledged <= set(kept) <= sent
    # What belongs to an entry is there with it: who is named, its words, its line in the ledger.
    entries = {entry.pk: entry for entry in LogEntry.objects.exclude(person=cast["S04"])}
    assert set(EntryPerson.objects.values_list("entry_id", flat=True)) == set(entries)
    assert indexed() == set(LogEntry.objects.values_list("pk", flat=True))
    told = [line.after["entries"] for line in LedgerLine.objects.filter(action="record_day")]
    assert Counter(key for keys in told for key in keys) == Counter(
        LogEntry.objects.values_list("key", flat=True)
    )
    assert list(chain_faults(cast.bureau.code)) == []
