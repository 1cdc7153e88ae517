"""Reading a bureau's score sheets of some quarters as the plain facts that the rules score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from daybook.org.models import Bureau
from daybook.org.rows import as_kept, bare_rows, day, local_day
from daybook.quarterly.models import ElementScore, ScoreSheet
from daybook.rules import facts

NO_SCORES: dict[str, int] = {}
QUARTERS = {f"Q{number}": number for number in range(1, 5)}


def sheet_facts(
    bureau: Bureau, quarters: tuple[str, str], numbers: Mapping[int, str]
) -> dict[str, list[facts.Sheet]]:
    """All sheets from one quarter of a year to another, by the number of the person; in two statements.

    `numbers` gives the number of a person's row; sheets of others are left out.
    """
    scores = _element_scores(bureau, quarters)
    sheets: dict[str, list[facts.Sheet]] = defaultdict(list)
    zone = bureau.time_zone
    for row in _sheet_rows(bureau, quarters):
        key, person, quarter, published_at, kind, version, first, last, rater, policy_id = row
        if person not in numbers:
            continue
        sheet = facts.Sheet(
            QUARTERS[quarter[5:]],
            scores.get(key, NO_SCORES),
            local_day(published_at, zone),
            kind,
            version,
            day(first),
            day(last),
            numbers.get(rater, ""),
            policy_id,
        )
        sheets[numbers[person]].append(sheet)
    return sheets


def _sheet_rows(bureau: Bureau, quarters: tuple[str, str]) -> list[tuple[Any, ...]]:
    rows = ScoreSheet.objects.filter(bureau=bureau, quarter__range=quarters).order_by(
        "quarter", "person_id", "id"
    )
    published_at, first, last = (as_kept(name) for name in ("published_at", "first_day", "last_day"))
    columns = ("id", "person_id", "quarter", published_at, "kind", "version", first, last)
    return bare_rows(rows.values_list(*columns, "rater_id", "policy"))


def _element_scores(bureau: Bureau, quarters: tuple[str, str]) -> dict[int, dict[str, int]]:
    """Element scores in hundredths, as they are stored, by sheet."""
    rows = ElementScore.objects.filter(sheet__bureau=bureau, sheet__quarter__range=quarters)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for sheet, element, score in bare_rows(
        rows.order_by("sheet_id").values_list("sheet_id", "element", "score")
    ):
        found[sheet][element] = score
    return found
