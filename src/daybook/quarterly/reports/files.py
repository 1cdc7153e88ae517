"""A form as a file, one or many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.utils import translation

from daybook.quarterly.queries.own_forms import FormRead
from daybook.quarterly.reports.content import appraisal_form
from daybook.web import printing
from daybook.web.archive import Made

KINDS = printing.kinds_of(Path(__file__).resolve().parent, "form")


def form_file(read: FormRead, kind: str) -> Made:
    """One form as a file. Raises PolicyFault."""
    with translation.override(settings.LANGUAGE_CODE):
        form = appraisal_form(read)
        content = KINDS[kind].make(form.told())
    return Made(f"{read.person.number} {read.person.name} {read.period.key} {form.title}.{kind}", content)


def form_files(reads: Iterable[FormRead], kind: str) -> Iterator[Made]:
    """The forms one by one, each made when it is asked for. Raises PolicyFault."""
    return (form_file(read, kind) for read in reads)
