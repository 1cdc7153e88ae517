"""What a line of the author's says: its fields, those that are usual where it says nothing, those missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.daily.enums import EntryState, Visibility
from daybook.daily.line import Known, Reading, Titled, read_line
from daybook.daily.models import LogEntry
from daybook.daily.queries.known import known_for
from daybook.daily.threads import MYSELF, NONE
from daybook.org.enums import HalfDay
from daybook.org.models import Person
from daybook.plans.apart import with_words

LAST_PLACES = 30  # of so many of the latest entries, the place met most is the usual one
FIELDS = ("half_day", "place", "people", "content", "measures", "state", "outcome", "plan_item", "matter")


@dataclass(frozen=True, slots=True)
class Chip:
    """One field as it was understood; `kind` is `told`, `usual` (taken as always), `unknown` or `missing`."""

    label: str
    words: str
    kind: str = "told"


@dataclass(frozen=True, slots=True)
class Understood:
    """A line as the fields of the form, and which of them were not told but are usual."""

    fields: Mapping[str, str]
    usual: frozenset[str]
    known: Known
    unknown: tuple[str, ...] = ()

    @property
    def chips(self) -> list[Chip]:
        """The fields in order, as chips."""
        return [chip for chip in self._chips() if chip is not None]

    def _chips(self) -> list[Chip | None]:
        later = _("may be added later, or 无")
        return [
            self._chip("time", pgettext("disclosure", "Time"), self._time, _("when?")),
            self._chip("place", pgettext("disclosure", "Place"), self._place, _("where?")),
            self._chip("people", pgettext("disclosure", "People"), self._people, _("with whom?")),
            self._chip("content", pgettext("disclosure", "Content"), self.fields["content"], _("what?")),
            self._titled(_("Plan item"), self.fields["plan_item"], self.known.items),
            self._titled(_("Matter"), self.fields["matter"], self.known.matters),
            *(self._unknown(word) for word in self.unknown),
            self._chip("measures", pgettext("disclosure", "Measures"), self.fields["measures"], later),
            self._chip("state", pgettext("disclosure", "Progress"), self._progress, _("how far?")),
            self._chip("outcome", pgettext("disclosure", "Outcome"), self.fields["outcome"], later),
        ]

    def _chip(self, name: str, label: str, words: str, missing: str) -> Chip:
        if not words:
            return Chip(label, missing, "missing")
        return Chip(label, words, "usual" if name in self.usual else "told")

    def _titled(self, label: str, key: str, titles: tuple[Titled, ...]) -> Chip | None:
        title = next((with_words(each.title, each.words) for each in titles if each.key == key), key)
        return Chip(label, title) if title else None

    def _unknown(self, word: str) -> Chip:
        """A # that serves nothing: why, and where it stays."""
        if self.known.known_items.best(word) or self.known.known_matters.best(word):
            return Chip(f"#{word}", _("one of each is taken; stays in the content"), "unknown")
        return Chip(
            f"#{word}", _("no item of this month's plan and no matter; stays in the content"), "unknown"
        )

    @property
    def _time(self) -> str:
        told = self.fields
        if told["start"] or told["end"]:
            return f"{told['start']}–{told['end']}"
        return str(HalfDay(told["half_day"]).label) if told["half_day"] else ""

    @property
    def _place(self) -> str:
        """The place; one that was not told is marked, for it may well be another that day."""
        place = self.fields["place"]
        return _("%(place)s (as usual)") % {"place": place} if "place" in self.usual else place

    @property
    def _people(self) -> str:
        people = self.fields["people"]
        return people if "people" in self.usual or not people else f"{MYSELF}、{people}"

    @property
    def _progress(self) -> str:
        told = self.fields
        state = str(EntryState(told["state"]).label) if told["state"] else ""
        return f"{state} {told['progress']}%".strip() if told["progress"] else state


def understood(author: Person, day: date, line: str) -> Understood:
    """Read a line as its author's on that day."""
    return Lines(author, day, [line]).understood(line)


class Lines:
    """Lines of one author's day, read with what is looked up once for all of them."""

    def __init__(self, author: Person, day: date, lines: Iterable[str]) -> None:
        """Look up what these lines may point at."""
        self.author = author
        self.known = known_for(author, day, "\n".join(lines))

    def understood(self, line: str) -> Understood:
        """Read one of the lines."""
        told = read_line(line, self.known)
        fields = fields_of(told)
        usual = self._usual(fields)
        return Understood({**fields, **usual}, frozenset(usual), self.known, told.unknown)

    def _usual(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Place, people and progress where a line with some content does not tell them."""
        if not fields["content"]:
            return {}
        usual = {}
        if not fields["place"] and self._place:
            usual["place"] = self._place
        if not fields["people"]:
            usual["people"] = MYSELF
        if not fields["state"] and not fields["progress"]:
            usual["state"] = EntryState.ONGOING.value
        return usual

    @cached_property
    def _place(self) -> str:
        return usual_place(self.author)


def fields_of(reading: Reading) -> dict[str, str]:
    """What was understood, as it would be typed into the form."""
    fields: dict[str, str] = {name: getattr(reading, name) for name in FIELDS}
    progress = "" if reading.progress is None else str(reading.progress)
    return fields | {"start": _clock(reading.start), "end": _clock(reading.end), "progress": progress}


def usual_place(author: Person, *, own: bool = True) -> str:
    """Where the author mostly works, by the latest entries; empty where none tells a place.

    What is set aside for review tells nobody a place; an internal entry only the author himself (`own`).
    """
    standing = LogEntry.objects.filter(person=author, withdrawn_reason="", quarantined=False)
    told = (standing if own else standing.filter(visibility=Visibility.OPEN)).exclude(place__in=("", NONE))
    latest = told.order_by("-id").values_list("place", flat=True)[:LAST_PLACES]
    return next((place for place, _times in Counter(latest).most_common(1)), "")


def _clock(moment: time | None) -> str:
    return moment.strftime("%H:%M") if moment else ""
