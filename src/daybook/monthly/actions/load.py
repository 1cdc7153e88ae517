"""Loading reports in bulk: submitted months are sealed, as `submit_month` seals them."""

from __future__ import annotations

from collections.abc import Iterable

from daybook.org.bulk import Row, insert_rows
from daybook.plans.models import SealedMonth


def seal_submitted(rows: Iterable[Row]) -> None:
    """Seal submitted months, given as (person's id, month)."""
    insert_rows(SealedMonth, ("person", "month"), rows)


def seal_again(rows: Iterable[tuple[int, str, bool]]) -> None:
    """Seal months or open them again, given as (person's id, month, whether it is submitted)."""
    for person, month, submitted in rows:
        if submitted:
            SealedMonth.objects.get_or_create(person_id=person, month=month)
        else:
            SealedMonth.objects.filter(person_id=person, month=month).delete()
