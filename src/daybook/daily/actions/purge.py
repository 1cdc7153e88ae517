"""Purging: the text of an entry goes from wherever this part of the system keeps it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from daybook.daily.access import PURGED
from daybook.daily.actions.attach import drop_unnamed
from daybook.daily.actions.quoting import remove_quotations
from daybook.daily.actions.sweep import sweep_files
from daybook.daily.indexing import unindex
from daybook.daily.models import Attachment, EntryContent, LogEntry, Writing
from daybook.daily.passages import TELLING, Passages
from daybook.daily.search import forget_removed_words

TEXTS = ("content", "measures", "outcome", "place", "people")


def purge_text(entry: LogEntry) -> dict[str, int | str]:
    """Purge an entry inside the act that decides on it; how many of each thing were emptied or removed.

    What quoted it is told by its keys, of each kind that did.

    Emptied: the entry, its versions, corrections and comments. Removed: drafts that revise it or hold its
    words, attachments with their files, the colleagues it named, the words that find it. Files go, those
    that earlier purges left too, and what is left of the words on the disk, once this is committed.
    """
    versions, corrections, comments = entry.versions, entry.corrections, entry.comments
    drafts = _drafts_with(entry, set(_said(entry)))
    quoted = remove_quotations(entry=entry, said=Passages(_lost(entry)))
    files = list(entry.attachments.values_list("sha256", flat=True))
    gone: dict[str, int | str] = {
        "versions": versions.update(**_emptied()),
        "corrections": corrections.update(content=PURGED),
        "comments": comments.update(content=PURGED),
        "drafts": Writing.objects.filter(pk__in=drafts).delete()[0],
        "attachments": Attachment.objects.filter(entry=entry).delete()[0],
        "people": entry.named.all().delete()[0],
    }
    _empty(entry)
    unindex(entry)
    drop_unnamed(files)
    transaction.on_commit(sweep_files, robust=True)
    transaction.on_commit(_leave_nothing_on_disk, robust=True)
    return gone | quoted


def _emptied() -> dict[str, str]:
    return {
        "content": PURGED,
        "measures": "",
        "outcome": "",
        "place": "",
        "people": "",
        "internal_reason": "",
    }


def _empty(entry: LogEntry) -> None:
    """The row itself; a reason that was given stays to have been given."""
    values = _emptied()
    for reason in ("backfill_reason", "withdrawn_reason"):
        if getattr(entry, reason):
            values[reason] = PURGED
    LogEntry.objects.filter(pk=entry.pk).update(**values)
    entry.refresh_from_db()


def _said(entry: LogEntry) -> Iterator[str]:
    """Every text that the entry, its versions or its corrections hold or held."""
    kept: list[EntryContent] = [entry, *entry.versions.all()]
    for content in kept:
        yield from (text for name in TEXTS if (text := getattr(content, name)))
    yield from entry.corrections.values_list("content", flat=True)


def _lost(entry: LogEntry) -> Iterator[str]:
    """Every text that goes with the purge, what others said below the entry too."""
    yield from _said(entry)
    yield from (entry.backfill_reason, entry.withdrawn_reason)
    yield from entry.comments.values_list("content", flat=True)
    yield from entry.attachments.values_list("name", flat=True)


def _drafts_with(entry: LogEntry, said: set[str]) -> list[int]:
    """The drafts that revise the entry, carry its key or hold its words, whosever they are."""
    told = [text for text in said if len(text) >= TELLING]
    rows = Writing.objects.filter(Q(person__bureau=entry.bureau_id) | Q(entry=entry)).only(
        "id", "person", "key", "entry", "fields"
    )
    return [row.pk for row in rows.iterator() if _belongs(row, entry, said, told)]


def _belongs(row: Writing, entry: LogEntry, said: set[str], told: Collection[str]) -> bool:
    if row.entry_id == entry.pk or row.key == entry.key:
        return True
    typed = list(_texts_of(row.fields))
    if any(text in typing for typing in typed for text in told):
        return True
    return row.person_id in (entry.person_id, entry.entered_by_id) and not said.isdisjoint(typed)


def _texts_of(fields: Any) -> Iterator[str]:
    """The texts within what a form held, however deep."""
    if isinstance(fields, str):
        yield fields.strip()
    elif isinstance(fields, dict):
        for value in fields.values():
            yield from _texts_of(value)
    elif isinstance(fields, list):
        for value in fields:
            yield from _texts_of(value)


def _leave_nothing_on_disk() -> None:
    """Clear the old blocks of SQLite's index and its journal; PostgreSQL cleans by itself."""
    forget_removed_words()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
