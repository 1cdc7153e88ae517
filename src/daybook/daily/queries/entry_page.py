"""The page of one entry: what it says, how it came to, and what its reader may do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings

from daybook.daily.access import QUARANTINE_OFFICES, Reader
from daybook.daily.actions.holding import is_sealed
from daybook.daily.file_kinds import KINDS, kind_named
from daybook.daily.models import Attachment, LogEntry, LogVersion, Writing
from daybook.daily.queries.confirming import to_confirm
from daybook.daily.queries.history import Step, history
from daybook.daily.queries.seeing import seen_by
from daybook.daily.seen import SeenEntry
from daybook.daily.words import beside_content, missing_words
from daybook.org.models import Person

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class EntryActs:
    """What the reader may do: change it (`edits`), append a correction, confirm it, hide it.

    `of_day` is how many entries of the day wait for the reader's confirmation, this one among them.
    """

    edits: bool = False
    corrects: bool = False
    confirms: bool = False
    hides: bool = False
    of_day: int = 0

    @property
    def any_own(self) -> bool:
        """Whether the author finds anything to do here."""
        return self.edits or self.corrects


@dataclass(frozen=True, slots=True)
class Room:
    """How much more may be attached."""

    left: int
    kinds: str
    megabytes: int
    bytes: int


@dataclass(frozen=True, slots=True)
class SeenFile:
    """An attachment as its entry's page shows it: `opens` in the browser, or is only to be kept."""

    row: Attachment
    is_picture: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry as its page shows it; `faults` and `typed` come back from a form that was refused."""

    seen: SeenEntry
    acts: EntryActs
    disclosed: Sequence[tuple[str, str]] = ()
    missing: Sequence[str] = ()
    steps: Sequence[Step] = ()
    files: Sequence[SeenFile] = ()
    faults: Mapping[str, Sequence[str]] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def room(self) -> Room:
        """The room that is left for files."""
        left = max(0, settings.UPLOAD_FILES - len(self.files))
        limit = settings.UPLOAD_BYTES
        return Room(left, ",".join(KINDS), limit // MEGABYTE, limit)


def entry_page(
    reader: Reader,
    entry: LogEntry,
    *,
    faults: Mapping[str, Sequence[str]] | None = None,
    typed: Mapping[str, str] | None = None,
) -> EntryPage:
    """The page of an entry that was found through its door, in a fixed number of statements."""
    seen = seen_by(reader, [entry])[0]
    acts = _acts(reader, seen)
    if seen.mute:
        return EntryPage(seen, acts, faults=faults or {}, typed=typed or {})
    return EntryPage(
        seen,
        acts,
        disclosed=beside_content(entry),
        missing=missing_words(entry),
        steps=history(entry, reader),
        files=[_seen_file(each) for each in entry.attachments.order_by("id")],
        faults=faults or {},
        typed=typed or {},
    )


def revision_draft(person: Person, entry: LogEntry) -> Writing | None:
    """What the author was typing into the form of an entry when it was left, if anything is kept of it."""
    return Writing.objects.filter(person=person, entry=entry).order_by("-saved_at", "-id").first()


def version_of(entry: LogEntry, number: int) -> LogVersion | None:
    """What an entry said in an earlier version, if it had one of this number."""
    named = ("plan_item", "matter")
    return LogVersion.objects.filter(entry=entry, version=number).select_related(*named).first()


def _seen_file(row: Attachment) -> SeenFile:
    kind = kind_named(row.name)
    opens = kind is not None and kind.shown
    return SeenFile(row, opens and kind is not None and kind.media_type.startswith("image/"), opens)


def _acts(reader: Reader, seen: SeenEntry) -> EntryActs:
    entry = seen.entry
    hides = not entry.quarantined and not reader.rights.isdisjoint(QUARANTINE_OFFICES)
    if not seen.own or seen.mute:
        return EntryActs(hides=hides)
    sealed = is_sealed(entry)
    confirms = entry.entered_by_id is not None and not seen.confirmed
    return EntryActs(
        edits=not sealed,
        corrects=sealed,
        confirms=confirms,
        hides=hides,
        of_day=len(to_confirm(reader.person, entry.work_date)) if confirms else 0,
    )
