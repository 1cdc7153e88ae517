"""Who scores whom, and who sees a sheet how far.

The superior of a span scores it, where he has left the next above; scoring is never delegated. Where the
committee decides, the personnel office records what it said, never in the officer's own case.

A draft is its rater's alone. A published sheet is seen whole by the person, its rater, the line of superiors
of its span and the personnel office; the superior who came later sees its total and comment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from daybook.org.above import Above, above_of
from daybook.org.enums import RightKind
from daybook.org.lines import Lines
from daybook.org.models import Person
from daybook.org.rights import ADMINISTRATORS, rights_of
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.spans import ScoreSpan
from daybook.rules.periods import Period


class SheetSight(Enum):
    """How far a sheet is seen: with its elements and their reasons, or its total and comment only."""

    WHOLE = "whole"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Scorer:
    """Somebody who scores others on a day; an officer of the personnel office also for the committee."""

    person: Person
    rights: frozenset[str]

    @property
    def office(self) -> bool:
        """Whether what the committee decides is his to record."""
        return RightKind.PERSONNEL_OFFICE in self.rights

    def own(self, lines: Lines, person: Person, spans: Iterable[ScoreSpan]) -> list[ScoreSpan]:
        """Those of a person's spans that are his to score: never his own, none where he is recused."""
        if person.pk == self.person.pk or person.bureau_id != self.person.bureau_id:
            return []
        return [
            span
            for span in spans
            if self._scores(span) and not lines.is_recused(person, self.person.number, span.first, span.last)
        ]

    def _scores(self, span: ScoreSpan) -> bool:
        return self.office if span.superior is None else span.superior == self.person.pk


def scorer_on(person: Person, on: date) -> Scorer | None:
    """Whom somebody scores on a day, in one statement; an administrator scores nobody."""
    rights = rights_of(person, on)
    return None if not rights.isdisjoint(ADMINISTRATORS) else Scorer(person, rights)


def sheet_sights(
    reader: Person,
    on: date,
    sheets: Sequence[ScoreSheet],
    *,
    rights: frozenset[str] | None = None,
    above: Above | None = None,
) -> Mapping[int, SheetSight]:
    """How far somebody sees each of some sheets on a day, by row; one left out is not seen at all.

    What is known is not asked again: the reader's rights of office; who stands above on that day and on the
    last days of the sheets.
    """
    of_bureau = [sheet for sheet in sheets if sheet.bureau_id == reader.bureau_id]
    if not of_bureau:
        return {}
    rights = rights_of(reader, on) if rights is None else rights
    if not rights.isdisjoint(ADMINISTRATORS):
        of_bureau = [sheet for sheet in of_bureau if sheet.person_id == reader.pk]
        return {sheet.pk: SheetSight.WHOLE for sheet in of_bureau if sheet.published_at is not None}
    days = [on, *(sheet.last_day for sheet in of_bureau)]
    people = {sheet.person_id for sheet in of_bureau}
    known = above or above_of(reader.bureau, people, min(days), max(days))
    office = RightKind.PERSONNEL_OFFICE in rights
    found = {sheet.pk: _sight(reader, on, sheet, known, office=office) for sheet in of_bureau}
    return {row: sight for row, sight in found.items() if sight is not None}


def knows_quarter(
    reader: Person, person: Person, period: Period, on: date, *, rights: frozenset[str], above: Above
) -> bool:
    """Whether somebody may ask how a person's quarter stands, though no sheet of it be his to see.

    The person, the personnel office, and the line above at the quarter's beginning or end, or today; `above`
    covers these days.
    """
    if reader.bureau_id != person.bureau_id:
        return False
    if reader.pk == person.pk:
        return True
    if not rights.isdisjoint(ADMINISTRATORS):
        return False
    days = {period.first, period.last, on}
    above_then = any(reader.number in above.line_on(person.number, day) for day in days)
    return RightKind.PERSONNEL_OFFICE in rights or above_then


def _sight(reader: Person, on: date, sheet: ScoreSheet, above: Above, *, office: bool) -> SheetSight | None:
    if sheet.rater_id == reader.pk:
        return SheetSight.WHOLE
    if sheet.published_at is None:
        return None
    number = sheet.person.number
    if office or sheet.person_id == reader.pk or reader.number in above.line_on(number, sheet.last_day):
        return SheetSight.WHOLE
    came_later = sheet.last_day < on and above.superior_on(number, on) == reader.number
    return SheetSight.TOTAL if came_later else None
