"""A month as plan and record side by side: each plan item with the entries that serve it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from daybook.daily.models import LogEntry
from daybook.daily.seen import SeenEntry
from daybook.plans.models import Matter, PlanItem
from daybook.rules.exact import fixed
from daybook.rules.month import Recorded, recorded_hours
from daybook.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in a statement, with its hours to one place; empty where no time was told."""

    seen: SeenEntry
    hours: str


@dataclass(frozen=True, slots=True)
class Side:
    """What stands together in a statement: a plan item, a matter, or neither; its entries; their hours."""

    item: PlanItem | None
    matter: Matter | None
    lines: Sequence[Line]
    hours: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A month's plan and record. `unplanned` is grouped by matter; `hidden` tells days only.

    `merged` says that entries overlap, so that their hours add up to more than the month's.
    """

    planned: Sequence[Side]
    unplanned: Sequence[Side]
    hidden: Sequence[SeenEntry]
    hours: str
    merged: bool


def statement(policy: Policy | None, items: Sequence[PlanItem], entries: Iterable[SeenEntry]) -> Statement:
    """Join plan items and entries; withdrawn entries are left out, hidden ones stand apart."""
    told = [seen for seen in entries if not seen.withdrawn]
    read = [seen for seen in told if not seen.hidden]
    known = {item.pk for item in items}
    planned = [
        _side(policy, [seen for seen in read if seen.entry.plan_item_id == item.pk], item=item)
        for item in items
    ]
    loose = [seen for seen in read if seen.entry.plan_item_id not in known]
    hidden = [seen for seen in told if seen.hidden]
    hours = _hours(policy, read) if not hidden else ""
    return Statement(planned, _by_matter(policy, loose), hidden, hours, _overlap(policy, read))


def _by_matter(policy: Policy | None, entries: Sequence[SeenEntry]) -> list[Side]:
    groups: dict[Matter | None, list[SeenEntry]] = {}
    for seen in entries:
        groups.setdefault(seen.entry.matter, []).append(seen)
    # Threads first; single pieces without a matter at the end.
    ordered = sorted(groups.items(), key=lambda group: group[0] is None)
    return [_side(policy, found, matter=matter) for matter, found in ordered]


def _side(
    policy: Policy | None,
    entries: Sequence[SeenEntry],
    item: PlanItem | None = None,
    matter: Matter | None = None,
) -> Side:
    lines = [Line(seen, _hours(policy, [seen])) for seen in entries]
    return Side(item, matter, lines, _hours(policy, entries))


def _hours(policy: Policy | None, entries: Sequence[SeenEntry]) -> str:
    if policy is None:
        return ""
    hours = recorded_hours(policy, [recorded_of(seen.entry) for seen in entries])
    return fixed(hours, 1) if hours else ""


def _overlap(policy: Policy | None, entries: Sequence[SeenEntry]) -> bool:
    """Whether the hours of the entries, each by itself, come to more than the hours of all."""
    if policy is None:
        return False
    told = [recorded_of(seen.entry) for seen in entries]
    return sum(recorded_hours(policy, [each]) for each in told) != recorded_hours(policy, told)


def recorded_of(entry: LogEntry) -> Recorded:
    """What the indicators need of an entry."""
    return Recorded(entry.work_date, entry.start, entry.end, entry.half_day, entry.state)
