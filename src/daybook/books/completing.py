"""What an empty cell stands for where that depends on another cell: the bounds of a period."""

from __future__ import annotations

from calendar import monthrange

from daybook.books.spool import Spool
from daybook.books.tables.periods import PARTS_OF_A_SHEET

BOUNDS = (
    ("monthly_reviews", "month", ("first_day", "last_day")),
    ("score_sheets", "quarter", ("first_day", "last_day")),
    *((table.name, "quarter", ("first_day",)) for table in PARTS_OF_A_SHEET),
)


def complete(spool: Spool) -> None:
    """Fill the empty first and last days of sheets and reviews with the bounds of their period."""
    spool.connection.create_function("first_day", 1, first_day_of, deterministic=True)
    spool.connection.create_function("last_day", 1, last_day_of, deterministic=True)
    for table, period, columns in BOUNDS:
        for column in columns:
            spool.connection.execute(
                f"UPDATE {table} SET {column} = {column}({period}) "
                f"WHERE {column} = '' AND {period} IS NOT NULL"
            )


def first_day_of(period: str) -> str:
    """The first day of a month (`2026-03`) or quarter (`2026-Q1`)."""
    year, _dash, rest = period.partition("-")
    month = int(rest[1:]) * 3 - 2 if rest.startswith("Q") else int(rest)
    return f"{year}-{month:02d}-01"


def last_day_of(period: str) -> str:
    """The last day of a month or quarter."""
    year, _dash, rest = period.partition("-")
    month = int(rest[1:]) * 3 if rest.startswith("Q") else int(rest)
    return f"{year}-{month:02d}-{monthrange(int(year), month)[1]:02d}"
