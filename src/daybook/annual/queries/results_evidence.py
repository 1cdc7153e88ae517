"""What stands beneath the scores of one person: comments and reasons of the sheets, and the record itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from daybook.daily.models import LogEntry
from daybook.org.models import Bureau
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.rules.facts import Sheet
from daybook.rules.periods import Period

MOST_ENTRIES = 30


class SheetKey(NamedTuple):
    """Which sheet of a person's year: quarter (1 to 4), first day, version."""

    quarter: int
    first_day: date | None
    version: int


@dataclass(slots=True)
class SheetNotes:
    """What a sheet says beside its scores; `reasons` by element."""

    rater: str
    last_day: date
    comment: str
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Notes:
    """The words of a person's year: of scored sheets by key, and opinions of other superiors by quarter."""

    sheets: dict[SheetKey, SheetNotes] = field(default_factory=dict)
    opinions: dict[int, dict[SheetKey, SheetNotes]] = field(default_factory=dict)

    def of(self, sheet: Sheet) -> SheetNotes | None:
        """The words of a sheet."""
        return self.sheets.get(SheetKey(sheet.quarter, sheet.first_day, sheet.version))

    def opinions_in(self, quarter: int) -> Mapping[SheetKey, SheetNotes]:
        """The opinions written for a quarter, in order of their spans."""
        return self.opinions.get(quarter, {})


def notes_of(bureau: Bureau, year: int, number: str) -> Notes:
    """The words on a person's published sheets of a year, in one statement."""
    found = Notes()
    published = ScoreSheet.objects.filter(bureau=bureau, person__number=number, published_at__isnull=False)
    of_year = published.filter(quarter__range=(f"{year}-Q1", f"{year}-Q4"))
    columns = ("quarter", "first_day", "version", "kind", "rater__name", "last_day", "comment")
    elements = ("element_scores__element", "element_scores__reason")
    rows = of_year.order_by("quarter", "first_day", "version", "element_scores__id")
    for quarter, first_day, version, kind, rater, last_day, comment, element, reason in rows.values_list(
        *columns, *elements
    ):
        key = SheetKey(int(quarter[-1]), first_day, version)
        of_kind = found.sheets if kind == SheetKind.SCORE else found.opinions.setdefault(key.quarter, {})
        notes = of_kind.setdefault(key, SheetNotes(rater or "", last_day, comment))
        if reason:
            notes.reasons[element] = reason
    _drop_withdrawn(found)
    return found


def _drop_withdrawn(found: Notes) -> None:
    """An opinion is shown with its words; an empty one, or a replaced sheet, says nothing."""
    for quarter, opinions in found.opinions.items():
        found.opinions[quarter] = {key: notes for key, notes in opinions.items() if notes.comment}


def entries_of(bureau: Bureau, number: str, period: Period) -> list[LogEntry]:
    """The first entries that a person recorded for a quarter, by day, one more than are shown at once.

    Withdrawn ones are left out: they count nowhere.
    """
    rows = LogEntry.objects.filter(
        bureau=bureau, person__number=number, work_date__range=(period.first, period.last)
    )
    kept = rows.filter(withdrawn_reason="").select_related("person")
    return list(kept.order_by("work_date", "start", "id")[: MOST_ENTRIES + 1])
