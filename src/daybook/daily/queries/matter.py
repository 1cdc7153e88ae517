"""A matter's whole story across people and months, and the matters of a bureau."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Max, Min, Q, QuerySet

from daybook.daily.access import Reader, may_close_matter
from daybook.daily.models import LogEntry
from daybook.daily.queries.feed import FeedWish, discreet, with_names
from daybook.daily.queries.seeing import seen_by
from daybook.daily.seen import SeenEntry
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
    wish = discreet(FeedWish(matters=[matter.pk]), reader)
    told = LogEntry.objects.filter(wish.condition(), bureau=matter.bureau_id)
    days = told.filter(withdrawn_reason="").aggregate(first=Min("work_date"), last=Max("work_date"))
    sign = "" if order == OLDEST else "-"
    start = PAGE * (page - 1)
    rows = list(with_names(told).order_by(f"{sign}work_date", f"{sign}id")[start : start + PAGE + 1])
    items = _items(matter)
    return MatterPage(
        matter=matter,
        first=_earliest(matter.first_day, days["first"]),
        last=matter.last_day or days["last"],
        people=_people(told),
        months=_by_month(seen_by(reader, rows[:PAGE])),
        items=items[:MOST_ITEMS],
        more_items=len(items) > MOST_ITEMS,
        order=order,
        page=page,
        more=len(rows) > PAGE,
        may_close=matter.last_day is None and may_close_matter(reader.person, matter, reader.today),
        today=reader.today,
    )


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _people(told: QuerySet[LogEntry]) -> list[Person]:
    """Who worked on it, by number."""
    rows = told.filter(withdrawn_reason="").exclude(state__in=UNWORKED).order_by()
    return sorted(Person.objects.filter(pk__in=rows.values("person_id")), key=lambda person: person.number)


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
