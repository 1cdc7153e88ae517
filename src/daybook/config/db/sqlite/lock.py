"""The write locks of the database files: one in this process for its threads, one file for all processes."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque
from pathlib import Path

PAUSE = 0.0005  # seconds until another process is asked again whether it is done

_guard = threading.Lock()
_locks: dict[str, WriteLock] = {}


class WriteLock:
    """A lock handed on in order of arrival: nobody of this process who waits is overtaken for ever.

    Several processes of one server take turns by a lock on a file beside the database. SQLite's own way, to
    sleep ever longer and try again, would let the faster process starve the other.
    """

    def __init__(self, between: Path | None = None) -> None:
        """`between` is the file that processes take turns by; without it there is this one alone."""
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Event] = deque()
        self._between = Turn(between) if between else None

    def acquire(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds; False where the time ran out."""
        deadline = time.monotonic() + timeout
        if not self._acquire_here(timeout):
            return False
        if self._between is None or self._between.take(deadline):
            return True
        self._release_here()
        return False

    def release(self) -> None:
        """Hand the lock to the one who waits longest, or leave it free."""
        if self._between is not None:
            self._between.end()
        self._release_here()

    def _acquire_here(self, timeout: float) -> bool:
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(timeout):
            return True
        return self._give_up(turn)

    def _release_here(self) -> None:
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


class Turn:
    """The turn of this process among those that write to one database; it ends with the process, too."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file, self._process = -1, 0

    def take(self, deadline: float) -> bool:
        """Wait until no other process has its turn; False past the `deadline`, of the steady clock."""
        if self._process != os.getpid():
            # A file that was open before a fork is one turn for both processes.
            self._file, self._process = _opened(self._path), os.getpid()
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    return False
                time.sleep(PAUSE)
            else:
                return True

    def end(self) -> None:
        """Let another process write."""
        fcntl.flock(self._file, fcntl.LOCK_UN)


def _opened(path: Path) -> int:
    return os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)


def lock_for(name: str) -> WriteLock:
    """The one lock of this process for the database file `name`; one in memory is no other process's."""
    with _guard:
        if name not in _locks:
            _locks[name] = WriteLock(turn_file(name))
        return _locks[name]


def turn_file(name: str) -> Path | None:
    """The file beside a database that its writers take turns by; none for a database in memory."""
    in_memory = name == ":memory:" or "mode=memory" in name
    return None if in_memory else Path(f"{name}.turn")
