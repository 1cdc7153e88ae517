"""Reading a bureau's year: the rows become the plain facts that the rules settle.

Every table is read once, in order, and nothing is kept but what the rules need: a bureau at a time, so that
memory does not grow with the number of bureaus.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, Value

from daybook.annual.models import Ballot, Seat
from daybook.org.calendar import calendar_with
from daybook.org.models import Absence, Bureau, CalendarDay, Circumstance
from daybook.org.roster import roster_of, touching
from daybook.org.rows import bare_rows, day, local_day, open_day
from daybook.quarterly.models import ElementScore, RoutineGrade, ScoreSheet
from daybook.rules import facts

NO_SCORES: dict[str, int] = {}
QUARTERS = {f"Q{number}": number for number in range(1, 5)}


def year_facts(bureau: Bureau, year: int, *, with_seats: bool = True) -> facts.YearFacts:
    """The facts of one bureau and year; without the decided seats when the year is replayed."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    roster = roster_of(bureau, first, last)
    absences, circumstances, grades = _states(bureau, year, roster.numbers)
    return facts.YearFacts(
        bureau=bureau.code,
        year=year,
        calendar=calendar_with(year, year, _own_days(bureau, year)),
        departments=roster.departments,
        appointments=roster.appointments,
        portfolios=roster.portfolios,
        people=roster.people,
        absences=absences,
        circumstances=circumstances,
        sheets=_sheets(bureau, year, roster.numbers),
        ballots=_ballots(bureau, year, roster.numbers),
        routine_grades=grades,
        seats=_seats(bureau, year) if with_seats else {},
    )


def _own_days(bureau: Bureau, year: int) -> list[tuple[date, str]]:
    rows = CalendarDay.objects.filter(bureau=bureau, day__range=(date(year, 1, 1), date(year, 12, 31)))
    return list(rows.values_list("day", "kind"))


def _text(value: str) -> Any:
    return Value(value, output_field=CharField())


def _no_day() -> Any:
    return Value(None, output_field=DateField())


def _states(bureau: Bureau, year: int, numbers: dict[int, str]) -> tuple[Any, Any, Any]:
    """Absences of the year, circumstances ever begun, and decided grades of quarters, in one statement."""
    absences: dict[str, list[facts.Absence]] = defaultdict(list)
    circumstances: dict[str, list[facts.Circumstance]] = defaultdict(list)
    grades: dict[str, dict[int, str]] = defaultdict(dict)
    for table, person, code, detail, since, until in _state_rows(bureau, year):
        number, last = numbers[person], open_day(until)
        if table == "absence":
            absences[number].append(facts.Absence(code, day(since), last, detail))
        elif table == "circumstance":
            circumstances[number].append(facts.Circumstance(code, day(since), last))
        else:
            grades[number][QUARTERS[detail[5:]]] = code
    return absences, circumstances, grades


def _state_rows(bureau: Bureau, year: int) -> list[tuple[Any, ...]]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    absences = Absence.objects.filter(
        touching(first, last, start="first_day", end="last_day"), person__bureau=bureau
    ).values_list(_text("absence"), "person_id", "kind", "half_day", "first_day", "last_day")
    circumstances = Circumstance.objects.filter(person__bureau=bureau, first_day__lte=last).values_list(
        _text("circumstance"), "person_id", "kind", _text(""), "first_day", "last_day"
    )
    grades = RoutineGrade.objects.filter(bureau=bureau, quarter__startswith=f"{year}-").values_list(
        _text("grade"), "person_id", "grade", "quarter", _no_day(), _no_day()
    )
    return bare_rows(absences.order_by().union(circumstances.order_by(), grades.order_by(), all=True))


def _sheets(bureau: Bureau, year: int, numbers: dict[int, str]) -> dict[str, list[facts.Sheet]]:
    span = (f"{year}-Q1", f"{year}-Q4")
    scores = _element_scores(bureau, span)
    sheets: dict[str, list[facts.Sheet]] = defaultdict(list)
    zone = bureau.time_zone
    for key, person, quarter, published_at, kind, version, first, last, rater in _sheet_rows(bureau, span):
        sheet = facts.Sheet(
            QUARTERS[quarter[5:]],
            scores.get(key, NO_SCORES),
            local_day(published_at, zone),
            kind,
            version,
            day(first),
            day(last),
            numbers.get(rater, ""),
        )
        sheets[numbers[person]].append(sheet)
    return sheets


def _sheet_rows(bureau: Bureau, quarters: tuple[str, str]) -> list[tuple[Any, ...]]:
    rows = ScoreSheet.objects.filter(bureau=bureau, quarter__range=quarters).order_by(
        "quarter", "person_id", "id"
    )
    columns = ("id", "person_id", "quarter", "published_at", "kind", "version", "first_day", "last_day")
    return bare_rows(rows.values_list(*columns, "rater_id"))


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


def _seats(bureau: Bureau, year: int) -> dict[tuple[str, str, str], int]:
    rows = Seat.objects.filter(bureau=bureau, year=year).values_list("grade", "pool", "unit", "seats")
    return {(grade, pool, unit): seats for grade, pool, unit, seats in rows}
