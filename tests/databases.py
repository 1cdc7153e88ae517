"""Databases beside the one of the tests: of both engines, empty or made.

Migrating an empty database takes seconds: a test that does not ask how a database is made takes a copy of one
that was made before.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests import postgres

DAYBOOK = str(Path(sys.executable).parent / "daybook")


def _make(home: Path, url: str) -> None:
    environment = {**os.environ, "DAYBOOK_HOME": str(home), "DAYBOOK_DATABASE_URL": url}
    subprocess.run([DAYBOOK, "upgrade"], env=environment, check=True, capture_output=True)


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as `daybook upgrade` makes it, with an embedded database; tests work on copies."""
    home = tmp_path_factory.mktemp("made") / "home"
    _make(home, "")
    return home


@pytest.fixture
def home(made_home: Path, tmp_path: Path) -> Path:
    """A copy of the made data folder."""
    return Path(shutil.copytree(made_home, tmp_path / "home"))


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The URL of a PostgreSQL server, for tests that need both engines whichever one is the default."""
    given = os.environ.get(postgres.ADDRESS)
    if given:
        yield given
        return
    with postgres.throwaway() as url:
        yield url


@contextmanager
def _database(server: str, template: str = "template1") -> Iterator[str]:
    name = f"daybook_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        try:
            yield name
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def _url(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def empty_postgresql(postgresql_url: str) -> Iterator[str]:
    """The URL of a database on that server that nobody else uses; dropped afterwards."""
    with _database(postgresql_url) as name:
        yield _url(postgresql_url, name)


@pytest.fixture(scope="session")
def made_postgresql_name(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database on that server as `daybook upgrade` makes it; tests work on copies."""
    with _database(postgresql_url) as name:
        _make(tmp_path_factory.mktemp("made"), _url(postgresql_url, name))
        yield name


@pytest.fixture
def made_postgresql(postgresql_url: str, made_postgresql_name: str) -> Iterator[str]:
    """The URL of a copy of the made database; dropped afterwards."""
    with _database(postgresql_url, made_postgresql_name) as name:
        yield _url(postgresql_url, name)
