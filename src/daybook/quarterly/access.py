"""Who scores whom, and who sees a sheet how far.

A draft is its rater's alone. A published sheet is seen whole by the person, its rater, the line of superiors
of its span and the personnel office; the superior who came later sees its total and comment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum

from daybook.org.above import Above, above_of
from daybook.org.enums import RightKind
from daybook.org.models import Person
from daybook.org.rights import ADMINISTRATORS, rights_of
from daybook.quarterly.models import ScoreSheet


class SheetSight(Enum):
    """How far a sheet is seen: with its elements and their reasons, or its total and comment only."""

    WHOLE = "whole"
    TOTAL = "total"


def can_score(rater: Person, person: Person, on: date) -> bool:
    """Whether somebody is the one who scores a person for a day: the superior of an appraised person."""
    if rater.bureau_id != person.bureau_id or not rights_of(rater, on).isdisjoint(ADMINISTRATORS):
        return False
    above = above_of(person.bureau, {person.pk}, on, on)
    is_appraised = above.structure.category_on(person.number, on) is not None
    return is_appraised and above.superior_on(person.number, on) == rater.number


def sheet_sights(reader: Person, on: date, sheets: Sequence[ScoreSheet]) -> Mapping[int, SheetSight]:
    """How far somebody sees each of some sheets on a day, by row; one left out is not seen at all."""
    of_bureau = [sheet for sheet in sheets if sheet.bureau_id == reader.bureau_id]
    if not of_bureau:
        return {}
    rights = rights_of(reader, on)
    if not rights.isdisjoint(ADMINISTRATORS):
        of_bureau = [sheet for sheet in of_bureau if sheet.person_id == reader.pk]
        return {sheet.pk: SheetSight.WHOLE for sheet in of_bureau if sheet.published_at is not None}
    days = [on, *(sheet.last_day for sheet in of_bureau)]
    people = {sheet.person_id for sheet in of_bureau}
    above = above_of(reader.bureau, people, min(days), max(days))
    office = RightKind.PERSONNEL_OFFICE in rights
    found = {sheet.pk: _sight(reader, on, sheet, above, office=office) for sheet in of_bureau}
    return {row: sight for row, sight in found.items() if sight is not None}


def sheets_visible_to(reader: Person, on: date, sheets: Sequence[ScoreSheet]) -> list[ScoreSheet]:
    """Those of some sheets that somebody sees at all, in the same order."""
    sights = sheet_sights(reader, on, sheets)
    return [sheet for sheet in sheets if sheet.pk in sights]


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
