"""The docket of quarantine (隔离), for the two offices that decide: what each entry says, and where else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from daybook.daily.access import QUARANTINE_OFFICES, quarantined_entries
from daybook.daily.models import Attachment, LogComment, LogEntry, LogVersion, Quarantine
from daybook.daily.words import disclosed
from daybook.org.frame import Frame
from daybook.org.models import Person

SETTLED_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Held:
    """An entry in quarantine with everything that a purge would empty, for those who decide.

    `copies` are other entries of its author with the same content, or of anybody with the same file: they
    are not touched by a purge, and must be hidden by themselves.
    """

    quarantine: Quarantine
    entry: LogEntry
    told: Sequence[tuple[str, str]]
    versions: Sequence[tuple[int, Sequence[tuple[str, str]]]]
    comments: Sequence[LogComment]
    attachments: Sequence[Attachment]
    copies: Sequence[LogEntry]
    reader: Person

    @property
    def is_own(self) -> bool:
        """Whether the reader wrote the entry: then another decides."""
        return self.entry.person_id == self.reader.pk

    @property
    def is_asked(self) -> bool:
        """Whether somebody asked for the purge."""
        return self.quarantine.purge_asked_by_id is not None

    @property
    def may_purge(self) -> bool:
        """Whether the reader may be the second of the two."""
        return self.is_asked and not self.is_own and self.quarantine.purge_asked_by_id != self.reader.pk


def docket(frame: Frame) -> list[Held]:
    """The entries in quarantine that wait for a decision, oldest first, in a fixed number of statements."""
    named = ("person", "bureau", "department", "plan_item", "matter", "entered_by")
    waiting = {"quarantines__lifted_at": None, "quarantines__purged_at": None}
    about = quarantined_entries(frame).filter(**waiting).select_related(*named)
    entries = {each.pk: each for each in about.prefetch_related("corrections")}
    rows = _quarantines(frame).filter(entry__in=entries, lifted_at=None, purged_at=None)
    versions = _by_entry(
        LogVersion.objects.select_related("plan_item", "matter").order_by("version"), entries
    )
    comments = _by_entry(LogComment.objects.select_related("author").order_by("id"), entries)
    files = _by_entry(Attachment.objects.order_by("id"), entries)
    copies = _copies(list(entries.values()), files)
    return [
        Held(
            quarantine=row,
            entry=(entry := entries[row.entry_id]),
            told=disclosed(entry),
            versions=[(each.version, disclosed(each)) for each in versions.get(entry.pk, [])],
            comments=comments.get(entry.pk, []),
            attachments=files.get(entry.pk, []),
            copies=copies.get(entry.pk, []),
            reader=frame.person,
        )
        for row in rows.order_by("placed_at", "id")
    ]


def settled(frame: Frame) -> list[Quarantine]:
    """The latest quarantines that were lifted or ended in a purge: the record of them, in one statement."""
    ended = Q(lifted_at__isnull=False) | Q(purged_at__isnull=False)
    rows = _quarantines(frame).filter(ended).select_related("entry__person")
    return list(rows.order_by("-placed_at", "-id")[:SETTLED_SHOWN])


def purges_waiting_for(person: Person, rights: frozenset[str]) -> QuerySet[Quarantine]:
    """The purges that wait for a second person to carry them out, who may be this one.

    Nothing waits for whoever is of neither office.
    """
    if rights.isdisjoint(QUARANTINE_OFFICES):
        return Quarantine.objects.none()
    rows = Quarantine.objects.filter(
        entry__bureau=person.bureau_id, purge_asked_by__isnull=False, lifted_at=None, purged_at=None
    )
    return rows.exclude(purge_asked_by=person).exclude(entry__person=person)


def _quarantines(frame: Frame) -> QuerySet[Quarantine]:
    acted = ("placed_by", "lifted_by", "purge_asked_by", "purged_by")
    return Quarantine.objects.filter(entry__bureau=frame.bureau).select_related(*acted)


def _by_entry(rows: QuerySet[Any], entries: Collection[int]) -> dict[int, list[Any]]:
    """The rows that belong to these entries, by entry."""
    found: dict[int, list[Any]] = {}
    for row in rows.filter(entry__in=entries):
        found.setdefault(row.entry_id, []).append(row)
    return found


def _copies(
    entries: Sequence[LogEntry], files: Mapping[int, Sequence[Attachment]]
) -> dict[int, list[LogEntry]]:
    """Other entries, still open to others, with the same words of the same author or with the same file."""
    same = Q(person__in={each.person_id for each in entries}, content__in={each.content for each in entries})
    shas = {file.sha256 for each in files.values() for file in each}
    attached = Attachment.objects.filter(sha256__in=shas).values_list("entry_id", "sha256")
    holders: dict[int, set[str]] = {}
    for entry_id, sha256 in attached:
        holders.setdefault(entry_id, set()).add(sha256)
    bureaus = {each.bureau_id for each in entries}
    others = LogEntry.objects.filter(same | Q(pk__in=holders), bureau__in=bureaus, quarantined=False)
    found = list(others.select_related("person").order_by("-id"))
    return {
        each.pk: [
            other
            for other in found
            if (other.person_id, other.content) == (each.person_id, each.content)
            or not holders.get(other.pk, set()).isdisjoint(file.sha256 for file in files.get(each.pk, ()))
        ]
        for each in entries
    }
