"""Reading a bureau's score sheets of some quarters as the plain facts that the rules score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, Subquery

from daybook.org.models import Bureau
from daybook.org.rows import Keyed, as_kept, bare_rows, day, local_day, objects_of
from daybook.quarterly.models import ElementScore, ScoreSheet
from daybook.rules import facts

NO_SCORES: dict[str, int] = {}
QUARTERS = {f"Q{number}": number for number in range(1, 5)}


def sheet_facts(
    bureau: Bureau, quarters: tuple[str, str], numbers: Mapping[int, str]
) -> dict[str, list[facts.Sheet]]:
    """All sheets from one quarter of a year to another, by the number of the person; in one statement.

    `numbers` gives the number of a person's row; sheets of others are left out.
    """
    rows = _sheet_rows(bureau, quarters)
    sheets: dict[str, list[facts.Sheet]] = defaultdict(list)
    zone = bureau.time_zone
    for row, scores in zip(rows, objects_of(row[0] for row in rows), strict=True):
        _, person, quarter, published_at, kind, version, first, last, rater, policy_id = row
        if person not in numbers:
            continue
        sheet = facts.Sheet(
            QUARTERS[quarter[5:]],
            scores or NO_SCORES,
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
    """A row a sheet, with its element scores in hundredths, as they are stored, in one text."""
    rows = ScoreSheet.objects.filter(bureau=bureau, quarter__range=quarters).order_by(
        "quarter", "person_id", "id"
    )
    own = ElementScore.objects.filter(sheet=OuterRef("pk")).order_by().values("sheet")
    scores = Subquery(own.annotate(all=Keyed("element", "score")).values("all"))
    published_at, first, last = (as_kept(name) for name in ("published_at", "first_day", "last_day"))
    columns = ("person_id", "quarter", published_at, "kind", "version", first, last)
    return bare_rows(rows.values_list(scores, *columns, "rater_id", "policy"))
