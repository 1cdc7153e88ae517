"""The one door to entries.

Everybody in the bureau sees every entry; an internal one is read whole by its author, the colleagues it
names, the line of superiors of that day and the personnel office. Others learn that it exists: its date,
author and department. An entry in quarantine is read by nobody through this door, not even its author. The
three administrators see nobody's entries but their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.http import Http404

from daybook.daily.enums import Visibility
from daybook.daily.models import Attachment, EntryPerson, LogEntry, Writing
from daybook.org.above import Above, above_of
from daybook.org.enums import DelegationKind, RightKind
from daybook.org.frame import Frame
from daybook.org.models import Person
from daybook.org.moments import zone
from daybook.org.rights import ADMINISTRATORS, holders_of
from daybook.org.roster import touching
from daybook.plans.access import may_divide_work
from daybook.plans.models import Matter

# Who hides an entry that holds a secret, and who decides on it; they see its text, and nobody else does.
QUARANTINE_OFFICES = frozenset({RightKind.PERSONNEL_OFFICE, RightKind.SECURITY_ADMIN})
# What stands where the text of an entry was purged; the same in every language, since it is data.
PURGED = "内容已清除"


@dataclass
class Reader:
    """Somebody who reads entries of the own bureau, with the rights of office held that day."""

    person: Person
    rights: frozenset[str]
    today: date
    above: Above | None = field(default=None)

    @property
    def is_administrator(self) -> bool:
        """Whether the reader is one of the three administrators today."""
        return not self.rights.isdisjoint(ADMINISTRATORS)

    def readable(self, entries: Sequence[LogEntry]) -> set[int]:
        """The ids of the entries to be read whole; at most three statements, and none for open entries."""
        shown = [entry for entry in entries if not entry.quarantined]
        if self.is_administrator:
            return {entry.pk for entry in shown if self._own(entry)}
        inner = [entry for entry in shown if entry.visibility != Visibility.OPEN]
        return {entry.pk for entry in shown} - {entry.pk for entry in inner} | self.party_to(inner)

    def party_to(self, entries: Sequence[LogEntry]) -> set[int]:
        """The ids of the entries that the reader might read were they internal."""
        near = {
            entry.pk for entry in entries if self._own(entry) or RightKind.PERSONNEL_OFFICE in self.rights
        }
        far = [entry for entry in entries if entry.pk not in near]
        if not far:
            return near
        named = EntryPerson.objects.filter(entry__in=far, person=self.person)
        above = {entry.pk for entry in far if self._stands_above(entry, far)}
        return near | above | set(named.values_list("entry_id", flat=True))

    def _own(self, entry: LogEntry) -> bool:
        return entry.person_id == self.person.pk

    def _stands_above(self, entry: LogEntry, all_of_them: Sequence[LogEntry]) -> bool:
        """Whether the reader was in the author's line of superiors on the day the entry tells of."""
        if self.above is None:
            days = [each.work_date for each in all_of_them]
            authors = {each.person_id for each in all_of_them}
            self.above = above_of(self.person.bureau, authors, min(days), max(days))
        return self.person.number in self.above.line_on(entry.person.number, entry.work_date)


def own_reader_of(frame: Frame) -> Reader:
    """Whoever asks for something of his own, an administrator too: he finds nobody's but his own."""
    return Reader(frame.person, frame.standing.rights, frame.today)


def reader_of(frame: Frame) -> Reader:
    """Whoever asks for a page of the record. Raises Http404 for an administrator: it is not his to read."""
    reader = own_reader_of(frame)
    if reader.is_administrator:
        raise Http404
    return reader


def entries_visible_to(reader: Reader) -> QuerySet[LogEntry]:
    """The entries that a reader may know to exist: the bureau's, an administrator's own."""
    entries = LogEntry.objects.filter(bureau=reader.person.bureau_id)
    return entries.filter(person=reader.person) if reader.is_administrator else entries


