"""Special circumstances (特殊情形): what holds against a person in a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from daybook.rules.facts import Absence, Circumstance, Person, WorkCalendar
from daybook.rules.periods import holds_on
from daybook.rules.policy import EFFECTS, Policy
from daybook.rules.presence import leave_days

LEFT = "left"
LEAVE_OVER_HALF = "leave_over_half"


class Effect(NamedTuple):
    """What a circumstance does (one of EFFECTS) and which one it is."""

    effect: str
    kind: str


def last_day_employed(person: Person, year: int) -> date:
    """The day on which the year looks at a person: 31 December, or the last day employed."""
    end = date(year, 12, 31)
    return end if person.employed_to is None else min(person.employed_to, end)


def effects_on(
    policy: Policy,
    calendar: WorkCalendar,
    person: Person,
    year: int,
    *,
    circumstances: Sequence[Circumstance],
    absences: Sequence[Absence],
) -> list[Effect]:
    """Every effect that holds in a year, the gravest first, within one effect by kind, each once.

    Source: appraisal_provisions, party_sanctions_opinion, party_measures_lists.
    """
    found = {
        *_entered(policy, circumstances, year, last_day_employed(person, year)),
        *_computed(policy, calendar, person, year, absences),
    }
    return sorted(found, key=lambda each: (EFFECTS.index(each.effect), each.kind))


def _entered(policy: Policy, circumstances: Sequence[Circumstance], year: int, day: date) -> Iterator[Effect]:
    for each in circumstances:
        rule = policy.circumstances.get(each.kind)
        if rule is None or rule.kind == "computed":
            continue
        if rule.kind == "state":
            if holds_on(each.first_day, each.last_day, day):
                yield Effect(rule.effects[0], each.kind)
        elif 0 <= year - each.first_day.year < len(rule.effects):
            yield Effect(rule.effects[year - each.first_day.year], each.kind)


def _computed(
    policy: Policy, calendar: WorkCalendar, person: Person, year: int, absences: Sequence[Absence]
) -> Iterator[Effect]:
    left = policy.circumstances.get(LEFT)
    if left is not None and last_day_employed(person, year) < date(year, 12, 31):
        yield Effect(left.effects[0], LEFT)
    leave = policy.circumstances.get(LEAVE_OVER_HALF)
    if leave is not None and absences:
        first, last = date(year, 1, 1), date(year, 12, 31)
        counted = [each for each in absences if each.kind in leave.absences]
        days = leave_days(calendar, person, counted, first, last)
        if days > Fraction(leave.share) * calendar.workdays(first, last):
            yield Effect(leave.effects[0], LEAVE_OVER_HALF)
