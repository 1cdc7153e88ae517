"""A table of the book: its columns in order, its key, and the model behind it.

Reading, checking, writing, the template and the documentation all work from these declarations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise

from daybook.books.tables.kinds import Kind, Reference, Text

Words = str | Promise


@dataclass(frozen=True)
class Column:
    """A column: its two headers, what its cells hold, and the model's field behind it.

    `field` is the way from the table's model to the value (`name` where it is empty). A column is `required`
    where its cells may not be empty; key columns are, unless an empty cell stands for `default` or is
    `optional`.
    """

    name: str
    chinese: str
    kind: Kind = field(default_factory=Text)
    key: bool = False
    required: bool = False
    optional: bool = False
    default: str = ""
    field: str = ""
    note: Words = ""

    @property
    def path(self) -> str:
        """The way from the table's model to the field behind the column."""
        return self.field or self.name

    @property
    def must_be_filled(self) -> bool:
        """Whether an empty cell is a fault."""
        return (self.required or self.key) and not self.default and not self.optional


@dataclass(frozen=True)
class Table:
    """A table: its two names, its columns, and how its rows are found in the database."""

    name: str
    chinese: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    bureau: str = "bureau"
    """The way from the model to the bureau."""
    only: dict[str, Any] = field(default_factory=dict, hash=False)
    """Which of the model's rows belong into a book, as a filter."""
    voluminous: bool = False
    """Whether it may hold so many rows that the standing ones are never all looked at."""
    note: Words = ""

    @cached_property
    def places(self) -> dict[str, int]:
        """The position of each column."""
        return {column.name: place for place, column in enumerate(self.columns)}

    @cached_property
    def key(self) -> tuple[Column, ...]:
        """The columns of the key, in order."""
        return tuple(column for column in self.columns if column.key)

    @cached_property
    def references(self) -> tuple[tuple[Column, str], ...]:
        """The columns that point at rows of other tables, with the tables they point at."""
        kinds = ((column, column.kind) for column in self.columns)
        return tuple((column, kind.table) for column, kind in kinds if isinstance(kind, Reference))

    def column(self, name: str) -> Column:
        """A column by its canonical name."""
        return self.columns[self.places[name]]

    def limit(self, column: Column) -> int | None:
        """How many characters the column's cells may have: what the model keeps."""
        model: Any = self.model
        for step in column.path.split("__"):
            found = model._meta.get_field(step)
            model = found.related_model
        length: int | None = getattr(found, "max_length", None)
        return length
