"""Which files may be attached: documents and pictures whose content is what their name says.

Nothing that a reader's machine would run: no pages (html, svg), programs or scripts, no macros; and no
archives, whose content nobody has seen.
"""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType
from typing import IO

import puremagic
from django.utils.translation import gettext as _

from daybook.web.refusals import Refused

BEGINNING = 1 << 16  # bytes that tell what a file is
WHOLE_TEXT = 1 << 20  # bytes read at a time while a text is checked
PARTS = 20_000  # a document of more parts is none
CONTENT_TYPES = 1 << 20  # bytes of the list of a document's parts
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
# What may not stand in a name: controls, marks that turn the direction of writing, separators of folders.
NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
NAME_LENGTH = 200
OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")

Check = Callable[[IO[bytes]], bool]


class HoldsMacros(Exception):
    """A document that brings a program with it."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: what it is served as, whether a browser may show it itself, and what proves it."""

    media_type: str
    check: Check
    shown: bool = False


def clean_name(name: str) -> str:
    """A file's name as a label: its last part, without what could deceive, at most 200 characters."""
    last = re.split(r"[\\/]", NOT_IN_NAMES.sub("", name))[-1].strip(" .")
    stem, suffix = PurePath(last).stem, PurePath(last).suffix
    return stem[: NAME_LENGTH - len(suffix)] + suffix


def kind_named(name: str) -> FileKind | None:
    """The kind that a name's ending tells, if such files are taken in."""
    return KINDS.get(PurePath(name).suffix.lower())


def examined(name: str, stream: IO[bytes]) -> FileKind:
    """The kind of a file, its content checked against its name. Raises Refused, which names the file."""
    kind = kind_named(name)
    words = {"name": name, "kinds": "、".join(ending.lstrip(".") for ending in KINDS)}
    if kind is None:
        raise Refused(
            _("“%(name)s” cannot be attached: documents and pictures only (%(kinds)s).") % words,
            field="files",
        )
    try:
        stream.seek(0)
        sound = kind.check(stream)
    except HoldsMacros as found:
        told = _("“%(name)s” holds macros; save it as a document without macros and attach that.") % words
        raise Refused(told, field="files") from found
    if not sound:
        told = _("“%(name)s” is not what its name says; save it anew as what it is and attach that.") % words
        raise Refused(told, field="files")
    return kind


def _begins_as(*endings: str) -> Check:
    """The content begins as a file of one of these endings does."""

    def check(stream: IO[bytes]) -> bool:
        return not _signatures(stream).isdisjoint(endings)

    return check


def _signatures(stream: IO[bytes]) -> set[str]:
    """The endings that fit how a content begins."""
    stream.seek(0)
    beginning = stream.read(BEGINNING)
    try:
        return {match.extension for match in puremagic.magic_string(beginning)}
    except (puremagic.PureError, ValueError):
        return set()


def _old_office(stream: IO[bytes]) -> bool:
    """A compound document of the older office programs, without macros."""
    if ".doc" not in _signatures(stream):
        return False
    stream.seek(0)
    overlap = b""
    while piece := stream.read(WHOLE_TEXT):
        if OLD_MACROS in overlap + piece:
            raise HoldsMacros
        overlap = piece[-len(OLD_MACROS) :]
    return True


def _package(*folders: str) -> Check:
    """A zipped office document whose main part lies in one of these folders, without macros."""

    def check(stream: IO[bytes]) -> bool:
        names = _parts(stream)
        if "[content_types].xml" not in names:
            return False
        return any(name.startswith(f"{folder}/") for name in names for folder in folders)

    return check


def _parts(stream: IO[bytes]) -> set[str]:
    """The names of the parts of a zipped document, in small letters; none where it is no such thing."""
    if ".zip" not in _signatures(stream):
        return set()
    try:
        with zipfile.ZipFile(stream) as package:
            names = {each.filename.lower() for each in package.infolist()[:PARTS]}
            _require_no_macros(package, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return set()
    return names


def _require_no_macros(package: zipfile.ZipFile, names: set[str]) -> None:
    if any(name.rsplit("/", 1)[-1] == "vbaproject.bin" or "/activex/" in name for name in names):
        raise HoldsMacros
    listed = next((each for each in package.namelist() if each.lower() == "[content_types].xml"), "")
    if listed:
        with package.open(listed) as file:
            if b"macroenabled" in file.read(CONTENT_TYPES).lower():
                raise HoldsMacros


def _either(first: Check, second: Check) -> Check:
    return lambda stream: first(stream) or second(stream)


def _ofd(stream: IO[bytes]) -> bool:
    """版式文档 (GB/T 33190): a zip whose entrance is OFD.xml."""
    return "ofd.xml" in _parts(stream)


def _text(stream: IO[bytes]) -> bool:
    """Plain text in UTF-8 or the national encoding, without control characters."""
    return any(_decodes(stream, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(stream: IO[bytes], encoding: str) -> bool:

    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    try:
        while piece := stream.read(WHOLE_TEXT):
            if CONTROLS.search(decoder.decode(piece)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


_OFFICE = "application/vnd.openxmlformats-officedocument"
_WORD, _SHEET, _SLIDES = _package("word"), _package("xl"), _package("ppt")

KINDS: Mapping[str, FileKind] = MappingProxyType(
    {
        ".pdf": FileKind("application/pdf", _begins_as(".pdf"), shown=True),
        ".ofd": FileKind("application/ofd", _ofd),
        ".docx": FileKind(f"{_OFFICE}.wordprocessingml.document", _WORD),
        ".xlsx": FileKind(f"{_OFFICE}.spreadsheetml.sheet", _SHEET),
        ".pptx": FileKind(f"{_OFFICE}.presentationml.presentation", _SLIDES),
        ".doc": FileKind("application/msword", _old_office),
        ".xls": FileKind("application/vnd.ms-excel", _old_office),
        ".ppt": FileKind("application/vnd.ms-powerpoint", _old_office),
        ".wps": FileKind("application/vnd.ms-works", _either(_old_office, _WORD)),
        ".et": FileKind("application/x-et", _either(_old_office, _SHEET)),
        ".dps": FileKind("application/x-dps", _either(_old_office, _SLIDES)),
        ".txt": FileKind("text/plain", _text),
        ".md": FileKind("text/plain", _text),
        ".csv": FileKind("text/csv", _text),
        ".png": FileKind("image/png", _begins_as(".png"), shown=True),
        ".jpg": FileKind("image/jpeg", _begins_as(".jpg"), shown=True),
        ".jpeg": FileKind("image/jpeg", _begins_as(".jpg"), shown=True),
        ".gif": FileKind("image/gif", _begins_as(".gif"), shown=True),
        ".webp": FileKind("image/webp", _begins_as(".webp"), shown=True),
    }
)
