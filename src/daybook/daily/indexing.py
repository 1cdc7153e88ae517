"""Which entries search finds, and by which of their words: open ones, neither withdrawn nor quarantined."""

from __future__ import annotations

from collections.abc import Iterable

from daybook.daily.enums import Visibility
from daybook.daily.models import LogEntry
from daybook.daily.search import Marks, index_entries, index_words, remove_entries
from daybook.daily.word_maps import follow, mapped_among, words_in


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
    """Bring the index, and the maps of its words, up to entries that were changed."""
    keys = [entry.pk for entry in entries]
    mapped = mapped_among(keys)
    before = words_in(mapped, keys)
    remove_entries(keys)
    index_new(entries)
    follow(before, words_in(mapped, keys))


def unindex(entry: LogEntry) -> None:
    """Take an entry out of the index, and its bits out of the maps."""
    before = words_in(mapped_among([entry.pk]), [entry.pk])
    remove_entries([entry.pk])
    follow(before, {})
