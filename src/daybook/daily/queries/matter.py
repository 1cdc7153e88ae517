"""A matter's whole story across people and months, and the matters of a bureau."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import Max, Min, Q, QuerySet

from daybook.daily.access import Reader, may_close_matter
from daybook.daily.models import LogEntry
from daybook.daily.queries.feed import closed_of, with_names
from daybook.daily.queries.seeing import seen_by
from daybook.daily.seen import SeenEntry
from daybook.org.above import above_of
from daybook.org.models import Department, Person
from daybook.plans.models import Matter, PlanItem
from daybook.plans.months import month_of
from daybook.rules.month import UNWORKED

PAGE = 50
MOST_ITEMS = 40
MOST_MATTERS = 200
OLDEST, NEWEST = "oldest", "newest"


@dataclass(frozen=True, slots=True)
class MonthOfMatter:
    """The entries of one month `2026-03` of a matter."""

    month: str
    entries: Sequence[SeenEntry]


@dataclass(frozen=True, slots=True)
class MatterPage:
    """A matter as a reader may know it; `first`, `last` and `people` come of entries open to the reader."""

    matter: Matter
    first: date | None
    last: date | None
    people: Sequence[Person]
    months: Sequence[MonthOfMatter]
    items: Sequence[PlanItem]
    more_items: bool
    order: str
    page: int
    more: bool
    may_close: bool
    today: date

    @property
    def before(self) -> int:
        """The number of the page before."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The number of the next page."""
        return self.page + 1


def matter_page(reader: Reader, matter: Matter, order: str, page: int) -> MatterPage:
    """One page of a matter's story, by day of work: the oldest first, or the newest."""
    told = _told(reader, matter)
    workers = _workers(told)
    sign = "" if order == OLDEST else "-"
    start = PAGE * (page - 1)
    rows = list(with_names(told).order_by(f"{sign}work_date", f"{sign}id")[start : start + PAGE + 1])
    shown, items = rows[:PAGE], _items(matter)
    worked = any(each.person.pk == reader.person.pk for each in workers)
    return MatterPage(
        matter=matter,
        first=min([each.first for each in workers] + _days(matter.first_day), default=None),
        last=matter.last_day or max((each.last for each in workers), default=None),
        people=[each.person for each in workers],
        months=_by_month(seen_by(reader, shown, whole={row.pk for row in shown})),
        items=items[:MOST_ITEMS],
        more_items=len(items) > MOST_ITEMS,
        order=order,
        page=page,
        more=len(rows) > PAGE,
        may_close=matter.last_day is None
        and may_close_matter(reader.person, matter, reader.today, worked=worked, above=reader.above),
        today=reader.today,
    )


def _told(reader: Reader, matter: Matter) -> QuerySet[LogEntry]:
    """The matter's entries that the reader may read: of the others not even their number is told."""
    inner = closed_of([matter.pk])
    days = [reader.today, *(entry.work_date for entry in inner)]
    authors = {entry.person_id for entry in inner}
    reader.above = above_of(matter.bureau, authors, min(days), max(days))
    whole = reader.readable(inner)
    told = LogEntry.objects.filter(bureau=matter.bureau_id, matter=matter)
    return told.exclude(id__in=[entry.pk for entry in inner if entry.pk not in whole])


class Worker(NamedTuple):
    """Somebody who worked on a matter, and the days between which."""

    person: Person
    first: date
    last: date


def _workers(told: QuerySet[LogEntry]) -> list[Worker]:
    """Who worked on it, by number; in one statement."""
    worked = told.filter(withdrawn_reason="").exclude(state__in=UNWORKED).order_by()
    named = worked.values_list("person_id", "person__number", "person__name")
    rows = named.annotate(Min("work_date"), Max("work_date"))
    found = [Worker(Person(id=row, number=number, name=name), *days) for row, number, name, *days in rows]
    return sorted(found, key=lambda each: each.person.number)


def _days(day: date | None) -> list[date]:
    return [] if day is None else [day]


def _by_month(entries: Sequence[SeenEntry]) -> list[MonthOfMatter]:
    months = groupby(entries, key=lambda seen: month_of(seen.entry.work_date))
    return [MonthOfMatter(month, list(told)) for month, told in months]


def _items(matter: Matter) -> list[PlanItem]:
    """The plan items that belong to it, the latest month first; one more than are shown."""
    rows = PlanItem.objects.filter(matter=matter).select_related("person")
    return list(rows.order_by("-month", "key")[: MOST_ITEMS + 1])


@dataclass(frozen=True, slots=True)
class MattersOf:
    """The open matters of one department; of none where they belong to the whole bureau."""

    department: Department | None
    matters: Sequence[Matter]


@dataclass(frozen=True, slots=True)
class MattersPage:
    """The open matters of a bureau by department; `more` where a filter must be used to see the rest."""

    groups: Sequence[MattersOf]
    more: bool


def matters_page(reader: Reader, text: str, department: str, *, closed: bool = False) -> MattersPage:
    """The open matters of the reader's bureau, or the closed ones, in one statement."""
    fits = Q(bureau=reader.person.bureau_id, last_day__isnull=not closed)
    if text:
        fits &= Q(title__icontains=text) | Q(key=text)
    if department:
        fits &= Q(department__code=department)
    rows = list(Matter.objects.filter(fits).select_related("department").order_by("-id")[: MOST_MATTERS + 1])
    groups: dict[Department | None, list[Matter]] = {}
    for row in rows[:MOST_MATTERS]:
        groups.setdefault(row.department, []).append(row)
    found = [MattersOf(where, sorted(of, key=lambda each: each.title)) for where, of in groups.items()]
    return MattersPage(sorted(found, key=_in_order), len(rows) > MOST_MATTERS)


def _in_order(group: MattersOf) -> tuple[bool, int, str]:
    where = group.department
    return (where is None, where.order if where else 0, where.code if where else "")
