"""What for: #预算编制, matched to the best known title of a plan item or a matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from daybook.daily.line.lexicon import folded
from daybook.daily.line.progress import TOLD
from daybook.daily.line.reading import Titled
from daybook.daily.line.sheet import Sheet

UNTIL = re.compile(r"[^\s#,;。、→]*")
SILENT = re.compile(r"[\W_]+")
FEWEST_SIGNS = 2  # of a title that is merely hinted at


@dataclass(frozen=True)
class Aim:
    """What a # points at: the field, the key, and the stretch of the line."""

    start: int
    ends: int
    field: str
    key: str
    title: str


def aims(sheet: Sheet, items: Sequence[Titled], matters: Sequence[Titled]) -> Iterable[Aim]:
    """What each # of the line points at; of a second one that fits the same, nothing."""
    open_to: dict[str, Sequence[Titled]] = {"plan_item": items, "matter": matters}
    for start in _hashes(sheet):
        found = _aim(sheet, start, open_to)
        if found is not None:
            del open_to[found.field]
            yield found


def best(sought: str, titles: Sequence[Titled]) -> tuple[int, Titled] | None:
    """The title that fits best, and how well: 0 itself or its key, 1 holds it, 2 holds its signs in order."""
    wanted = _heard(sought)
    if not wanted:
        return None
    fits = [
        (fit, place) for place, each in enumerate(titles) if (fit := _fit(wanted, sought, each)) is not None
    ]
    if not fits:
        return None
    (rank, _), place = min(fits)
    return rank, titles[place]


def _hashes(sheet: Sheet) -> list[int]:
    """Every # that begins a word: not the one of 3#泵站."""
    line = sheet.line
    return [
        place
        for place, sign in enumerate(line)
        if sign == "#"
        and sheet.is_free(place, place + 1)
        and not (place and line[place - 1].isalnum() and line[place - 1].isascii())
    ]


def _aim(sheet: Sheet, start: int, open_to: dict[str, Sequence[Titled]]) -> Aim | None:
    for end in _ends(sheet, start + 1, open_to):
        found = [
            (each[0], order, field, each[1])
            for order, (field, titles) in enumerate(open_to.items())
            if (each := best(sheet.text[start + 1 : end], titles))
        ]
        if found:
            _, _, field, titled = min(found)
            closing = sheet.line[end : end + 1] == "#" and not sheet.line[end + 1 : end + 2].strip()
            return Aim(start, end + closing, field, titled.key, titled.title)
    return None


def _ends(sheet: Sheet, start: int, open_to: dict[str, Sequence[Titled]]) -> list[int]:
    """Where the title may end: behind a whole title, however it goes on; at a blank; before a percentage."""
    whole = [
        start + len(each.title)
        for titles in open_to.values()
        for each in titles
        if each.title and sheet.line.startswith(folded(each.title), start)
    ]
    word = UNTIL.match(sheet.line, start)
    end = word.end() if word else start
    figures = [
        place
        for place in range(start + 1, end)
        if (told := TOLD.match(sheet.line, place)) and told.end() == end
    ]
    return [*sorted(whole, reverse=True)[:1], *([end] if end > start else []), *figures[:1]]


def _fit(wanted: str, sought: str, each: Titled) -> tuple[int, int] | None:
    title = _heard(each.title)
    if title == wanted or each.key == sought.strip():
        return 0, 0
    if len(wanted) < FEWEST_SIGNS:
        return None
    if wanted in title:
        return 1, len(title)
    span = _span_in_order(wanted, title)
    return (2, span) if span else None


def _heard(text: str) -> str:
    """The signs of a title that are letters or figures."""
    return SILENT.sub("", folded(text))


def _span_in_order(wanted: str, title: str) -> int:
    """How long a stretch of the title holds the signs in that order; 0 where none does."""
    place = -1
    first = title.find(wanted[0])
    for sign in wanted:
        place = title.find(sign, place + 1)
        if place < 0:
            return 0
    return place - first + 1
