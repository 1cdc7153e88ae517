"""The feed: entries of a bureau, newest first, a page at a time, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from daybook.daily.access import Reader
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
    entries = closed_of(wish.matters)
    whole = reader.readable(entries)
    return replace(wish, closed=[entry.pk for entry in entries if entry.pk not in whole])


def closed_of(matters: Collection[int]) -> list[LogEntry]:
    """The entries of these matters that are closed to some of their bureau, in one statement."""
    # The bureau is not asked for: with it, an engine may walk all the bureau's entries for a few matters.
    inner = LogEntry.objects.filter(
        ~Q(visibility=Visibility.OPEN) | Q(quarantined=True), matter_id__in=matters
    )
    return list(inner.select_related("person").order_by())


def feed_page(
    bureau: Bureau, wish: FeedWish, before: int | None = None, size: int = PAGE, after: int = 0
) -> list[LogEntry]:
    """Up to `size` entries written before the entry with the id `before` and after that with the id `after`.

    Newest first.
    """
    if wish.words:
        found = LogEntry.objects.filter(id__in=newest(bureau.pk, wish, before, size))
    elif several := _several(wish):
        placed = LogEntry.objects.filter(_between(before, after), bureau=bureau)
        ids = _newest_of_each(placed, several, size + len(wish.closed))
        found = LogEntry.objects.filter(id__in=[row for row in ids if row not in set(wish.closed)])
    else:
        found = LogEntry.objects.filter(wish.condition(), _between(before, after), bureau=bureau)
    return list(with_names(found).order_by("-id")[:size])


def _between(before: int | None, after: int) -> Q:
    older = Q() if before is None else Q(id__lt=before)
    return older & Q(id__gt=after) if after else older


def _several(wish: FeedWish) -> list[FeedWish]:
    """The wish once for each of its people or matters; empty where there is but one, or a day narrows it.

    A day holds few enough entries by itself.
    """
    given = (wish.departments, wish.people, wish.matters)
    if wish.day is not None or any(rows is not None and not rows for rows in given):
        return []
    if len(wish.matters or ()) > 1:
        return [replace(wish, matters=[row], closed=()) for row in wish.matters or ()]
    if len(wish.people or ()) > 1:
        return [replace(wish, people=[row]) for row in wish.people or ()]
    return []


def _newest_of_each(found: QuerySet[LogEntry], several: Sequence[FeedWish], size: int) -> list[int]:
    """The ids of the newest entries that fit one of several wishes, gathered from the newest of each.

    Asked for all at once, an engine may walk through years of others' entries until the page is full.
    """
    asked = [found.filter(each.condition()).order_by("-id").values_list("id")[:size] for each in several]
    parts = [each.query.sql_with_params() for each in asked]
    union = " UNION ALL ".join(f"SELECT id FROM ({sql}) part" for sql, _ in parts)  # noqa: S608  # our own
    statement = f"{union} ORDER BY id DESC LIMIT {size:d}"  # our own questions
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for _, of_part in parts for value in of_part])
        return [row[0] for row in cursor.fetchall()]


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
