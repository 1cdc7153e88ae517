"""Statements that every saving makes: the ORM writes each once, and the database gets it as it stands.

The ORM takes longer to write a statement than the database to answer it. What every act of a person asks is
therefore a `Question`: a queryset with slots for what differs from time to time, written out at the first
asking. `insert` does the same for rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import CharField, Field, Model, QuerySet
from django.db.models.expressions import Expression
from django.db.models.query import ModelIterable, get_related_populators

from daybook.web.prepared import repeated

Answer = TypeVar("Answer")
AT_ONCE = 3_000  # values that go in one statement
FEW = 4  # rows for which a statement is worth keeping


class Slot(Expression):
    """A place in a queryset for a value that is given when the question is put.

    `kind` is the field whose values it takes, and says how they are spelled for the database.
    """

    def __init__(self, name: str, kind: Field[Any, Any]) -> None:
        super().__init__(output_field=kind)
        self.name, self.kind = name, kind

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A parameter that is this slot."""
        return "%s", (self,)

    def spelled(self, given: dict[str, Any], database: Any) -> Any:
        """The value for the database."""
        return self.kind.get_db_prep_value(given[self.name], database)


class Question(Generic[Answer]):
    """A queryset with slots: `values_list` gives tuples, anything else rows of the model, joins and all."""

    def __init__(self, build: Callable[[], QuerySet[Any, Answer]]) -> None:
        """Take what builds the queryset; it is called once, when the question is first put."""
        self._build = build

    def __call__(self, **given: Any) -> list[Answer]:
        """The answer to the question with its slots filled."""
        rows = self.bare(**given)
        database = connections[DEFAULT_DB_ALIAS]
        return [self._asked.made(row, database) for row in rows]

    def bare(self, **given: Any) -> list[tuple[Any, ...]]:
        """The rows as the driver gives them, nothing converted."""
        written, database = self._asked, connections[DEFAULT_DB_ALIAS]
        with repeated() as cursor:
            cursor.execute(written.sql, written.filled(given, database))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    @cached_property
    def _asked(self) -> _Written:
        return _Written(self._build())

    def first(self, **given: Any) -> Answer | None:
        """The first row, where there is one."""
        return next(iter(self(**given)), None)


class _Written:
    """The statement of a queryset, and how a row of its answer becomes what the ORM would have made of it."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        compiler = queryset.query.get_compiler(queryset.db)
        self.sql, self.parameters = compiler.as_sql()
        self.parameters = list(self.parameters)
        expressions = [column[0] for column in compiler.select]
        self._converters = [
            (place, converters, expression)
            for place, (converters, expression) in compiler.get_converters(expressions).items()
        ]
        self._model = _Rows(compiler, queryset.db) if queryset._iterable_class is ModelIterable else None

    def filled(self, given: dict[str, Any], database: Any) -> list[Any]:
        """The parameters, slots filled."""
        return [each.spelled(given, database) if isinstance(each, Slot) else each for each in self.parameters]

    def made(self, row: Sequence[Any], database: Any) -> Any:
        """A tuple of Python values, or a row of the model."""
        values = list(row)
        for place, converters, expression in self._converters:
            for convert in converters:
                values[place] = convert(values[place], expression, database)
        return self._model.made(values) if self._model else tuple(values)


class _Rows:
    """Rows of a model, with the rows that they point at where the queryset joins them."""

    def __init__(self, compiler: Any, database: str) -> None:
        places = compiler.klass_info["select_fields"]
        self._database = database
        self._model: type[Model] = compiler.klass_info["model"]
        self._span = slice(places[0], places[-1] + 1)
        self._names = [column[0].target.attname for column in compiler.select[self._span]]
        self._joined = get_related_populators(compiler.klass_info, compiler.select, database)  # type: ignore[call-arg]

    def made(self, values: Sequence[Any]) -> Model:
        row = self._model.from_db(self._database, self._names, values[self._span])
        for joined in self._joined:
            joined.populate(values, row)
        return row


@contextmanager
def together() -> Iterator[None]:
    """Statements inside whose answers nobody reads: PostgreSQL gets them in one go, and answers once."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql":
        yield
        return
    with database.wrap_database_errors, database.connection.pipeline():
        yield


def insert(rows: Sequence[Model], *, keyless: bool = False) -> None:
    """Insert new rows of one model, in one statement where they are few, and give them their keys.

    `keyless` rows are done with: nobody asks for their keys.
    """
    if not rows:
        return
    count = AT_ONCE // len(type(rows[0])._meta.concrete_fields)
    for start in range(0, len(rows), count):
        _insert_some(rows[start : start + count], keyless=keyless)


def _insert_some(rows: Sequence[Model], *, keyless: bool) -> None:
    database = connections[DEFAULT_DB_ALIAS]
    fields, sql, key = _insertion(type(rows[0]), len(rows))
    with repeated() if len(rows) <= FEW else database.cursor() as cursor:
        values = [value for row in rows for value in _values(row, fields, database)]
        cursor.execute(sql if keyless else f"{sql} RETURNING {key}", values)
        keys = [] if keyless else cursor.fetchall()
    if keyless:
        return
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _values(row: Model, fields: Sequence[Field[Any, Any]], database: Any) -> Iterator[Any]:
    for field in fields:
        value = field.pre_save(row, add=True)
        # A text is what the database takes, as it is.
        yield (
            value
            if type(value) is str and type(field) is CharField
            else field.get_db_prep_save(value, database)
        )


@cache
def _insertion(model: type[Model], count: int) -> tuple[Sequence[Field[Any, Any]], str, str]:
    quote, options = connections[DEFAULT_DB_ALIAS].ops.quote_name, model._meta
    fields = [field for field in options.concrete_fields if not field.primary_key]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * count)
    table, key = quote(options.db_table), quote(str(options.pk.column))
    return fields, f"INSERT INTO {table} ({columns}) VALUES {marks}", key  # noqa: S608  # our names
