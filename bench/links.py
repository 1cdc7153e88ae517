"""How well entries are matched with the plan: `python -m bench.links` measures the demo of this installation.

Prints four counts a line: entries that serve an item, suggestions, right ones, and right ones of the naive
baseline (an item of the same matter). First with every link removed, then with the links of earlier months.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from bench.matched import Matched


def main() -> None:
    """Print the counts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")
    import django

    django.setup()
    from django.db import transaction

    from daybook.daily.models import LogEntry

    truth = dict(LogEntry.objects.filter(plan_item__isnull=False).values_list("pk", "plan_item_id"))
    with transaction.atomic():
        LogEntry.objects.update(plan_item=None)
        unknown = _counted(truth)
        transaction.set_rollback(True)
    for each in (unknown, _counted(truth)):
        print(each.linked, each.suggested, each.right, each.naive)


def _counted(truth: dict[int, int]) -> Matched:
    from daybook.monthly.queries.suggestions import suggested_links

    found = Matched(0, 0, 0, 0)
    for statement in _statements():
        entries = statement.entries()
        items = {side.item.pk: side.item for side in statement.planned}
        serving = {each.pk: truth[each.pk] for each in entries if truth.get(each.pk) in items}
        for entry in entries:
            entry.plan_item_id = None
        links = [(each.entry.pk, each.item.pk) for each in suggested_links(statement)]
        naive = _right(_naive(items, entries), serving)
        found += Matched(len(serving), len(links), _right(links, serving), naive)
    return found


def _statements() -> Iterator[Any]:
    """Every month of everybody, as he sees it himself."""
    from daybook.daily.access import Reader
    from daybook.monthly.queries.statement import statements_of
    from daybook.org.models import Person
    from daybook.plans.models import PlanItem

    for person in Person.objects.select_related("bureau"):
        months = sorted(set(PlanItem.objects.filter(person=person).values_list("month", flat=True)))
        yield from statements_of(Reader(person, frozenset(), datetime.now(UTC).date()), [person], months)


def _naive(items: dict[int, Any], entries: Iterable[Any]) -> Iterator[tuple[int, int]]:
    """An entry of a matter serves the item of the same matter."""
    of_matter = {item.matter_id: item.pk for item in items.values() if item.matter_id is not None}
    return ((entry.pk, of_matter[entry.matter_id]) for entry in entries if entry.matter_id in of_matter)


def _right(links: Iterable[tuple[int, int]], serving: dict[int, int]) -> int:
    return sum(serving.get(entry) == item for entry, item in links)


if __name__ == "__main__":
    main()
