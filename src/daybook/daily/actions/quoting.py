"""Who else may quote an entry: rhythms above the daily one say here how its words go from their texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from daybook.daily.models import LogEntry
from daybook.daily.passages import Passages


class Remove(Protocol):
    """Takes the passages of an entry from texts that may quote it, inside the purge."""

    def __call__(self, *, entry: LogEntry, said: Passages) -> Mapping[str, Sequence[str]]:
        """The keys of what was changed, by kind; never a word of it."""


_quoting: list[Remove] = []


def quoted_by(remove: Remove) -> None:
    """Have this called by every purge; an app says so when it is ready."""
    if remove not in _quoting:
        _quoting.append(remove)


def remove_quotations(*, entry: LogEntry, said: Passages) -> dict[str, str]:
    """Take an entry's words from wherever they are quoted; the keys of what was changed, by kind."""
    changed = [remove(entry=entry, said=said) for remove in _quoting]
    return {kind: " ".join(keys) for each in changed for kind, keys in each.items() if keys}
