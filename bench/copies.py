"""Copies of the first bureau, by the database itself: every row again, its keys moved on by a whole table."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import ForeignKey, Model

from daybook.annual.models import Ballot, Poll
from daybook.org.models import Appointment, Bureau, Department, Person, Portfolio
from daybook.quarterly.models import ElementScore, ScoreSheet

TABLES: tuple[type[Model], ...] = (
    Bureau, Department, Person, Appointment, Portfolio, ScoreSheet, ElementScore, Poll, Ballot,
)  # fmt: skip
PATHS: dict[type[Model], str] = {
    Bureau: "id",
    Appointment: "person__bureau",
    Portfolio: "leader__bureau",
    ElementScore: "sheet__bureau",
}
RANDOM_KEY = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}


class Copier:
    """Knows how many keys the first bureau takes in each table."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.strides = {model: self._first_bureaus_keys(model) for model in TABLES if model is not Ballot}

    def copy(self, number: int) -> None:
        """Bureau `number`, in one transaction."""
        with transaction.atomic(), self.connection.cursor() as cursor:
            for model in TABLES:
                cursor.execute(self._statement(model, number))

    def settle_statistics(self) -> None:
        """Let the planner see the tables as they are now."""
        with self.connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _first_bureaus_keys(self, model: type[Model]) -> int:
        first = Bureau.objects.get(code="B00001").pk
        path = PATHS.get(model, "bureau")
        return int(
            model._default_manager.filter(**{path: first}).order_by("-pk").values_list("pk", flat=True)[0]
        )

    def _statement(self, model: type[Model], number: int) -> str:
        fields = model._meta.concrete_fields
        columns = ", ".join(f'"{each.column}"' for each in fields)
        values = ", ".join(self._value(each, number) for each in fields)
        table = model._meta.db_table
        key = model._meta.pk.column
        limit = (
            f'"poll_id" = {self.strides[Poll]}' if model is Ballot else f'"{key}" <= {self.strides[model]}'
        )
        return f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}" WHERE {limit}'

    def _value(self, field: Any, number: int) -> str:
        if field.model is Ballot and field.primary_key:
            return RANDOM_KEY[self.connection.vendor]
        if field.model is Bureau and field.name == "code":
            return f"'B{number:05}'"
        target = (
            field.related_model
            if isinstance(field, ForeignKey)
            else field.model
            if field.primary_key
            else None
        )
        moved = (number - 1) * self.strides[target] if target else 0
        return f'"{field.column}" + {moved}' if moved else f'"{field.column}"'
