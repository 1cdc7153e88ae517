"""Reading the ledger: walking the chain and naming what does not agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from daybook.ledger.chain import GENESIS, line_hash
from daybook.ledger.models import LedgerHead, LedgerLine

ROW_FIELDS = (
    "bureau_code",
    "sequence",
    "instant",
    "actor",
    "action",
    "object_type",
    "object_key",
    "before",
    "after",
    "request_id",
    "address",
)


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A line of a bureau's chain that does not agree, and why (`gap`, `link`, `hash`, `head`)."""

    bureau_code: str
    sequence: int
    reason: str


def chain_length(bureau_code: str) -> int:
    """How many lines a bureau's chain holds."""
    return LedgerLine.objects.filter(bureau_code=bureau_code).count()


def chain_faults(bureau_code: str) -> Iterator[ChainFault]:
    """Walk a bureau's chain from its first line to its head; memory does not grow with its length."""
    sequence, previous = 0, GENESIS
    lines = LedgerLine.objects.filter(bureau_code=bureau_code).order_by("sequence")
    for line in lines.iterator(chunk_size=2000):
        if line.sequence != sequence + 1:
            yield ChainFault(bureau_code, sequence + 1, "gap")
        if line.previous_hash != previous:
            yield ChainFault(bureau_code, line.sequence, "link")
        if line.hash != line_hash(line.previous_hash, {name: getattr(line, name) for name in ROW_FIELDS}):
            yield ChainFault(bureau_code, line.sequence, "hash")
        sequence, previous = line.sequence, line.hash
    head = LedgerHead.objects.filter(bureau_code=bureau_code).first()
    if (head.sequence, head.hash) != (sequence, previous) if head else sequence > 0:
        yield ChainFault(bureau_code, sequence, "head")


def chained_bureaus() -> list[str]:
    """The codes of all bureaus that have a chain, in order of code point."""
    heads = set(LedgerHead.objects.values_list("bureau_code", flat=True))
    lines = LedgerLine.objects.values_list("bureau_code", flat=True).distinct()
    return sorted(heads | set(lines))
