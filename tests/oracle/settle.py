"""The year's result of a bureau, the slow and obvious way: an independent reading of the published rules.

Each comment is a sentence of the rules; the line under it does what it says. Nothing here is shared with
the program. `python -m tests.oracle.settle BOOK YEAR [POLICY]` prints what `daybook settle --json` must.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from .figures import text
from .people import person_of_year, score_person
from .policy import SHIPPED, Policy
from .pools import settle_pool
from .quarters import cap_warnings
from .tables import Book, Workdays
from .units import place_people, snapshot_units

Result = dict[str, Any]


def settle(book: Book, year: int, policy: Policy, *, own_policy: bool = True) -> Result:
    """The whole result of one bureau-year."""
    people = [result for row in book.people if (result := person_of_year(book, row, year)) is not None]
    # people: by number
    people.sort(key=lambda person: person["person"])
    for person in people:
        score_person(book, year, policy, person)
    units = snapshot_units(book, year)
    place_people(book, units, policy, year, people)
    warnings = cap_warnings(policy, year, people)
    if Workdays.missing(year):
        warnings.append(f"calendar_missing:{year}")
    pools = []
    # pools in the order civil, institution, support, those with a headcount
    for pool in ("civil", "institution", "support"):
        members = [p for p in people if p["pool"] == pool]
        # base: not determined counted, not appraised not
        base = [p for p in members if not p["effects"]["not_appraised"]]
        if base:
            # decided seats count when the settled policy is the year's own
            decided = [row for row in book.seats if row["year"] == str(year)] if own_policy else []
            pools.append(settle_pool(policy, pool, base, units, decided))
        for person in members:
            if person["effects"]["not_appraised"]:
                person.update(rank=None, suggested="not_appraised", ties=[])
    return {
        "bureau": book.bureau["code"],
        "year": year,
        "policy": policy["id"],
        "warnings": warnings,
        "pools": pools,
        "people": [printed(year, person) for person in people],
    }


def printed(year: int, person: Result) -> Result:
    """One person as it is printed."""
    return {
        "person": person["person"],
        "category": person["category"],
        "pool": person["pool"],
        "unit": person["unit"],
        "quarters": {f"{year}-Q{q}": text(person["quarters"][q]) for q in (1, 2, 3, 4)},
        "routine_score": text(person["routine"]),
        "assessment": text(person["assessment"]),
        "annual_total": text(person["total"]),
        "eligible": person["eligible"],
        "barred_by": person["barred_by"],
        "rank_in_unit": person["rank"],
        "suggested_grade": person["suggested"],
        "why": person["why"] + person["ties"],
    }


if __name__ == "__main__":
    source = Book(Path(sys.argv[1]))
    chosen = sys.argv[3] if len(sys.argv) > 3 else source.bureau["policy"]
    own = chosen == source.bureau["policy"]
    answer = settle(source, int(sys.argv[2]), SHIPPED[chosen], own_policy=own)
    print(json.dumps(answer, ensure_ascii=False))
