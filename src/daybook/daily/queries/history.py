"""How an entry came to read as it does: its versions, and what changed from each to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from daybook.daily.access import Reader
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


def history(entry: LogEntry, reader: Reader) -> list[Step]:
    """The versions of an entry, newest first; empty for an entry never revised.

    An entry that is open today may have been internal: such a version is read by those it was open to.
    """
    rows = LogVersion.objects.filter(entry=entry).select_related("editor", "plan_item", "matter")
    kept = list(rows.order_by("version"))
    if not kept:
        return []
    told_all = not any(_internal(version) for version in kept) or entry.pk in reader.party_to([entry])
    return list(_steps(entry, kept, told_all))[::-1]


def _steps(entry: LogEntry, kept: Sequence[LogVersion], told_all: bool) -> Iterator[Step]:
    # A kept row tells what was said until its instant, and who then wrote the next version.
    editor, at = entry.entered_by or entry.person, entry.recorded_at
    before: EntryContent | None = None
    for number, content in enumerate([*kept, entry], start=1):
        hidden = not told_all and any(_internal(each) for each in (before, content))
        told = changes(before, content) if before is not None and not hidden else []
        yield Step(number, editor, at, content, told, hidden)
        if isinstance(content, LogVersion):
            editor, at = content.editor, content.recorded_at
        before = content


def _internal(content: EntryContent | None) -> bool:
    return content is not None and content.visibility == Visibility.INTERNAL
