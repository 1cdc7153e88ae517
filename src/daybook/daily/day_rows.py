"""The rows of a day: entries and drafts side by side, in the order of the work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.daily.disclosures import missing_disclosures
from daybook.daily.enums import EntryState, Visibility
from daybook.daily.half_days import HalfDays
from daybook.daily.models import LogCorrection, LogEntry, Writing
from daybook.daily.words import missing_words, progress_words, time_words
from daybook.org.enums import HalfDay
from daybook.rules.month import UNWORKED
from daybook.web.dates import day_words

MINUTES = 60
Span = tuple[time, time]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A recorded entry of a day, as its author sees it; `overlap` and `source` are sentences or empty.

    `revision` is a change of it that is not saved yet, `fault` the sentence on why it could not be. `halves`
    tell when the halves of the day are.
    """

    entry: LogEntry
    halves: HalfDays
    overlap: str = ""
    source: str = ""
    revision: Writing | None = None
    fault: str = ""
    open_to_change: bool = True
    corrected: Sequence[LogCorrection] = ()

    @property
    def key(self) -> str:
        """The entry's key."""
        return self.entry.key

    @property
    def order(self) -> tuple[time, str]:
        """Where the row stands: by the beginning; without a time, last and as written."""
        return order_of(self.entry.start, self.entry.half_day, self.halves), f"0{self.entry.pk:019d}"

    @property
    def sort_key(self) -> str:
        """The order as a text that scripts compare."""
        return sort_key(self.order)

    @property
    def time(self) -> str:
        """When, in words."""
        return time_words(self.entry)

    @property
    def progress(self) -> str:
        """How far, in words."""
        return progress_words(self.entry)

    @property
    def missing(self) -> list[str]:
        """Which of the seven disclosures are not made, in words; of what was taken back, none is asked."""
        return [] if self.mute else missing_words(self.entry)

    @property
    def fillable(self) -> list[str]:
        """Those of them that one tap fills: measures and outcome."""
        return [] if self.mute else [name for name in missing_disclosures(self.entry) if name in FILLABLE]

    @property
    def asks_time(self) -> bool:
        """Whether a half of the day is still to be said."""
        return not self.mute and "period" in missing_disclosures(self.entry)

    @property
    def half_days(self) -> list[tuple[str, str]]:
        """The halves of the day, each with its label."""
        return [(value, str(label)) for value, label in HalfDay.choices]

    @property
    def mute(self) -> bool:
        """Whether it stands without its text: withdrawn, or set aside for review."""
        return bool(self.entry.withdrawn_reason) or self.entry.quarantined

    @property
    def flags(self) -> list[str]:
        """Neutral words beside the time."""
        entry = self.entry
        found = (
            (bool(entry.backfill_reason), _("backfill")),
            (entry.entered_by_id is not None, _("entered for the author")),
            (entry.visibility == Visibility.INTERNAL, pgettext("visibility", "internal")),
        )
        return [words for holds, words in found if holds]


