"""Where the words of a search stand in a text, and the text with them marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from daybook.daily.search import RUN

BEFORE = 30  # signs of a long text that are shown before the first hit
CUT = "…"
Stretch = tuple[int, int]


class Hits:
    """What is looked for, ready to be found in many texts."""

    def __init__(self, words: Iterable[str], phrases: Iterable[str]) -> None:
        """Take the words as in the index (pairs of signs, or Latin words), and phrases as typed."""
        wanted = [*map(_word, words), *map(_phrase, phrases)]
        self._patterns = [re.compile(f"(?=({pattern}))") for pattern in wanted if pattern]

    def marked(self, text: str, limit: int = 0) -> SafeString:
        """The text with every hit in `<mark>`; cut to `limit` signs around the first hit, if one is given."""
        text = " ".join(text.split())
        shown = self._cut(text, limit) if limit and len(text) > limit else text
        pieces, place = [], 0
        for start, end in self.stretches(shown):
            pieces.append(format_html("{}<mark>{}</mark>", shown[place:start], shown[start:end]))
            place = end
        return format_html("{}{}", format_html_join("", "{}", ((piece,) for piece in pieces)), shown[place:])

    def holds(self, text: str) -> bool:
        """Whether a hit stands in a text."""
        return bool(self.stretches(text))

    def stretches(self, text: str) -> Sequence[Stretch]:
        """Where hits stand, those that touch joined, in order."""
        plain = _small(text)
        return _joined(
            sorted(found.span(1) for pattern in self._patterns for found in pattern.finditer(plain))
        )

    def _cut(self, text: str, limit: int) -> str:
        first = next(iter(self.stretches(text)), (0, 0))[0]
        start = max(0, min(first - BEFORE, len(text) - limit))
        end = start + limit
        return (CUT if start else "") + text[start:end] + (CUT if end < len(text) else "")


def _small(text: str) -> str:
    """The text in small letters, sign for sign."""
    return "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)


def _word(word: str) -> str:
    if word.isascii():
        return f"(?<![0-9a-z]){re.escape(word)}(?![0-9a-z])"
    return re.escape(word)


def _phrase(phrase: str) -> str:
    """The runs of a phrase, whichever punctuation stands between them."""
    return r"[\W_]*".join(map(_word, RUN.findall(phrase.lower())))


def _joined(spans: Iterable[Stretch]) -> list[Stretch]:
    found: list[Stretch] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        elif end > start:
            found.append((start, end))
    return found
