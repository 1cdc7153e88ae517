"""The feed: entries of a bureau, newest first, a page at a time, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet

from daybook.daily.access import Reader, entries_visible_to
from daybook.daily.enums import Visibility
from daybook.daily.models import LogEntry
from daybook.daily.queries.found import newest
from daybook.daily.search import Term
from daybook.org.models import Bureau, Department

PAGE = 50


@dataclass(frozen=True, slots=True)
class FeedWish:
    """What is asked for; every part that is given narrows the feed, an empty collection fits nothing.

    `closed` are entries that are left out.
    """

    words: Sequence[Term] = ()
    day: date | None = None
    departments: Collection[int] | None = None
    people: Collection[int] | None = None
    matters: Collection[int] | None = None
    closed: Collection[int] = ()
    since: date | None = None
    until: date | None = None

    def condition(self) -> Q:
        """The wish without its words, as a condition on entries."""
        asked = {
            "work_date": self.day,
            "work_date__gte": self.since,
            "work_date__lte": self.until,
            "department_id__in": self.departments,
            "person_id__in": self.people,
            "matter_id__in": self.matters,
        }
        wanted = Q(**{key: value for key, value in asked.items() if value is not None})
        return wanted & ~Q(id__in=self.closed) if self.closed else wanted


def discreet(wish: FeedWish, reader: Reader) -> FeedWish:
    """The wish without what it would betray: to which matter an entry belongs that is closed to the reader.

    Words need no such care, since no internal entry is found by them.
    """
    if wish.matters is None or wish.words:
        return wish
    entries = closed_of(reader, wish.matters)
    whole = reader.readable(entries)
    return replace(wish, closed=[entry.pk for entry in entries if entry.pk not in whole])


def closed_of(reader: Reader, matters: Collection[int]) -> list[LogEntry]:
    """The entries of these matters that are closed to some of the bureau, in one statement."""
    of_matter = entries_visible_to(reader).filter(matter_id__in=matters)
    inner = of_matter.filter(~Q(visibility=Visibility.OPEN) | Q(quarantined=True))
    return list(inner.select_related("person").order_by())


def feed_page(
    bureau: Bureau, wish: FeedWish, before: int | None = None, size: int = PAGE, after: int = 0
) -> list[LogEntry]:
    """Up to `size` entries written before the entry with the id `before` and after that with the id `after`.

    Newest first.
    """
    if wish.words:
        found = LogEntry.objects.filter(id__in=newest(bureau.pk, wish, before, size))
    else:
        found = LogEntry.objects.filter(wish.condition(), bureau=bureau)
        found = found.filter(id__lt=before) if before is not None else found
    found = found.filter(id__gt=after) if after else found
    return list(with_names(found).order_by("-id")[:size])


def with_names(entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
    """The entries with the names they are shown with."""
    return entries.select_related("person", "department", "matter", "plan_item", "entered_by")


def sequence_of(bureau: Bureau, key: str) -> int | None:
    """The place of an entry in the feed, by its key; nothing for a key that is not there."""
    return LogEntry.objects.filter(bureau=bureau, key=key).values_list("id", flat=True).first()


def departments_on(bureau: Bureau, day: date) -> list[Department]:
    """The departments that exist on a day, in their order."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    standing = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    found = Department.objects.filter(begun, standing, bureau=bureau).order_by()
    return sorted(found, key=lambda department: (department.order, department.code))


def newest_key(bureau: Bureau) -> str:
    """The key of the entry written last, whatever a page shows of it; empty where there is none."""
    return LogEntry.objects.filter(bureau=bureau).order_by("-id").values_list("key", flat=True).first() or ""
