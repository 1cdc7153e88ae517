"""Who stands above a few people, without reading the whole roster: for pages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Q, Value

from daybook.org.enums import HEAD_ROLES, LEADER_ROLES
from daybook.org.models import Appointment, Bureau, Conflict, Portfolio
from daybook.org.roster import touching
from daybook.rules import facts
from daybook.rules.periods import holds_on
from daybook.rules.superiors import Structure


@dataclass(frozen=True)
class Above:
    """The superiors of some people over a span of days; people are asked for, and told, by number."""

    structure: Structure
    conflicts: Sequence[facts.Conflict]

    def superior_on(self, number: str, day: date) -> str:
        """The superior on a day; empty where the committee decides or nobody is appointed."""
        return self.structure.superior_on(number, day) or ""

    def line_on(self, number: str, day: date) -> frozenset[str]:
        """Everybody above on a day; whoever is recused from the person's matters is not."""
        line: set[str] = set()
        above = self.superior_on(number, day)
        while above and above not in line:
            line.add(above)
            above = self.superior_on(above, day)
        return frozenset(line - self._recused(number, day) - {number})

    def _recused(self, number: str, day: date) -> set[str]:
        held = (each for each in self.conflicts if each.person == number)
        return {each.superior for each in held if holds_on(each.first_day, each.last_day, day)}


def above_of(bureau: Bureau, people: Collection[int], first: date, last: date) -> Above:
    """Who stands above these people (by row) from one day to another, in two statements."""
    appointments, portfolios = _posts(bureau, people, first, last)
    span = touching(first, last, start="first_day", end="last_day")
    told = Conflict.objects.filter(span, person__bureau=bureau)
    columns = ("person__number", "superior__number", "first_day", "last_day")
    conflicts = [facts.Conflict(*row) for row in told.order_by("id").values_list(*columns)]
    return Above(Structure(appointments, portfolios, conflicts), conflicts)


def _posts(
    bureau: Bureau, people: Collection[int], first: date, last: date
) -> tuple[list[facts.Appointment], list[facts.Portfolio]]:
    """Who leads, what these people are, and who is in charge of what."""
    span = touching(first, last, start="valid_from", end="valid_to")
    wanted = Q(role__in=HEAD_ROLES | LEADER_ROLES) | Q(person_id__in=people)
    held = Appointment.objects.filter(span, wanted, person__bureau=bureau).order_by()
    led = Portfolio.objects.filter(span, leader__bureau=bureau).order_by()
    columns = ("department__code", "valid_from", "valid_to")
    empty = Value("", output_field=CharField())
    rows = held.values_list("person__number", "role", "post_class", *columns).union(
        led.values_list("leader__number", empty, empty, *columns), all=True
    )
    appointments, portfolios = [], []
    for number, role, post_class, department, since, until in rows:
        if role:
            appointments.append(facts.Appointment(number, department, role, since, until, post_class))
        else:
            portfolios.append(facts.Portfolio(number, department, since, until))
    return appointments, portfolios
