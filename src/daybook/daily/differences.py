"""What changed from one version of an entry to the next, told in the words themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from daybook.daily.models import EntryContent
from daybook.daily.words import disclosed

# Below this likeness two texts are told one after the other: crumbs of both would be read by nobody.
LEAST_LIKENESS = 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: `kept`, `gone` or `new`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One disclosure that reads otherwise than before."""

    label: str
    pieces: Sequence[Piece]


def changes(before: EntryContent, after: EntryContent) -> list[Change]:
    """The disclosures that changed, in their order."""
    then, now = dict(disclosed(before)), dict(disclosed(after))
    labels = [*now, *(label for label in then if label not in now)]
    return [
        Change(label, list(pieces(then.get(label, ""), now.get(label, ""))))
        for label in labels
        if then.get(label, "") != now.get(label, "")
    ]


def pieces(before: str, after: str) -> Iterable[Piece]:
    """The way from one text to another, character by character where they are alike."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if not before or not after or matcher.ratio() < LEAST_LIKENESS:
        return [Piece(kind, text) for kind, text in (("gone", before), ("new", after)) if text]
    return list(_steps(matcher, before, after))


def _steps(matcher: SequenceMatcher[str], before: str, after: str) -> Iterable[Piece]:
    for tag, b1, b2, a1, a2 in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("kept", before[b1:b2])
            continue
        if b2 > b1:
            yield Piece("gone", before[b1:b2])
        if a2 > a1:
            yield Piece("new", after[a1:a2])
