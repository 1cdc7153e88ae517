"""Loading log entries in bulk, with what follows from them: who is named, and the words that find them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from daybook.daily.enums import Visibility
from daybook.daily.indexing import reindex
from daybook.daily.models import EntryContent, EntryPerson, LogEntry, LogVersion
from daybook.daily.named import Colleagues, colleagues_of
from daybook.daily.search import Marks, index_new_entries, index_words
from daybook.org.bulk import Row, insert_rows, new_ids
from daybook.org.models import Bureau
from daybook.org.moments import moment

BATCH = 5_000
TEXTS = ("content", "measures", "outcome", "place", "people")
REMEMBERED = 20_000
CONTENT_FIELDS = tuple(field.name for field in EntryContent._meta.fields)


def load_entries(
    bureau: Bureau, fields: Sequence[str], rows: Iterable[Row]
) -> Iterator[list[tuple[int, int]]]:
    """Insert entries in the order given, which becomes the order of the feed.

    Each row is preceded by the caller's own mark; for every batch written, `(id, mark)` of its entries.
    """
    loader = _Loader(bureau, fields)
    remaining = iter(rows)
    batch = list(islice(remaining, BATCH))
    while batch:
        ahead = Ahead(islice(remaining, BATCH))
        yield loader.load(batch, ahead)
        batch = ahead.all()


class Ahead:
    """The next rows, fetched one by one while the database is busy with those before."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._fetched: list[Row] = []

    def fetch_one(self) -> None:
        """Fetch one more, if there is one."""
        self._fetched += islice(self._rows, 1)

    def all(self) -> list[Row]:
        """Those fetched, and those that are left."""
        return [*self._fetched, *self._rows]


class _Loader:
    """Knows where in a row the author, the texts and the named people stand."""

    def __init__(self, bureau: Bureau, fields: Sequence[str]) -> None:
        self.bureau_id = bureau.pk
        self.fields = ("id", *fields)
        self.ids = new_ids(LogEntry)
        place = self.fields.index
        self.person, self.people = place("person"), place("people")
        self.hidden = place("visibility"), place("withdrawn_reason")
        self.marks = [place(name) for name in ("person", "department", "matter", "work_date")]
        self.texts = [place(name) for name in TEXTS]
        self.colleagues: Colleagues = colleagues_of(bureau)
        self.named_in = lru_cache(maxsize=REMEMBERED)(self.colleagues.named_in)

    def load(self, batch: list[Row], ahead: Ahead) -> list[tuple[int, int]]:
        """Write one batch: entries, the colleagues they name, their words."""
        # The rows come first: at their end no id is taken in vain.
        entries = [(number, *row[1:]) for row, number in zip(batch, self.ids, strict=False)]
        insert_rows(LogEntry, self.fields, entries)
        insert_rows(EntryPerson, ("entry", "person"), self._named(entries))
        index_new_entries(self._words(entries, ahead))
        return [(entry[0], row[0]) for entry, row in zip(entries, batch, strict=True)]

    def _named(self, entries: list[tuple[Any, ...]]) -> Iterator[Row]:
        for entry in entries:
            if entry[self.people]:
                for colleague in self.named_in(entry[self.people], entry[self.person]):
                    yield entry[0], colleague

    def _words(self, entries: list[tuple[Any, ...]], ahead: Ahead) -> Iterator[tuple[int, list[str]]]:
        visibility, withdrawn = self.hidden
        for entry in entries:
            ahead.fetch_one()
            if entry[visibility] == Visibility.OPEN and not entry[withdrawn]:
                marks = Marks(self.bureau_id, *(entry[place] for place in self.marks))
                yield entry[0], index_words(marks, [entry[place] for place in self.texts])


def keep_what_was_said(entry_id: int, *, brought: int, at: datetime) -> None:
    """Before an entry changes: keep what it says as a version.

    Not so where the book itself brings that version (it has those up to `brought`). The editor is the author:
    a book does not tell who made the change.
    """
    entry = LogEntry.objects.get(pk=entry_id)
    if brought < entry.version:
        said = {name: getattr(entry, name) for name in CONTENT_FIELDS}
        instant = moment(at)
        LogVersion.objects.create(
            entry=entry, version=entry.version, editor_id=entry.person_id, recorded_at=instant, **said
        )
    LogEntry.objects.filter(pk=entry_id).update(version=max(brought, entry.version) + 1)


def refresh_entries(bureau: Bureau, ids: Sequence[int]) -> None:
    """After entries have changed: who is named in them, and the words that find them."""
    colleagues = colleagues_of(bureau)
    for entry in LogEntry.objects.filter(pk__in=ids).order_by("id"):
        entry.named.all().delete()
        named = colleagues.named_in(entry.people, entry.person_id)
        EntryPerson.objects.bulk_create([EntryPerson(entry=entry, person_id=row) for row in named])
        reindex(entry)


def hide_quarantined(ids: Sequence[int]) -> None:
    """After quarantines have come: an entry is hidden while one of its own is not lifted, from search too."""
    for entry in LogEntry.objects.filter(pk__in=ids).order_by("id"):
        entry.quarantined = entry.quarantines.filter(lifted_at=None).exists()
        entry.save(update_fields=["quarantined"])
        reindex(entry)
