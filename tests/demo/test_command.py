"""`daybook demo`: the same day and seed make the same book."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
DAYBOOK = str(Path(sys.executable).parent / "daybook")
TODAY = "2026-01-20"  # a change of the present month has been decided


def daybook(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command on an embedded database of its own."""
    environment = {**os.environ, "DAYBOOK_HOME": str(home), "DAYBOOK_DATABASE_URL": ""}
    return subprocess.run([DAYBOOK, *arguments], env=environment, capture_output=True, text=True, check=False)


def book_of(folder: Path) -> dict[str, bytes]:
    """Make the demo in a folder and read its book."""
    made = daybook(folder / "home", "demo", "--today", TODAY, "--seed", "3")
    assert made.returncode == 0, made.stderr
    exported = daybook(folder / "home", "export", str(folder / "book"))
    assert exported.returncode == 0, exported.stderr
    return {path.name: path.read_bytes() for path in sorted((folder / "book").iterdir())}


def test_the_same_day_and_seed_make_the_same_book(tmp_path: Path) -> None:
    first, second = book_of(tmp_path / "first"), book_of(tmp_path / "second")
    assert first["log_entries.csv"].count(b"\n") > 10_000
    assert [name for name in first if first[name] != second.get(name)] == []
    assert first.keys() == second.keys()


def test_a_second_demo_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    book = tmp_path / "book"
    book.mkdir()
    (book / "bureau.csv").write_text("code,name,policy,time_zone\nDEMO,演示局,log-style-2026,Asia/Shanghai\n")
    assert daybook(home, "import", str(book)).returncode == 0
    refused = daybook(home, "demo", "--today", TODAY)
    assert refused.returncode == 1
    assert "DEMO" in refused.stderr
    people = daybook(home, "export", str(tmp_path / "after"))
    assert people.returncode == 0
    assert (tmp_path / "after" / "bureau.csv").read_text() == (book / "bureau.csv").read_text()
    assert not (tmp_path / "after" / "people.csv").exists() or (
        (tmp_path / "after" / "people.csv").read_text().count("\n") == 1
    )
