"""Who may read an entry whole: an internal one is open to its author, the named, the line above and personnel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from daybook.daily.enums import Visibility
from daybook.daily.models import EntryPerson, LogEntry
from daybook.org.above import Above, above_of
from daybook.org.enums import RightKind
from daybook.org.frame import Frame
from daybook.org.models import Person


@dataclass
class Reader:
    """Somebody who reads entries of the own bureau, with the rights of office held that day."""

    person: Person
    rights: frozenset[str]
    today: date
    above: Above | None = field(default=None)

    @classmethod
    def of(cls, frame: Frame) -> Reader:
        """Whoever asks for the page of a frame."""
        return cls(frame.person, frame.standing.rights, frame.today)

    def readable(self, entries: Sequence[LogEntry]) -> set[int]:
        """The ids of the entries to be read whole; at most three statements, and none for open entries."""
        inner = [entry for entry in entries if entry.visibility != Visibility.OPEN]
        return {entry.pk for entry in entries} - {entry.pk for entry in inner} | self.party_to(inner)

    def party_to(self, entries: Sequence[LogEntry]) -> set[int]:
        """The ids of the entries that the reader might read were they internal."""
        near = {entry.pk for entry in entries if self._own(entry) or RightKind.PERSONNEL_OFFICE in self.rights}
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
