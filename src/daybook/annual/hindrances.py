"""What keeps a year from becoming final further up: the app of objections says here how many are open."""

from __future__ import annotations

from collections.abc import Callable

from daybook.org.models import Bureau

Ask = Callable[[Bureau, int], int]
_asking: list[Ask] = []


def asked_of(ask: Ask) -> None:
    """Have open objections to a year's notice counted by this; who keeps them says so when it is ready."""
    if ask not in _asking:
        _asking.append(ask)


def open_objections(bureau: Bureau, year: int) -> int:
    """How many objections to the public notice of a year are not decided."""
    return sum(ask(bureau, year) for ask in _asking)
