"""Maps of words laid upon each other: where in the record all words of a search can stand together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import and_, or_
from typing import NamedTuple

from daybook.daily.search import BLOCK, Clause, Phrase, Term, block_of, clause_of, first_of_block
from daybook.daily.word_maps import OFTEN, has_maps, mapped_below, maps_below

MOST_WORDS = 8  # whose maps are read for a search: a handful leaves little to chance
MOST_CANDIDATES = BLOCK // OFTEN  # of a block; where more can fit, a walk finds them as fast
AT_ONCE = 500  # candidates looked at together
EVERY = -1  # every bit, however many

Maps = Mapping[str, int]  # of a block, by word


class Part(NamedTuple):
    """Ids `[below, above)` of the record; where `ids` are told, nothing else between them can fit."""

    above: int
    below: int
    ids: Sequence[int] | None = None


def parts_below(terms: Sequence[Term], above: int) -> Iterator[Part]:
    """Where the record below the beginning of a block can fit every term, newest first.

    What no part holds fits nowhere; the last one that holds anything reaches down to 0.
    """
    held: Part | None = None
    for part in chain(_gathered(_parts(terms, above)), [None]):
        if held is not None:
            yield held if part is not None else held._replace(below=0)
        held = part


def _gathered(parts: Iterator[Part]) -> Iterator[Part]:
    """The parts, those that tell ids put together as long as they are few."""
    few: Part | None = None
    for part in parts:
        if few is not None and (part.ids is None or len(few.ids or ()) >= AT_ONCE):
            yield few
            few = None
        if part.ids is None:
            yield part
        else:
            few = Part(few.above, part.below, [*(few.ids or ()), *part.ids]) if few else part
    if few is not None:
        yield few


def _parts(terms: Sequence[Term], above: int) -> Iterator[Part]:
    """Every block with few candidates by itself, those between as one."""
    clauses, maps = _maps_for(terms, block_of(above))
    top = above  # of what was not told yet
    for block in sorted(maps, reverse=True):
        told = [bits for clause in clauses if (bits := _any_of(clause, maps[block])) is not None]
        bits = reduce(and_, told, EVERY)
        # Where a word has no map it stands seldom: by it the index answers at once, one by one we would not.
        if bits and (len(told) < len(terms) or bits.bit_count() > MOST_CANDIDATES):
            continue
        first, end = first_of_block(block), first_of_block(block + 1)
        if end < top:
            yield Part(top, end)
        if bits:
            yield Part(end, first, [first + place for place in _places(bits)])
        top = first
    if top:
        yield Part(top, 0)


def _maps_for(terms: Sequence[Term], end: int) -> tuple[Sequence[Clause], Mapping[int, Maps]]:
    """What of a search has maps, and these maps of every block below `end` that has some."""
    clauses, words = _mapped(terms)
    if not words:
        return [], {}
    maps: dict[int, dict[str, int]] = {block: {} for block in mapped_below(end)}
    for block, word, bits in maps_below(end, words) if maps else ():
        if block in maps:
            maps[block][word] = int.from_bytes(bits, "little")
    return clauses, maps


def _mapped(terms: Sequence[Term]) -> tuple[list[Clause], set[str]]:
    """The first terms of which every choice has a word with maps, and these words."""
    clauses, words = list[Clause](), set[str]()
    for term in terms:
        clause = [tuple(word for word in phrase if has_maps(word)) for phrase in clause_of(term)]
        more = words.union(*clause)
        if all(clause) and len(more) <= MOST_WORDS:
            clauses.append(clause)
            words = more
    return clauses, words


def _any_of(clause: Clause, maps: Maps) -> int | None:
    """The entries of a block that may fit a clause, a bit each; nothing where its maps do not tell."""
    choices = [_all_of(phrase, maps) for phrase in clause]
    return reduce(or_, (bits for bits in choices if bits is not None)) if None not in choices else None


def _all_of(phrase: Phrase, maps: Maps) -> int | None:
    told = [maps[word] for word in phrase if word in maps]
    return reduce(and_, told) if told else None


def _places(bits: int) -> Iterator[int]:
    """The bits that are set, the highest first."""
    while bits:
        place = bits.bit_length() - 1
        yield place
        bits ^= 1 << place
