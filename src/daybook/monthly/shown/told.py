"""The summary as it is read: sentence by sentence, each with the rows it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from daybook.monthly.shown.rows import ItemRows, LooseRows
from daybook.monthly.statement import MonthStatement
from daybook.monthly.summary import Sentence, passages_of


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a sentence comes from: the number of the row, and the way to it."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class ToldPassage:
    """A stretch of the summary with its sources; `typed` where the person wrote it himself."""

    text: str
    refs: Sequence[Ref]
    typed: bool


@dataclass(frozen=True, slots=True)
class Sources:
    """The rows of a statement by what they are about, so that a sentence finds its own."""

    items: Mapping[str, Ref]
    entries: Mapping[str, Ref]

    def of(self, sentence: Sentence) -> list[Ref]:
        """The rows of a sentence, each once; of one about the whole plan, the plan."""
        if len(sentence.items) > 1:
            return [Ref(pgettext("section of a statement", "1"), "#s1")]
        told = [self.items[key] for key in sentence.items if key in self.items]
        told += [self.entries[key] for key in sentence.entries if key in self.entries and not sentence.items]
        return list(dict.fromkeys(told))


def sources_of(statement: MonthStatement, items: Sequence[ItemRows], loose: Sequence[LooseRows]) -> Sources:
    """Where the rows stand: 一 for the plan, 二 for what has no record, 三 for what was not planned."""
    first, second, third = (
        pgettext("row of a statement", "1.%(number)s"),
        pgettext("row of a statement", "2.%(number)s"),
        pgettext("row of a statement", "3.%(number)s"),
    )
    places = {each.item.key: _ref(first, each.number, f"#item-{each.item.key}") for each in items}
    for number, item in enumerate(statement.unrecorded, start=1):
        places[item.key] = _ref(second, number, f"#bare-{item.key}")
    entries = {
        line.seen.entry.key: _ref(third, each.number, f"#loose-{each.number}")
        for each in loose
        for line in each.side.lines
    }
    return Sources(places, entries)


def told_draft(draft: Sequence[Sentence], sources: Sources) -> list[ToldPassage]:
    """The draft as it stands, nothing of it typed."""
    return [ToldPassage(each.text, sources.of(each), typed=False) for each in draft]


def told_text(text: str, draft: Sequence[Sentence], sources: Sources) -> list[ToldPassage]:
    """A summary that the person has worked on: what was carried over, and what was typed."""
    return [
        ToldPassage(each.text, sources.of(each.source) if each.source else (), typed=each.source is None)
        for each in passages_of(text, draft)
    ]


def _ref(words: str, number: int, href: str) -> Ref:
    return Ref(words % {"number": number}, href)
