"""The floor of importing: the same entries by one `executemany` or `COPY`, unchecked and unsearchable.

`python bare_rows.py ENGINE DATABASE FILE`: a bureau and a person are put in first, for the rows to point at.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

COLUMNS = (
    "bureau_id",
    "person_id",
    "key",
    "work_date",
    "start",
    "end",
    "half_day",
    "place",
    "people",
    "content",
    "measures",
    "progress",
    "state",
    "outcome",
    "visibility",
    "internal_reason",
    "recorded_at",
    "backfill_reason",
    "withdrawn_reason",
    "version",
)
NAMES = ", ".join(f'"{column}"' for column in COLUMNS)
BUREAU = "INSERT INTO org_bureau (id, code, name, policy, time_zone) VALUES (1, 'LOAD', '', '', '')"
PERSON = """INSERT INTO org_person (id, bureau_id, number, name, gender, staff_category, email)
VALUES (1, 1, 'P', '', '', 'civil_servant', '')"""
SET_UP = (BUREAU, PERSON)


def main(engine: str, database: str, file: str) -> None:
    """Write every row of the table in one transaction."""
    with Path(file).open(encoding="utf-8", newline="") as lines:
        rows = (_row(row) for row in csv.DictReader(lines))
        (_sqlite if engine == "sqlite" else _postgresql)(database, rows)


def _row(row: dict[str, str]) -> tuple[Any, ...]:
    given = {**row, "bureau_id": 1, "person_id": 1, "progress": int(row["progress"]), "version": 1}
    return tuple(given[column] for column in COLUMNS)


def _sqlite(database: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with sqlite3.connect(database) as connection:
        for statement in SET_UP:
            connection.execute(statement)
        marks = ", ".join("?" * len(COLUMNS))
        connection.executemany(f"INSERT INTO daily_logentry ({NAMES}) VALUES ({marks})", rows)


def _postgresql(database: str, rows: Iterator[tuple[Any, ...]]) -> None:
    import psycopg

    with psycopg.connect(database) as connection, connection.cursor() as cursor:
        for statement in SET_UP:
            cursor.execute(statement)
        with cursor.copy(f"COPY daily_logentry ({NAMES}) FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)


if __name__ == "__main__":
    main(*sys.argv[1:4])
