"""Reading what an address asks for."""

from __future__ import annotations

from django.http import Http404

from daybook.plans.months import month_bounds
from daybook.web.refusals import Refused


def asked_month(month: str) -> str:
    """A month of an address. Raises Http404 for what is none."""
    try:
        month_bounds(month)
    except Refused as refused:
        raise Http404 from refused
    return month
