"""What a row may hold, asked before it is saved: limits, codes and forbidden characters."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from daybook.web.characters import BREAKS, UNWRITABLE
from daybook.web.refusals import Refused

Row = TypeVar("Row", bound=models.Model)
ONE_LINE = 200  # characters; a longer text has lines


def checked(row: Row) -> Row:
    """The row itself, if every value fits its column. Raises Refused naming the column and what is wrong.

    What was pasted from a word processor with breaks of its own kind is kept with ordinary ones.
    """
    _break_ordinarily(row)
    try:
        row.clean_fields(exclude=_unchecked(type(row)))
    except ValidationError as fault:
        field, found = next(iter(fault.error_dict.items()))
        raise Refused(_words(row, field, found[0]), field=field) from fault
    for field in _texts(type(row)):
        _require_writable(getattr(row, field), field)
    return row


def _words(row: models.Model, field: str, fault: ValidationError) -> str:
    """What is wrong with a value; of a text that is too long, by how much."""
    if fault.code != "max_length":
        return str(fault.messages[0])
    sizes = {"count": len(getattr(row, field)), "limit": length_limit(type(row), field)}
    return _("This text has %(count)s characters; at most %(limit)s fit.") % sizes


def _break_ordinarily(row: models.Model) -> None:
    for field in _texts(type(row)):
        if BREAKS.search(text := getattr(row, field)):
            lines = length_limit(type(row), field) > ONE_LINE
            setattr(row, field, BREAKS.sub("\n" if lines else " ", text))


def _require_writable(text: str, field: str) -> None:
    if "\x00" in text:
        raise Refused(_("A text may not hold the character NUL."), field=field)
    if UNWRITABLE.search(text):
        raise Refused(
            _("This text holds a control character, which no paper can hold; type this part anew."),
            field=field,
        )


def text_given(text: str, field: str) -> str:
    """A text without surrounding blanks. Raises Refused where nothing is left."""
    if not (kept := text.strip()):
        raise Refused(_("This may not be empty."), field=field)
    return kept


def length_limit(model: type[models.Model], field: str) -> int:
    """How many characters a text column takes."""
    return getattr(model._meta.get_field(field), "max_length", None) or 0


@cache
def _unchecked(model: type[models.Model]) -> frozenset[str]:
    # Relations would be looked up one by one; the database keeps them.
    fields = model._meta.concrete_fields
    return frozenset(field.name for field in fields if field.is_relation or field.primary_key)


@cache
def _texts(model: type[models.Model]) -> tuple[str, ...]:
    fields = model._meta.concrete_fields
    return tuple(field.name for field in fields if isinstance(field, models.CharField))
