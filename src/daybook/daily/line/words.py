"""The small words of the grammar: a colleague, something with a title, a part of the line."""

from __future__ import annotations

from typing import NamedTuple


class Named(NamedTuple):
    """A colleague: the number, and the name."""

    number: str
    name: str


class Titled(NamedTuple):
    """A plan item or a matter: its key and title, and words that tell it from another of that title."""

    key: str
    title: str
    words: str = ""


class Part(NamedTuple):
    """What a stretch `[start, end)` of the line became: the name of a field, empty for what lies between."""

    start: int
    end: int
    field: str
