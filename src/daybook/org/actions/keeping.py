"""Keeping what somebody is writing, so that two windows never overwrite each other.

A kept draft has `fields` as typed, a `version` that counts its savings, and `saved_at`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F, Model, QuerySet
from django.utils.translation import gettext as _

from daybook.web.refusals import Refused

Draft = TypeVar("Draft", bound=Model)


class Crossed(Refused):
    """Another window has saved this draft meanwhile; `standing` is what it wrote, if it is still a draft."""

    def __init__(self, standing: Any = None) -> None:
        super().__init__(_("This draft was changed in another window meanwhile."), field="version")
        self.standing = standing


def keep_draft(*, made: Draft, place: QuerySet[Draft], version: int) -> Draft:
    """Keep a draft in its `place`; `version` is the one last seen there, 0 for the first.

    The same text once more is no quarrel: an answer was lost on its way. Raises Crossed where another window
    was faster.
    """
    row: Any = made
    new = {"fields": row.fields, "version": F("version") + 1, "saved_at": row.saved_at}
    if place.filter(version=version).update(**new):
        row.version = version + 1
        return made
    if (other := place.first()) is not None:
        return _same_or_crossed(other, row.fields)
    if version:
        raise Crossed
    return _inserted(made, place)


def discard_draft(*, place: QuerySet[Draft], version: int) -> None:
    """Throw a draft away, 0 where none was seen. Raises Crossed where something else stands by now."""
    if place.exclude(version=version).exists():
        raise Crossed(place.first())
    place.filter(version=version).delete()


def _same_or_crossed(standing: Draft, fields: Mapping[str, str]) -> Draft:
    row: Any = standing
    if row.fields == fields:
        return standing
    raise Crossed(standing)


def _inserted(made: Draft, place: QuerySet[Draft]) -> Draft:
    row: Any = made
    row.version = 1
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        standing = place.first()
        if standing is None:
            raise
        return _same_or_crossed(standing, row.fields)
    return made
