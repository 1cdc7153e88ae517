"""The words of an entry that is purged, taken from where sheets and grades quoted them.

Whom the entry tells of, or on whose sheet it is cited, may have it quoted: every quarter of theirs is gone
through. That it was cited stays, as does the score that stands on it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Q

from daybook.daily.models import EntryContent, LogEntry
from daybook.daily.passages import Passages
from daybook.monthly.actions.quoting import clauses
from daybook.quarterly.models import (
    Citation,
    ElementScore,
    RoutineGrade,
    ScoreSheet,
    SheetReopening,
    SheetWriting,
)

OF_SHEET = ("sheet__person__number", "sheet__quarter", "sheet__first_day", "sheet__version")
OF_PERSON = ("person__number", "quarter")
# By kind, as the ledger tells it: what holds texts of a person's quarters, in which column, named by what.
HELD: tuple[tuple[str, type[Model], str, tuple[str, ...]], ...] = (
    ("sheets", ScoreSheet, "comment", (*OF_PERSON, "first_day", "version")),
    ("element_scores", ElementScore, "reason", (*OF_SHEET, "element")),
    ("reopenings", SheetReopening, "grounds", OF_SHEET),
    ("routine_grades", RoutineGrade, "reason", OF_PERSON),
    ("sheet_drafts", SheetWriting, "fields", (*OF_PERSON, "first_day")),
)


def remove_quotations(*, entry: LogEntry, said: Passages) -> dict[str, list[str]]:
    """Take the passages from every text of the quarters of whom an entry tells, drafts included."""
    told: list[EntryContent] = [entry, *entry.versions.all()]
    quoted, people = said.with_wholes(clauses(told)), _told_of(entry)
    return {kind: _mended(model, column, names, people, quoted) for kind, model, column, names in HELD}


def _told_of(entry: LogEntry) -> set[int]:
    """The rows of the author, of the colleagues named, and of those on whose sheets the entry is cited."""
    named = entry.named.values_list("person_id", flat=True)
    cited = Citation.objects.filter(entry=entry).values_list("sheet__person_id", flat=True)
    return {entry.person_id, *named, *cited}


def _mended(
    model: type[Model], column: str, names: tuple[str, ...], people: set[int], said: Passages
) -> list[str]:
    """The keys of the rows in which a passage stood; they are saved without it."""
    owner = names[0].removesuffix("__number")
    rows = model._default_manager.filter(Q(**{f"{owner}__in": people})).order_by("pk")
    held: Any = rows.select_for_update(of=("self",)).values_list("pk", column, *names)
    changed = []
    for key, text, *place in held:
        if (left := said.taken_from_all(text)) != text:
            _keep(model, key, column, left)
            changed.append(":".join(map(str, place)))
    return changed


def _keep(model: type[Model], key: int, column: str, text: Any) -> None:
    # A window that still shows the words must not save them again as if nothing had happened.
    row: Any = model._default_manager.get(pk=key)
    setattr(row, column, text)
    if isinstance(row, SheetWriting):
        row.version += 1
    row.save()