def entry_for(reader: Reader, key: str) -> LogEntry:
    """One entry as the reader may know it, redacted where it is not for him. Raises Http404."""
    named = ("person", "department", "matter", "plan_item", "entered_by")
    entry = entries_visible_to(reader).filter(key=key).select_related(*named).first()
    if entry is None:
        raise Http404
    return entry if reader.readable([entry]) else redacted(entry)


def open_entry_for(reader: Reader, key: str) -> LogEntry:
    """One entry that the reader may read whole. Raises Http404."""
    entry = entry_for(reader, key)
    if not reader.readable([entry]):
        raise Http404
    return entry


def own_entry_for(reader: Reader, key: str) -> LogEntry:
    """An entry of the reader's own that the reader may act on. Raises Http404."""
    entry = entry_for(reader, key)
    if entry.person_id != reader.person.pk or entry.quarantined:
        raise Http404
    return entry


def own_entries_for(reader: Reader, keys: Sequence[str]) -> list[LogEntry]:
    """Entries of the reader's own that the reader may act on, in the order of their keys as given.

    In one statement. Raises Http404 where one of them is not there.
    """
    rows = LogEntry.objects.filter(bureau=reader.person.bureau_id, person=reader.person, quarantined=False)
    named = rows.filter(key__in=keys).select_related("bureau", "person__bureau", "plan_item", "matter")
    found = {entry.key: entry for entry in named}
    if not keys or not found.keys() >= set(keys):
        raise Http404
    return [found[key] for key in dict.fromkeys(keys)]


def standing_entry_for(reader: Reader, key: str) -> LogEntry | None:
    """The reader's own entry under a key, if there is one that the reader may act on."""
    try:
        return own_entry_for(reader, key)
    except Http404:
        return None


def attachment_for(frame: Frame, key: str, name: str) -> Attachment:
    """An attachment, exactly where its entry is read whole, by its key and name. Raises Http404.

    One of an entry in quarantine is read by the two offices that decide on it.
    """
    about = ("entry__person", "entry__bureau")
    found = Attachment.objects.filter(bureau=frame.bureau, key=key, name=name).select_related(*about).first()
    if found is None:
        raise Http404
    entry, rights = found.entry, frame.standing.rights
    if entry.quarantined and not rights.isdisjoint(QUARANTINE_OFFICES):
        return found
    if entry.withdrawn_reason or not own_reader_of(frame).readable([entry]):
        raise Http404
    return found


def own_attachment_for(reader: Reader, key: str) -> Attachment:
    """A file of an entry of the reader's own that the reader may act on. Raises Http404."""
    of_reader = {"bureau": reader.person.bureau_id, "entry__person": reader.person}
    found = Attachment.objects.filter(key=key, **of_reader).select_related("entry").first()
    if found is None:
        raise Http404
    found.entry = own_entry_for(reader, found.entry.key)
    return found


def quarantined_entries(frame: Frame) -> QuerySet[LogEntry]:
    """The entries in quarantine, text and all, for the two offices that decide. Raises Http404 for others."""
    require_quarantine_office(frame)
    return LogEntry.objects.filter(bureau=frame.bureau, quarantined=True)


def entry_to_hide(frame: Frame, key: str) -> LogEntry:
    """An entry that may be put into quarantine; its text is not for showing. Raises Http404."""
    require_quarantine_office(frame)
    found = LogEntry.objects.filter(bureau=frame.bureau, key=key).select_related("bureau", "person").first()
    if found is None:
        raise Http404
    return found


def require_quarantine_office(frame: Frame) -> None:
    """Raise Http404 for whoever is neither the personnel office nor the security administrator today."""
    if frame.standing.rights.isdisjoint(QUARANTINE_OFFICES):
        raise Http404


def authors_for(person: Person, on: date) -> list[Person]:
    """In whose log somebody may write on a day: the own, then those whose log was entrusted (代记).

    In one statement; the others are in order of number.
    """
    span = touching(on, on, start="delegations__first_day", end="delegations__last_day")
    entrusted = Person.objects.filter(
        span, bureau=person.bureau_id, delegations__deputy=person, delegations__kind=DelegationKind.ENTER_LOG
    )
    others = {each.pk: each for each in entrusted if each.pk != person.pk}
    return [person, *sorted(others.values(), key=lambda each: each.number)]


