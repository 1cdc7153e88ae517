"""A form as a file, and many as one archive that is sent while it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.utils import timezone, translation

from daybook.org.models import Bureau
from daybook.org.moments import zone
from daybook.quarterly.queries.own_forms import FormRead
from daybook.quarterly.reports.content import AppraisalForm, appraisal_form
from daybook.web import printing

FOLDER = Path(__file__).resolve().parent


class Kind(NamedTuple):
    """A kind of file: how a form is made into it, and what it is."""

    make: Callable[[AppraisalForm], bytes]
    media_type: str


def _document(form: AppraisalForm) -> bytes:
    return printing.document(FOLDER / "form.docx", form.told())


def _portable(form: AppraisalForm) -> bytes:
    return printing.portable(FOLDER / "form.typ", "form", form.told())


KINDS: Mapping[str, Kind] = {
    "docx": Kind(_document, printing.DOCX),
    "pdf": Kind(_portable, printing.PDF),
}


class Made(NamedTuple):
    """A file and its name."""

    name: str
    content: bytes


def form_file(read: FormRead, kind: str) -> Made:
    """One form as a file. Raises PolicyFault."""
    with translation.override(settings.LANGUAGE_CODE):
        content = KINDS[kind].make(appraisal_form(read))
    return Made(f"{read.person.number} {read.person.name} {read.period.key}.{kind}", content)


@dataclass
class Archive:
    """A ZIP of forms, made as it is read: one file at a time is held, whatever their number.

    The files are told in the bureau's zone: what asked for the archive is over when it is made.
    """

    bureau: Bureau
    forms: Iterable[FormRead]
    kind: str

    def __iter__(self) -> Iterator[bytes]:
        """The bytes, at least one piece for each form."""
        sink = _Sink()
        reads = iter(self.forms)
        with ZipFile(cast("IO[bytes]", sink), "w", ZIP_STORED) as archive:
            while (made := self._next(reads)) is not None:
                archive.writestr(_entry(made.name), made.content)
                yield sink.taken()
        yield sink.taken()

    def _next(self, reads: Iterator[FormRead]) -> Made | None:
        with timezone.override(zone(self.bureau.time_zone)):
            read = next(reads, None)
            return None if read is None else form_file(read, self.kind)


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
