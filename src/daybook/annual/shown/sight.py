"""What the reader of a page sees of a year, from what the page knows of him anyway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from daybook.annual.access import YearSight
from daybook.annual.queries.results import YearResults
from daybook.annual.shown.cells import ASSESSMENT, TOTAL, figure_of
from daybook.org.enums import RightKind, Role
from daybook.org.frame import Frame
from daybook.org.rights import ADMINISTRATORS
from daybook.rules.circumstances import last_day_employed
from daybook.rules.facts import Sheet
from daybook.rules.figure import Figure
from daybook.rules.result import PersonResult


def sight_of(frame: Frame) -> YearSight:
    """What the person of a frame sees of the bureau's years."""
    standing = frame.standing
    return YearSight(
        number=frame.person.number,
        office=RightKind.PERSONNEL_OFFICE in standing.rights,
        principal=standing.role == Role.PRINCIPAL_LEADER,
        leader=standing.role == Role.BUREAU_LEADER,
        administrator=not standing.rights.isdisjoint(ADMINISTRATORS),
    )


@dataclass(frozen=True)
class PersonSight:
    """What a reader sees of one person's year; asking costs no statement."""

    year: YearSight
    results: YearResults
    each: PersonResult
    today: date

    @property
    def is_own(self) -> bool:
        """Whether the reader looks at the own year."""
        return self.each.number == self.year.number

    @cached_property
    def result(self) -> bool:
        """The person's figures: the person, the personnel office, the line of superiors."""
        return self.is_own or self.year.office or self._stands_above()

    def _stands_above(self) -> bool:
        """On the year's last day, the last day employed, or today while the year runs; recused, never."""
        year = self.results.year
        day = min(last_day_employed(self.each.person, year), max(self.today, date(year, 1, 1)))
        return self.year.number in self.results.above.line_on(self.each.number, day)

    def figure(self, key: str) -> Figure | None:
        """A figure of the person by its key; assessment and total are not for the superior who scores."""
        closed = key in {ASSESSMENT, TOTAL} and not self.rank
        return None if closed else figure_of(self.each, key)

    @property
    def ranking(self) -> bool:
        """What is suggested for the person, among the others of the unit."""
        return self.year.ranking_of(self.each.unit)

    @property
    def rank(self) -> bool:
        """The person's rank."""
        return self.year.result_of(self.each.number, self.each.unit)

    @property
    def classes(self) -> bool:
        """The figures of the ballot classes, merged."""
        return self.year.classes_of(self.each.number)

    @property
    def circumstances(self) -> bool:
        """The special circumstances."""
        return self.year.circumstances_of(self.each.number, self.each.unit)

    def last_seat(self, *, many: bool) -> bool:
        """The score at the unit's last seat, in a unit of many people by the policy's measure."""
        return self.year.last_seat_of(self.each.number, self.each.unit, many=many)

    def elements_of(self, sheet: Sheet) -> bool:
        """The elements of a sheet: a superior sees those he gave; the higher line sees all."""
        return self.rank or sheet.rater == self.year.number
