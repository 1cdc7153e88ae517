"""The month of the whole bureau, department by department."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from daybook.daily.access import Reader
from daybook.monthly.queries.department import months_around
from daybook.monthly.queries.hours import hours_of, minutes_in
from daybook.monthly.queries.standing import LEADERS, Stand, Standings
from daybook.org.models import Department
from daybook.org.rows import bare_rows
from daybook.plans.enums import PlanState
from daybook.plans.models import PlanItem
from daybook.rules.exact import fixed

UNANSWERED = ""
States = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A department's month in figures; the leaders, who belong to none, have a line without one.

    `reviewed` is none where nobody's month is reviewed, as that of leaders by the policy.
    """

    department: Department | None
    people: int
    planned: int
    submitted: int
    reviewed: int | None
    late: int
    states: States
    minutes: int

    @property
    def items(self) -> int:
        """How many items were promised."""
        return sum(self.states.values())

    @property
    def done(self) -> int:
        """How many were completed."""
        return self.states.get(PlanState.DONE, 0)

    @property
    def partial(self) -> int:
        """How many were completed in part."""
        return self.states.get(PlanState.PARTIAL, 0)

    @property
    def not_done(self) -> int:
        """How many were not completed."""
        return self.states.get(PlanState.NOT_DONE, 0)

    @property
    def cancelled(self) -> int:
        """How many were called off."""
        return self.states.get(PlanState.CANCELLED, 0)

    @property
    def unanswered(self) -> int:
        """How many are not answered yet."""
        return self.states.get(UNANSWERED, 0)

    @property
    def hours(self) -> str:
        """The hours of open entries, to one place."""
        return fixed(hours_of(self.minutes), 1)


@dataclass(frozen=True, slots=True)
class BureauMonth:
    """Everything the page of the bureau's month shows."""

    month: str
    lines: Sequence[Line]
    total: Line

    @property
    def months(self) -> list[str]:
        """The months around, for the way from one to the other."""
        return months_around(self.month)


def bureau_month(reader: Reader, month: str) -> BureauMonth:
    """The bureau's month as a reader sees it; always in as many statements. Raises Refused; PolicyFault."""
    standings = Standings(reader, month)
    states = _states(standings)
    minutes = minutes_in(standings.bureau, month, standings.policy)
    parts: list[Department | None] = [*standings.departments, None]
    lines = [_line(standings, part, states, minutes) for part in parts]
    return BureauMonth(month, [line for line in lines if line.people or line.items], _total(lines))


def _line(
    standings: Standings,
    department: Department | None,
    states: Mapping[int, States],
    minutes: Mapping[int | None, int],
) -> Line:
    numbers = standings.members(department.code if department else LEADERS)
    stands: list[Stand] = [standings.stand(number) for number in numbers]
    plans = [states.get(standings.people[number].pk, {}) for number in numbers]
    return Line(
        department=department,
        people=len(numbers),
        planned=sum(map(bool, plans)),
        submitted=sum(each.submitted is not None for each in stands),
        reviewed=sum(each.is_reviewed for each in stands) if any(each.spans for each in stands) else None,
        late=sum(each.late_to_submit or each.late_to_review for each in stands),
        states=_added(plans),
        minutes=minutes.get(department.pk if department else None, 0),
    )


def _total(lines: Sequence[Line]) -> Line:
    def added(name: str) -> int:
        return sum(getattr(line, name) or 0 for line in lines)

    return Line(
        department=None,
        people=added("people"),
        planned=added("planned"),
        submitted=added("submitted"),
        reviewed=added("reviewed"),
        late=added("late"),
        states=_added([line.states for line in lines]),
        minutes=added("minutes"),
    )


def _added(plans: Sequence[States]) -> States:
    total = Counter[str]()
    for states in plans:
        total.update(states)
    return total


def _states(standings: Standings) -> Mapping[int, States]:
    """How many items of each person stand in which state, by row; in one statement."""
    rows = PlanItem.objects.filter(bureau=standings.bureau, month=standings.month).order_by()
    found: dict[int, dict[str, int]] = {}
    for person, state, count in bare_rows(rows.values_list("person_id", "state").annotate(Count("id"))):
        found.setdefault(person, {})[state] = count
    return found
