"""The cap on the top routine grade of a quarter (好), over everybody with a score, as the year is settled."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, QuerySet, Value

from daybook.org.lines import Lines
from daybook.org.models import Absence, Bureau
from daybook.org.policies import policy
from daybook.org.roster import touching
from daybook.quarterly.models import RoutineGrade
from daybook.quarterly.queries.facts import sheet_facts
from daybook.quarterly.queries.own_scored import settled_people
from daybook.rules import facts
from daybook.rules.periods import Period
from daybook.rules.statutory import Cap, Graded, cap_of

ABSENCE, GRADE = "absence", "grade"


def cap_of_quarter(bureau: Bureau, period: Period, lines: Lines) -> Cap | None:
    """How the cap of a quarter stands, in three statements; nothing where the policy knows no such grades.

    `lines` cover at least the whole year of the quarter. Raises PolicyFault.
    """
    in_force = policy(bureau.policy, date(period.first.year, 12, 31))
    if not in_force.statutory.applies:
        return None
    return cap_of(in_force, graded_in(bureau, period, lines))


def graded_in(bureau: Bureau, period: Period, lines: Lines) -> list[Graded]:
    """Everybody with a score in a quarter, by number: the score and the grade, decided or by its band.

    Empty where the policy knows no such grades; in three statements. Raises PolicyFault.
    """
    people = settled_people(bureau, _facts(bureau, period, lines))
    return [
        Graded(number, each.quarters[period.number].hundredths, each.grades[period.number])
        for number, each in people.items()
        if period.number in each.grades
    ]


def _facts(bureau: Bureau, period: Period, lines: Lines) -> facts.YearFacts:
    roster = lines.roster
    absences: dict[str, list[facts.Absence]] = defaultdict(list)
    grades: dict[str, dict[int, str]] = defaultdict(dict)
    for table, person, code, detail, since, until in _exceptions(bureau, period):
        number = roster.numbers.get(person, "")
        if table == ABSENCE:
            absences[number].append(facts.Absence(code, since, until, detail))
        else:
            grades[number][period.number] = code
    return facts.YearFacts(
        bureau=bureau.code,
        year=period.first.year,
        calendar=lines.calendar,
        departments=(),
        appointments=roster.appointments,
        portfolios=(),
        people=roster.people,
        sheets=sheet_facts(bureau, (period.key, period.key), roster.numbers),
        absences=absences,
        routine_grades=grades,
    )


def _exceptions(bureau: Bureau, period: Period) -> QuerySet[Any, Any]:
    """Absences of the quarter, and what was decided of it."""
    span = touching(period.first, period.last, start="first_day", end="last_day")
    away = Absence.objects.filter(span, person__bureau=bureau).order_by()
    decided = RoutineGrade.objects.filter(bureau=bureau, quarter=period.key).order_by()
    no_day = Value(None, output_field=DateField())
    return away.values_list(_text(ABSENCE), "person_id", "kind", "half_day", "first_day", "last_day").union(
        decided.values_list(_text(GRADE), "person_id", "grade", "quarter", no_day, no_day), all=True
    )


def _text(value: str) -> Any:
    return Value(value, output_field=CharField())
