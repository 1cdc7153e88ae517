"""How an entry came to read as it does: its versions, and what changed from each to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from daybook.daily.differences import Change, changes
from daybook.daily.enums import Visibility
from daybook.daily.models import EntryContent, LogEntry, LogVersion
from daybook.org.models import Person


@dataclass(frozen=True, slots=True)
class Step:
    """One version: who wrote it when, what it said, and how that differs from the version before.

    `hidden`: the version was internal while others may read today's; nothing of it is told.
    """

    number: int
    editor: Person
    recorded_at: datetime
    content: EntryContent
    changes: Sequence[Change]
    hidden: bool


def history(entry: LogEntry, *, party_to_it: bool) -> list[Step]:
    """The versions of an entry, newest first, in one statement; empty for an entry never revised.

    `party_to_it` says whether the reader may read internal versions too.
    """
    rows = LogVersion.objects.filter(entry=entry).select_related("editor", "plan_item", "matter")
    kept = list(rows.order_by("version"))
    return list(_steps(entry, kept, party_to_it))[::-1] if kept else []


def _steps(entry: LogEntry, kept: Sequence[LogVersion], party_to_it: bool) -> Iterator[Step]:
    # A kept row tells what was said until its instant, and who then wrote the next version.
    editor, at = entry.entered_by or entry.person, entry.recorded_at
    before: EntryContent | None = None
    for number, content in enumerate([*kept, entry], start=1):
        hidden = not party_to_it and any(_internal(each) for each in (before, content))
        told = changes(before, content) if before is not None and not hidden else []
        yield Step(number, editor, at, content, told, hidden)
        if isinstance(content, LogVersion):
            editor, at = content.editor, content.recorded_at
        before = content


def _internal(content: EntryContent | None) -> bool:
    return content is not None and content.visibility == Visibility.INTERNAL
