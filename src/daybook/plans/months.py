"""Months as they are kept: `2026-03`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from django.utils.translation import gettext as _

from daybook.web.refusals import Refused

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def month_of(day: date) -> str:
    """The month of a day."""
    return f"{day:%Y-%m}"


def month_bounds(month: str) -> tuple[date, date]:
    """The first and last day of a month. Raises Refused for what is no month."""
    found = MONTH.fullmatch(month)
    if found is None or found[1] in {"0000", "9999"}:  # no day lies before or after these years
        raise Refused(_("A month is written like 2026-03."), field="month")
    year, number = int(found[1]), int(found[2])
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])
