"""That statements add up: matched and unmatched are all entries that count, once each."""

from __future__ import annotations

from collections import Counter, defaultdict

from daybook.daily.access import Reader
from daybook.daily.models import LogEntry
from daybook.daily.statement import Side
from daybook.monthly.queries.statement import statements_of
from daybook.monthly.statement import MonthStatement
from daybook.org.models import Bureau, Person
from daybook.plans.models import PlanItem
from daybook.plans.months import month_of


def told(statement: MonthStatement) -> Counter[str]:
    """How often each entry stands in a statement."""
    seen = [*statement.joined.hidden, *(line.seen for side in _sides(statement) for line in side.lines)]
    return Counter(each.entry.key for each in seen)


def _sides(statement: MonthStatement) -> list[Side]:
    return [*statement.planned, *statement.unplanned]


def add_up(bureau: Bureau, reader: Reader) -> tuple[int, int]:
    """Every person-month of a bureau adds up for a reader; the number of months and of entries."""
    kept: dict[tuple[int, str], set[str]] = defaultdict(set)
    columns = ("person_id", "work_date", "key")
    for person, day, key in LogEntry.objects.filter(bureau=bureau, withdrawn_reason="").values_list(*columns):
        kept[person, month_of(day)].add(key)
    items: dict[tuple[int, str], set[str]] = defaultdict(set)
    for person, month, key in PlanItem.objects.filter(bureau=bureau).values_list("person_id", "month", "key"):
        items[person, month].add(key)
    months = sorted({month for _, month in [*kept, *items]})
    people = list(Person.objects.filter(bureau=bureau))
    for statement in statements_of(reader, people, months):
        place = (statement.person.pk, statement.month)
        assert told(statement) == dict.fromkeys(kept[place], 1)
        assert [side.item.key for side in statement.planned if side.item] == sorted(items[place])
        for side in statement.planned:
            assert all(line.seen.entry.plan_item_id == side.item.pk for line in side.lines if side.item)
    return len(months) * len(people), sum(map(len, kept.values()))
