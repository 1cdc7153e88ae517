"""Passages of texts that go: found in whatever text quotes them, and replaced there by one fixed word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Any

from daybook.daily.access import PURGED

# Signs that a text must share with another to quote it; a shorter passage is a word that many write.
TELLING = 8


class Passages:
    """Every passage of some texts that is long enough to tell whose words it is; blanks do not count.

    A text given as a `whole` is found in its full length alone, however short it is.
    """

    def __init__(self, texts: Iterable[str], wholes: Iterable[str] = ()) -> None:
        self.texts = tuple(texts)
        runs = (run for text in self.texts for run in _runs(_bare(text), TELLING))
        self._runs: dict[int, set[str]] = {}
        for run in chain(runs, filter(None, map(_bare, wholes))):
            self._runs.setdefault(len(run), set()).add(run)

    def with_wholes(self, wholes: Iterable[str]) -> Passages:
        """These passages, and more texts that are found in their full length."""
        return Passages(self.texts, wholes)

    def taken_from(self, text: str) -> str:
        """A text in which the word of the purge stands for each of the passages."""
        places = [place for place, sign in enumerate(text) if not sign.isspace()]
        kept, reached = [], 0
        for first, last in self._shared("".join(text[place] for place in places)):
            kept += [text[reached : places[first]], PURGED]
            reached = places[last] + 1
        return "".join([*kept, text[reached:]])

    def taken_from_all(self, value: Any) -> Any:
        """The same for what a form held, however deep its texts lie."""
        if isinstance(value, str):
            return self.taken_from(value)
        if isinstance(value, dict):
            return {name: self.taken_from_all(each) for name, each in value.items()}
        return [self.taken_from_all(each) for each in value] if isinstance(value, list) else value

    def _shared(self, text: str) -> Iterator[tuple[int, int]]:
        """The first and last place of each stretch of a text that is made of the passages."""
        places: set[int] = set()
        for length, known in self._runs.items():
            for start, run in enumerate(_runs(text, length)):
                if run in known:
                    places.update(range(start, start + length))
        # Places that follow one another keep the same distance to their rank.
        for _distance, stretch in groupby(enumerate(sorted(places)), lambda each: each[1] - each[0]):
            found = [place for _rank, place in stretch]
            yield found[0], found[-1]


def _bare(text: str) -> str:
    return "".join(text.split())


def _runs(text: str, length: int) -> Iterator[str]:
    yield from (text[start : start + length] for start in range(len(text) - length + 1))
