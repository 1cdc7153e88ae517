"""The result of a year as plain values, in the form in which it is printed and exchanged."""

from __future__ import annotations

from typing import Any

from daybook.rules.exact import score_text
from daybook.rules.figure import Figure
from daybook.rules.periods import Period, quarters_of
from daybook.rules.result import PersonResult, PoolResult, YearResult


def year_record(result: YearResult) -> dict[str, Any]:
    """One bureau's year as the books give it: strings, numbers and lists only, scores with two places."""
    quarters = quarters_of(result.year)
    return {
        "bureau": result.bureau,
        "year": result.year,
        "policy": result.policy_id,
        "warnings": list(result.warnings),
        "pools": [_pool(each) for each in result.pools],
        "people": [_person(each, quarters) for each in result.people],
    }


def _pool(pool: PoolResult) -> dict[str, Any]:
    return {
        "pool": pool.pool,
        "headcount": pool.headcount,
        "quotas": {grade: quota.total for grade, quota in pool.quotas.items()},
        "units": [
            {
                "unit": each.unit,
                "departments": list(each.departments),
                "base": each.base,
                "seats": dict(each.seats),
            }
            for each in pool.units
        ],
    }


def _person(each: PersonResult, quarters: tuple[Period, ...]) -> dict[str, Any]:
    return {
        "person": each.person.number,
        "category": each.category,
        "pool": each.pool,
        "unit": each.unit,
        "quarters": {period.key: _score(each.quarters.get(period.number)) for period in quarters},
        "routine_score": _score(each.routine),
        "assessment": _score(each.assessment),
        "annual_total": _score(each.total),
        "eligible": list(each.eligible),
        "barred_by": each.barred_by,
        "rank_in_unit": each.rank,
        "suggested_grade": each.suggested,
        "why": each.why,
    }


def _score(figure: Figure | None) -> str | None:
    return None if figure is None else score_text(figure.hundredths)
