"""What became of published sheets further up: the app of objections says here how it tells of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ObjectionTold:
    """An objection to a sheet: when it was filed, where it stands, and how it ended (in words), if it did."""

    filed_at: datetime
    href: str
    outcome: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return not self.outcome


class Tell(Protocol):
    """Finds the objections to some sheets (by row), in one statement."""

    def __call__(self, sheets: Collection[int]) -> Mapping[int, ObjectionTold]:
        """By the row of the sheet."""


_telling: list[Tell] = []


def told_by(tell: Tell) -> None:
    """Have objections told by this; the app that keeps them says so when it is ready."""
    if tell not in _telling:
        _telling.append(tell)


def objections_to(sheets: Collection[int]) -> dict[int, ObjectionTold]:
    """The objections to some sheets, by row; to be asked for sheets that the reader sees whole."""
    return {row: told for tell in _telling for row, told in tell(sheets).items()} if sheets else {}
