"""A bureau's rows in the database, as a book spells them, in the order of their keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import F
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Collate

from daybook.books.tables import BY_NAME
from daybook.books.tables.kinds import Code, Kind, Letter, Place, Reference, Text, Whole
from daybook.books.tables.table import Column, Table

CHUNK = 2_000

Stored = tuple[Any, ...]
"""The row's id, then the text of every column."""


def stored_rows(table: Table, bureau_id: int, place: Place) -> Iterator[Stored]:
    """Every row of the bureau that belongs into the table, ordered by key and code point; streamed."""
    rows = _queryset(table, bureau_id).iterator(chunk_size=CHUNK)
    writers = [_writer(column.kind.at(place)) for column in table.columns]
    while batch := list(islice(rows, CHUNK)):
        ids, *columns = zip(*batch, strict=True)
        texts = [_texts(column, write) for column, write in zip(columns, writers, strict=True)]
        yield from zip(map(_plain_id, ids), *texts, strict=True)


def stored_row(table: Table, key: Any, place: Place) -> Sequence[str]:
    """The text of every column of one row of the database."""
    manager: Any = table.model._default_manager
    values = manager.values_list(*(value_path(column) for column in table.columns)).get(pk=key)
    writers = [_writer(column.kind.at(place)) for column in table.columns]
    return [value if write is None else write(value) for value, write in zip(values, writers, strict=True)]


def stored_count(table: Table, bureau_id: int) -> int:
    """How many rows of the bureau belong into the table."""
    return _filtered(table, bureau_id).count()


def value_path(column: Column) -> str:
    """The way to a column's text: through a reference to the key it points at."""
    if not isinstance(column.kind, Reference):
        return column.path
    return f"{column.path}__{BY_NAME[column.kind.table].key[0].path}"


def _filtered(table: Table, bureau_id: int) -> models.QuerySet[Any]:
    owner = "pk" if table.bureau == "self" else table.bureau
    manager: Any = table.model._default_manager
    rows: models.QuerySet[Any] = manager.filter(**{owner: bureau_id}, **table.only)
    return rows


def _queryset(table: Table, bureau_id: int) -> models.QuerySet[Any, Any]:
    order = [_by_code_point(table, column) for column in table.key]
    paths = [value_path(column) for column in table.columns]
    return _filtered(table, bureau_id).order_by(*order).values_list("pk", *paths)


def _by_code_point(table: Table, column: Column) -> Combinable:
    """What orders by the code points of the column's text, on every database."""
    path = value_path(column)
    text = isinstance(column.kind, Text | Reference | Code) or _is_text(table, column)
    if isinstance(column.kind, Whole):
        return _binary(Cast(path, models.CharField(max_length=20)))
    return _binary(F(path)) if text else F(path)


def _is_text(table: Table, column: Column) -> bool:
    return table.limit(column) is not None


def _binary(expression: Combinable) -> Combinable:
    # SQLite compares bytes by itself; PostgreSQL would follow the language of the database.
    return Collate(expression, "C") if connection.vendor == "postgresql" else expression


def _writer(kind: Kind) -> Callable[[Any], str] | None:
    """How values are spelled; nothing to do for what is stored as its own text and never NULL."""
    if isinstance(kind, Letter) or not isinstance(kind, Text | Code):
        return kind.written
    return None


def _texts(values: Sequence[Any], write: Callable[[Any], str] | None) -> Sequence[str]:
    return values if write is None else list(map(write, values))


def _plain_id(key: Any) -> Any:
    return key.hex if isinstance(key, UUID) else key
