"""The tests' own embedded database, kept empty for the next run that would make it the same way.

Its migrations take longer than most runs of a few tests do.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "daybook"
# What is made by the migrations is told by them, by the field they know, the apps and the locked libraries.
DECISIVE = [
    PACKAGE / "org" / "fields.py",
    PACKAGE / "config" / "settings.py",
    ROOT / "requirements" / "dev.txt",
]


def kept_database() -> Path:
    """Where it is kept, if it is: another name for whatever would be made otherwise."""
    said = hashlib.sha256()
    for path in (*DECISIVE, *sorted(PACKAGE.glob("*/migrations/*.py"))):
        said.update(path.read_bytes())
    return ROOT / ".build" / f"tests-{said.hexdigest()[:16]}.sqlite3"


def keep(made: Path) -> None:
    """Keep a database that was made just now, and none that was made otherwise."""
    kept = kept_database()
    for old in kept.parent.glob("tests-*.sqlite3"):
        old.unlink(missing_ok=True)
    copy_embedded(made, kept)


def copy_embedded(source: Path, target: Path) -> None:
    """Copy an embedded database, whoever else reads or copies it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(half)) as new:
        old.backup(new)
    half.replace(target)
