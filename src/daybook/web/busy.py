"""Telling a database that is only busy from one that fails."""

from __future__ import annotations

import sqlite3

from django.db import OperationalError

STATES = frozenset({"55P03", "40P01"})
"""What PostgreSQL calls it: a lock was not to be had in time, or two waited for each other."""

CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
OUR_TURN = "database is locked"  # says our engine for SQLite, where a writer waited in vain for its turn


def is_busy(fault: OperationalError) -> bool:
    """Whether somebody else held what was asked for; a little later it will do."""
    cause = fault.__cause__
    if cause is None:
        return str(fault) == OUR_TURN
    if isinstance(cause, sqlite3.Error):
        return cause.sqlite_errorcode & 0xFF in CODES
    return getattr(cause, "sqlstate", None) in STATES
