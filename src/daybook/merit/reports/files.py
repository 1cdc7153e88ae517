"""An issued sheet as a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from daybook.merit.models import PromotionIssue
from daybook.org.moments import local_day
from daybook.web import printing
from daybook.web.dates import full_date_words

FOLDER = Path(__file__).resolve().parent


class Kind(NamedTuple):
    """A kind of file: how a sheet is made into it, and what it is."""

    make: Callable[[Mapping[str, Any]], bytes]
    media_type: str


def _document(told: Mapping[str, Any]) -> bytes:
    return printing.document(FOLDER / "sheet.docx", told)


def _portable(told: Mapping[str, Any]) -> bytes:
    return printing.portable(FOLDER / "sheet.typ", "sheet", told)


KINDS: Mapping[str, Kind] = {"docx": Kind(_document, printing.DOCX), "pdf": Kind(_portable, printing.PDF)}


class Made(NamedTuple):
    """A file and its name."""

    name: str
    content: bytes


def issued_sheet(issue: PromotionIssue) -> dict[str, Any]:
    """What an issued sheet says: as it was kept, with its number, purpose, and who issued it when."""
    told: dict[str, Any] = json.loads(issue.content)
    with translation.override(settings.LANGUAGE_CODE):
        issued = _("%(name)s, %(day)s") % {
            "name": issue.issued_by.name,
            "day": full_date_words(local_day(issue.bureau, issue.issued_at)),
        }
    return {**told, "key": issue.key, "purpose": issue.purpose, "issued": issued}


def sheet_file(issue: PromotionIssue, kind: str) -> Made:
    """An issued sheet as a file."""
    name = f"{issue.key} {issue.person.number} {issue.person.name}.{kind}"
    return Made(name, KINDS[kind].make(issued_sheet(issue)))
