"""Entries that were hidden or shown again while pages show them: what stands there, in every language."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils import timezone

from daybook.daily.access import is_closed, readers_of
from daybook.daily.live.admission import Visitor
from daybook.daily.live.batch import Words, event, words_in
from daybook.daily.models import LogEntry
from daybook.daily.queries.hidden import hidden_between, is_shown_again, marks_of
from daybook.daily.queries.seeing import seen_again, seen_alike
from daybook.org.models import Bureau
from daybook.org.moments import local_day


class Place(NamedTuple):
    """A bureau with open pages: its code in the ledger, the languages and the oldest mark of them."""

    code: str
    languages: frozenset[str]
    mark: int


@dataclass(slots=True)
class Hidden:
    """What was hidden in one bureau up to `mark`, or shown again; `words` is empty where nothing was.

    `mute` are the entries that say nothing even to those who may read them; an internal one stays as it is
    on the pages of its `readers`. `again` are those that were corrected or released.
    """

    bureau_id: int
    mark: int
    words: Mapping[str, Mapping[int, Words]] = field(default_factory=dict)
    readers: Mapping[int, frozenset[int]] = field(default_factory=dict)
    mute: frozenset[int] = frozenset()
    again: frozenset[int] = frozenset()

    def message_for(self, visitor: Visitor) -> bytes | None:
        """The bytes for a visitor; nothing where all of it stays readable."""
        rows = []
        for row, words in self.words.get(visitor.language, {}).items():
            reads = row not in self.readers or visitor.person_id in self.readers[row]
            if row in self.mute or row in self.again or not reads:
                rows.append(words.whole if reads else words.redacted)
        return event("hidden", {"mark": self.mark, "rows": rows}) if rows else None


class Marks:
    """How far each bureau with open pages was looked through."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}

    def look(self, places: Mapping[int, Place]) -> list[Hidden]:
        """What was hidden since the last look: one statement, and more only where somebody acted at all."""
        heads = marks_of([place.code for place in places.values()])
        self._known = {row: self._known.get(row, place.mark) for row, place in places.items()}
        ahead = {row for row, place in places.items() if heads.get(place.code, 0) > self._known[row]}
        found = []
        for bureau in Bureau.objects.filter(pk__in=ahead) if ahead else ():
            head, known = heads[bureau.code], self._known[bureau.pk]
            entries = list(hidden_between(bureau, known, head))
            found.append(_in_words(bureau, head, entries, places[bureau.pk].languages))
        return found

    def keep(self, found: Sequence[Hidden]) -> None:
        """Look no more at what was found, for it will be told."""
        self._known.update({each.bureau_id: each.mark for each in found})


def _in_words(bureau: Bureau, mark: int, entries: Sequence[LogEntry], languages: Collection[str]) -> Hidden:
    if not entries:
        return Hidden(bureau.pk, mark)
    for entry in entries:
        entry.bureau = bureau
    today = local_day(bureau, timezone.now())
    readers = readers_of([entry for entry in entries if is_closed(entry)], today)
    again = [entry for entry in entries if is_shown_again(entry)]
    seen = seen_alike([entry for entry in entries if entry not in again], today) + seen_again(again, today)
    words = words_in(languages, bureau, seen, readers, fresh=False)
    mute = frozenset(each.entry.pk for each in seen if each.mute)
    return Hidden(bureau.pk, mark, words, readers, mute, frozenset(entry.pk for entry in again))
