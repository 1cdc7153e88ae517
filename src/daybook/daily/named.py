"""Colleagues named in an entry: which words of its people point at one person of the bureau."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from daybook.org.models import Bureau, Person

BETWEEN = re.compile(r"[；;、，,/\n]+")


def names_in(text: str) -> Iterator[str]:
    """The names and numbers of a text of people, as they may stand between separators or blanks."""
    for part in BETWEEN.split(text):
        if name := part.strip():
            yield name
            yield from name.split() if " " in name or "\u3000" in name else ()


class Colleagues:
    """The people of one bureau by number, and by name where the name is one person's only."""

    def __init__(self, people: Iterable[tuple[int, str, str]]) -> None:
        """Take `(row, number, name)` of everybody."""
        rows = list(people)
        shared = Counter(name for _, _, name in rows)
        self._rows = {name: row for row, _, name in rows if shared[name] == 1}
        self._rows.update((number, row) for row, number, _ in rows)

    def named_in(self, text: str, author: int) -> list[int]:
        """The rows of the colleagues a text names, each once, without the author."""
        found = dict.fromkeys(self._rows[name] for name in names_in(text) if name in self._rows)
        found.pop(author, None)
        return list(found)


def colleagues_of(bureau: Bureau) -> Colleagues:
    """Everybody of a bureau, in one statement."""
    return Colleagues(Person.objects.filter(bureau=bureau).values_list("id", "number", "name"))
