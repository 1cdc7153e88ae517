"""Loading rows in bulk, as a book brings them after every check; inside the act that records them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from daybook.org.bulk import Row, change_rows, insert_rows
from daybook.org.models import Bureau


def load_bureau(bureau: Bureau) -> Bureau:
    """Found the bureau that a book names."""
    bureau.save(force_insert=True)
    return bureau


def load_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows of a table from which nothing else follows, values as the database's columns take them."""
    insert_rows(model, fields, rows)


def change_row(model: type[models.Model], values: Mapping[str, Any], key: Any) -> None:
    """Set fields of one row, values as the database's columns take them."""
    change_rows(model, list(values), [(*values.values(), key)])
