"""What everybody of the bureau promised in a month and what came of it, for a report."""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from django.utils.translation import gettext as _

from daybook.daily.access import Reader
from daybook.monthly.queries.standing import LEADERS, Standings
from daybook.plans.models import PlanItem


class Promise(NamedTuple):
    """An item of somebody's plan."""

    number: str
    name: str
    key: str
    title: str
    state: str
    progress: int | None
    visible_progress: str


def promises_of(reader: Reader, month: str) -> list[tuple[str, list[Promise]]]:
    """The items of each department under its name, person by person; those without any are left out."""
    standings = Standings(reader, month)
    found: dict[str, list[Promise]] = {}
    for each in _promises(standings):
        found.setdefault(each.number, []).append(each)
    parts = [*((each.code, each.name) for each in standings.departments), (LEADERS, _("Bureau leaders"))]
    told = [
        (name, [promise for number in standings.members(code) for promise in found.get(number, [])])
        for code, name in parts
    ]
    return [(name, promises) for name, promises in told if promises]


def _promises(standings: Standings) -> list[Promise]:
    columns = ("key", "title", "state", "progress", "visible_progress")
    rows = PlanItem.objects.filter(bureau=standings.bureau, month=standings.month).order_by()
    told = (Promise(*row) for row in rows.values_list("person__number", "person__name", *columns))
    return sorted(told, key=attrgetter("number", "key"))
