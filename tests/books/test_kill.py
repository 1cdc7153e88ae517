"""An import that is killed leaves the database as it was: at any point, on both engines."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.apps import apps

from tests.books.shelf import Tables, sample, write_book

pytestmark = [pytest.mark.drill, pytest.mark.once]

ENTRIES = 12_000
TABLES = [model._meta.db_table for model in apps.get_models()] + ["daily_search"]
COUNT = "SELECT count(*) FROM {}"
PAUSE = """
import time
from daybook.config import cli
cli.set_up()
from daybook.books.writing import write
from daybook.daily.actions import load
real = load._Loader.load
def stop(*arguments):
    print("paused", flush=True)
    time.sleep(600)
def stop_after_a_batch(self, *arguments):
    real(self, *arguments)
    stop()
if {point!r} == "between batches":
    load._Loader.load = stop_after_a_batch
else:
    write.Writer.note = stop
cli.main(["import", {book!r}])
"""


def big_book() -> Tables:
    """The sample as another bureau, with entries enough for several batches."""
    tables = sample()
    tables["bureau"][0]["code"] = "BIG"
    entry = tables["log_entries"][0]
    tables["log_entries"] += [{**entry, "key": f"N{number:05}"} for number in range(ENTRIES)]
    return tables


class Installation:
    """A database of its own and the command on it."""

    def __init__(self, home: Path, url: str) -> None:
        self.environment = {**os.environ, "DAYBOOK_HOME": str(home), "DAYBOOK_DATABASE_URL": url}

    def run(self, *arguments: str) -> str:
        command = [str(Path(sys.executable).parent / "daybook"), *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return f"{done.returncode} {done.stdout}{done.stderr}"

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)

    def counts(self) -> dict[str, int]:
        """How many rows every table of the program has, asked without the program."""
        url = self.environment["DAYBOOK_DATABASE_URL"]
        if url:
            with psycopg.connect(url) as server:
                return {name: server.execute(COUNT.format(name).encode()).fetchall()[0][0] for name in TABLES}
        with closing(sqlite3.connect(Path(self.environment["DAYBOOK_HOME"], "daybook.sqlite3"))) as file:
            return {name: file.execute(COUNT.format(name)).fetchone()[0] for name in TABLES}


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, home: Path, tmp_path: Path) -> Installation:
    url = "" if request.param == "sqlite" else request.getfixturevalue("made_postgresql")
    made = Installation(home, url)
    assert made.run("import", str(write_book(tmp_path / "sample", sample()))).startswith("0 ")
    return made


def test_killed_at_its_worst_moments(installation: Installation, tmp_path: Path) -> None:
    book = write_book(tmp_path / "big", big_book())
    before = installation.counts()
    for point in ("between batches", "before the commit"):
        process = installation.start(sys.executable, "-c", PAUSE.format(point=point, book=str(book)))
        assert process.stdout is not None
        assert process.stdout.readline() == "paused\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert installation.counts() == before
    assert installation.run("verify").startswith("0 ")
    assert installation.run("import", str(book)).startswith("0 ")
    brought = len(big_book()["log_entries"])
    assert installation.counts()["daily_logentry"] == before["daily_logentry"] + brought


def test_killed_at_any_moment(installation: Installation, tmp_path: Path) -> None:
    book = write_book(tmp_path / "big", big_book())
    program = str(Path(sys.executable).parent / "daybook")
    before = installation.counts()
    for seconds in (0.8, 1.2, 1.6, 2.0, 2.5, 3.0):
        process = installation.start(program, "import", str(book))
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if installation.counts() != before:
            # Killed after the commit: then the whole book is there.
            assert "库中已全部有了，没有改动。" in installation.run("import", str(book))
            break
    assert installation.run("verify").startswith("0 ")
