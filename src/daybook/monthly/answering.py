"""What may be answered to each plan item, read from the entries that serve it: suggestions with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from daybook.daily.enums import EntryState
from daybook.daily.models import LogEntry
from daybook.daily.statement import Side
from daybook.monthly.statement import MonthStatement
from daybook.monthly.telling import clause_of, joined, outcome_of, telling
from daybook.org.checked import length_limit
from daybook.plans.enums import PlanState
from daybook.plans.models import PlanItem

ALL = 100
CLAUSES, OUTCOMES = 3, 2


@dataclass(frozen=True, slots=True)
class SuggestedAnswer:
    """A state, progress and two texts for a plan item that stands unanswered, and the entries they come from.

    `decided_by` is the entry that tells the state; there is none where nothing was recorded. A cancelled item
    needs the superior's word; one that is partly done may still want its progress.
    """

    item: PlanItem
    state: PlanState
    progress: int | None
    execution: str
    visible_progress: str
    decided_by: LogEntry | None
    told_by: Sequence[LogEntry]


def suggested_answers(statement: MonthStatement) -> list[SuggestedAnswer]:
    """For each item without an answer what its entries suggest, in order of the plan.

    The words of internal entries are left out: a plan is open to all.
    """
    return [
        _answer(side.item, side)
        for side in statement.planned
        if side.item is not None and not side.item.state
    ]


def _answer(item: PlanItem, side: Side) -> SuggestedAnswer:
    entries = [line.seen.entry for line in side.lines]
    last = next((entry for entry in reversed(entries) if _tells_state(entry)), None)
    told = telling(entries, CLAUSES)
    state, progress = _state(last)
    outcomes = list(dict.fromkeys(outcome_of(entry) for entry in told if outcome_of(entry)))[-OUTCOMES:]
    return SuggestedAnswer(
        item=item,
        state=state,
        progress=progress,
        execution=joined([clause_of(entry) for entry in told])[: length_limit(PlanItem, "execution")],
        visible_progress=joined(outcomes)[: length_limit(PlanItem, "visible_progress")],
        decided_by=last,
        told_by=told,
    )


def _tells_state(entry: LogEntry) -> bool:
    return entry.state not in {"", EntryState.UNTOUCHED} or entry.progress is not None


def _state(last: LogEntry | None) -> tuple[PlanState, int | None]:
    """What the last entry that tells of progress says of its item."""
    if last is None:
        return PlanState.NOT_DONE, None
    if last.state == EntryState.CANCELLED:
        return PlanState.CANCELLED, None
    if last.state == EntryState.DONE or last.progress == ALL:
        return PlanState.DONE, ALL
    return PlanState.PARTIAL, last.progress
