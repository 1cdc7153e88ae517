"""Fill a bureau made by `bench.staff` with whole months: `python -m bench.months MONTHS ENTRIES`.

Every month before the present one has a plan of four items, a submitted report and a review of everybody, and
so many entries of everybody.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

ITEMS = 4
STATES = ("done", "partial", "not_done", "")
Row = tuple[Any, ...]
ENTRY = (
    "bureau", "department", "key", "person", "work_date", "start", "end", "half_day", "place", "people",
    "content", "measures", "progress", "state", "outcome", "visibility", "internal_reason", "recorded_at",
    "backfill_reason", "withdrawn_reason", "version", "quarantined",
)  # fmt: skip
ITEM = (
    "bureau", "key", "person", "month", "title", "measure", "weight", "state", "progress", "execution",
    "visible_progress", "work_status",
)  # fmt: skip
REPORT = ("bureau", "person", "month", "summary", "submitted_at")
REVIEW = (
    "bureau", "person", "month", "first_day", "last_day", "reviewer", "execution_rating",
    "saturation_rating", "completion_rating", "comment", "reviewed_at",
)  # fmt: skip


def main(months: int, entries: int) -> None:
    """Write the months, the oldest first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")
    import django

    django.setup()
    from django.db import transaction

    from daybook.daily.models import LogEntry
    from daybook.monthly.models import MonthlyReport, MonthlyReview
    from daybook.org.bulk import insert_rows
    from daybook.org.models import Appointment, Bureau
    from daybook.plans.models import PlanItem

    bureau = Bureau.objects.get().pk
    posts = list(Appointment.objects.order_by("id").values_list("person_id", "department_id"))
    for first in _firsts(months):
        with transaction.atomic():
            insert_rows(LogEntry, ENTRY, _entries(bureau, posts, first, entries))
            insert_rows(PlanItem, ITEM, _items(bureau, posts, first))
            insert_rows(MonthlyReport, REPORT, _reports(bureau, posts, first))
            insert_rows(MonthlyReview, REVIEW, _reviews(bureau, posts, first))
    _settle()


def _firsts(months: int) -> list[date]:
    """The first days of the months before the present one, the oldest first."""
    day, found = datetime.now(UTC).date().replace(day=1), []
    for _ in range(months):
        day = (day - timedelta(days=1)).replace(day=1)
        found.append(day)
    return found[::-1]


def _entries(bureau: int, posts: list[Any], first: date, count: int) -> Iterator[Row]:
    for number in range(count):
        day = (first + timedelta(days=number * 28 // count)).isoformat()
        for person, department in posts:
            hour = 8 + (number + person) % 9
            yield (
                bureau, department, f"E{first:%y%m}-{number}-{person}", person, day, f"{hour:02}:00:00",
                f"{hour + 1:02}:30:00", "", "办公室", "", f"核对{first:%m}月台账第{number}号", "逐项核对", 50,
                "ongoing", "数据已核对一致", "open", "", f"{day} 09:30:00", "", "", 1, False,
            )  # fmt: skip


def _items(bureau: int, posts: list[Any], first: date) -> Iterator[Row]:
    for person, _department in posts:
        for number in range(ITEMS):
            yield (
                bureau, f"PI{first:%y%m}-{number}-{person}", person, f"{first:%Y-%m}", f"事项{number}", "",
                10_000, STATES[number], None, "", "形成初稿", "",
            )  # fmt: skip


def _reports(bureau: int, posts: list[Any], first: date) -> Iterator[Row]:
    after = (first + timedelta(days=34)).isoformat()
    return ((bureau, person, f"{first:%Y-%m}", "按计划完成。", f"{after} 02:00:00") for person, _ in posts)


def _reviews(bureau: int, posts: list[Any], first: date) -> Iterator[Row]:
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    after = (first + timedelta(days=38)).isoformat()
    reviewer = posts[0][0]
    for person, _department in posts:
        yield (
            bureau, person, f"{first:%Y-%m}", first.isoformat(), last.isoformat(), reviewer, "well", "well",
            "well", "扎实。", f"{after} 02:00:00",
        )  # fmt: skip


def _settle() -> None:
    """Let the planner see the tables as they are now."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
