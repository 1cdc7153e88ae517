"""Finding known words in a line without compiling anything: cheap to make, cheap to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# Half-width for full-width, small for capital letters, one kind of dash: each sign for one sign, so that a
# place in the folded line is the same place in the line as typed.
_FOLDED = {
    **{sign: sign - 0xFEE0 for sign in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((ord(sign) for sign in "–—―−─‐‑‒﹣~～〜－"), ord("-")),
    **{ord(sign): ord(" ") for sign in "\u3000\u00a0\t\r\n\v\f"},
    ord("∶"): ord(":"),
    ord("︰"): ord(":"),
    ord("﹕"): ord(":"),
    ord("﹪"): ord("%"),
    ord("﹟"): ord("#"),
}
FOLDED = {
    **_FOLDED,
    **{capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)},
    **{capital: capital - 0xFEE0 + 32 for capital in range(0xFF21, 0xFF3B)},
}


def folded(text: str) -> str:
    """The text with its full-width signs, capitals and dashes evened out; as long as before."""
    return text.translate(FOLDED)


def all_folded(texts: Iterable[str]) -> list[str]:
    """Each of the texts folded, all at once."""
    found = [text.replace("\x00", " ") for text in texts]
    return folded("\x00".join(found)).split("\x00") if found else []


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
