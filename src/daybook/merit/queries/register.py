"""The register of awards, practical training and recuperation leave."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from daybook.merit.models import Benefit
from daybook.org.keys import is_key
from daybook.org.models import Bureau
from daybook.web.refusals import Refused


def register_of(bureau: Bureau, year: int) -> Sequence[Benefit]:
    """Everything that was entered for a year, cancelled entries too, in one statement."""
    rows = Benefit.objects.filter(bureau=bureau, year=year)
    named = ("person", "entered_by", "cancelled_by")
    return list(rows.select_related(*named).order_by("kind", "entered_at", "key"))


def benefit_for(bureau: Bureau, year: int, key: str) -> Benefit:
    """One entry of a year's register by key. Raises Refused where there is none."""
    rows = Benefit.objects.filter(bureau=bureau, year=year, key=key).select_related("bureau", "person")
    found = rows.first() if is_key(key) else None
    if found is None:
        raise Refused(_("Choose an entry of the register."), field="key")
    return found
