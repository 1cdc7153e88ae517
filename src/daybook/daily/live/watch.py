"""What is new since the last look, whoever wrote it: another process, an import, the command line.

Ids are given before a transaction commits: on PostgreSQL an entry may appear below others that were seen
already. The watch therefore looks back to where the record stood some seconds ago, and tells each entry once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from daybook.daily.models import LogEntry

LOOK_BACK = 10.0  # seconds a transaction may take from its id to its commit
FIRST_LOOK_BACK = 1_000  # ids, before anything is known of their pace
MOST = 2_000  # entries told of at once; of a larger import the newest


class Watch:
    """The entries of all bureaus seen so far, as far back as something may still appear among them."""

    def __init__(self, newest: int) -> None:
        """What stands up to the id `newest` is known already."""
        self.newest = newest
        self.floor = max(newest - FIRST_LOOK_BACK, 0)
        self._seen: set[int] | None = None
        self._marks: deque[tuple[float, int]] = deque()

    def look(self, now: float) -> dict[int, list[int]]:
        """The ids of new entries by bureau, ascending; `now` in seconds of a steady clock. One statement."""
        self._raise_floor(now)
        rows = LogEntry.objects.filter(id__gt=self.floor).order_by("-id")
        standing = list(rows.values_list("id", "bureau_id")[:MOST])[::-1]
        if self._seen is None:
            self._seen = {row for row, _ in standing if row <= self.newest}
        new = [(row, bureau) for row, bureau in standing if row not in self._seen]
        self._seen = {row for row in self._seen if row > self.floor} | {row for row, _ in new}
        self.newest = max(self.newest, *(row for row, _ in new)) if new else self.newest
        self._marks.append((now, self.newest))
        return _by_bureau(new)

    def _raise_floor(self, now: float) -> None:
        """To where the record stood when the look-back began: below it nothing can still appear."""
        while self._marks and self._marks[0][0] <= now - LOOK_BACK:
            self.floor = max(self.floor, self._marks.popleft()[1])


def _by_bureau(new: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row, bureau in new:
        found.setdefault(bureau, []).append(row)
    return found
