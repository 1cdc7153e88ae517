"""The spool's rows as the database takes them: ids for references, UTC for instants, NULL for nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from daybook.books.spool import NEW, Spool, quoted
from daybook.books.tables import BY_NAME
from daybook.books.tables.kinds import (
    Clock,
    Code,
    Element,
    Fixed,
    Instant,
    Kind,
    Letter,
    Month,
    Quarter,
    Reference,
    Text,
)
from daybook.books.tables.marks import YES, Sha256, Yes
from daybook.books.tables.table import Column, Table

INSTANT = Instant()


def register(connection: sqlite3.Connection) -> None:
    """Teach the spool what SQL cannot spell."""
    connection.create_function("utc", 1, _utc, deterministic=True)
    connection.create_function("scaled", 2, _scaled, deterministic=True)


def _utc(text: str | None) -> str | None:
    return INSTANT.stored(text) if text else None


def _scaled(text: str | None, places: int) -> int | None:
    stored: int | None = Fixed(places).stored(text) if text else None
    return stored


@dataclass(frozen=True)
class Writing:
    """What is written of a table: fields of its model, each as an expression over the spool's row `this`."""

    table: Table
    fields: Mapping[str, str]

    @property
    def names(self) -> list[str]:
        """The fields in order."""
        return list(self.fields)

    def with_ids(self) -> Writing:
        """The same with the ids that were chosen in the spool."""
        return Writing(self.table, {"id": "this.id", **self.fields})

    def rows(self, spool: Spool, *, status: int = NEW, order: str = "", lead: str = "") -> Iterator[Any]:
        """The values of the fields for the rows of a status; `lead` is selected before them."""
        values = ", ".join(self.fields.values())
        order = order or ", ".join(f"this.{quoted(column.name)}" for column in self.table.key)
        return spool.select(
            f"SELECT {lead}{values} FROM {quoted(self.table.name)} AS this "
            f"WHERE this.status = {status} ORDER BY {order}"
        )

    def row(self, spool: Spool, rowid: int) -> Iterator[Any]:
        """The values of the fields of one row."""
        values = ", ".join(self.fields.values())
        return spool.select(
            f"SELECT {values} FROM {quoted(self.table.name)} AS this WHERE this.rowid = ?", rowid
        )


def plain_writing(table: Table, more: Mapping[str, str]) -> Writing:
    """Every column under its own field, and `more` fields with their expressions."""
    fields = {
        column.path: expression(column) for column in table.columns if not isinstance(column.kind, Letter)
    }
    return Writing(table, {**fields, **more})


def expression(column: Column) -> str:
    """A column of the spool's row `this` as the database takes it."""
    name = f"this.{quoted(column.name)}"
    kind: Kind = column.kind
    match kind:
        case Reference():
            spelled = id_of(kind.table, name)
        case Instant():
            spelled = f"utc({name})"
        case Fixed():
            spelled = f"scaled({name}, {kind.places})"
        case Clock():
            spelled = f"nullif({name}, '') || ':00'"
        case Yes():
            # Both databases take 0 and 1 for what is false and what is true.
            spelled = f"CASE {name} WHEN '{YES}' THEN 1 ELSE 0 END"
        case Text() | Code() | Element() | Month() | Quarter() | Sha256():
            spelled = name
        case _:
            spelled = f"nullif({name}, '')"
    return spelled


def id_of(target: str, key: str) -> str:
    """The id of the row of another table that has this key."""
    column = quoted(BY_NAME[target].key[0].name)
    return f"(SELECT that.id FROM {quoted(target)} AS that WHERE that.{column} = {key})"


def text(value: str) -> str:
    """A literal in SQL."""
    return "'" + value.replace("'", "''") + "'"
