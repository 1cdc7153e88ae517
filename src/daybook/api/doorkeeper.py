"""A bound on tokens that fail: a program with a wrong token must not keep the database busy.

Nothing is to be guessed here (a token is 256 random bits), so nobody is locked out for long, and a program
whose token held a moment ago is never kept waiting by another one behind the same address. What is counted is
counted by each server process for itself.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock

MOST_FAILURES = 30
WINDOW = 60  # seconds
REMEMBERED = 10_000


class Doorkeeper:
    """Counts the failures of each address within a minute, and remembers whose token held."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._failures: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._held: OrderedDict[str, float] = OrderedDict()

    def turns_away(self, address: str, digest: str) -> bool:
        """Whether this address has failed too often, and this token is not known to hold."""
        now = time.monotonic()
        with self._lock:
            begun, count = self._failures.get(address, (now, 0))
            return count >= MOST_FAILURES and now - begun < WINDOW and digest not in self._held

    def failed(self, address: str, digest: str) -> None:
        """Note that a token of this address did not hold, even if it held before it was revoked."""
        now = time.monotonic()
        with self._lock:
            self._held.pop(digest, None)
            begun, count = self._failures.pop(address, (now, 0))
            fresh = now - begun < WINDOW
            self._failures[address] = (begun, count + 1) if fresh else (now, 1)
            _bound(self._failures)

    def held(self, digest: str) -> None:
        """Note that this token held."""
        with self._lock:
            self._held.pop(digest, None)
            self._held[digest] = time.monotonic()
            _bound(self._held)


def _bound(
    kept: OrderedDict[str, object] | OrderedDict[str, float] | OrderedDict[str, tuple[float, int]],
) -> None:
    while len(kept) > REMEMBERED:
        kept.popitem(last=False)


DOORKEEPER = Doorkeeper()
