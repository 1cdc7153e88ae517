"""The floor of settling: a bare cursor reads the same rows and writes as many lines, nothing between.

`python bare.py ENGINE DATABASE PLAN LINES`: no Django, no rules; every row is fetched, and the lines that a
settling wrote are written again, a person each.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def main(engine: str, database: str, plan_file: str, lines_file: str) -> None:
    """Read every bureau of the plan and write its people's lines."""
    plan = json.loads(Path(plan_file).read_text(encoding="utf-8"))
    cursor = _cursor(engine, database)
    with Path(lines_file).open(encoding="utf-8") as settled:
        for bureau, line in zip(plan["bureaus"], settled, strict=True):
            for sql, params in plan["statements"]:
                given = tuple(bureau if each == plan["mark"] else each for each in params)
                cursor.execute(sql.replace("%s", "?") if engine == "sqlite" else sql, given)
                for _row in cursor:
                    pass
            for text in _people(line):
                sys.stdout.write(text)


def _cursor(engine: str, database: str) -> Any:
    if engine == "sqlite":
        return sqlite3.connect(database).cursor()
    import psycopg

    return psycopg.connect(database).cursor()


def _people(line: str) -> Iterator[str]:
    """The settled line in one piece a person."""
    for piece in line.split('{"person"'):
        yield piece + "\n"


if __name__ == "__main__":
    main(*sys.argv[1:5])
