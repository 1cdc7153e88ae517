"""Writing very many rows: straight through the driver, as each database takes them fastest.

Values are what the database's columns take (text for days, times and instants in UTC, whole numbers for
decimals of fixed places); nothing is converted and no model is made. Inside an action's transaction only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

BATCH = 2_000

Row = Sequence[Any]


def insert_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows given as values of these fields, in the order in which they come."""
    columns = ", ".join(_column(model, name) for name in fields)
    if connection.vendor == "postgresql":
        _copy(f"COPY {_table(model)} ({columns}) FROM STDIN", rows)
    else:
        marks = ", ".join(["%s"] * len(fields))
        _in_batches(f"INSERT INTO {_table(model)} ({columns}) VALUES ({marks})", rows)


def change_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> None:
    """Set these fields of rows given as values, the row's id last."""
    settings = ", ".join(f"{_column(model, name)} = %s{_cast(model, name)}" for name in fields)
    _in_batches(f"UPDATE {_table(model)} SET {settings} WHERE {_column(model, 'pk')} = %s", rows)


def new_ids(model: type[models.Model]) -> Iterator[int]:
    """Ids that no row has and none will get, ascending; for rows whose ids others must know."""
    if connection.vendor == "postgresql":
        return _sequence_ids(model)
    return _following_ids(model)


def _following_ids(model: type[models.Model]) -> Iterator[int]:
    """SQLite: nobody else writes during the transaction, so the next ids are ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        last = cursor.fetchone()[0] or 0
    while True:
        last += 1
        yield last


def _sequence_ids(model: type[models.Model]) -> Iterator[int]:
    statement = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s) ORDER BY 1"
    count = 10
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, [model._meta.db_table, count])
            yield from (row[0] for row in cursor.fetchall())
        count = min(count * 10, 10_000)


def _copy(statement: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _in_batches(statement: str, rows: Iterable[Row]) -> None:
    remaining = iter(rows)
    with connection.cursor() as cursor:
        # The driver's wrapper would keep every row of an iterator until its end.
        while batch := list(islice(remaining, BATCH)):
            cursor.executemany(statement, batch)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(model: type[models.Model], name: str) -> str:
    return connection.ops.quote_name(str(_field(model, name).column))


def _cast(model: type[models.Model], name: str) -> str:
    # PostgreSQL takes text for a date only where it is told that it is one.
    return f"::{_field(model, name).db_type(connection)}" if connection.vendor == "postgresql" else ""


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)
