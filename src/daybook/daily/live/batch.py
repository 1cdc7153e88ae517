"""New entries of one bureau in words, once for every language: for those who may read, and for the rest."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone, translation

from daybook.daily.access import is_closed, readers_of
from daybook.daily.live.admission import Visitor
from daybook.daily.models import LogEntry
from daybook.daily.queries.feed import with_names
from daybook.daily.queries.seeing import seen_alike
from daybook.daily.seen import SeenEntry
from daybook.org.models import Bureau
from daybook.org.moments import local_day, zone

FEW = 5  # entries put into a page by themselves; of more it says only that they are there
MOST_TOLD = 100  # entries a page can match with its filters; of more it says that there are many

Row = Mapping[str, str]


class Words(NamedTuple):
    """One entry in one language: for those who may read it whole, and for the others where it is closed."""

    whole: Row
    redacted: Row


@dataclass(slots=True)
class Batch:
    """What is new in one bureau, ready for its pages; `newest` is the last entry's id and key.

    `words` has for every language the entries in order; `readers` names for each closed one who may read it.
    Of a crowd it has `facts` instead, the same for everybody.
    """

    bureau_id: int
    newest: tuple[int, str]
    words: Mapping[str, Mapping[int, Words]] = field(default_factory=dict)
    readers: Mapping[int, frozenset[int]] = field(default_factory=dict)
    facts: Sequence[Row] = ()
    _made: dict[tuple[str, frozenset[int]], bytes] = field(default_factory=dict)

    def message_for(self, visitor: Visitor) -> bytes:
        """The bytes for a visitor; the very same for all who may read the same in the same language."""
        open_to = frozenset(row for row, people in self.readers.items() if visitor.person_id in people)
        kind = (visitor.language, open_to)
        if kind not in self._made:
            self._made[kind] = self._crowd() if self.facts else self._message(*kind)
        return self._made[kind]

    def _message(self, language: str, open_to: frozenset[int]) -> bytes:
        # A page that came while the batch was made, the first in its language, finds nothing and asks itself.
        rows = [
            words.redacted if row in self.readers and row not in open_to else words.whole
            for row, words in self.words.get(language, {}).items()
        ]
        return event("rows", {"newest": self.newest[1], "rows": rows})

    def _crowd(self) -> bytes:
        told = {"newest": self.newest[1], "rows": self.facts[:MOST_TOLD], "more": len(self.facts) > MOST_TOLD}
        return event("many", told)


def event(name: str, told: Mapping[str, Any]) -> bytes:
    """One event of a stream."""
    return f"event: {name}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n".encode()


def batches(new: Mapping[int, Sequence[int]], languages: Mapping[int, Collection[str]]) -> list[Batch]:
    """The new entries, ids by bureau, in words; bureaus without an open page are left out."""
    found = Bureau.objects.filter(pk__in=[bureau for bureau in new if bureau in languages])
    return [_batch(bureau, new[bureau.pk], languages[bureau.pk]) for bureau in found]


def _batch(bureau: Bureau, ids: Sequence[int], languages: Collection[str]) -> Batch:
    rows = LogEntry.objects.filter(pk__in=ids, bureau=bureau).order_by("id")
    if len(ids) > FEW:
        crowd = list(rows.select_related("person", "department", "matter"))
        newest = (crowd[-1].pk, crowd[-1].key)
        return Batch(bureau.pk, newest, facts=[facts_of(entry, hidden=is_closed(entry)) for entry in crowd])
    entries = list(with_names(rows))
    for entry in entries:
        entry.bureau = bureau
    today = local_day(bureau, timezone.now())
    readers = readers_of([entry for entry in entries if is_closed(entry)], today)
    seen = seen_alike(entries, today)
    words = words_in(languages, bureau, seen, readers, fresh=True)
    return Batch(bureau.pk, (entries[-1].pk, entries[-1].key), words, readers)


def words_in(
    languages: Collection[str],
    bureau: Bureau,
    seen: Sequence[SeenEntry],
    closed: Collection[int],
    *,
    fresh: bool,
) -> dict[str, dict[int, Words]]:
    """Entries of a bureau in each language, by id; `closed` are those that only some may read whole."""
    with timezone.override(zone(bureau.time_zone)):
        return {language: _words(seen, closed, language, fresh) for language in languages}


def _words(
    seen: Sequence[SeenEntry], closed: Collection[int], language: str, fresh: bool
) -> dict[int, Words]:
    with translation.override(language):
        return {each.entry.pk: _both(each, each.entry.pk in closed, fresh) for each in seen}


def _both(seen: SeenEntry, closed: bool, fresh: bool) -> Words:
    whole = _row(seen, fresh)
    return Words(whole, _row(replace(seen, hidden=True), fresh) if closed else whole)


def _row(seen: SeenEntry, fresh: bool) -> Row:
    html = render_to_string("daily/parts/log.html", {"seen": seen, "today": seen.today, "fresh": fresh})
    return {**facts_of(seen.entry, hidden=seen.hidden), "html": html}


def facts_of(entry: LogEntry, *, hidden: bool) -> Row:
    """By what a page's filters know an entry; the matter of a closed one is not told."""
    return {
        "key": entry.key,
        "department": entry.department.code if entry.department else "",
        "person": entry.person.number,
        "day": entry.work_date.isoformat(),
        "matter": entry.matter.key if entry.matter and not hidden else "",
    }
