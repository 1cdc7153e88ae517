"""Reading a line, from what is told most plainly to what is merely likely."""

from __future__ import annotations

import re

from daybook.daily.line.clock import When, half_at, range_at, when_at
from daybook.daily.line.labels import Segment, segments
from daybook.daily.line.people import Company, called, company_at, listed_at, names_at
from daybook.daily.line.places import Where, place_of_label, where_at
from daybook.daily.line.progress import MERELY_SAID, HowFar, progress_at, progress_words
from daybook.daily.line.reading import Known, Reading
from daybook.daily.line.sheet import BETWEEN, CONTENT, Sheet
from daybook.daily.line.titles import Aim, aims, unaimed
from daybook.daily.line.words import Part

TAILS = frozenset({"measures", "outcome"})
EDGES = "".join(BETWEEN) + "\t\r\n\u3000"
JOINED = "、"


def read_line(text: str, known: Known) -> Reading:
    """What a line says, field by field; whatever is not understood is content, and nothing is lost.

    Never raises, whatever the text. A line without content that names a plan item or a matter has the title
    for its content.
    """
    return _Reader(text, known).read()


class _Reader:
    """One line being read: each step claims what it understands and leaves the rest to those after it."""

    def __init__(self, text: str, known: Known) -> None:
        self.sheet = Sheet(text)
        self.known = known
        self.segments = segments(self.sheet.line)
        self.told: dict[str, list[str]] = {"measures": [], "outcome": []}
        self.unspoken: set[int] = set()  # signs of the content part that only name it
        self.aims: dict[str, Aim] = {}
        self.when: When | None = None
        self.where: Where | None = None
        self.company: list[str] = []
        self.progress: int | None = None
        self.state = ""

    def read(self) -> Reading:
        """Take the steps in order."""
        self._set_content_apart()
        self._take_aims()
        self._take_progress()
        self._take_tails()
        self._take_labelled()
        self._take_called()
        self._take_front()
        self._take_scattered()
        self._give_back()
        return self._reading()

    # What is told under a mark -----------------------------------------------------------------------------

    def _under(self, *fields: str) -> list[Segment]:
        return [segment for segment in self.segments if segment.field in fields]

    def _set_content_apart(self) -> None:
        for segment in self._under(CONTENT):
            self.sheet.claim(segment.start, segment.ends, CONTENT)
            self.unspoken.update(range(segment.start, segment.told))

    def _take_tails(self) -> None:
        for segment in self._under(*TAILS):
            if text := self._free_text(segment.told, segment.ends):
                self.told[segment.field].append(text)
            self.sheet.claim(segment.start, segment.ends, segment.field)

    def _free_text(self, start: int, end: int) -> str:
        sheet = self.sheet
        signs = (sheet.text[place] if sheet.is_free(place, place + 1) else " " for place in range(start, end))
        return _even("".join(signs))

    def _take_labelled(self) -> None:
        steps = {
            "time": self._time_of_label,
            "place": self._place_of_label,
            "people": self._people_of_label,
            "progress": self._progress_of_label,
        }
        for segment in self._under(*steps):
            place = self.sheet.next_word(segment.told)
            if place is not None and place < segment.ends:
                steps[segment.field](segment, place)

    def _time_of_label(self, segment: Segment, place: int) -> None:
        found = when_at(self.sheet, place, self.known.day, self.known.half_days)
        if self.when is None and found and found.ends <= segment.ends:
            self.when = found
            self.sheet.claim(segment.start, found.ends, "time")

    def _place_of_label(self, segment: Segment, place: int) -> None:
        found = place_of_label(self.sheet, place, segment.ends, self.known.known_places)
        if self.where is None and found:
            self.where = found
            self.sheet.claim(segment.start, found.ends, "place")

    def _people_of_label(self, segment: Segment, place: int) -> None:
        if found := listed_at(self.sheet, place, segment.ends, self.known.names):
            self._keep_company(segment.start, found)

    def _progress_of_label(self, segment: Segment, place: int) -> None:
        if self.progress is None and not self.state and (found := progress_at(self.sheet, place)):
            self._keep_progress(found, segment.start)

    # What is told by a sign of its own ---------------------------------------------------------------------

    def _take_aims(self) -> None:
        for aim in aims(self.sheet, self.known.known_items, self.known.known_matters):
            self._keep_aim(aim)
        for segment in self._under("plan_item", "matter"):
            self._aim_of_label(segment)

    def _aim_of_label(self, segment: Segment) -> None:
        known = self.known
        titles = known.known_items if segment.field == "plan_item" else known.known_matters
        place = self.sheet.next_word(segment.told)
        if segment.field in self.aims or place is None or place >= segment.ends:
            return
        for end in (_without_blanks(self.sheet, segment), self.sheet.word_end(place)):
            sought = self.sheet.text[place:end].lstrip("#＃")
            if found := titles.best(sought):
                self._keep_aim(Aim(segment.start, end, segment.field, found[1].key, found[1].title))
                return

    def _keep_aim(self, aim: Aim) -> None:
        self.aims[aim.field] = aim
        self.sheet.claim(aim.start, aim.ends, aim.field)

    def _take_called(self) -> None:
        for place, found in called(self.sheet, self.known.names):
            self._keep_company(place, found)

    def _take_progress(self) -> None:
        head = [segment for segment in self.segments if segment.field not in {*TAILS, CONTENT, "progress"}]
        spans = [range(segment.start, segment.ends) for segment in head]
        places = (place for place in self.sheet.openings() if any(place in span for span in spans))
        told = progress_words(self.sheet, places)
        figures = [each for each in told if each.progress is not None]
        if len(figures) > 1:
            figures = [figures[-1]] if self._is_last(figures[-1]) else []
        for each in [
            *figures,
            *[each for each in told if each.progress is None and self._is_last(each)][-1:],
        ]:
            self._keep_progress(each, each.start)
        for segment in self._under(*TAILS):
            self._progress_behind(segment)

    def _is_last(self, told: HowFar) -> bool:
        """Whether nothing of its segment follows."""
        following = self.sheet.next_word(told.ends)
        ends = next(each.ends for each in self.segments if each.start <= told.start < each.ends)
        return following is None or following >= ends

    def _progress_behind(self, segment: Segment) -> None:
        """`→ 形成初稿 80%`: a last word behind the outcome."""
        if self.progress is not None or self.state:
            return
        first = self.sheet.next_word(segment.told)
        places = (
            place for place in self.sheet.openings() if first is not None and first < place < segment.ends
        )
        for told in progress_words(self.sheet, places):
            merely_said = told.progress is None and self.sheet.text[told.start : told.ends] in MERELY_SAID
            if self._is_last(told) and not merely_said:
                self._keep_progress(told, told.start)

    def _keep_progress(self, told: HowFar, start: int) -> None:
        self.progress = told.progress if told.progress is not None else self.progress
        self.state = told.state or self.state
        self.sheet.claim(start, told.ends, "progress")

    # What stands before the content, and what is scattered in it -------------------------------------------

    def _take_front(self) -> None:
        place = self.sheet.next_word()
        while place is not None and self._take_at(place):
            place = self.sheet.next_word()

    def _take_at(self, place: int) -> bool:
        found = self.when is None and when_at(self.sheet, place, self.known.day, self.known.half_days)
        if found:
            return self._keep_time(place, found)
        names = self.known.names
        if company := company_at(self.sheet, place, names) or names_at(self.sheet, place, names):
            return self._keep_company(place, company)
        return self._take_place(place, leading=True)

    def _take_place(self, place: int, *, leading: bool) -> bool:
        if self.where is None:
            self.where = where_at(
                self.sheet, place, self.known.known_places, self.known.names, leading=leading
            )
            if self.where:
                self.sheet.claim(place, self.where.ends, "place")
                return True
        return False

    def _take_scattered(self) -> None:
        for place in list(self.sheet.openings()):
            if not self.sheet.is_free(place, place + 1):
                continue
            if company := company_at(self.sheet, place, self.known.names):
                self._keep_company(place, company)
            elif not self._take_place(place, leading=False):
                self._take_late(place)

    def _take_late(self, place: int) -> None:
        """A time, or colleagues, told behind the content."""
        if (self.when is None and (found := range_at(self.sheet, place))) or (
            self.when is None
            and (found := half_at(self.sheet, place, self.known.half_days))
            and self._ends_line(found.ends)
        ):
            self._keep_time(place, found)
        elif (company := names_at(self.sheet, place, self.known.names)) and self._ends_line(company.ends):
            self._keep_company(place, company)

    def _ends_line(self, place: int) -> bool:
        return self.sheet.next_word(place) is None

    def _keep_time(self, place: int, found: When) -> bool:
        self.when = found
        self.sheet.claim(place, found.ends, "time")
        return True

    def _keep_company(self, place: int, found: Company) -> bool:
        self.company += found.names
        self.sheet.claim(place, found.ends, "people")
        return True

    def _give_back(self) -> None:
        """What was merely likely is the content where nothing else is."""
        if self.sheet.has_content() or self.aims:
            return
        if self.where and self.where.guessed:
            self.sheet.release("place")
            self.where = None
        elif self.progress is None and self.state:
            self.sheet.release("progress")
            self.state = ""

    # What came out -----------------------------------------------------------------------------------------

    def _reading(self) -> Reading:
        when, parts = self.when or When(0), self.sheet.parts()
        return Reading(
            start=when.start,
            end=when.end,
            half_day=when.half_day,
            place=self.where.place if self.where else "",
            people=JOINED.join(dict.fromkeys(self.company)),
            content=self._content(parts),
            measures="；".join(self.told["measures"]),
            progress=self.progress,
            state=self.state,
            outcome="；".join(self.told["outcome"]),
            plan_item=self.aims["plan_item"].key if "plan_item" in self.aims else "",
            matter=self.aims["matter"].key if "matter" in self.aims else "",
            parts=parts,
            unknown=tuple(dict.fromkeys([*unaimed(self.sheet), *self._unaimed_labels()])),
        )

    def _unaimed_labels(self) -> list[str]:
        """What is told under 计划 or 事项 and names none."""
        told = [each for each in self._under("plan_item", "matter") if each.field not in self.aims]
        words = (self.sheet.text[each.told : each.ends].strip(EDGES) for each in told)
        return [word.lstrip("#＃") for word in words if word]

    def _content(self, parts: tuple[Part, ...]) -> str:
        text = self.sheet.text
        pieces = (
            "".join(text[place] for place in range(part.start, part.end) if place not in self.unspoken)
            for part in parts
            if part.field == CONTENT
        )
        return _even(" ".join(pieces)) or next((aim.title for aim in self.aims.values()), "")


def _without_blanks(sheet: Sheet, segment: Segment) -> int:
    end = segment.ends
    while end > segment.told and sheet.line[end - 1] in BETWEEN:
        end -= 1
    return end


def _even(text: str) -> str:
    """The text with every run of blanks made one, and without commas at its edges."""
    return re.sub(r"\s+", " ", text).strip(EDGES)
