"""What was sealed and decided of some years, in one statement: past figures are not reckoned again."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from daybook.annual.enums import Stage
from daybook.annual.models import Decision, SealedResult
from daybook.org.models import Bureau
from daybook.org.rows import bare_rows
from daybook.quarterly.models import ScoreSheet

SEALED, DECIDED, SPAN = "sealed", "decided", "span"
STANDING = (Stage.DECIDED, Stage.NOTICED, Stage.FINAL)
"""The stages from which on a grade is used; what was only proposed is not."""


class SealedYear(NamedTuple):
    """A person's figures of a final year, scores in hundredths, as they were sealed."""

    policy: str
    unit: str
    pool: str
    category: str
    quarters: Mapping[str, str | None]
    routine: int | None
    assessment: int | None
    total: int | None
    rank: int | None


class Grade(NamedTuple):
    """The grade that stands for a year, and how far its decision has come."""

    version: int
    stage: str
    grade: str


@dataclass(slots=True)
class Kept:
    """By year, then by person's row: what was sealed, and the grades that stand."""

    sealed: dict[int, dict[int, SealedYear]] = field(default_factory=dict)
    grades: dict[int, dict[int, Grade]] = field(default_factory=dict)
    first_year: int | None = None
    last_year: int | None = None

    @property
    def years(self) -> range:
        """Every year of the bureau from the first with a figure to the last."""
        if self.first_year is None or self.last_year is None:
            return range(0)
        return range(self.first_year, self.last_year + 1)

    @property
    def final_years(self) -> list[int]:
        """The years that were sealed, the newest first."""
        return sorted(self.sealed, reverse=True)

    def totals_of(self, row: int) -> dict[int, int]:
        """The sealed annual totals of a person by year, in hundredths."""
        found = ((year, rows[row].total) for year, rows in self.sealed.items() if row in rows)
        return {year: total for year, total in found if total is not None}

    def grades_of(self, row: int) -> dict[int, str]:
        """The grades that stand for a person, by year."""
        return {year: rows[row].grade for year, rows in self.grades.items() if row in rows}


def kept_years(bureau: Bureau, years: Collection[int] | None = None, person: int | None = None) -> Kept:
    """What stands of some years, or of all; of one person by row, or of everybody."""
    found = Kept()
    for table, row, year, count, word, text, *figures in bare_rows(_rows(bureau, years, person)):
        if table == SEALED:
            found.sealed.setdefault(year, {})[row] = _sealed(word, text, figures)
        elif table == DECIDED:
            known = found.grades.setdefault(year, {})
            if row not in known or known[row].version < count:
                known[row] = Grade(count, word, text)
        else:
            scored = [int(each[:4]) for each in (word, text) if each]
            ends = [*scored, *(each for each in figures if each)]
            found.first_year, found.last_year = min(ends, default=None), max(ends, default=None)
    return found


def _sealed(policy: str, text: str, figures: list[int | None]) -> SealedYear:
    told = json.loads(text)
    where = (told["unit"], told["pool"], told["category"], told["quarters"])
    routine, assessment, total = figures
    return SealedYear(policy, *where, routine, assessment, total, told["rank_in_unit"])


def _rows(bureau: Bureau, years: Collection[int] | None, person: int | None) -> QuerySet[Any, Any]:
    wanted: dict[str, Any] = {"bureau": bureau}
    wanted |= {} if years is None else {"year__in": [*years]}
    wanted |= {} if person is None else {"person_id": person}
    sealed = SealedResult.objects.filter(**wanted).order_by()
    decided = Decision.objects.filter(**wanted, stage__in=STANDING).order_by()
    figures = ("routine_score", "assessment", "annual_total")
    return sealed.values_list(
        _text(SEALED), "person_id", "year", _none(), "policy", Cast("figures", TextField()), *figures
    ).union(
        decided.values_list(
            _text(DECIDED), "person_id", "year", "version", "stage", "grade", _none(), _none(), _none()
        ),
        _span(bureau),
        all=True,
    )


def _span(bureau: Bureau) -> QuerySet[Any, Any]:
    """One row: the first and the last quarter with a sheet, the first and the last sealed year."""
    sheets = ScoreSheet.objects.filter(bureau=OuterRef("pk")).order_by().values("bureau")
    sealed = SealedResult.objects.filter(bureau=OuterRef("pk")).order_by().values("bureau")
    return (
        Bureau.objects.filter(pk=bureau.pk)
        .order_by()
        .values_list(
            _text(SPAN),
            _none(),
            _none(),
            _none(),
            Subquery(sheets.annotate(end=Min("quarter")).values("end"), output_field=CharField()),
            Subquery(sheets.annotate(end=Max("quarter")).values("end"), output_field=CharField()),
            Subquery(sealed.annotate(end=Min("year")).values("end"), output_field=BigIntegerField()),
            Subquery(sealed.annotate(end=Max("year")).values("end"), output_field=BigIntegerField()),
            _none(),
        )
    )


def _text(value: str) -> Any:
    return Value(value, output_field=CharField())


def _none() -> Any:
    return Cast(Value(None), BigIntegerField())
