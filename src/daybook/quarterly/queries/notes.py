"""What stands beneath the scores of one person: comments, reasons and cited entries of the sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, NamedTuple

from django.db.models import CharField, Value
from django.utils.text import Truncator

from daybook.daily.access import Reader, is_closed
from daybook.daily.models import LogEntry
from daybook.org.models import Bureau, Person
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import Citation, ScoreSheet
from daybook.rules.facts import Sheet
from daybook.rules.periods import Period

MOST_ENTRIES = 30
LETTERS = 60
ENTRY_COLUMNS = (
    "entry__id",
    "entry__person__id",
    "entry__person__number",
    "entry__work_date",
    "entry__start",
    "entry__key",
    "entry__content",
    "entry__visibility",
    "entry__quarantined",
)
_EMPTY = Value("", output_field=CharField())


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
    """The words on a person's published sheets of a year and what they cite.

    In one statement, and the two of `Reader.readable` where an internal entry is cited.
    """
    found, rows, cited = Notes(), {}, []
    for row, *told in _told_of(reader.person.bureau_id, year, number):
        quarter, first_day, version, kind, rater, last_day, comment, element, reason, *entry = told
        key = SheetKey(int(quarter[-1]), first_day, version)
        of_kind = found.sheets if kind == SheetKind.SCORE else found.opinions.setdefault(key.quarter, {})
        rows[row] = notes = of_kind.setdefault(key, SheetNotes(rater or "", last_day, comment))
        if reason:
            notes.reasons[element] = reason
        if entry[0] is not None:
            cited.append((row, element, _entry_of(entry)))
    _drop_withdrawn(found)
    for row, of_sheet in _by_element(_in_order(cited), reader.readable).items():
        rows[row].cited = of_sheet
    return found


def _told_of(bureau: int, year: int, number: str) -> list[tuple[Any, ...]]:
    """A row for each element of a person's published sheets and for each entry cited, sheets in order."""
    of_person = {"bureau": bureau, "person__number": number, "published_at__isnull": False}
    of_year = {**of_person, "quarter__range": (f"{year}-Q1", f"{year}-Q4")}
    sheet = ("quarter", "first_day", "version", "kind", "rater__name", "last_day", "comment")
    elements = ScoreSheet.objects.filter(**of_year).values_list(
        "id", *sheet, "element_scores__element", "element_scores__reason", *map(_nothing, ENTRY_COLUMNS)
    )
    cited = Citation.objects.filter(entry__withdrawn_reason="").filter(
        **{f"sheet__{name}": value for name, value in of_year.items()}
    )
    entries = cited.values_list(
        "sheet_id", *(f"sheet__{name}" for name in sheet), "element", _EMPTY, *ENTRY_COLUMNS
    )
    rows = elements.order_by().union(entries.order_by(), all=True)
    return sorted(rows, key=lambda row: (row[1], row[2] or date.min, row[3]))


def _nothing(column: str) -> Value:
    """No value, of the kind of a column of the cited entries."""
    model: Any = Citation
    *path, name = column.split("__")
    for step in path:
        model = model._meta.get_field(step).related_model
    return Value(None, output_field=model._meta.get_field(name))


def _entry_of(told: Sequence[Any]) -> LogEntry:
    """A cited entry with what tells who may read it, and its author; from `ENTRY_COLUMNS`."""
    row, person, number, day, start, key, content, visibility, quarantined = told
    made = LogEntry(id=row, work_date=day, start=start, key=key, content=content, visibility=visibility)
    made.person, made.quarantined = Person(id=person, number=number), quarantined
    return made


def _in_order(cited: Iterable[tuple[int, str, LogEntry]]) -> list[tuple[int, str, LogEntry]]:
    """By day and beginning, those without one first."""
    return sorted(cited, key=lambda each: (each[2].work_date, each[2].start or time.min, each[2].pk))


def cited_on(reader: Reader, sheets: Iterable[int]) -> dict[int, dict[str, list[Cited]]]:
    """What is cited on some sheets (by row), element by element, as a reader may read it.

    In at most two statements, and two more where the reader does not know who stands above whom. What was
    withdrawn counts nowhere and is left out.
    """
    return _by_element(_cited_rows(sheets), reader.readable)


def openly_cited(bureau: Bureau, number: str, year: int) -> dict[SheetKey, CitedByElement]:
    """What is cited on a person's sheets of a year, in words that everybody may read; in two statements."""
    sheets = ScoreSheet.objects.filter(bureau=bureau, person__number=number, quarter__startswith=f"{year}-")
    keys = {
        row: SheetKey(int(quarter[-1]), first_day, version)
        for row, quarter, first_day, version in sheets.values_list("id", "quarter", "first_day", "version")
    }
    rows = _cited_rows(keys)
    found = _by_element(rows, lambda entries: {entry.pk for entry in entries if not is_closed(entry)})
    return {keys[row]: cited for row, cited in found.items()}


def _cited_rows(sheets: Iterable[int]) -> list[tuple[int, str, LogEntry]]:
    told = Citation.objects.filter(sheet__in=list(sheets), entry__withdrawn_reason="")
    listed = told.select_related("entry__person").order_by("entry__work_date", "entry__start", "entry_id")
    return [(each.sheet_id, each.element, each.entry) for each in listed]


def _by_element(
    rows: Sequence[tuple[int, str, LogEntry]], readable: Callable[[Sequence[LogEntry]], Collection[int]]
) -> dict[int, dict[str, list[Cited]]]:
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
