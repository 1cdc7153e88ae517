"""Reading very many rows: the statement is the ORM's, the rows come straight from the database's cursor.

Settling reads tens of thousands of rows a bureau; the ORM's own row handling would take three times as long
as the database. Values are therefore what the driver gives; days and instants may be text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Aggregate, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast


def bare_rows(queryset: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """All rows of a `values_list` queryset, unconverted, in one statement."""
    sql, params = queryset.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


class Together(Aggregate):
    """The short texts of a group as one, with commas between, in no order."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """SQLite's own name for it."""
        return super().as_sql(compiler, connection, function="GROUP_CONCAT", **more)


class Keyed(Aggregate):
    """The pairs of a group, a short text and a whole number, as the text of one JSON object."""

    function = "JSON_OBJECT_AGG"
    # As text, for a driver would make an object of each row by itself: see `objects_of`.
    template = "%(function)s(%(expressions)s)::text"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """SQLite's own name for it; what it gives is text."""
        plain = {"function": "JSON_GROUP_OBJECT", "template": "%(function)s(%(expressions)s)"}
        return super().as_sql(compiler, connection, **plain, **more)


def objects_of(texts: Iterable[str | None]) -> list[dict[str, int] | None]:
    """The objects of many JSON texts, read as one, so that each key is kept once."""
    read: list[dict[str, int] | None] = json.loads(f"[{','.join(text or 'null' for text in texts)}]")
    return read


def as_kept(column: str) -> Combinable:
    """A column of days or instants as text: the same few are then read once, not each row's by the driver."""
    return Cast(column, TextField())


@lru_cache(maxsize=8192)
def day(value: date | str) -> date:
    """A day as the driver gives it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def open_day(value: date | str | None) -> date | None:
    """The end of a span as the driver gives it; an open end is `None`."""
    return None if value is None else day(value)


@lru_cache(maxsize=8192)
def local_day(value: datetime | str | None, time_zone: str) -> date | None:
    """The bureau's day of an instant as the driver gives it; text is in UTC, as both databases write it."""
    if value is None:
        return None
    instant = datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
    return instant.astimezone(ZoneInfo(time_zone)).date()
