"""The files of a book: attachments under their SHA-256 beside the tables, and their way in and out.

A book folder has them in `attachments/`, a workbook `NAME.xlsx` in a folder `NAME.attachments` beside it.
In an installation they lie in the uploads folder, as `aa/aabb…`.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings

FOLDER = "attachments"
PIECE = 1 << 20


def folder_of(book: Path, *, workbook: bool) -> Path:
    """Where a book's files lie."""
    return book.with_name(f"{book.stem}.{FOLDER}") if workbook else book / FOLDER


def stored_file(sha256: str) -> Path:
    """Where the file of an attachment lies in this installation."""
    return Path(settings.UPLOADS) / sha256[:2] / sha256


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, read in pieces. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


class BroughtFiles:
    """The files that one book brings; those it has put into the uploads folder can be taken back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._added: list[Path] = []

    def path(self, sha256: str) -> Path:
        """Where the book has a file."""
        return self.folder / sha256

    def names(self) -> Iterable[str]:
        """The names of everything that lies in the folder."""
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.is_dir() else ()

    def keep(self, sha256: str) -> None:
        """Put a file into the uploads folder, whole or not at all. Raises OSError."""
        target = stored_file(sha256)
        if target.exists():
            return
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = target.with_name(f".{sha256}-{secrets.token_hex(4)}")
        self._added.append(beside)
        _copy_durably(self.path(sha256), beside)
        beside.rename(target)
        self._added[-1] = target

    def take_back(self) -> None:
        """Remove what was put there: the import did not come to its end."""
        for path in self._added:
            path.unlink(missing_ok=True)


def _copy_durably(source: Path, target: Path) -> None:
    """Copy a file and have it on disk: the row that names it will be, once it is committed."""
    with source.open("rb") as reading, target.open("xb") as writing:
        target.chmod(0o600)
        shutil.copyfileobj(reading, writing, PIECE)
        writing.flush()
        os.fsync(writing.fileno())


def copy_out(shas: Iterable[str], folder: Path, step: Callable[[], None]) -> str | None:
    """Copy files into a book's folder, made where there are any; the first that is missing here, if any."""
    for sha256 in shas:
        source = stored_file(sha256)
        if not source.is_file():
            return sha256
        folder.mkdir(exist_ok=True)
        shutil.copyfile(source, folder / sha256)
        step()
    return None
