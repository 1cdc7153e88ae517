"""A cursor for statements that are put again and again: PostgreSQL reads and plans each of them once.

Planning takes it longer than answering what a saving asks. Everything else goes on being sent as a text, for
a plan that suits one value need not suit another.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


def repeated(*, binary: bool = False) -> Any:
    """A cursor whose statements the connection's database prepares; SQLite does so with all of them anyway.

    A `binary` one takes bytes as they are; else PostgreSQL spells them out, at twice the size.
    While statements are written down (as tests do), they go as texts, values and all.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql" or database.queries_logged:
        return database.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor
    from psycopg.pq import Format

    database.ensure_connection()
    opened = database.connection
    usual, opened.cursor_factory = opened.cursor_factory, ServerBindingCursor
    try:
        cursor = database.cursor()
    finally:
        opened.cursor_factory = usual
    cursor.cursor.format = Format(binary)
    return cursor
