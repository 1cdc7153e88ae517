"""What for: #预算编制, matched to the best known title of a plan item or a matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from daybook.daily.line.lexicon import Lexicon, latin
from daybook.daily.line.progress import TOLD
from daybook.daily.line.sheet import Sheet
from daybook.daily.line.words import Titled
from daybook.web.folding import all_folded, folded

UNTIL = re.compile(r"[^\s#,;。、→]{0,250}")
SILENT = re.compile(r"[\W_]+")
FEWEST_SIGNS = 2  # of a title that is merely hinted at
MOST_SIGNS = 200
MOST_HASHES = 20
LONGEST_FIGURE = 12  # 完成度约百分之八十五


@dataclass(frozen=True)
class Aim:
    """What a # points at: the field, the key and title, and the stretch of the line."""

    start: int
    ends: int
    field: str
    key: str
    title: str


class Titles:
    """The plan items, or the matters, by what is heard of their titles."""

    def __init__(self, titles: Sequence[Titled]) -> None:
        """Take them in the order in which the first of several that fit as well is to win."""
        self._titles = titles
        self._heard = [SILENT.sub("", title) for title in all_folded(each.title for each in titles)]
        self._exactly = {heard: place for place, heard in reversed(list(enumerate(self._heard)))}
        self._keys = {each.key: place for place, each in enumerate(titles)}
        self.whole = Lexicon({each.title: each.title for each in titles})

    def best(self, sought: str) -> tuple[int, Titled] | None:
        """What fits best, and how well: 0 itself or its key, 1 holds it, 2 holds its signs in order."""
        wanted = _heard(sought)
        if not wanted or len(wanted) > MOST_SIGNS:
            return None
        exactly = self._keys.get(sought.strip(), self._exactly.get(wanted))
        if exactly is not None:
            return 0, self._titles[exactly]
        if len(wanted) < FEWEST_SIGNS:
            return None
        holding = [(len(heard), place) for place, heard in enumerate(self._heard) if wanted in heard]
        if holding:
            return 1, self._titles[min(holding)[1]]
        likely = [
            place for place, heard in enumerate(self._heard) if wanted[0] in heard and wanted[-1] in heard
        ]
        spans = ((_span_in_order(wanted, self._heard[place]), place) for place in likely)
        in_order = [each for each in spans if each[0]]
        return (2, self._titles[min(in_order)[1]]) if in_order else None


def aims(sheet: Sheet, items: Titles, matters: Titles) -> Iterator[Aim]:
    """What each # of the line points at; of a second one that fits the same, nothing."""
    open_to = {"plan_item": items, "matter": matters}
    for start in _hashes(sheet):
        found = _aim(sheet, start, open_to) if open_to else None
        if found is not None:
            del open_to[found.field]
            yield found


def unaimed(sheet: Sheet) -> Iterator[str]:
    """The words behind a # that nothing claimed; a single sign is only the beginning of a word."""
    for start in _hashes(sheet):
        word = UNTIL.match(sheet.line, start + 1)
        told = sheet.text[start + 1 : word.end()] if word else ""
        if len(_heard(told)) >= FEWEST_SIGNS:
            yield told


def _hashes(sheet: Sheet) -> list[int]:
    """Every # that begins a word, not the one of 3#泵站; no line has many."""
    line = sheet.line
    found = [place for place, sign in enumerate(line) if sign == "#" and sheet.is_free(place, place + 1)]
    return [place for place in found if not latin(line[place - 1 : place])][:MOST_HASHES]


def _aim(sheet: Sheet, start: int, open_to: Mapping[str, Titles]) -> Aim | None:
    for end in _ends(sheet, start + 1, open_to):
        found = [
            (each[0], order, field, each[1])
            for order, (field, titles) in enumerate(open_to.items())
            if (each := titles.best(sheet.text[start + 1 : end]))
        ]
        if found:
            _, _, field, titled = min(found)
            closing = sheet.line[end : end + 1] == "#" and not sheet.line[end + 1 : end + 2].strip()
            return Aim(start, end + closing, field, titled.key, titled.title)
    return None


def _ends(sheet: Sheet, start: int, open_to: Mapping[str, Titles]) -> list[int]:
    """Where the title may end: behind a whole title, however it goes on; at a blank; before a percentage."""
    whole = [end for titles in open_to.values() for end, _ in titles.whole.at(sheet.line, start)[:1]]
    word = UNTIL.match(sheet.line, start)
    end = word.end() if word else start
    near = range(max(start + 1, end - LONGEST_FIGURE), end)
    figures = [place for place in near if (told := TOLD.match(sheet.line, place)) and told.end() == end]
    return [*sorted(whole, reverse=True)[:1], *([end] if end > start else []), *figures[:1]]


def _heard(text: str) -> str:
    """The signs of a title that are letters or figures."""
    return SILENT.sub("", folded(text))


def _span_in_order(wanted: str, title: str) -> int:
    """How long a stretch of the title holds the signs in that order; 0 where none does."""
    first = place = title.find(wanted[0])
    for sign in wanted[1:]:
        if place < 0:
            return 0
        place = title.find(sign, place + 1)
    return place - first + 1 if place >= 0 else 0
