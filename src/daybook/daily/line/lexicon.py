"""Finding known words in a line without compiling anything: cheap to make, cheap to ask."""

from __future__ import annotations

from collections.abc import Mapping

from daybook.web.folding import all_folded


class Lexicon:
    """Known words, looked for at a place of a folded line; the longest that fits wins."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Take each word with what it stands for."""
        spelled = (word.strip() for word in all_folded(words))
        self._words = dict(zip(spelled, words.values(), strict=True))
        self._words.pop("", None)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {sign: sorted(found, reverse=True) for sign, found in lengths.items()}

    def at(self, line: str, place: int) -> list[tuple[int, str]]:
        """The known words that begin at a place: where each ends, what it stands for; the longest first."""
        if place >= len(line):
            return []
        found = []
        for length in self._lengths.get(line[place], ()):
            end = place + length
            meaning = self._words.get(line[place:end]) if end <= len(line) else None
            if meaning is not None and not _within_a_word(line, place, end):
                found.append((end, meaning))
        return found


def _within_a_word(line: str, start: int, end: int) -> bool:
    """Whether a Latin word or a number would be cut in two."""
    before = start > 0 and latin(line[start - 1]) and latin(line[start])
    return before or (end < len(line) and latin(line[end - 1]) and latin(line[end]))


def latin(sign: str) -> bool:
    """Whether a sign is a Latin letter or a figure."""
    return sign.isascii() and sign.isalnum()
