"""New versions of entries: what each said until now is kept, and all that hangs on its words follows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daybook.daily.actions.desk import Desk
from daybook.daily.actions.drafts import EntryDraft, put
from daybook.daily.actions.record import DayDraft, named_rows, words_of_entry
from daybook.daily.indexing import reindex
from daybook.daily.models import EntryContent, EntryPerson, LogConfirmation, LogEntry, LogVersion
from daybook.ledger.actions import sealed
from daybook.org.actions.guards import note
from daybook.org.models import Person

CONTENT = tuple(field.attname for field in EntryContent._meta.fields)
CHANGED = (*(field.name for field in EntryContent._meta.fields), "department", "backfill_reason", "version")


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What an entry shall say: the row, held for the transaction, and the day with the one draft of it."""

    row: LogEntry
    day: DayDraft

    @property
    def draft(self) -> EntryDraft:
        """The words."""
        return self.day.drafts[0]

    @property
    def changes_nothing(self) -> bool:
        """Whether the entry says this already."""
        then = copy(self.row)
        put(self.draft, then)
        same_words = all(getattr(then, name) == getattr(self.row, name) for name in CONTENT)
        return self.day.day == self.row.work_date and same_words


def write_versions(desk: Desk, versions: Sequence[NewVersion], editor: Person, at: datetime) -> None:
    """Write new versions, in a fixed number of statements; a line of the ledger for each."""
    rows = [each.row for each in versions]
    LogVersion.objects.bulk_create(_said(row, editor, at) for row in rows)
    before = [_digest(row) for row in rows]
    for each in versions:
        _put(desk, each)
    LogEntry.objects.bulk_update(rows, CHANGED)
    EntryPerson.objects.filter(entry__in=rows).delete()
    EntryPerson.objects.bulk_create(named_rows(desk, rows))
    reindex(*rows)
    _confirm(rows, at)
    for row, then in zip(rows, before, strict=True):
        note(editor, row.bureau, "revise_entry", "entry", row.key, before=then, after=_digest(row))


def _said(row: LogEntry, editor: Person, at: datetime) -> LogVersion:
    """What the entry said until now, with who changed it and when."""
    said = {name: getattr(row, name) for name in CONTENT}
    return LogVersion(entry=row, version=row.version, editor=editor, recorded_at=at, **said)


def _put(desk: Desk, each: NewVersion) -> None:
    row, day = each.row, each.day
    put(each.draft, row)
    if day.day != row.work_date:
        row.work_date = day.day
        row.department_id = desk.department_of(day.author, day.day)
        row.backfill_reason = desk.late_reason(day) if desk.is_late(day) else ""
    row.version += 1


def _confirm(rows: Iterable[LogEntry], at: datetime) -> None:
    """Whoever rewrites what was entered for him (代记) has confirmed it by that."""
    LogConfirmation.objects.bulk_create(
        (LogConfirmation(entry=row, confirmed_at=at) for row in rows if row.entered_by_id is not None),
        ignore_conflicts=True,
    )


def _digest(row: LogEntry) -> dict[str, Any]:
    return {"version": row.version, "work_date": row.work_date, "words": sealed(words_of_entry(row))}
