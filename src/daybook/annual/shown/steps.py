"""What the last step of a unit's grades changed: before and after of each, and the seats used of seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from daybook.annual.enums import Stage
from daybook.annual.fitness import SeatUse, seats_used
from daybook.annual.queries.decided import Changed, DecisionLog
from daybook.annual.queries.results import YearResults
from daybook.annual.wording import grade_word
from daybook.rules.result import PersonResult


@dataclass(frozen=True, slots=True)
class StepLine:
    """A person whose grade the step made another than it was (before the first step: than was suggested)."""

    name: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class StepChanges:
    """One step: its stage, when and by whom, how many people, whose grade is another, the seats it uses."""

    stage: str
    at: datetime | None
    by: str
    people: int
    lines: Sequence[StepLine]
    seats: Sequence[SeatUse]

    @property
    def stage_word(self) -> str:
        """The stage in words."""
        return str(Stage(self.stage).label)


def step_changes(
    results: YearResults, log: DecisionLog, people: Iterable[PersonResult]
) -> StepChanges | None:
    """What the last step changed for some people of one unit; nothing before the first."""
    listed = {results.rows[each.number]: each for each in people}
    changed = log.last_step(listed)
    if not changed:
        return None
    last = changed[0].after
    lines = [_line(results, listed[each.after.person], each) for each in changed if _is_other(listed, each)]
    return StepChanges(
        stage=last.stage,
        at=last.decided_at,
        by=last.decided_by,
        people=len(changed),
        lines=lines,
        seats=_seats(results, list(listed.values())),
    )


def _is_other(people: dict[int, PersonResult], each: Changed) -> bool:
    if each.before is not None:
        return each.is_other
    return each.after.grade != people[each.after.person].suggested


def _line(results: YearResults, found: PersonResult, each: Changed) -> StepLine:
    before = each.before.grade if each.before else found.suggested
    name = results.settled.roster.names[found.number]
    return StepLine(name, grade_word(before), grade_word(each.after.grade), each.after.reason)


def _seats(results: YearResults, people: Sequence[PersonResult]) -> list[SeatUse]:
    decided = {each.number: results.decided(each) for each in people}
    grades = {number: found.grade for number, found in decided.items() if found}
    units = {(each.pool, each.unit) for each in people}
    return [use for use in seats_used(results.settled.result, grades) if (use.pool, use.unit) in units]
