"""Rows that a call names by key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from daybook.org.models import Bureau
from daybook.web.refusals import Refused

Row = TypeVar("Row", bound=Model)


def named(
    look: Callable[[Bureau, str], QuerySet[Row]], bureau: Bureau, key: str | None, field: str
) -> Row | None:
    """The row of a key within the bureau, none for no key. Raises Refused where nothing has it."""
    if not key:
        return None
    found = look(bureau, key).first()
    if found is None:
        raise Refused(_("Nothing in this bureau has this key."), field=field)
    return found
