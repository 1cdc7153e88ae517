"""The seven disclosures (七公开): time, place, people, content, measures, progress, outcome."""

from __future__ import annotations

from datetime import time
from typing import Protocol

from daybook.rules.month import UNWORKED

DISCLOSURES = ("period", "place", "people", "content", "measures", "progress", "outcome")


class Disclosing(Protocol):
    """What an entry, or a version of it, tells beside its texts."""

    @property
    def half_day(self) -> str:
        """The half of the day."""

    @property
    def start(self) -> time | None:
        """When it began."""

    @property
    def end(self) -> time | None:
        """When it ended."""

    @property
    def progress(self) -> int | None:
        """How far, in per cent."""

    @property
    def state(self) -> str:
        """How far, in a word."""


def missing_disclosures(entry: Disclosing) -> list[str]:
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
