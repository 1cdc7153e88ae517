"""Django's SQLite engine with a write lock: threads of one process queue for it instead of polling.

SQLite lets one connection write at a time and makes the others sleep and try again; the sleeper is often
overtaken, and under load gives up. Waiting on a lock is fair enough and wastes nothing. Other processes
still meet SQLite's own busy timeout.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from daybook.config.db.sqlite.lock import WriteLock, lock_for

# A statement outside a transaction that takes SQLite's write lock by itself.
_WRITES = re.compile(
    r"\s*(?:WITH\b.*?\b)?(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP)\b", re.IGNORECASE | re.DOTALL
)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds the process's write lock from BEGIN IMMEDIATE to COMMIT or ROLLBACK."""

    transaction_mode: str | None
    _holding = False

    @property
    def write_lock(self) -> WriteLock:
        """The lock shared by all connections of this process to the same file."""
        return lock_for(str(self.settings_dict["NAME"]))

    def create_cursor(self, name: str | None = None) -> Cursor:
        """A cursor whose writes outside a transaction wait for their turn too."""
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        cursor.wrapper = self
        return cursor

    @property
    def has_turn(self) -> bool:
        """Whether this connection is the one that may write."""
        return self._holding

    def take_turn(self) -> None:
        """Wait for the write lock, at most as long as SQLite itself would wait."""
        timeout = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        if not self.write_lock.acquire(timeout):
            raise OperationalError("database is locked")
        self._holding = True

    def end_turn(self) -> None:
        """Let the next writer in; harmless where the lock is not held."""
        if self._holding:
            self._holding = False
            self.write_lock.release()

    # The four hooks below are Django's own seams between engines; its type stubs leave them out.

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode == "IMMEDIATE":
            self.take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self.end_turn()
            raise

    def _commit(self) -> None:
        # A failed COMMIT leaves the transaction open: Django rolls it back, which ends the turn.
        super()._commit()  # type: ignore[misc]
        self.end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self.end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self.end_turn()


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that takes a turn for a single write in autocommit mode."""

    wrapper: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement; a write outside a transaction is its own turn."""
        if self._needs_no_turn(query):
            return super().execute(query, params)
        self.wrapper.take_turn()
        try:
            return super().execute(query, params)
        finally:
            self.wrapper.end_turn()

    def executemany(self, query: str, param_list: Any) -> Any:
        """Run one statement for many rows; outside a transaction the rows are one turn."""
        if self._needs_no_turn(query):
            return super().executemany(query, param_list)
        self.wrapper.take_turn()
        try:
            return super().executemany(query, param_list)
        finally:
            self.wrapper.end_turn()

    def _needs_no_turn(self, query: str) -> bool:
        return self.connection.in_transaction or self.wrapper.has_turn or not _WRITES.match(query)