FILLABLE = ("measures", "outcome")


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft, with what keeps it from being saved; `elsewhere` is its day where that is not the page's.

    `halves` tell when the halves of the day are.
    """

    writing: Writing
    halves: HalfDays
    fault: str = ""
    locked: bool = False
    elsewhere: date | None = None

    @property
    def key(self) -> str:
        """The draft's key, which becomes the entry's."""
        return self.writing.key

    @property
    def fields(self) -> dict[str, str]:
        """The inputs as typed."""
        return dict(self.writing.fields)

    @property
    def order(self) -> tuple[time, str]:
        """Where the row stands: by the beginning as typed, after the entries of that time."""
        if self.elsewhere is not None:
            return (time.max, f"2{self.elsewhere}{self.key}")
        told = self.fields
        try:
            start = time.fromisoformat(told.get("start") or "")
        except ValueError:
            start = None
        return order_of(start, told.get("half_day", ""), self.halves), f"1{self.key}"

    @property
    def sort_key(self) -> str:
        """The order as a text that scripts compare."""
        return sort_key(self.order)

    @property
    def time(self) -> str:
        """When, as typed."""
        told = self.fields
        if told.get("start") or told.get("end"):
            return f"{told.get('start', '')}–{told.get('end', '')}"
        half = told.get("half_day", "")
        return str(HalfDay(half).label) if half in HalfDay.values else ""

    @property
    def words(self) -> str:
        """What it is about: the content, or the line as typed."""
        return self.fields.get("content") or self.fields.get("line", "")

    @property
    def source(self) -> str:
        """A sentence on where the words come from, where they are copied."""
        try:
            day = date.fromisoformat(self.fields.get("source", ""))
        except ValueError:
            return ""
        return _("The words of %(day)s; make them today's.") % {"day": day_words(day)}

    @property
    def progress(self) -> str:
        """How far, as typed."""
        told, state = self.fields, self.fields.get("state", "")
        label = str(EntryState(state).label) if state in EntryState.values else ""
        per_cent = f"{told['progress'].rstrip('%％')}%" if told.get("progress") else ""
        return f"{label} {per_cent}".strip()


def order_of(start: time | None, half_day: str, halves: HalfDays) -> time:
    """A time to sort by; without one, the end of the day."""
    return start or halves.get(half_day, (time.max, time.max))[0]


def sort_key(order: tuple[time, str]) -> str:
    """An order as a text: hours and minutes, then what tells equals apart."""
    return f"{order[0]:%H%M}{order[1]}"


def worked_span(entry: LogEntry, halves: HalfDays) -> Span | None:
    """From when until when an entry tells of work, its half-day by the policy; nothing to overlap without."""
    if entry.state in UNWORKED or entry.withdrawn_reason or entry.quarantined:
        return None
    return span_of(entry.start, entry.end, entry.half_day, halves)


def span_of(start: time | None, end: time | None, half_day: str, halves: HalfDays) -> Span | None:
    """The hours that a beginning and an end, or a half-day, stand for."""
    return (start, end) if start is not None and end is not None else halves.get(half_day)


def meets(span: Span, other: Span | None, halves: HalfDays) -> bool:
    """Whether two spans can overlap; two matters of one half of the day share it, as is usual."""
    return other is not None and not (span == other and span in halves.values())


def overlap_words(start: time, end: time, before: Sequence[Span], *, next_to: bool) -> str:
    """The sentence on the first of the earlier spans that shares minutes with this one; empty for none."""
    for index, (other_start, other_end) in enumerate(before):
        shared = min(_minutes(end), _minutes(other_end)) - max(_minutes(start), _minutes(other_start))
        if shared <= 0:
            continue
        if next_to and index == 0:
            return _("Overlaps with the row above by %(minutes)s minutes.") % {"minutes": shared}
        span = f"{other_start:%H:%M}–{other_end:%H:%M}"
        return _("Overlaps with %(span)s by %(minutes)s minutes.") % {"span": span, "minutes": shared}
    return ""


def _minutes(moment: time) -> int:
    return moment.hour * MINUTES + moment.minute


def entry_rows(
    entries: Sequence[LogEntry], *, halves: HalfDays, sources: Mapping[int, date], open_to_change: bool
) -> list[EntryRow]:
    """The rows of a day's entries in order, each with its overlap and the day its words come from."""
    rows = [EntryRow(entry, halves, open_to_change=open_to_change) for entry in entries]
    done: list[EntryRow] = []
    for row in sorted(rows, key=lambda row: row.order):
        overlap = _overlap(row, done)
        done.append(replace(row, overlap=overlap, source=source_words(sources.get(row.entry.pk))))
    return done


def _overlap(row: EntryRow, above: Sequence[EntryRow]) -> str:
    span = worked_span(row.entry, row.halves)
    if span is None:
        return ""
    spans = [worked_span(each.entry, each.halves) for each in reversed(above)]
    next_to = bool(spans) and meets(span, spans[0], row.halves)
    return overlap_words(
        *span, [each for each in spans if each and meets(span, each, row.halves)], next_to=next_to
    )


def source_words(day: date | None) -> str:
    """The sentence that an entry repeats the words of another day."""
    return _("The words of %(day)s; change what was different.") % {"day": day_words(day)} if day else ""
