"""From when until when each half of a day is: what the policy says, as times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from daybook.org.models import Bureau
from daybook.org.policies import policy_of
from daybook.rules.policy_fault import PolicyFault

HalfDays = Mapping[str, tuple[time, time]]


def half_days_of(bureau: Bureau, day: date) -> HalfDays:
    """The halves of a day, without a statement; nothing where the policy's files do not hold."""
    try:
        halves = policy_of(bureau, day).monthly.half_days
    except PolicyFault:
        return {}
    return {half: _span(*bounds) for half, bounds in halves.items()}


def _span(begins: str, ends: str) -> tuple[time, time]:
    return time.fromisoformat(begins), time.fromisoformat(ends)
