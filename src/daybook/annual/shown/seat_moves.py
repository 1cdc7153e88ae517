"""调剂名额: the form that moves seats between units, and what it would change before it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import Http404
from django.utils.translation import gettext as _

from daybook.annual.fitness import SeatUse, exceeded
from daybook.annual.queries.results import YearResults
from daybook.annual.queries.settled import Settled, settled_both
from daybook.annual.seats_sent import SentSeats
from daybook.annual.shown.units import UnitNames
from daybook.annual.shown.words import change_text
from daybook.annual.wording import grade_word
from daybook.org.models import Bureau
from daybook.rules.facts import YearFacts
from daybook.rules.result import PersonResult, PoolResult


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A unit in the form: the seats that stand, what is typed, and the difference to what the rule gives."""

    unit: str
    name: str
    departments: str
    base: int
    eligible: int
    computed: int
    standing: int
    typed: str
    is_faulty: bool


@dataclass(frozen=True, slots=True)
class SeatChange:
    """The seats of a unit before and after."""

    name: str
    before: int
    after: int
    change: str


@dataclass(frozen=True, slots=True)
class Affected:
    """Somebody whose suggestion would be another."""

    number: str
    name: str
    unit: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What deciding these seats changes: the units, and the suggestions of people.

    `over` are the units, by name, that would have more grades than seats: the year could not end so.
    """

    units: Sequence[SeatChange]
    people: Sequence[Affected]
    over: Sequence[tuple[str, SeatUse]]


def pool_asked(results: YearResults, pool: str, grade: str) -> PoolResult:
    """The pool whose seats are moved. Raises Http404 where there is none, or no quota of the grade."""
    found = next((each for each in results.settled.result.pools if each.pool == pool), None)
    if found is None or grade not in found.quotas:
        raise Http404
    return found


def seat_rows(sent: SentSeats, names: UnitNames) -> list[SeatRow]:
    """The rows of the form."""
    quota = sent.pool.quotas[sent.grade]
    return [
        SeatRow(
            unit=each.unit,
            name=names.full(each.unit),
            departments=names.departments(each.departments),
            base=each.base,
            eligible=quota.eligible[each.unit],
            computed=quota.computed[each.unit],
            standing=each.seats[sent.grade],
            typed=sent.text(each.unit),
            is_faulty=sent.field in {"seats", f"seats:{each.unit}"},
        )
        for each in sent.pool.units
    ]


def preview_of(
    bureau: Bureau, results: YearResults, sent: SentSeats, seats: Mapping[str, int], names: UnitNames
) -> Preview:
    """What these seats would change: settled twice from one reading, and nothing is kept."""

    def decided(facts: YearFacts) -> YearFacts:
        given = {(sent.grade, sent.pool.pool, unit): count for unit, count in seats.items()}
        return replace(facts, seats={**facts.seats, **given})

    before, after = settled_both(bureau, results.year, decided)
    units = [
        SeatChange(
            names.full(each.unit),
            each.seats[sent.grade],
            seats[each.unit],
            change_text(seats[each.unit] - each.seats[sent.grade]),
        )
        for each in sent.pool.units
    ]
    over = [(names.full(use.unit), use) for use in exceeded(after.result, results.grades)]
    return Preview(units, affected(before, after, names), over)


def affected(before: Settled, after: Settled, names: UnitNames) -> list[Affected]:
    """Whose suggestion is another, by unit and number."""
    then = {each.number: _suggestion(each) for each in before.result.people}
    return [
        Affected(
            each.number,
            before.roster.names[each.number],
            names.short(each.unit),
            then[each.number],
            _suggestion(each),
        )
        for each in sorted(after.result.people, key=_in_unit)
        if then[each.number] != _suggestion(each)
    ]


def _in_unit(each: PersonResult) -> tuple[str, str]:
    return each.unit, each.number


def _suggestion(each: PersonResult) -> str:
    tied = any(code.startswith("tie:") for code in each.why)
    return _("tied") if tied else grade_word(each.suggested)
