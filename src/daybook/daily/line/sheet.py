"""The line while it is being read: which sign of it has been understood as what."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from daybook.daily.line.words import Part
from daybook.web.folding import folded

BETWEEN = frozenset(" ,，、;；")  # what separates parts; at the edge of a part it belongs to none
ENDS = BETWEEN | frozenset("。!?！？()（）→")
FREE = ""
CONTENT = "content"


class Sheet:
    """A line, sign by sign; a sign is claimed for one field once, and what nobody claims is content."""

    def __init__(self, text: str) -> None:
        """Take the line as typed."""
        self.text = text
        self.line = folded(text)
        self._claims = [FREE] * len(text)

    def claim(self, start: int, end: int, field: str) -> None:
        """Claim what is still free between two places for a field."""
        for place in range(start, end):
            if self._claims[place] == FREE:
                self._claims[place] = field

    def release(self, field: str) -> None:
        """Give back what a field has claimed."""
        self._claims = [FREE if claim == field else claim for claim in self._claims]

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing between two places is claimed."""
        return all(claim == FREE for claim in self._claims[start:end])

    def free_until(self, start: int) -> int:
        """Where the free stretch that holds a place ends."""
        end = start
        while end < len(self._claims) and self._claims[end] == FREE:
            end += 1
        return end

    def opens_at(self, place: int) -> bool:
        """Whether a part may begin at a place: after a blank, a comma, or another part."""
        return place == 0 or self._claims[place - 1] != FREE or self.line[place - 1] in ENDS

    def closes_at(self, place: int) -> bool:
        """Whether a part may end before a place."""
        return place >= len(self.line) or self._claims[place] != FREE or self.line[place] in ENDS

    def next_word(self, start: int = 0) -> int | None:
        """The first free sign from a place on that separates nothing."""
        for place in range(start, len(self.line)):
            if self._claims[place] == FREE and self.line[place] not in BETWEEN:
                return place
        return None

    def openings(self) -> Iterator[int]:
        """Every place where a free word begins."""
        for place, sign in enumerate(self.line):
            if self._claims[place] == FREE and sign not in BETWEEN and self.opens_at(place):
                yield place

    def word_end(self, start: int, most: int = 60) -> int:
        """Where the word that begins at a place ends: at a blank, a comma, or another part.

        A word of more than `most` signs is cut there: it is nobody's name and no place.
        """
        end = start
        while end < start + most and not self.closes_at(end):
            end += 1
        return end

    def has_content(self) -> bool:
        """Whether something is left for the content."""
        return CONTENT in self._claims or self.next_word() is not None

    def parts(self) -> tuple[Part, ...]:
        """What every stretch of the line became; neighbours of one field are one part."""
        names = [name for run in self._runs() for name in run]
        found, place = [], 0
        for name, run in groupby(names):
            length = sum(1 for _ in run)
            found.append(Part(place, place + length, name))
            place += length
        return tuple(found)

    def _runs(self) -> Iterator[list[str]]:
        place = 0
        for claim, run in groupby(self._claims):
            length = sum(1 for _ in run)
            yield [claim] * length if claim not in {FREE, CONTENT} else self._content(place, place + length)
            place += length

    def _content(self, start: int, end: int) -> list[str]:
        """A stretch of content without the blanks and commas at its edges."""
        first, last = start, end
        while first < last and self.line[first] in BETWEEN:
            first += 1
        while last > first and self.line[last - 1] in BETWEEN:
            last -= 1
        return [FREE] * (first - start) + [CONTENT] * (last - first) + [FREE] * (end - last)
