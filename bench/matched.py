"""How many links were suggested, and how many of them were right."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matched:
    """Entries that serve an item, suggestions, right ones, and right ones of the naive baseline."""

    linked: int
    suggested: int
    right: int
    naive: int

    def __add__(self, other: Matched) -> Matched:
        return Matched(
            self.linked + other.linked,
            self.suggested + other.suggested,
            self.right + other.right,
            self.naive + other.naive,
        )

    @property
    def precision(self) -> float:
        """The share of the suggestions that are right."""
        return self.right / self.suggested

    @property
    def recall(self) -> float:
        """The share of the entries serving an item for which it is suggested."""
        return self.right / self.linked

    @property
    def naive_recall(self) -> float:
        """The same of the baseline."""
        return self.naive / self.linked
