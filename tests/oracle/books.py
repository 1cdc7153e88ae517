"""Random books, valid by construction, that hit the corners of a year's result on purpose.

`make_book(seed, folder)` writes one and says which year to settle. The same seed gives the same bytes.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

from .evidence import Evidence
from .overrides import random_policy
from .policy import Policy
from .roster import Roster, Row, leave_open
from .settle import settle
from .tables import Book

COLUMNS = {
    "bureau": "code name policy time_zone",
    "calendar_days": "day kind name",
    "departments": "code name order valid_from valid_to",
    "people": "number name gender birth_date staff_category employed_from employed_to email",
    "appointments": "person department role post post_class duties valid_from valid_to",
    "portfolios": "leader department valid_from valid_to",
    "absences": "person kind first_day last_day half_day",
    "circumstances": "person kind first_day last_day document",
    "conflicts": "person superior first_day last_day reason",
    "score_sheets": "person quarter first_day last_day rater kind comment published_at version",
    "element_scores": "person quarter first_day version element score reason",
    "routine_grades": "person quarter grade reason decided_at",
    "ballots": "year ballot_class serial ratee integrity ability diligence achievement probity",
    "ballot_participation": "year ballot_class voter",
    "seats": "year grade pool unit seats reason",
}
YEARS = (2026, 2026, 2026, 2025, 2025, 2024, 2023, 2020, 2027)


@dataclass(frozen=True)
class RandomBook:
    """A written book: where, for which bureau and year, and under which policy it settles."""

    folder: Path
    code: str
    year: int
    policy: Policy
    policy_toml: str | None


def make_book(seed: int, folder: Path) -> RandomBook:
    """Writes the book of a seed into the folder and, where its policy is the bureau's own, gives its TOML."""
    rng = Random(seed)
    year, code = rng.choice(YEARS), f"B{seed}"
    policy, toml = random_policy(rng, f"own-{seed}")
    roster = Roster(rng, year)
    evidence = Evidence(rng, roster, policy)
    leave_open(rng, roster)
    tables: dict[str, list[Row]] = {
        "bureau": [
            {"code": code, "name": f"第{seed}局", "policy": policy["id"], "time_zone": "Asia/Shanghai"}
        ],
        "departments": roster.departments,
        "people": roster.people,
        "appointments": roster.appointments,
        "portfolios": roster.portfolios,
        **evidence.tables,
    }
    folder.mkdir(parents=True, exist_ok=True)
    write_tables(folder, tables)
    book = RandomBook(folder, code, year, policy, toml)
    if rng.random() < 0.35:
        write_tables(folder, {"seats": decide_seats(rng, book)})
    return book


def write_tables(folder: Path, tables: dict[str, list[Row]]) -> None:
    """One CSV file a table; empty tables are left out."""
    for table, rows in tables.items():
        if not rows:
            continue
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[table].split(), lineterminator="\n")
            writer.writeheader()
            writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)


def cell(value: Any) -> str:
    """A value as a book writes it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def decide_seats(rng: Random, book: RandomBook) -> list[Row]:
    """Decided seats for some pools and grades, within the quota; a unit without a row has none."""
    rows = []
    for pool in settle(Book(book.folder), book.year, book.policy)["pools"]:
        for grade, quota in pool["quotas"].items():
            if rng.random() < 0.3:
                continue
            given = {unit["unit"]: 0 for unit in pool["units"]}
            for _ in range(rng.choice((quota, quota, max(quota - 1, 0)))):
                given[rng.choice(list(given))] += 1
            rows += [
                {
                    "year": book.year,
                    "grade": grade,
                    "pool": pool["pool"],
                    "unit": unit,
                    "seats": seats,
                    "reason": "统筹",
                }
                for place, (unit, seats) in enumerate(given.items())
                if seats or not place or rng.random() < 0.5
            ]
    return rows
