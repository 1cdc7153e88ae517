"""Maps of the search index: of each word that stands often in a block, which entries hold it, a bit each.

Two words that stand in many entries and never together would be followed to the end of the record, entry by
entry. Their maps are laid upon each other instead, 32,768 entries at a time. A map has every bit it should
have and no other: it follows each change of an entry. A word without a map may stand anywhere in the block.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable, Mapping

from daybook.daily.models import MappedBlock, WordMap
from daybook.daily.search import BLOCK, block_of, first_of_block, words_held
from daybook.web.prepared import repeated

OFTEN = 64  # a word has a map where it stands in one of so many entries of a block
# Pairs of signs that every version of Unicode knows, words of Latin letters and figures, marks of an entry.
# Of others SQLite's index takes some for each other (é and e): they have no maps.
MAPPED = re.compile(r"[\u4e00-\u9fcb]{2}|[0-9a-z]{2,500}|[局人处事日月][0-9]+")

Words = Mapping[int, set[str]]  # of entries, by id


def has_maps(word: str) -> bool:
    """Whether a word is one of those that maps are made of."""
    return MAPPED.fullmatch(word) is not None


def maps_of_block(block: int) -> dict[str, bytes]:
    """The maps of a block, as its entries are now."""
    places: dict[str, array[int]] = {}
    first = first_of_block(block)
    for entry, words in words_held(range(first, first + BLOCK)):
        for word in set(words):
            places.setdefault(word, array("H")).append(entry - first)
    often = {word: held for word, held in places.items() if len(held) * OFTEN >= BLOCK and has_maps(word)}
    return {word: _bits(held) for word, held in often.items()}


def _bits(places: Iterable[int]) -> bytes:
    bits = bytearray(BLOCK // 8)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)


def mapped_below(end: int) -> list[int]:
    """The blocks below another that have maps."""
    return list(MappedBlock.objects.filter(build="", block__lt=end).values_list("block", flat=True))


def maps_below(end: int, words: Collection[str]) -> list[tuple[int, str, bytes]]:
    """The maps that some words have in the blocks below another: block, word, bits."""
    rows = WordMap.objects.filter(word__in=words, block__lt=end).order_by()
    statement, values = rows.values_list("block", "word", "bits").query.sql_with_params()
    with repeated(binary=True) as cursor:
        cursor.execute(statement, values)
        found: list[tuple[int, str, bytes]] = cursor.fetchall()
    return found


def mapped_among(entries: Iterable[int]) -> set[int]:
    """The blocks of entries that have maps, before the entries change; maps being made are given up.

    Whoever else changes entries of these blocks waits until we have committed.
    """
    rows = MappedBlock.objects.filter(block__in={block_of(entry) for entry in entries}).order_by("block")
    builds = dict(rows.select_for_update().values_list("block", "build"))
    if any(builds.values()):
        rows.exclude(build="").delete()
    return {block for block, build in builds.items() if not build}


def words_in(blocks: Collection[int], entries: Iterable[int]) -> dict[int, set[str]]:
    """The words of those entries that are in one of the blocks, as the index has them."""
    found = [entry for entry in entries if block_of(entry) in blocks]
    return {entry: set(words) for entry, words in words_held(found)}


def follow(before: Words, after: Words) -> None:
    """Bring the maps up to entries, of blocks that have maps, whose words have changed."""
    none = set[str]()
    changes = {entry: before.get(entry, none) ^ after.get(entry, none) for entry in {*before, *after}}
    words = none.union(*changes.values())
    rows = WordMap.objects.filter(block__in=set(map(block_of, changes)), word__in=words) if words else ()
    changed = [row for row in rows if _brought_up(row, changes, after)]
    WordMap.objects.bulk_update([row for row in changed if any(row.bits)], ["bits"])
    # A word that nobody says any more need not be known.
    WordMap.objects.filter(pk__in=[row.pk for row in changed if not any(row.bits)]).delete()


def _brought_up(row: WordMap, changes: Words, after: Words) -> bool:
    """Set the bits of entries to which the word came, take those of entries from which it went, if any."""
    bits, first = bytearray(row.bits), first_of_block(row.block)
    places = [entry - first for entry, words in changes.items() if row.word in words]
    mine = [place for place in places if 0 <= place < BLOCK]
    for place in mine:
        bits[place >> 3] &= ~(1 << (place & 7))
        bits[place >> 3] |= (row.word in after.get(first + place, ())) << (place & 7)
    row.bits = bytes(bits)
    return bool(mine)
