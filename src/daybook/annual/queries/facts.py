"""Reading a bureau's year: the rows become the plain facts that the rules settle.

Every table is read once, in order, and nothing is kept but what the rules need: a bureau at a time, so that
memory does not grow with the number of bureaus.
"""

from __future__ import annotations

from datetime import date

from daybook.annual.models import Ballot
from daybook.annual.queries.exceptions import exceptions_of
from daybook.org.calendar import calendar_with
from daybook.org.models import Bureau
from daybook.org.roster import Roster, roster_of
from daybook.org.rows import Together, bare_rows
from daybook.quarterly.queries.facts import sheet_facts
from daybook.rules import facts


def year_facts(bureau: Bureau, year: int, roster: Roster | None = None) -> facts.YearFacts:
    """The facts of one bureau and year.

    Takes three statements, and three more for the roster where it is not given.
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
        sheets=sheet_facts(bureau, (f"{year}-Q1", f"{year}-Q4"), roster.numbers),
        ballots=_ballots(bureau, year, roster.numbers),
        routine_grades=few.grades,
        seats=few.seats,
        members=few.members,
    )


def roster_of_year(bureau: Bureau, year: int) -> Roster:
    """Everybody and every department that the year touches."""
    return roster_of(bureau, date(year, 1, 1), date(year, 12, 31))


def _ballots(bureau: Bureau, year: int, numbers: dict[int, str]) -> dict[str, dict[str, list[str]]]:
    """The ballots on each by class, in no order: a row a ratee and class is read, not one a ballot."""
    rows = Ballot.objects.filter(poll__bureau=bureau, poll__year=year, poll__closed=True).order_by()
    given = rows.values("ratee_id", "ballot_class").annotate(all=Together("options"))
    found: dict[str, dict[str, list[str]]] = {}
    for ratee, ballot_class, options in bare_rows(given.values_list("ratee_id", "ballot_class", "all")):
        found.setdefault(numbers[ratee], {})[ballot_class] = options.split(",")
    return found
