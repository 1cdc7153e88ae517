"""Making the maps of the search index, block by block, beside those who write."""

from __future__ import annotations

import secrets

from django.db import OperationalError, connection, transaction
from django.db.models import Max

from daybook.daily.models import LogEntry, MappedBlock, WordMap
from daybook.daily.search import block_of
from daybook.daily.word_maps import maps_of_block
from daybook.web.busy import is_busy

PATIENCE = "200ms"  # for which writers may have to wait for us
AT_ONCE = 100  # maps written in one statement


def map_words() -> int:
    """Make the maps of every block that is full and has none, newest first; how many blocks.

    Again does no harm. The newest full block is left, too: ids of it may still be on their way.
    """
    last = LogEntry.objects.aggregate(last=Max("id"))["last"] or 0
    mapped = set(MappedBlock.objects.filter(build="").values_list("block", flat=True))
    count = 0
    for block in reversed(range(block_of(last) - 1)):
        if block in mapped:
            continue
        try:
            count += _map(block)
        except OperationalError as fault:
            if not is_busy(fault):
                raise
            break  # somebody writes for long: the next time will do
    return count


def _map(block: int) -> bool:
    build = secrets.token_hex(8)
    if not _announced(block, build):
        return False
    maps = maps_of_block(block)
    with transaction.atomic():
        if not MappedBlock.objects.filter(block=block, build=build).update(build=""):
            return False  # an entry changed meanwhile
        rows = [WordMap(word=word, block=block, bits=bits) for word, bits in maps.items()]
        WordMap.objects.bulk_create(rows, batch_size=AT_ONCE)
    return True


def _announced(block: int, build: str) -> bool:
    """Say that maps are being made to everybody who changes entries from now on; nobody does so unawares."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # Whoever has changed an entry and not committed yet has not looked for our row.
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
                cursor.execute("LOCK TABLE daily_logentry IN SHARE MODE")
        # What somebody else began or left is begun anew; what somebody else has finished stands.
        if MappedBlock.objects.filter(block=block).exclude(build="").update(build=build):
            return True
        return MappedBlock.objects.get_or_create(block=block, defaults={"build": build})[1]
