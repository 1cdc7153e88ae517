"""Reading a bureau's year: the rows become the plain facts that the rules settle.

Every table is read once, in order, and nothing is kept but what the rules need: a bureau at a time, so that
memory does not grow with the number of bureaus.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from daybook.annual.models import Ballot
from daybook.annual.queries.exceptions import exceptions_of
from daybook.org.calendar import calendar_with
from daybook.org.models import Bureau
from daybook.org.roster import Roster, roster_of
from daybook.org.rows import bare_rows, day, local_day
from daybook.quarterly.models import ElementScore, ScoreSheet
from daybook.rules import facts

NO_SCORES: dict[str, int] = {}
QUARTERS = {f"Q{number}": number for number in range(1, 5)}


def year_facts(
    bureau: Bureau, year: int, roster: Roster | None = None, *, with_seats: bool = True
) -> facts.YearFacts:
    """The facts of one bureau and year; without the decided seats when the year is replayed.

    Takes four statements, and three more for the roster where it is not given.
    """
    roster = roster or roster_of_year(bureau, year)
    few = exceptions_of(bureau, year, roster.numbers)
    return facts.YearFacts(
        bureau=bureau.code,
        year=year,
        calendar=calendar_with(year, year, few.own_days),
        departments=roster.departments,
        appointments=roster.appointments,
        portfolios=roster.portfolios,
        people=roster.people,
        absences=few.absences,
        circumstances=few.circumstances,
        sheets=_sheets(bureau, year, roster.numbers),
        ballots=_ballots(bureau, year, roster.numbers),
        routine_grades=few.grades,
        seats=few.seats if with_seats else {},
    )


def roster_of_year(bureau: Bureau, year: int) -> Roster:
    """Everybody and every department that the year touches."""
    return roster_of(bureau, date(year, 1, 1), date(year, 12, 31))


def _sheets(bureau: Bureau, year: int, numbers: dict[int, str]) -> dict[str, list[facts.Sheet]]:
    span = (f"{year}-Q1", f"{year}-Q4")
    scores = _element_scores(bureau, span)
    sheets: dict[str, list[facts.Sheet]] = defaultdict(list)
    zone = bureau.time_zone
    for row in _sheet_rows(bureau, span):
        key, person, quarter, published_at, kind, version, first, last, rater, policy_id = row
        sheet = facts.Sheet(
            QUARTERS[quarter[5:]],
            scores.get(key, NO_SCORES),
            local_day(published_at, zone),
            kind,
            version,
            day(first),
            day(last),
            numbers.get(rater, ""),
            policy_id,
        )
        sheets[numbers[person]].append(sheet)
    return sheets


def _sheet_rows(bureau: Bureau, quarters: tuple[str, str]) -> list[tuple[Any, ...]]:
    rows = ScoreSheet.objects.filter(bureau=bureau, quarter__range=quarters).order_by(
        "quarter", "person_id", "id"
    )
    columns = ("id", "person_id", "quarter", "published_at", "kind", "version", "first_day", "last_day")
    return bare_rows(rows.values_list(*columns, "rater_id", "policy"))


def _element_scores(bureau: Bureau, quarters: tuple[str, str]) -> dict[int, dict[str, int]]:
    """Element scores in hundredths, as they are stored, by sheet."""
    rows = ElementScore.objects.filter(sheet__bureau=bureau, sheet__quarter__range=quarters)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for sheet, element, score in bare_rows(
        rows.order_by("sheet_id").values_list("sheet_id", "element", "score")
    ):
        found[sheet][element] = score
    return found


def _ballots(bureau: Bureau, year: int, numbers: dict[int, str]) -> dict[str, dict[str, list[str]]]:
    rows = Ballot.objects.filter(poll__bureau=bureau, poll__year=year, poll__closed=True).order_by("ratee_id")
    found: dict[str, dict[str, list[str]]] = {}
    for ratee, ballot_class, options in bare_rows(rows.values_list("ratee_id", "ballot_class", "options")):
        found.setdefault(numbers[ratee], {}).setdefault(ballot_class, []).append(options)
    return found
