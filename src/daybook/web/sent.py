"""Reading what a script sent, or an address asks for."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date

from django.http import Http404

MOST_DIGITS = 9  # of a number that every column of ours holds


def number_of(text: str) -> int:
    """A whole number as it was sent, such as a version; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0


def asked_day(text: str) -> date:
    """The day of an address. Raises Http404 for what is none, and where no whole year lies to both sides."""
    try:
        found = date.fromisoformat(text)
    except ValueError as fault:
        raise Http404 from fault
    if found.isoformat() != text or not MINYEAR < found.year < MAXYEAR - 1:
        raise Http404
    return found
