"""The story of a year's units: when they were frozen and why, and who decided seats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, DateTimeField, IntegerField, QuerySet, Value

from daybook.annual.models import Seat, SeatDecision, UnitFreeze
from daybook.org.models import Bureau

FREEZE, DECISION, REASON = "freeze", "decision", "reason"


class Freeze(NamedTuple):
    """One snapshot of the units: its version, by whom, when, and why; empty where that is not known."""

    version: int
    by: str
    at: datetime | None
    reason: str


class Moved(NamedTuple):
    """Decided seats of a pool and grade: by whom they were entered, when, and why."""

    by: str
    at: datetime | None
    reason: str


@dataclass(slots=True)
class UnitStory:
    """The snapshots of a year, the latest first, and who decided the seats of which pool and grade."""

    freezes: list[Freeze] = field(default_factory=list)
    moved: dict[tuple[str, str], Moved] = field(default_factory=dict)

    @property
    def latest(self) -> Freeze | None:
        """The snapshot that counts."""
        return self.freezes[0] if self.freezes else None


def unit_story(bureau: Bureau, year: int) -> UnitStory:
    """The story of a year's units, in one statement."""
    rows = _rows(bureau, year)
    reasons = {(pool, grade): reason for table, _, pool, grade, _, _, reason in rows if table == REASON}
    known = {(pool, grade): (by, at) for table, _, pool, grade, by, at, _ in rows if table == DECISION}
    freezes = [
        Freeze(count, by or "", at, reason) for table, count, _, _, by, at, reason in rows if table == FREEZE
    ]
    return UnitStory(sorted(freezes, reverse=True, key=_version), _moved(reasons, known))


def _version(freeze: Freeze) -> int:
    return freeze.version


def _moved(
    reasons: Mapping[tuple[str, str], str], known: Mapping[tuple[str, str], tuple[str, datetime]]
) -> dict[tuple[str, str], Moved]:
    """Seats that came with a book have a reason, and perhaps nobody who entered them."""
    found = {}
    for place, reason in reasons.items():
        by, at = known.get(place, ("", None))
        found[place] = Moved(by or "", at, reason)
    return found


def _rows(bureau: Bureau, year: int) -> Sequence[tuple[Any, ...]]:
    freezes, decisions, seats = (
        model.objects.filter(bureau=bureau, year=year).order_by()
        for model in (UnitFreeze, SeatDecision, Seat)
    )
    zero = Value(0, output_field=IntegerField())
    never = Value(None, output_field=DateTimeField())
    told: QuerySet[Any, Any] = freezes.values_list(
        _text(FREEZE), "version", _text(""), _text(""), "frozen_by__name", "frozen_at", "reason"
    )
    return list(
        told.union(
            decisions.values_list(
                _text(DECISION), zero, "pool", "grade", "decided_by__name", "decided_at", _text("")
            ),
            seats.values_list(_text(REASON), zero, "pool", "grade", _text(""), never, "reason"),
            all=True,
        )
    )


def _text(value: str) -> Any:
    return Value(value, output_field=CharField())
