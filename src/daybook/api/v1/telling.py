"""Rows as the interface tells them, each to one reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from daybook.api.v1.schemas import ChangeTold, EntryTold, GoalTold, ItemTold, MatterTold, OutcomeTold
from daybook.daily.access import Reader, redacted
from daybook.daily.models import LogEntry
from daybook.org.moments import zone
from daybook.plans.enums import ChangeKind
from daybook.plans.models import AnnualGoal, Matter, Outcome, PlanChange, PlanItem

SAID = ("half_day", "place", "people", "content", "measures", "progress", "state", "outcome")
AROUND = ("internal_reason", "backfill_reason", "version")


def entries_told(reader: Reader, entries: Sequence[LogEntry]) -> list[EntryTold]:
    """Entries in the same order, redacted where they are not for the reader."""
    for each in entries:
        each.bureau = reader.person.bureau  # known; not to be looked up for each
    whole = reader.readable(entries)
    return [
        _entry(each if each.pk in whole else redacted(each), hidden=each.pk not in whole) for each in entries
    ]


def entry_told(reader: Reader, entry: LogEntry) -> EntryTold:
    """One entry."""
    return entries_told(reader, [entry])[0]


def _entry(entry: LogEntry, *, hidden: bool) -> EntryTold:
    closed = _closed(entry, hidden=hidden)
    told = {} if hidden else _around(entry)
    return EntryTold(
        key=entry.key,
        person=entry.person.number,
        name=entry.person.name,
        department=entry.department.code if entry.department else None,
        work_date=entry.work_date,
        visibility=entry.visibility,
        closed=closed,
        **told,
        **({} if closed else _said(entry)),
    )


def _closed(entry: LogEntry, *, hidden: bool) -> str | None:
    if entry.quarantined:
        return "quarantined"
    if hidden:
        return "internal"
    return "withdrawn" if entry.withdrawn_reason else None


def _around(entry: LogEntry) -> dict[str, Any]:
    """When, late or for whom it was recorded: told also of an entry that was withdrawn."""
    told: dict[str, Any] = {name: getattr(entry, name) for name in AROUND}
    told["recorded_at"] = _instant(entry.recorded_at, entry.bureau.time_zone)
    told["entered_by"] = entry.entered_by.number if entry.entered_by else None
    told["withdrawn_reason"] = entry.withdrawn_reason
    return told


def _said(entry: LogEntry) -> dict[str, Any]:
    """The seven disclosures, and what the entry serves."""
    told: dict[str, Any] = {name: getattr(entry, name) for name in SAID}
    told["start"], told["end"] = _clock(entry.start), _clock(entry.end)
    told["plan_item"] = entry.plan_item.key if entry.plan_item else None
    told["matter"] = entry.matter.key if entry.matter else None
    return told


def _clock(moment: time | None) -> str | None:
    return moment.strftime("%H:%M") if moment is not None else None


def _instant(at: datetime, time_zone: str) -> str:
    return at.astimezone(zone(time_zone)).replace(microsecond=0).isoformat()


def _outcome(row: Outcome) -> dict[str, Any]:
    return {name: getattr(row, name) or None for name in ("state",)} | {
        name: getattr(row, name) for name in OutcomeTold.model_fields if name != "state"
    }


def item_told(item: PlanItem) -> ItemTold:
    """An item of a plan."""
    return ItemTold(
        key=item.key,
        title=item.title,
        measure=item.measure,
        weight=item.weight,
        due_date=item.due_date,
        annual_goal=item.annual_goal.key if item.annual_goal else None,
        matter=item.matter.key if item.matter else None,
        **_outcome(item),
    )


def change_told(change: PlanChange, time_zone: str) -> ChangeTold:
    """A change of a plan."""
    return ChangeTold(
        key=change.key,
        kind=ChangeKind(change.kind),
        item=change.item.key if change.item else None,
        title=change.title,
        measure=change.measure,
        weight=change.weight,
        due_date=change.due_date,
        reason=change.reason,
        asked_at=_instant(change.asked_at, time_zone),
        decided_by=change.decided_by.number if change.decided_by else None,
        decided_at=_instant(change.decided_at, time_zone) if change.decided_at else None,
        consented=change.consented,
        answer=change.answer,
    )


def goal_told(goal: AnnualGoal) -> GoalTold:
    """An annual goal."""
    return GoalTold(
        key=goal.key,
        person=goal.person.number,
        year=goal.year,
        title=goal.title,
        measure=goal.measure,
        department_goal=goal.department_goal.key if goal.department_goal else None,
        **_outcome(goal),
    )


def matter_told(matter: Matter) -> MatterTold:
    """A matter."""
    return MatterTold(
        key=matter.key,
        title=matter.title,
        department=matter.department.code if matter.department else None,
        department_goal=matter.department_goal.key if matter.department_goal else None,
        first_day=matter.first_day,
        last_day=matter.last_day,
    )
