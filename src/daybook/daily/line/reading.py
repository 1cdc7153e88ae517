"""What a line may point at, and what was understood of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property

from daybook.daily.line.lexicon import Lexicon
from daybook.daily.line.titles import Titles
from daybook.daily.line.words import Named, Part, Titled


@dataclass(frozen=True)
class Known:
    """What a line of one author on one day may point at.

    `places` come with the most used first; `items` are those of the month's plan; `half_days` tell from when
    until when each half of a day is, for 全天 and 上午两小时.
    """

    day: date
    author: str = ""
    people: tuple[Named, ...] = ()
    places: tuple[str, ...] = ()
    items: tuple[Titled, ...] = ()
    matters: tuple[Titled, ...] = ()
    half_days: Mapping[str, tuple[time, time]] = field(default_factory=dict, hash=False)

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

    @cached_property
    def known_items(self) -> Titles:
        """The plan items by their titles."""
        return Titles(self.items)

    @cached_property
    def known_matters(self) -> Titles:
        """The matters by their titles."""
        return Titles(self.matters)


@dataclass(frozen=True)
class Reading:
    """What was understood of a line; the fields are those of an entry.

    `people` is the text of the log's people column: names joined by 、. `plan_item` and `matter` are keys.
    `parts` cover the whole line: every sign of it belongs to exactly one. `unknown` are the words
    behind a #, or behind 计划： and 事项：, that name nothing; they stay in the content.
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
    unknown: tuple[str, ...] = field(default=(), compare=False)
