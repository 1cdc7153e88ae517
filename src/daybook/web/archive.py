"""Many files as one archive that is sent while it is made."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import IO, NamedTuple, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

YOUNG = 1
"""The generation up to which garbage is searched for after each file."""

COUNT = "Daybook-Forms"
"""The header that tells how many files an archive will hold, for who watches it come."""


class Made(NamedTuple):
    """A file and its name."""

    name: str
    content: bytes


@dataclass
class Archive:
    """A ZIP of files, made as it is read: one file at a time is held, whatever their number.

    The files are told in a zone of their own: what asked for the archive is over when they are made.
    """

    zone: tzinfo
    files: Iterable[Made]

    def __iter__(self) -> Iterator[bytes]:
        """The bytes, at least one piece for each file."""
        sink, files = _Sink(), iter(self.files)
        with ZipFile(cast("IO[bytes]", sink), "w", ZIP_STORED) as archive:
            while (made := self._next(files)) is not None:
                archive.writestr(_entry(made.name), made.content)
                # What makes a document leaves a tree of circles behind, large outside of what Python counts.
                gc.collect(YOUNG)
                yield sink.taken()
        yield sink.taken()

    def _next(self, files: Iterator[Made]) -> Made | None:
        with timezone.override(self.zone):
            return next(files, None)


def _entry(name: str) -> ZipInfo:
    """A file of the archive; its date is nobody's business, and the same content gives the same bytes."""
    return ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))


class _Sink:
    """Where an archive is written that cannot be gone back in: what was written is taken away at once."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Keep a piece until it is taken."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """There is nothing to wait for."""

    def taken(self) -> bytes:
        """What was written since."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
