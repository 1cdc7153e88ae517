"""What a field or a line is completed with while somebody types: the likeliest few that fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils.translation import gettext as _

from daybook.daily.line import Known
from daybook.plans.apart import joined, with_words

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
        return _first(_titles(known, sought))
    return []


def _fitting(words: Iterable[str], sought: str) -> Iterator[str]:
    return (word for word in words if sought in word.casefold())


def _titles(known: Known, sought: str) -> Iterator[dict[str, str]]:
    """Plan items, then matters; what its title does not tell apart from another is put in by its key."""
    kinds = {_("Plan item"): known.items, _("Matter"): known.matters}
    bearers = Counter(each.title for titles in kinds.values() for each in titles)
    for kind, titles in kinds.items():
        for each in titles:
            if sought not in each.title.casefold():
                continue
            alike = bearers[each.title] > 1
            words = joined(kind, each.words) if alike else each.words
            yield {
                "value": each.key if alike or each.words else each.title,
                "label": with_words(each.title, words),
            }


def _first(found: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return list(islice(found, MOST))