def author_for(person: Person, number: str, on: date) -> Person:
    """Another whose log somebody is entrusted with on a day. Raises Http404."""
    found = {author.number: author for author in authors_for(person, on)[1:]}
    if number not in found:
        raise Http404
    return found[number]


def matter_for(reader: Reader, key: str) -> Matter:
    """A matter of the reader's bureau. Raises Http404."""
    named = ("bureau", "department", "department_goal")
    found = Matter.objects.filter(bureau=reader.person.bureau_id, key=key).select_related(*named).first()
    if found is None:
        raise Http404
    return found


def may_close_matter(
    person: Person, matter: Matter, on: date, *, worked: bool | None = None, above: Above | None = None
) -> bool:
    """Whoever recorded work on it, and whoever divides the work of its department.

    What is known already is not asked again: whether the person `worked` on it, who stands `above` that day.
    """
    if person.bureau_id != matter.bureau_id:
        return False
    own = LogEntry.objects.filter(matter=matter, person=person, withdrawn_reason="")
    if own.exists() if worked is None else worked:
        return True
    return matter.department is not None and may_divide_work(person, matter.department, on, above)


def is_closed(entry: LogEntry) -> bool:
    """Whether an entry is closed to some of the bureau: it is internal, or in quarantine."""
    return entry.quarantined or entry.visibility != Visibility.OPEN


def readers_of(entries: Sequence[LogEntry], today: date) -> dict[int, frozenset[int]]:
    """For each of these entries of one bureau the people (by row) who may read it were it internal.

    The same as asking every `Reader`, but in five statements for all. Nobody reads what is in quarantine.
    """
    if not entries:
        return {}
    bureau, days = entries[0].bureau, [entry.work_date for entry in entries]
    above = above_of(bureau, {entry.person_id for entry in entries}, min(days), max(days))
    office = set(holders_of(bureau, RightKind.PERSONNEL_OFFICE, today))
    near: dict[int, set[int]] = {entry.pk: {entry.person_id} | office for entry in entries}
    for entry, person in EntryPerson.objects.filter(entry__in=entries).values_list("entry_id", "person_id"):
        near[entry].add(person)
    lines = {entry.pk: above.line_on(entry.person.number, entry.work_date) for entry in entries}
    numbers = set().union(*lines.values())
    rows = dict(Person.objects.filter(bureau=bureau, number__in=numbers).values_list("number", "id"))
    return {
        entry.pk: frozenset()
        if entry.quarantined
        else frozenset(near[entry.pk] | {rows[each] for each in lines[entry.pk]})
        for entry in entries
    }


def redacted(entry: LogEntry) -> LogEntry:
    """What others may know of an internal or quarantined entry: its date, author and department.

    A row never to be saved. That a text was purged may be known too.
    """
    midnight = datetime.combine(entry.work_date, time(), zone(entry.bureau.time_zone))
    return LogEntry(
        id=entry.pk,
        bureau=entry.bureau,
        key=entry.key,
        person=entry.person,
        department=entry.department,
        work_date=entry.work_date,
        visibility=entry.visibility,
        quarantined=entry.quarantined,
        content=PURGED if entry.quarantined and entry.content == PURGED else "",
        recorded_at=midnight,
    )


def writing_for(person: Person, key: str) -> Writing:
    """A draft of one's own; nobody else's is there, nor one of an entry in quarantine. Raises Http404."""
    found = Writing.objects.filter(person=person, key=key).select_related("entry").first()
    if found is None or is_set_aside(found):
        raise Http404
    return found


def is_set_aside(writing: Writing) -> bool:
    """Whether a draft revises an entry in quarantine: its words are that entry's, and nobody reads them."""
    return writing.entry is not None and writing.entry.quarantined
