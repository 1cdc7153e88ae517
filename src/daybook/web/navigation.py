"""The rooms of the house, by rhythm. A room that is not built yet has no door."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Room:
    """A place in the navigation: route, label, the rights one of which opens it, those that shut it.

    `also` are the beginnings of further addresses that belong to the room.
    """

    route: str
    label: str | Promise
    rights: frozenset[str] = frozenset()
    shut: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Door:
    """A room as one person sees it from one page."""

    href: str
    label: str
    here: bool


# The administrators run the system; the record and its results are not theirs to read.
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})

ROOMS = (
    Room("today", pgettext_lazy("navigation", "Today"), also=("/days/", "/unlocks")),
    Room("this_month", pgettext_lazy("navigation", "Month"), also=("/plans/", "/reviews/")),
    Room("this_quarter", pgettext_lazy("navigation", "Quarter"), also=("/objections",)),
    Room("this_year", pgettext_lazy("navigation", "Year"), shut=ADMINISTRATORS),
    Room("feed", pgettext_lazy("navigation", "Feed"), shut=ADMINISTRATORS, also=("/entries/", "/matters/")),
    Room("insight", pgettext_lazy("navigation", "Insight"), frozenset({"leader", "personnel_office"})),
    Room("office", pgettext_lazy("navigation", "Office"), frozenset({"personnel_office"})),
)


def doors(path: str, rights: Collection[str]) -> list[Door]:
    """The rooms that exist and are open to somebody with these rights; `here` marks the one of `path`."""
    found = []
    for room in ROOMS:
        href = _href(room)
        opened = not room.rights or not room.rights.isdisjoint(rights)
        if href and opened and room.shut.isdisjoint(rights):
            found.append(Door(href, str(room.label), path.startswith((href, *room.also))))
    return found


def _href(room: Room) -> str:
    try:
        return reverse(room.route)
    except NoReverseMatch:
        return ""
