"""The recorded hours of a month that everybody may know: those of open entries, each minute once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from fractions import Fraction
from typing import Any

from django.db import connection
from django.db.models import Case, F, Max, QuerySet, RowRange, TimeField, Value, When, Window

from daybook.daily.enums import Visibility
from daybook.daily.models import LogEntry
from daybook.org.models import Bureau
from daybook.plans.months import month_bounds
from daybook.rules.month import MINUTES
from daybook.rules.policy import Policy

# Of each entry the minutes beyond what the person's earlier ones of the day reached, added up: what
# `rules.month.union_minutes` reckons, reckoned where the rows are: tens of thousands in a large bureau.
ADDED_UP = {
    "postgresql": """
        SELECT department_id, (EXTRACT(EPOCH FROM SUM(GREATEST(
            until - GREATEST(begun, reached), INTERVAL '0'))) / 60)::integer
        FROM ({entries}) AS entries WHERE until IS NOT NULL GROUP BY department_id""",
    "sqlite": """
        SELECT department_id, SUM(MAX(0, {until} - MAX({begun}, COALESCE({reached}, 0))))
        FROM ({entries}) AS entries WHERE until IS NOT NULL GROUP BY department_id""",
}
MINUTE_OF_TEXT = "(SUBSTR({0}, 1, 2) * 60 + SUBSTR({0}, 4, 2))"  # SQLite keeps times as text


def hours_of(minutes: int) -> Fraction:
    """Minutes as hours."""
    return Fraction(minutes, MINUTES)


def minutes_in(bureau: Bureau, month: str, policy: Policy) -> dict[int | None, int]:
    """The minutes openly recorded in a month for each department (by row; none for the leaders).

    In one statement that answers with a row for each department.
    """
    entries = LogEntry.objects.filter(bureau=bureau, work_date__range=month_bounds(month))
    told = entries.filter(visibility=Visibility.OPEN, quarantined=False, withdrawn_reason="")
    sql, params = _reaching(told, policy).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_added_up(sql), params)
        return dict(cursor.fetchall())


def _reaching(entries: QuerySet[LogEntry], policy: Policy) -> QuerySet[LogEntry, Any]:
    """When each entry began, until when, and what the person's earlier ones of the day had reached."""
    halves = policy.monthly.half_days
    begun, until = _clock("start", halves, 0), _clock("end", halves, 1)
    earlier = RowRange(end=-1)
    reached = Window(Max(until), ["person_id", "work_date"], begun.asc(), frame=earlier)
    return entries.order_by().values_list("department_id").annotate(begun=begun, until=until, reached=reached)


def _clock(name: str, halves: Mapping[str, tuple[str, ...]], side: int) -> Case:
    """When an entry began or ended: as it tells, or as its half-day does; null without either."""
    told = When(start__isnull=False, end__isnull=False, then=F(name))
    of_halves = (
        When(half_day=key, then=Value(time.fromisoformat(bounds[side]))) for key, bounds in halves.items()
    )
    return Case(told, *of_halves, output_field=TimeField())


def _added_up(entries: str) -> str:
    minutes = {name: MINUTE_OF_TEXT.format(name) for name in ("begun", "until", "reached")}
    return ADDED_UP[connection.vendor].format(entries=entries, **minutes)
