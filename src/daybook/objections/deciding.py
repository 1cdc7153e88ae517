"""Who decides an objection: the rater's superior on the day of the decision, recusal replaced upward.

Where the chain ends the committee decides, and the personnel office records it. Nobody decides on his own
scoring, or in a matter of his own.
"""

from __future__ import annotations

from datetime import date

from daybook.org.above import Above
from daybook.quarterly.models import ScoreSheet
from daybook.rules.facts import Conflict
from daybook.rules.periods import holds_on
from daybook.rules.superiors import COMMITTEE


def decider_of(above: Above, sheet: ScoreSheet, today: date) -> str:
    """The number of who decides on a day, or COMMITTEE; `above` covers the sheet's last day and today."""
    if sheet.rater is None:
        return COMMITTEE
    person, rater = sheet.person.number, sheet.rater.number
    candidate, seen = rater, {COMMITTEE}
    while candidate not in seen:
        if candidate not in {person, rater} and _may(above, candidate, person, today):
            return candidate
        seen.add(candidate)
        candidate = _next(above, candidate, sheet.last_day, today)
    return COMMITTEE


def corrector_of(above: Above, sheet: ScoreSheet, today: date) -> str:
    """The number of who writes a corrected sheet: its rater, or who acts for one who left or is recused."""
    if sheet.rater is None:
        return COMMITTEE
    person, rater = sheet.person.number, sheet.rater.number
    is_here = sheet.rater.employed_to is None or sheet.rater.employed_to >= today
    if is_here and not _is_recused(above, rater, person, sheet):
        return rater
    candidate, seen = _next(above, rater, sheet.last_day, today), {COMMITTEE}
    while candidate not in seen and (
        above.structure.appointment_on(candidate, today) is None
        or _is_recused(above, candidate, person, sheet)
    ):
        seen.add(candidate)
        candidate = _next(above, candidate, sheet.last_day, today)
    return COMMITTEE if candidate in seen else candidate


def _is_recused(above: Above, superior: str, person: str, sheet: ScoreSheet) -> bool:
    """Whether somebody is recused from a person's matters on any day of a sheet, as for scoring it."""
    return any(
        (each.person, each.superior) == (person, superior)
        and each.first_day <= sheet.last_day
        and (each.last_day is None or sheet.first_day <= each.last_day)
        for each in above.conflicts
    )


def _next(above: Above, number: str, then: date, today: date) -> str:
    """One level up: today's superior; of who holds no post any more, the superior of that time."""
    held = above.structure.appointment_on(number, today) is not None
    return above.superior_on(number, today if held else then)


def _may(above: Above, candidate: str, person: str, today: date) -> bool:
    """Whether somebody holds a post today and is not recused from the person's matters."""
    if above.structure.appointment_on(candidate, today) is None:
        return False
    return not any(
        each.person == person and each.superior == candidate and _holds(each, today)
        for each in above.conflicts
    )


def _holds(conflict: Conflict, today: date) -> bool:
    return holds_on(conflict.first_day, conflict.last_day, today)
