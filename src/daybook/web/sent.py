"""Reading what a script sent."""

from __future__ import annotations

MOST_DIGITS = 9  # of a number that every column of ours holds


def number_of(text: str) -> int:
    """A whole number as it was sent, such as a version; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0
