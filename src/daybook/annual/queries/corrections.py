"""A year as it stood when it became final: sheets corrected since are laid aside.

An upheld objection corrects a sheet at any time; a final year stays as it was sealed, and changes only by a
reopened decision.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max

from daybook.annual.enums import Stage
from daybook.annual.models import Decision
from daybook.org.models import Bureau
from daybook.quarterly.models import ScoreSheet, SheetReopening
from daybook.rules.facts import Sheet, YearFacts
from daybook.rules.periods import quarters_of

Change = Callable[[YearFacts], YearFacts]


class SheetPlace(NamedTuple):
    """Which version of whose sheet: number, quarter (1 to 4), first day, version."""

    number: str
    quarter: int
    first_day: date
    version: int


def final_at(bureau: Bureau, year: int) -> datetime | None:
    """When a year became final; nothing where it has not, or where that is not known."""
    final = Decision.objects.filter(bureau=bureau, year=year, stage=Stage.FINAL)
    found: datetime | None = final.aggregate(at=Max("decided_at"))["at"]
    return found


def as_it_became_final(bureau: Bureau, year: int) -> Change | None:
    """What takes a final year back to that moment; nothing where no sheet was corrected since."""
    at = final_at(bureau, year)
    since = corrected_since(bureau, year, at) if at else frozenset()
    return (lambda facts: without_sheets(facts, since)) if since else None


def corrected_since(bureau: Bureau, year: int, at: datetime) -> frozenset[SheetPlace]:
    """The versions that correct a sheet of a year and were published after an instant."""
    quarters = (f"{year}-Q1", f"{year}-Q4")
    opened = SheetReopening.objects.filter(sheet__bureau=bureau, sheet__quarter__range=quarters)
    columns = ("person__number", "quarter", "first_day", "version")
    known = {row[:3]: row[3] for row in opened.values_list(*(f"sheet__{each}" for each in columns))}
    if not known:
        return frozenset()
    rows = ScoreSheet.objects.filter(bureau=bureau, quarter__range=quarters, published_at__gt=at)
    return frozenset(
        SheetPlace(number, int(quarter[-1]), first, version)
        for number, quarter, first, version in rows.values_list(*columns)
        if version > known.get((number, quarter, first), version)
    )


def without_sheets(facts: YearFacts, places: Collection[SheetPlace]) -> YearFacts:
    """The same facts without some versions of sheets."""
    kept = dict(facts.sheets)
    for number in {each.number for each in places}:
        kept[number] = [
            each for each in kept.get(number, ()) if place_of(number, each, facts.year) not in places
        ]
    return replace(facts, sheets=kept)


def with_sheet(facts: YearFacts, number: str, sheet: Sheet) -> YearFacts:
    """The same facts with one more version of a person's sheet, in place of a draft of it."""
    place = place_of(number, sheet, facts.year)
    kept = without_sheets(facts, {place})
    return replace(kept, sheets={**kept.sheets, number: [*kept.sheets.get(number, ()), sheet]})


def place_of(number: str, sheet: Sheet, year: int) -> SheetPlace:
    """Which version of whose sheet it is."""
    first = sheet.first_day or quarters_of(year)[sheet.quarter - 1].first
    return SheetPlace(number, sheet.quarter, first, sheet.version)
