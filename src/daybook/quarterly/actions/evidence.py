"""The entries a rater cites: of the person, of the days of the sheet, and his to read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from daybook.daily.access import Reader
from daybook.daily.models import EntryPerson, LogEntry
from daybook.org.models import Person
from daybook.org.spoken import spoken_code
from daybook.quarterly.actions.desk import Desk
from daybook.quarterly.spans import ScoreSpan
from daybook.web.dates import day_words
from daybook.web.refusals import Refused


@dataclass(frozen=True, slots=True)
class Evidence:
    """The entries cited on some sheets as they stand now, whom they name, and which their rater may read."""

    desk: Desk
    entries: Mapping[int, LogEntry]
    named: Collection[tuple[int, int]]
    readable: Collection[int]

    def require_fit(self, person: Person, span: ScoreSpan, cited: Mapping[str, Iterable[int]]) -> None:
        """Refuse the first entry (by row) that does not speak for this element of this sheet."""
        for element, rows in cited.items():
            for row in rows:
                if sentence := self._fault(person, span, row):
                    told = {"element": spoken_code(self.desk.policy, element), **self._told(row)}
                    raise Refused(sentence % told, field=element)

    def _fault(self, person: Person, span: ScoreSpan, row: int) -> str:
        entry = self.entries.get(row)
        if entry is None or row not in self.readable:
            return _("“%(element)s” cites an entry that is not there for you")
        if entry.withdrawn_reason:
            return _("“%(element)s” cites the entry of %(day)s, which was withdrawn")
        if entry.person_id != person.pk and (row, person.pk) not in self.named:
            return _("“%(element)s” cites the entry of %(day)s, which does not tell of this person")
        if not span.first <= entry.work_date <= span.last:
            return _("“%(element)s” cites the entry of %(day)s, which is not of the days of this sheet")
        return ""

    def _told(self, row: int) -> dict[str, str]:
        entry = self.entries.get(row)
        return {"day": day_words(entry.work_date, self.desk.today) if entry else ""}


def evidence_for(desk: Desk, cited: Iterable[int]) -> Evidence:
    """The entries of these rows, read again; in at most five statements, in none where nothing is cited."""
    wanted = set(cited)
    if not wanted:
        return Evidence(desk, {}, (), ())
    rows = LogEntry.objects.filter(bureau=desk.rater.bureau_id, pk__in=wanted).select_related("person")
    entries = {entry.pk: entry for entry in rows}
    named = EntryPerson.objects.filter(entry__in=entries).values_list("entry_id", "person_id")
    rights = desk.scorer.rights if desk.scorer else frozenset()
    readable = Reader(desk.rater, rights, desk.today).readable(list(entries.values()))
    return Evidence(desk, entries, set(named), readable)


def cited_rows(citations: Mapping[str, Sequence[LogEntry]]) -> dict[str, list[int]]:
    """The rows of the entries cited for each element, each once, in the order given."""
    return {element: _once(entry.pk for entry in given) for element, given in citations.items() if given}


def _once(rows: Iterator[int]) -> list[int]:
    return list(dict.fromkeys(rows))
