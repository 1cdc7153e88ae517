"""Who stands above whom, asked for rows instead of numbers: superiors, the line above, spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from daybook.org.calendar import work_calendar
from daybook.org.models import Bureau, Person
from daybook.org.roster import Roster, conflicts_of, roster_of
from daybook.rules import facts
from daybook.rules.spans import Span, spans_of
from daybook.rules.superiors import Structure


@dataclass(frozen=True)
class Lines:
    """The structure of one bureau over a span of days; people are asked for by row."""

    bureau: Bureau
    first: date
    last: date
    roster: Roster
    structure: Structure
    conflicts: Sequence[facts.Conflict]
    known_calendar: facts.WorkCalendar | None = None

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each number."""
        return {number: row for row, number in self.roster.numbers.items()}

    @cached_property
    def calendar(self) -> facts.WorkCalendar:
        """The workdays of the years that the span touches."""
        return self.known_calendar or work_calendar(self.bureau, self.first.year, self.last.year)

    def superior_on(self, person: int, on: date) -> int | None:
        """The superior's row on a day; none where the committee decides, or nobody is appointed."""
        number = self.structure.superior_on(self.roster.numbers[person], on)
        return self.rows[number] if number else None

    def line_on(self, person: int, on: date) -> frozenset[int]:
        """Everybody above a person on a day, the superior first among them; whoever is recused is not."""
        own = self.roster.numbers[person]
        line: set[str] = set()
        above = self.structure.superior_on(own, on)
        while above and above not in line:
            line.add(above)
            above = self.structure.superior_on(above, on)
        recused = {each.superior for each in self.conflicts if each.person == own and _covers(each, on)}
        return frozenset(self.rows[number] for number in line - recused - {own})

    def spans(self, person: Person, first: date, last: date) -> list[Span]:
        """The spans of a person within days that these lines cover; superiors by number."""
        since = person.employed_from or date.min
        known = facts.Person(person.number, person.staff_category, since, person.employed_to)
        return spans_of(self.structure, self.calendar, known, first, last)

    def who_acts(self, span: Span, today: date) -> int | None:
        """The row of a span's superior; of his own superior where he has left the bureau since."""
        number = span.superior
        while number and self._has_left(number, today):
            number = self.structure.superior_on(number, span.last) or ""
        return self.rows[number] if number else None

    def _has_left(self, number: str, today: date) -> bool:
        last = next((each.employed_to for each in self.roster.people if each.number == number), None)
        return last is not None and last < today


def lines_of(
    bureau: Bureau, first: date, last: date | None = None, calendar: facts.WorkCalendar | None = None
) -> Lines:
    """The lines of a bureau on a day, or over a span; in four statements.

    A calendar that covers the span may be given; otherwise it is read when it is first asked for.
    """
    until = last or first
    roster = roster_of(bureau, first, until)
    conflicts = conflicts_of(bureau, first, until)
    structure = Structure(roster.appointments, roster.portfolios, conflicts)
    return Lines(bureau, first, until, roster, structure, conflicts, calendar)


def _covers(conflict: facts.Conflict, on: date) -> bool:
    return conflict.first_day <= on and (conflict.last_day is None or on <= conflict.last_day)
