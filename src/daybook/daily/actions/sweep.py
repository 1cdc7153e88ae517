"""Sweeping the uploads folder: what a process that died left there goes.

A file is dropped once its last row is gone and committed. A process that dies in between leaves it, and one
that dies while writing leaves a beginning. Whoever reads the disk would read what was purged.
"""

from __future__ import annotations

from datetime import timedelta

from daybook.daily.files import drop_file, drop_unfinished, files_held, files_older_than
from daybook.daily.models import Attachment

UNNAMED, UNFINISHED = timedelta(hours=1), timedelta(days=1)  # so long they are left for whoever is at work


def sweep_files() -> int:
    """Drop old files that no row names, and old beginnings of files; how many files. Again does no harm."""
    drop_unfinished(UNFINISHED)
    old = set(files_older_than(UNNAMED))
    if not old - _named():
        return 0
    with files_held(alone=True):
        gone = old - _named()
        for sha256 in gone:
            drop_file(sha256)
    return len(gone)


def _named() -> set[str]:
    return set(Attachment.objects.order_by().values_list("sha256", flat=True).distinct())
