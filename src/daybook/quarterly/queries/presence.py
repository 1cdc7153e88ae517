"""How many workdays of a quarter people were due at work: too few, and it is not scored."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from daybook.org.lines import Lines
from daybook.org.models import Absence, Person
from daybook.org.roster import fact_of, touching
from daybook.rules import facts
from daybook.rules.periods import Period
from daybook.rules.presence import due_workdays


def due_in(lines: Lines, people: Collection[Person], period: Period) -> Mapping[int, Fraction | int]:
    """The due workdays of people (by row) in a quarter that the lines cover; in one statement."""
    away: dict[int, list[facts.Absence]] = {person.pk: [] for person in people}
    span = touching(period.first, period.last, start="first_day", end="last_day")
    for each in Absence.objects.filter(span, person__in=away).order_by("id"):
        away[each.person_id].append(facts.Absence(each.kind, each.first_day, each.last_day, each.half_day))
    return {
        person.pk: due_workdays(lines.calendar, fact_of(person), away[person.pk], period.first, period.last)
        for person in people
    }
