"""An annual appraisal form as a file, one or many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import translation

from daybook.annual.queries.forms import FormRead
from daybook.annual.reports.content import AnnualForm, annual_form
from daybook.web import printing
from daybook.web.archive import Made

FOLDER = Path(__file__).resolve().parent


class Kind(NamedTuple):
    """A kind of file: how a form is made into it, and what it is."""

    make: Callable[[AnnualForm], bytes]
    media_type: str


def _document(form: AnnualForm) -> bytes:
    return printing.document(FOLDER / "form.docx", form.told())


def _portable(form: AnnualForm) -> bytes:
    return printing.portable(FOLDER / "form.typ", "form", form.told())


KINDS: Mapping[str, Kind] = {
    "docx": Kind(_document, printing.DOCX),
    "pdf": Kind(_portable, printing.PDF),
}


def form_file(read: FormRead, kind: str) -> Made:
    """One form as a file."""
    with translation.override(settings.LANGUAGE_CODE):
        content = KINDS[kind].make(annual_form(read))
    return Made(f"{read.person.number} {read.person.name} {read.year}.{kind}", content)


def form_files(reads: Iterable[FormRead], kind: str) -> Iterator[Made]:
    """The forms one by one, each made when it is asked for."""
    return (form_file(read, kind) for read in reads)
