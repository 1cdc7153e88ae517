"""Statements that every saving makes are read and planned once a connection; all others each time."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybook.web.prepared import repeated

KEPT = "SELECT statement FROM pg_prepared_statements"
ASKED = "SELECT %s::integer + 1"


def _kept() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        return [statement for (statement,) in cursor.fetchall()]


@pytest.mark.django_db
@pytest.mark.only_on("postgresql")
def test_a_repeated_statement_is_prepared_once() -> None:
    before = len(_kept())
    for given in (1, 2, 3):
        with repeated() as cursor:
            cursor.execute(ASKED, [given])
            assert cursor.fetchall() == [(given + 1,)]
    assert [each for each in _kept() if "+ 1" in each] == ["SELECT $1::integer + 1"]
    assert len(_kept()) == before + 1


@pytest.mark.django_db
@pytest.mark.only_on("postgresql")
def test_other_statements_are_not_kept() -> None:
    with repeated() as cursor:
        cursor.execute(ASKED, [1])
    before = _kept()
    for given in range(8):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::integer + 2", [given])
    assert _kept() == before


@pytest.mark.django_db
def test_repeated_statements_are_written_down_with_their_values() -> None:
    with CaptureQueriesContext(connection) as asked:
        for given in ("督查", "通报"):
            with repeated() as cursor:
                cursor.execute("SELECT %s", [given])
                assert cursor.fetchall() == [(given,)]
    assert [each["sql"] for each in asked.captured_queries] == ["SELECT '督查'", "SELECT '通报'"]
