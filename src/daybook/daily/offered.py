"""What a field or a line is completed with while somebody types: the likeliest few that fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from daybook.daily.line import Known, Titled

MOST = 8


def offered(known: Known, field: str, text: str) -> list[dict[str, str]]:
    """Up to eight completions, each with the `value` to put in and the `label` to show."""
    sought = text.strip().casefold()
    if field == "place":
        return _first({"value": place, "label": place} for place in _fitting(known.places, sought))
    if field == "people":
        colleagues = [person for person in known.people if person.name != known.author]
        found = (
            each for each in colleagues if sought in each.name.casefold() or each.number.casefold() == sought
        )
        return _first({"value": each.name, "label": f"{each.name} {each.number}"} for each in found)
    if field == "matter":
        return _first(_titles([*known.items, *known.matters], sought))
    return []


def _fitting(words: Iterable[str], sought: str) -> Iterator[str]:
    return (word for word in words if sought in word.casefold())


def _titles(titles: Sequence[Titled], sought: str) -> Iterator[dict[str, str]]:
    seen: set[str] = set()
    for each in titles:
        if sought in each.title.casefold() and each.title not in seen:
            seen.add(each.title)
            yield {"value": each.title, "label": each.title}


def _first(found: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return list(islice(found, MOST))
