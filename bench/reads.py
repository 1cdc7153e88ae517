"""Write down the statements that reading one bureau's year takes: `python -m bench.reads YEAR FILE`.

The file holds the bureaus' ids and, for the first of them, each statement with its parameters; a parameter
that is the bureau's id is marked, so that the floor can read every bureau in the same way.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

BUREAU = "bureau-id"


def main(year: int, file: Path) -> None:
    """Run the reader over the first bureau and keep what it asked the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")
    import django

    django.setup()
    from django.db import connection

    from daybook.annual.queries.facts import year_facts
    from daybook.org.models import Bureau

    bureaus = list(Bureau.objects.order_by("code"))
    asked: list[tuple[str, list[Any]]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(
            (
                sql,
                [
                    BUREAU if type(each) is int and each == bureaus[0].id else _plain(each)
                    for each in params or ()
                ],
            )
        )
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        year_facts(bureaus[0], year)
    plan = {"bureaus": [bureau.id for bureau in bureaus], "mark": BUREAU, "statements": asked}
    file.write_text(json.dumps(plan), encoding="utf-8")


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | str | None) else str(value)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
