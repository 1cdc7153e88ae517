"""The files of a book: attachments under their SHA-256 beside the tables, and their way in and out.

A book folder has them in `attachments/`, a workbook `NAME.xlsx` in a folder `NAME.attachments` beside it.
In an installation they lie in the uploads folder, as `aa/aabb…`.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from daybook.daily.files import PIECE, drop_file, files_held, path_of, put_file
from daybook.daily.models import Attachment

FOLDER = "attachments"


def folder_of(book: Path, *, workbook: bool) -> Path:
    """Where a book's files lie."""
    return book.with_name(f"{book.stem}.{FOLDER}") if workbook else book / FOLDER


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
        self._added: list[str] = []

    def path(self, sha256: str) -> Path:
        """Where the book has a file."""
        return self.folder / sha256

    def names(self) -> Iterable[str]:
        """The names of everything that lies in the folder."""
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.is_dir() else ()

    def held(self, *, needed: bool) -> AbstractContextManager[None]:
        """Keep what is put into the uploads folder from being dropped before its row is written."""
        return files_held() if needed else nullcontext()

    def keep(self, sha256: str) -> None:
        """Put a file into the uploads folder, whole or not at all. Raises OSError."""
        if not path_of(sha256).exists():
            self._added.append(sha256)
            with self.path(sha256).open("rb") as file:
                put_file(file)

    def take_back(self) -> None:
        """Drop what was put there and nothing names: the import did not come to its end."""
        if self._added:
            with files_held(alone=True):
                named = Attachment.objects.filter(sha256__in=self._added).values_list("sha256", flat=True)
                for sha256 in set(self._added) - set(named):
                    drop_file(sha256)


def copy_out(shas: Iterable[str], folder: Path, step: Callable[[], None]) -> str | None:
    """Copy files into a book's folder, made where there are any; the first that is missing here, if any."""
    for sha256 in shas:
        source = path_of(sha256)
        if not source.is_file():
            return sha256
        folder.mkdir(exist_ok=True)
        shutil.copyfile(source, folder / sha256)
        step()
    return None
