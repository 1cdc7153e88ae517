"""A fresh installation to measure on: SQLite in a temporary folder, or a throw-away PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.measure import daybook, run
from tests import postgres

ENGINES = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Installation:
    """A migrated, empty installation and the environment that names it."""

    engine: str
    home: Path
    environment: Mapping[str, str]

    @property
    def database(self) -> str:
        """The path of the SQLite file, or the URL of the PostgreSQL database."""
        return self.environment.get("DAYBOOK_DATABASE_URL", str(self.home / "daybook.sqlite3"))


@contextmanager
def installation(engine: str, server: str = "", *, empty: bool = False) -> Iterator[Installation]:
    """An installation without a row, gone afterwards; `server` is the URL of a running PostgreSQL.

    An `empty` one has no table either.
    """
    home = Path(tempfile.mkdtemp(prefix="daybook-bench-"))
    environment = {"DAYBOOK_HOME": str(home)}
    if engine == "postgresql":
        environment["DAYBOOK_DATABASE_URL"] = _new_database(server)
    try:
        if not empty:
            run(daybook("upgrade"), environment)
        yield Installation(engine, home, environment)
    finally:
        if engine == "postgresql":
            _drop_database(server, environment["DAYBOOK_DATABASE_URL"])
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def server() -> Iterator[str]:
    """One PostgreSQL for a whole run: the one given in the environment, else a throw-away one."""
    if given := os.environ.get(postgres.ADDRESS):
        yield given
        return
    with postgres.throwaway(durable=True) as url:
        yield url


def _new_database(server: str) -> str:
    name = f"bench_{uuid.uuid4().hex[:12]}"
    subprocess.run(["psql", server, "-qc", f"CREATE DATABASE {name}"], check=True)
    return server.replace("/postgres?", f"/{name}?")


def _drop_database(server: str, url: str) -> None:
    name = url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
    subprocess.run(["psql", server, "-qc", f"DROP DATABASE {name} WITH (FORCE)"], check=True)
