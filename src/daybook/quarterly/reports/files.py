"""A form as a file, one or many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import translation

from daybook.quarterly.queries.own_forms import FormRead
from daybook.quarterly.reports.content import AppraisalForm, appraisal_form
from daybook.web import printing
from daybook.web.archive import Made

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


def form_file(read: FormRead, kind: str) -> Made:
    """One form as a file. Raises PolicyFault."""
    with translation.override(settings.LANGUAGE_CODE):
        content = KINDS[kind].make(appraisal_form(read))
    return Made(f"{read.person.number} {read.person.name} {read.period.key}.{kind}", content)


def form_files(reads: Iterable[FormRead], kind: str) -> Iterator[Made]:
    """The forms one by one, each made when it is asked for. Raises PolicyFault."""
    return (form_file(read, kind) for read in reads)
