"""A settled year with what people decided of it, in seven statements: what the year's pages show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from daybook.annual.enums import Stage
from daybook.annual.models import Decision, Poll, SealedResult
from daybook.annual.queries.settled import Settled, settled_year
from daybook.org.above import Above
from daybook.org.models import Bureau, Conflict
from daybook.org.roster import touching
from daybook.org.rows import bare_rows, day, open_day
from daybook.quarterly.models import ScoreSheet
from daybook.rules import facts
from daybook.rules.result import PersonResult
from daybook.rules.superiors import Structure

DECISION, SEALED, CONFLICT, YEARS = "decision", "sealed", "conflict", "years"


class Decided(NamedTuple):
    """What people decided of somebody's year, at the latest stage; `version` counts every change."""

    version: int
    stage: str
    grade: str
    reason: str


@dataclass(slots=True)
class Kept:
    """What stands of a year beside its figures, by person's row; and the years that have any figures."""

    decisions: dict[int, Decided] = field(default_factory=dict)
    sealed_totals: dict[int, int | None] = field(default_factory=dict)
    conflicts: list[tuple[int, int, date, date | None]] = field(default_factory=list)
    first_year: int | None = None
    last_year: int | None = None
    last_poll: int | None = None

    @property
    def years(self) -> range:
        """Every year from the first with a sheet or a poll to the last."""
        if self.first_year is None or self.last_year is None:
            return range(0)
        return range(self.first_year, self.last_year + 1)


@dataclass(frozen=True)
class YearResults:
    """A settled year and its decisions. Its facts are read anew for every page: no figure is an old copy."""

    year: int
    settled: Settled
    kept: Kept

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The row of each number."""
        return {number: row for row, number in self.settled.roster.numbers.items()}

    @cached_property
    def above(self) -> Above:
        """Who stood above whom in the year."""
        roster, numbers = self.settled.roster, self.settled.roster.numbers
        conflicts = [
            facts.Conflict(numbers[person], numbers[superior], first, last)
            for person, superior, first, last in self.kept.conflicts
        ]
        return Above(Structure(roster.appointments, roster.portfolios, conflicts), conflicts)

    @property
    def is_scored(self) -> bool:
        """Whether anybody has a score of a quarter or an assessment."""
        return any(each.quarters or each.assessment for each in self.settled.result.people)

    @cached_property
    def is_assessed(self) -> bool:
        """Whether anybody has an annual assessment."""
        return any(each.assessment for each in self.settled.result.people)

    @property
    def is_final(self) -> bool:
        """Whether the year is or was final: its figures are sealed, or decisions of it came as final ones."""
        final = (each.stage == Stage.FINAL for each in self.kept.decisions.values())
        return bool(self.kept.sealed_totals) or any(final)

    @cached_property
    def grades(self) -> Mapping[str, str]:
        """What was decided or proposed last, by number."""
        numbers = self.settled.roster.numbers
        return {numbers[row]: each.grade for row, each in self.kept.decisions.items() if row in numbers}

    def decided(self, each: PersonResult) -> Decided | None:
        """What was decided of a person's year, if anything."""
        return self.kept.decisions.get(self.rows[each.number])

    def members(self, pool: str, unit: str) -> list[PersonResult]:
        """Everybody shown in a unit of a pool, by number; also who is not appraised."""
        return [each for each in self.settled.result.people if (each.pool, each.unit) == (pool, unit)]

    def find(self, number: str) -> PersonResult | None:
        """The result of a number, if the year has one."""
        return next((each for each in self.settled.result.people if each.number == number), None)

    def changed_since_sealed(self, each: PersonResult) -> bool:
        """Whether the annual total is another now than when the year became final."""
        totals, row = self.kept.sealed_totals, self.rows[each.number]
        return row in totals and totals[row] != (each.total.hundredths if each.total else None)


def results_of(bureau: Bureau, year: int) -> YearResults | Kept:
    """The year's results; only what is kept where the year lies outside those that have any figures.

    Raises PolicyFault where a policy does not hold.
    """
    kept = kept_of(bureau, year)
    if year not in kept.years:
        return kept
    return YearResults(year, settled_year(bureau, year), kept)


def kept_of(bureau: Bureau, year: int) -> Kept:
    """Decisions, sealed totals and conflicts of a year, and which years there are, in one statement."""
    found = Kept()
    for table, person, count, word, grade, reason in bare_rows(_rows(bureau, year)):
        if table == DECISION:
            _keep_latest(found.decisions, person, Decided(count, word, grade, reason))
        elif table == SEALED:
            found.sealed_totals[person] = count
        elif table == CONFLICT:
            found.conflicts.append((person, count, day(word), open_day(grade)))
        else:
            years = [int(each[:4]) for each in (word, grade) if each] + ([count] if count else [])
            found.first_year, found.last_year = min(years, default=None), max(years, default=None)
            found.last_poll = count
    return found


def latest_year(bureau: Bureau, this_year: int) -> int:
    """The latest year with an annual assessment, else the latest with a score sheet, else `this_year`."""
    kept = kept_of(bureau, this_year)
    return kept.last_poll or kept.last_year or this_year


def _keep_latest(decisions: dict[int, Decided], person: int, decision: Decided) -> None:
    if person not in decisions or decisions[person].version < decision.version:
        decisions[person] = decision


def _rows(bureau: Bureau, year: int) -> QuerySet[Any, Any]:
    decisions = Decision.objects.filter(bureau=bureau, year=year).order_by()
    sealed = SealedResult.objects.filter(bureau=bureau, year=year).order_by()
    return decisions.values_list(_text(DECISION), "person_id", "version", "stage", "grade", "reason").union(
        sealed.values_list(_text(SEALED), "person_id", "annual_total", _text(""), _text(""), _text("")),
        _conflicts(bureau, year),
        _years(bureau),
        all=True,
    )


def _conflicts(bureau: Bureau, year: int) -> QuerySet[Any, Any]:
    span = touching(date(year, 1, 1), date(year, 12, 31), start="first_day", end="last_day")
    days = (Cast("first_day", CharField()), Cast("last_day", CharField()))
    rows = Conflict.objects.filter(span, person__bureau=bureau).order_by()
    return rows.values_list(_text(CONFLICT), "person_id", "superior_id", *days, _text(""))


def _years(bureau: Bureau) -> QuerySet[Any, Any]:
    """One row: the latest closed poll, the first and the last quarter with a sheet."""
    sheets = ScoreSheet.objects.filter(bureau=OuterRef("pk"))
    polls = Poll.objects.filter(bureau=OuterRef("pk"), closed=True).order_by("-year")
    return (
        Bureau.objects.filter(pk=bureau.pk)
        .order_by()
        .values_list(
            _text(YEARS),
            Value(None, output_field=BigIntegerField()),
            Subquery(polls.values("year")[:1], output_field=IntegerField()),
            Subquery(sheets.order_by("quarter").values("quarter")[:1], output_field=CharField()),
            Subquery(sheets.order_by("-quarter").values("quarter")[:1], output_field=CharField()),
            _text(""),
        )
    )


def _text(value: str) -> Any:
    return Value(value, output_field=CharField())
