"""A cursor for statements that are put again and again: PostgreSQL reads and plans each of them once.

Planning takes it longer than answering what a saving asks. Everything else goes on being sent as a text, for
a plan that suits one value need not suit another.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


def repeated() -> Any:
    """A cursor whose statements the connection's database prepares; SQLite does so with all of them anyway.

    While statements are written down (as tests do), they go as texts, values and all.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql" or database.queries_logged:
        return database.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    database.ensure_connection()
    opened = database.connection
    usual, opened.cursor_factory = opened.cursor_factory, ServerBindingCursor
    try:
        return database.cursor()
    finally:
        opened.cursor_factory = usual
