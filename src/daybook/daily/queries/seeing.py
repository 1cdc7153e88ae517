"""Entries as somebody sees them, with what their authors were on the day, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from daybook.daily.access import Reader
from daybook.daily.models import LogComment, LogConfirmation, LogEntry
from daybook.daily.seen import SeenEntry
from daybook.org.enums import HEAD_ROLES, LEADER_ROLES
from daybook.org.models import Appointment
from daybook.org.roster import touching
from daybook.plans.models import Matter

COMMENTS = Prefetch("comments", LogComment.objects.select_related("author").order_by("recorded_at", "id"))


def seen_by(
    reader: Reader,
    entries: Sequence[LogEntry],
    *,
    told_fully: bool = True,
    whole: Collection[int] | None = None,
) -> list[SeenEntry]:
    """The entries in the same order, each with what `reader` may know of it.

    Where it is not `told_fully`, what the author was, corrections and comments are left out. `whole` are the
    ids of those to be read whole, where that was asked already.
    """
    whole = reader.readable(entries) if whole is None else whole
    places = _places(entries) if told_fully else {}
    confirmed = _confirmed(entries)
    if told_fully:
        prefetch_related_objects(entries, "corrections", COMMENTS)
    return [
        SeenEntry(
            entry=entry,
            hidden=entry.pk not in whole,
            place=places.get(entry.pk, ""),
            corrections=list(entry.corrections.all()) if told_fully else (),
            today=reader.today,
            comments=list(entry.comments.all()) if told_fully else (),
            own=entry.person_id == reader.person.pk,
            confirmed=entry.pk in confirmed,
        )
        for entry in entries
    ]


def seen_alike(entries: Sequence[LogEntry], today: date) -> list[SeenEntry]:
    """New entries as all see them who may read them whole; nothing was said of them yet. One statement."""
    places = _places(entries)
    return [SeenEntry(entry, entry.quarantined, places.get(entry.pk, ""), (), today) for entry in entries]


def seen_again(entries: Sequence[LogEntry], today: date) -> list[SeenEntry]:
    """Entries that stood before as all see them who may read them whole, with what was said of them since."""
    told = [entry for entry in entries if not entry.quarantined]
    prefetch_related_objects(told, "corrections", COMMENTS)
    confirmed = _confirmed(told)
    return [
        replace(
            seen,
            corrections=() if seen.hidden else list(seen.entry.corrections.all()),
            comments=() if seen.hidden else list(seen.entry.comments.all()),
            confirmed=seen.entry.pk in confirmed,
        )
        for seen in seen_alike(entries, today)
    ]


def _confirmed(entries: Sequence[LogEntry]) -> set[int]:
    """Those entered for their authors (代记) and confirmed by them; asked only where some were."""
    entered = [entry.pk for entry in entries if entry.entered_by_id is not None]
    if not entered:
        return set()
    return set(LogConfirmation.objects.filter(entry__in=entered).values_list("entry_id", flat=True))


def _places(entries: Sequence[LogEntry]) -> dict[int, str]:
    """What each author was on the work date: department, and the post of whoever leads."""
    if not entries:
        return {}
    days = [entry.work_date for entry in entries]
    span = touching(min(days), max(days), start="valid_from", end="valid_to")
    people = {entry.person_id for entry in entries}
    posts: dict[int, list[Appointment]] = {}
    for post in Appointment.objects.filter(span, person_id__in=people):
        posts.setdefault(post.person_id, []).append(post)
    return {entry.pk: _place(entry, posts.get(entry.person_id, [])) for entry in entries}


def _place(entry: LogEntry, posts: Sequence[Appointment]) -> str:
    department = entry.department.name if entry.department else ""
    for post in posts:
        if post.valid_from <= entry.work_date and (post.valid_to is None or entry.work_date <= post.valid_to):
            return department + (post.post if post.role in HEAD_ROLES | LEADER_ROLES else "")
    return department


def matters_of(entries: Sequence[SeenEntry], most: int = 12) -> list[Matter]:
    """The matters that the entries told of, the latest first."""
    found = [seen.entry.matter for seen in entries if seen.entry.matter is not None and not seen.mute]
    return list(dict.fromkeys(found))[:most]
