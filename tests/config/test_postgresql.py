"""What a connection to PostgreSQL is told beside its address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from daybook.config.environment import database

SETTING = "SELECT current_setting('jit'), current_setting('max_parallel_workers_per_gather')"


def _told(monkeypatch: pytest.MonkeyPatch, url: str) -> Any:
    """The settings of a connection that is opened as the program opens one."""
    monkeypatch.setenv("DAYBOOK_DATABASE_URL", url)
    made = database(Path())
    with psycopg.connect(
        dbname=made["NAME"], user=made["USER"], host=made["HOST"], options=made["OPTIONS"]["options"]
    ) as connection:
        return connection.execute(SETTING).fetchone()


@pytest.mark.once
def test_small_questions_are_answered_without_helpers(
    monkeypatch: pytest.MonkeyPatch, postgresql_url: str
) -> None:
    assert _told(monkeypatch, postgresql_url) == ("off", "0")


@pytest.mark.once
def test_an_address_may_say_otherwise(monkeypatch: pytest.MonkeyPatch, postgresql_url: str) -> None:
    url = f"{postgresql_url}&options=-c%20max_parallel_workers_per_gather%3D4"
    assert _told(monkeypatch, url) == ("off", "4")
