"""The bytes of attachments: outside the web root, under their SHA-256, written whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from django.conf import settings

PIECE = 1 << 20  # bytes read at a time
UNFINISHED = ".new-"  # how the name of a file begins while it is being written


def path_of(sha256: str) -> Path:
    """Where a file lies: `aa/aabb…` in the uploads folder."""
    return Path(settings.UPLOADS) / sha256[:2] / sha256


def put_file(stream: IO[bytes]) -> str:
    """Put what a stream holds into the uploads folder, mode 600, and tell its SHA-256.

    It is on disk when this returns: the row that names it will be, once it is committed. A file that no row
    names harms nobody. Raises OSError.
    """
    folder = _folder(Path(settings.UPLOADS))
    digest = hashlib.sha256()
    stream.seek(0)
    with NamedTemporaryFile(dir=folder, prefix=UNFINISHED, delete=False) as file:
        try:
            while piece := stream.read(PIECE):
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            _rename(Path(file.name), path_of(digest.hexdigest()))
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    return digest.hexdigest()


def drop_file(sha256: str) -> None:
    """Remove a file; one that is gone already is no fault."""
    path_of(sha256).unlink(missing_ok=True)


def files_older_than(age: timedelta) -> list[str]:
    """The files, by their SHA-256, that were put there so long ago or longer."""
    return [path.name for path in _older(Path(settings.UPLOADS).glob("??/*"), age)]


def drop_unfinished(age: timedelta) -> None:
    """Remove what is left of files whose writing began so long ago or longer, and never came to its end."""
    for path in _older(Path(settings.UPLOADS).glob(f"{UNFINISHED}*"), age):
        path.unlink(missing_ok=True)


@contextmanager
def files_held(*, alone: bool = False) -> Iterator[None]:
    """Keep files from being dropped between the writing of one and its row, across all processes.

    Many may write at once; whoever drops a file that no row names is `alone` while looking and dropping.
    """
    folder = _folder(Path(settings.UPLOADS))
    with (folder / ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield


def _older(paths: Iterable[Path], age: timedelta) -> Iterator[Path]:
    before = time.time() - age.total_seconds()
    for path in paths:
        with suppress(FileNotFoundError):  # gone meanwhile
            if path.stat().st_mtime <= before:
                yield path


def _rename(new: Path, target: Path) -> None:
    _folder(target.parent)
    new.replace(target)
    _to_disk(target.parent)


def _folder(folder: Path) -> Path:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _to_disk(folder.parent)
    return folder


def _to_disk(folder: Path) -> None:
    """A name is on disk when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
