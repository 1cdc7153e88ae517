"""What stands beneath the scores of one person: comments, reasons and cited entries of the sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.text import Truncator

from daybook.daily.access import Reader, is_closed
from daybook.daily.models import LogEntry
from daybook.org.models import Bureau
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import Citation, ScoreSheet
from daybook.rules.facts import Sheet
from daybook.rules.periods import Period

MOST_ENTRIES = 30
LETTERS = 60


class SheetKey(NamedTuple):
    """Which sheet of a person's year: quarter (1 to 4), first day, version."""

    quarter: int
    first_day: date | None
    version: int


class Cited(NamedTuple):
    """An entry that a rater cited: day, key, and first words; none where they are not to be read."""

    day: date
    key: str
    text: str


CitedByElement = Mapping[str, Sequence[Cited]]
NOTHING: CitedByElement = {}


@dataclass(slots=True)
class SheetNotes:
    """What a sheet says beside its scores; `reasons` and `cited` by element."""

    rater: str
    last_day: date
    comment: str
    reasons: dict[str, str] = field(default_factory=dict)
    cited: CitedByElement = field(default_factory=dict)


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


def notes_of(reader: Reader, year: int, number: str) -> Notes:
    """The words on a person's published sheets of a year, in at most three statements."""
    found, rows = Notes(), {}
    of_person = ScoreSheet.objects.filter(bureau=reader.person.bureau_id, person__number=number)
    of_year = of_person.filter(published_at__isnull=False, quarter__range=(f"{year}-Q1", f"{year}-Q4"))
    columns = ("id", "quarter", "first_day", "version", "kind", "rater__name", "last_day", "comment")
    elements = ("element_scores__element", "element_scores__reason")
    listed = of_year.order_by("quarter", "first_day", "version", "element_scores__id")
    for row, *told in listed.values_list(*columns, *elements):
        quarter, first_day, version, kind, rater, last_day, comment, element, reason = told
        key = SheetKey(int(quarter[-1]), first_day, version)
        of_kind = found.sheets if kind == SheetKind.SCORE else found.opinions.setdefault(key.quarter, {})
        notes = rows[row] = of_kind.setdefault(key, SheetNotes(rater or "", last_day, comment))
        if reason:
            notes.reasons[element] = reason
    _drop_withdrawn(found)
    for row, cited in cited_on(reader, rows).items():
        rows[row].cited = cited
    return found


def cited_on(reader: Reader, sheets: Iterable[int]) -> dict[int, dict[str, list[Cited]]]:
    """What is cited on some sheets (by row), element by element, as a reader may read it.

    In at most two statements, and two more where the reader does not know who stands above whom. What was
    withdrawn counts nowhere and is left out.
    """
    return _by_element(sheets, reader.readable)


def openly_cited(bureau: Bureau, number: str, year: int) -> dict[SheetKey, CitedByElement]:
    """What is cited on a person's sheets of a year, in words that everybody may read; in two statements."""
    sheets = ScoreSheet.objects.filter(bureau=bureau, person__number=number, quarter__startswith=f"{year}-")
    keys = {
        row: SheetKey(int(quarter[-1]), first_day, version)
        for row, quarter, first_day, version in sheets.values_list("id", "quarter", "first_day", "version")
    }
    found = _by_element(keys, lambda entries: {entry.pk for entry in entries if not is_closed(entry)})
    return {keys[row]: cited for row, cited in found.items()}


def _by_element(
    sheets: Iterable[int], readable: Callable[[Sequence[LogEntry]], Collection[int]]
) -> dict[int, dict[str, list[Cited]]]:
    told = Citation.objects.filter(sheet__in=list(sheets), entry__withdrawn_reason="")
    listed = told.select_related("entry__person").order_by("entry__work_date", "entry__start", "entry_id")
    rows = [(each.sheet_id, each.element, each.entry) for each in listed]
    whole = readable([entry for _sheet, _element, entry in rows])
    found: dict[int, dict[str, list[Cited]]] = defaultdict(lambda: defaultdict(list))
    for sheet, element, entry in rows:
        words = " ".join(entry.content.split())
        text = Truncator(words).chars(LETTERS) if entry.pk in whole else ""
        found[sheet][element].append(Cited(entry.work_date, entry.key, text))
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
