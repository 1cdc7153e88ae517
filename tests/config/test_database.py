"""An empty database is made by itself; one that is behind stops the command."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

pytestmark = pytest.mark.once
DAYBOOK = str(Path(sys.executable).parent / "daybook")
BEHIND = "daybook upgrade"


def daybook(home: Path, *arguments: str, url: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in a data folder of its own."""
    environment = {**os.environ, "DAYBOOK_HOME": str(home), "DAYBOOK_DATABASE_URL": url}
    return subprocess.run([DAYBOOK, *arguments], env=environment, capture_output=True, text=True, check=False)


def forget_a_migration(home: Path) -> None:
    """Make the database look one migration older than the program."""
    with sqlite3.connect(home / "daybook.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'axes'")


def serve_once(home: Path) -> subprocess.CompletedProcess[str]:
    """Start the server on a port that cannot be had: it makes the database ready and ends."""
    return daybook(home, "serve", "--port", "1", "--host", "256.0.0.1")


def test_a_command_makes_the_database_it_needs(tmp_path: Path) -> None:
    serve_once(tmp_path)
    with sqlite3.connect(tmp_path / "daybook.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM org_bureau").fetchone() == (0,)


def test_the_data_folder_is_private(home: Path) -> None:
    assert oct(home.stat().st_mode & 0o777) == "0o700"
    assert oct((home / "secret_key").stat().st_mode & 0o777) == "0o600"


def test_a_database_with_data_that_is_behind_stops_the_command(home: Path) -> None:
    with sqlite3.connect(home / "daybook.sqlite3") as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(org_bureau)")]
        marks = ", ".join("?" for _ in columns)
        database.execute(
            f"INSERT INTO org_bureau ({', '.join(columns)}) VALUES ({marks})", ["1" for _ in columns]
        )
    forget_a_migration(home)
    stopped = serve_once(home)
    assert (stopped.returncode, BEHIND in stopped.stderr) == (1, True)


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "daybook.sqlite3") as database:
        database.execute("CREATE TABLE invoices (id INTEGER)")
    stopped = serve_once(tmp_path)
    assert (stopped.returncode, "DAYBOOK_DATABASE_URL" in stopped.stderr) == (1, True)
    with sqlite3.connect(tmp_path / "daybook.sqlite3") as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("invoices",)]


def test_upgrade_works_on_postgresql_and_a_second_one_has_nothing_to_do(
    tmp_path: Path, empty_postgresql: str
) -> None:
    first = daybook(tmp_path, "upgrade", url=empty_postgresql)
    second = daybook(tmp_path, "upgrade", url=empty_postgresql)
    counts = [re.findall(r"\d+", done.stdout)[:1] for done in (first, second)]
    assert (first.returncode, second.returncode, counts[0] == ["0"], counts[1]) == (0, 0, False, ["0"])
    with psycopg.connect(empty_postgresql) as connection:
        row = connection.execute("SELECT count(*) FROM org_bureau").fetchone()
    assert row == (0,)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_two_commands_may_meet_an_empty_database(
    tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("empty_postgresql") if engine == "postgresql" else ""
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _turn: daybook(tmp_path, "upgrade", url=url), range(2)))
    assert [one.returncode for one in done] == [0, 0]
    assert sorted("0" in re.findall(r"\d+", one.stdout)[:1] for one in done) == [False, True]
