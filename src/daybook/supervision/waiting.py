"""Rows of one shape for everything that waits for somebody, so that one statement asks for all of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast


class Waiting(NamedTuple):
    """Something that waits: its kind, who asks (number and name), entry and day, words, since when."""

    kind: str
    number: str
    name: str
    entry: str
    day: date | None
    words: str
    since: datetime


def rows_of(
    rows: QuerySet[Any],
    kind: str,
    who: str,
    *,
    since: str = "asked_at",
    entry: str | None = None,
    day: str = "",
    words: str = "",
) -> QuerySet[Any, Any]:
    """Rows of one kind in the order of `Waiting`, then since when; `entry` is the way to what it is about."""
    empty = Value("", output_field=CharField())
    return rows.order_by().values_list(
        Value(kind, output_field=CharField()),
        f"{who}__number",
        f"{who}__name",
        empty if entry is None else F(f"{entry}key"),
        _day_of(day, entry),
        F(words) if words else empty,
        since,
    )


def _day_of(day: str, entry: str | None) -> Any:
    """The day of what waits: its own, else that of its entry, if it is about one."""
    if day or entry is not None:
        return F(day or f"{entry}work_date")
    return Cast(Value(None), DateField())
