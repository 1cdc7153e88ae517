"""What a line may point at, and what was understood of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import NamedTuple

from daybook.daily.line.lexicon import Lexicon


class Named(NamedTuple):
    """A colleague: the number, and the name."""

    number: str
    name: str


class Titled(NamedTuple):
    """A plan item or a matter: its key, and its title."""

    key: str
    title: str


class Part(NamedTuple):
    """What a stretch `[start, end)` of the line became: the name of a field, empty for what lies between."""

    start: int
    end: int
    field: str


@dataclass(frozen=True)
class Known:
    """What a line of one author on one day may point at.

    `places` come with the most used first; `items` are those of the month's plan; `whole_day` is what 全天
    means.
    """

    day: date
    author: str = ""
    people: tuple[Named, ...] = ()
    places: tuple[str, ...] = ()
    items: tuple[Titled, ...] = ()
    matters: tuple[Titled, ...] = ()
    whole_day: tuple[time, time] | None = None

    @cached_property
    def names(self) -> Lexicon:
        """The names and numbers of colleagues; a number stands for its name where nobody else bears it."""
        bearers = Counter(person.name for person in self.people)
        spelled = {number: number if bearers[name] > 1 else name for number, name in self.people}
        return Lexicon({**spelled, **{name: name for name in bearers}})

    @cached_property
    def known_places(self) -> Lexicon:
        """The places, each under its own name."""
        return Lexicon({place: place for place in self.places})


@dataclass(frozen=True)
class Reading:
    """What was understood of a line; the fields are those of an entry.

    `people` is the text of the log's people column: names joined by 、. `plan_item` and `matter` are keys.
    `parts` cover the whole line: every sign of it belongs to exactly one.
    """

    start: time | None = None
    end: time | None = None
    half_day: str = ""
    place: str = ""
    people: str = ""
    content: str = ""
    measures: str = ""
    progress: int | None = None
    state: str = ""
    outcome: str = ""
    plan_item: str = ""
    matter: str = ""
    parts: tuple[Part, ...] = field(default=(), compare=False)
