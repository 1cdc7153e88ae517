"""Which entries search finds, and by which of their words: open ones, neither withdrawn nor quarantined."""

from __future__ import annotations

from collections.abc import Iterable

from daybook.daily.enums import Visibility
from daybook.daily.models import LogEntry
from daybook.daily.search import Marks, index_entries, index_words, remove_entries


def is_findable(entry: LogEntry) -> bool:
    """Whether search may find an entry at all."""
    open_to_all = entry.visibility == Visibility.OPEN and not entry.quarantined
    return open_to_all and not entry.withdrawn_reason


def indexed_texts(entry: LogEntry) -> tuple[str, ...]:
    """The texts whose words find an entry."""
    return entry.content, entry.measures, entry.outcome, entry.place, entry.people


def index_new(entries: Iterable[LogEntry]) -> None:
    """Put entries that were just saved into the index, in order of their ids."""
    found = [entry for entry in entries if is_findable(entry)]
    index_entries((each.pk, index_words(marks_of(each), indexed_texts(each))) for each in found)


def marks_of(entry: LogEntry) -> Marks:
    """What an entry is found by beside the words of its texts."""
    return Marks(entry.bureau_id, entry.person_id, entry.department_id, entry.matter_id, str(entry.work_date))


def reindex(*entries: LogEntry) -> None:
    """Bring the index up to entries that were changed."""
    remove_entries([entry.pk for entry in entries])
    index_new(entries)
