"""Reading what an address asks for."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR

from django.http import Http404

from daybook.quarterly.spans import period_of
from daybook.rules.periods import Period
from daybook.web.refusals import Refused


def asked_quarter(quarter: str) -> Period:
    """The quarter of an address. Raises Http404 for what is none."""
    try:
        found = period_of(quarter)
    except (Refused, ValueError, OverflowError) as fault:
        raise Http404 from fault
    if found.first.year <= MINYEAR or found.last.year >= MAXYEAR - 1:
        raise Http404  # no day lies before or after these years
    return found
