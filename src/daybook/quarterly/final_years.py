"""A final year: its quarters are neither scored nor graded any more. The year itself, further up, says which.

What an upheld objection corrects is no part of it: the year stays as it was sealed, and changes only by a
reopened decision.
"""

from __future__ import annotations

from collections.abc import Callable

from daybook.org.models import Bureau
from daybook.rules.periods import Period

RequireOpen = Callable[[Bureau, int], None]
_asked: list[RequireOpen] = []


def asked_of(require_open: RequireOpen) -> None:
    """Have this refuse a year that is final; the app that keeps the years says so when it is ready."""
    if require_open not in _asked:
        _asked.append(require_open)


def require_open_year(bureau: Bureau, period: Period) -> None:
    """Refuse a quarter of a year that is final."""
    for require_open in _asked:
        require_open(bureau, period.first.year)
