"""The write locks of this process, one for each database file."""

from __future__ import annotations

import threading
from collections import deque

_guard = threading.Lock()
_locks: dict[str, WriteLock] = {}


class WriteLock:
    """A lock handed on in order of arrival: nobody who waits is overtaken for ever."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Event] = deque()

    def acquire(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds; False where the time ran out."""
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(timeout):
            return True
        return self._give_up(turn)

    def release(self) -> None:
        """Hand the lock to the one who waits longest, or leave it free."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False

    def _give_up(self, turn: threading.Event) -> bool:
        with self._guard:
            # The turn may have come between the timeout and this line: then it is ours.
            if turn.is_set():
                return True
            self._waiting.remove(turn)
            return False


def lock_for(name: str) -> WriteLock:
    """The one lock of this process for the database file `name`."""
    with _guard:
        return _locks.setdefault(name, WriteLock())
