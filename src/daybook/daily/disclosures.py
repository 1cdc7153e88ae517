"""The seven disclosures (七公开): time, place, people, content, measures, progress, outcome."""

from __future__ import annotations

from daybook.daily.models import EntryContent
from daybook.rules.month import UNWORKED

DISCLOSURES = ("period", "place", "people", "content", "measures", "progress", "outcome")


def missing_disclosures(entry: EntryContent) -> list[str]:
    """Which of the seven an entry does not make, in order; "none" is written 无.

    A time is a beginning and an end, or a half-day; what was untouched or cancelled took none. Progress is a
    percentage or a state.
    """
    timed = bool(entry.half_day) or (entry.start is not None and entry.end is not None)
    made = {
        "period": timed or entry.state in UNWORKED,
        "progress": entry.progress is not None or bool(entry.state),
    }
    return [name for name in DISCLOSURES if not made.get(name, bool(getattr(entry, name, "")))]
