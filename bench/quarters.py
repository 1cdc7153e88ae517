"""A bureau with a quarter to be scored: `python -m bench.quarters PEOPLE SCORED ENTRIES`.

One head has `SCORED` people, who wrote `ENTRIES` entries in the last quarter; each has a plan, three months,
and a draft of a sheet half written. Printed are a session of the head, the quarter, and a person's number.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

CODE = "SCORE"
ELEMENTS = ("expertise", "casework", "communication", "learning")


def main(people: int, scored: int, entries: int) -> None:
    """Make the bureau and print the session of the head."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, transaction

    from bench.fill import Filler
    from bench.sessions import session_of
    from daybook.org.actions.people import make_account

    with transaction.atomic():
        filler = Filler(CODE, people, datetime.now(UTC).year, random.Random(1))
        filler.found()
        head, own = filler.people[0], _moved(filler.people[1 : scored + 1])
        quarter, first = _last_quarter()
        _write(filler.bureau, own, first, entries)
        _draft(head, own, quarter, first)
        account = make_account(person=head, at=datetime.now(UTC))
        print(session_of(account, settings.AUTHENTICATION_BACKENDS[-1]))
        print(quarter, own[0].number, first)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _moved(people: list[Any]) -> list[Any]:
    """These people, all in the first department."""
    from daybook.org.models import Appointment, Department

    first = Department.objects.order_by("id")[0]
    rows = Appointment.objects.filter(person__in=people)
    rows.filter(role="department_head").update(role="staff")
    rows.update(department=first)
    return people


def _last_quarter() -> tuple[str, date]:
    today = datetime.now(UTC).date()
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    before = (first - timedelta(days=1)).replace(day=1)
    start = date(before.year, before.month - 2, 1)
    return f"{start.year}-Q{(start.month + 2) // 3}", start


def _write(bureau: Any, people: list[Any], first: date, entries: int) -> None:
    from bench.months import ENTRY, ITEM, REPORT, REVIEW, _entries, _items, _reports, _reviews
    from daybook.daily.models import LogEntry
    from daybook.monthly.models import MonthlyReport, MonthlyReview
    from daybook.org.bulk import insert_rows
    from daybook.org.models import Appointment
    from daybook.plans.models import PlanItem

    rows = Appointment.objects.filter(person__in=people).order_by("id")
    posts = list(rows.values_list("person_id", "department_id"))
    for month in range(3):
        start = date(first.year, first.month + month, 1)
        insert_rows(LogEntry, ENTRY, _entries(bureau.pk, posts, start, entries // len(people) // 3 + 1))
        insert_rows(PlanItem, ITEM, _items(bureau.pk, posts, start))
        insert_rows(MonthlyReport, REPORT, _reports(bureau.pk, posts, start))
        insert_rows(MonthlyReview, REVIEW, _reviews(bureau.pk, posts, start))


def _draft(head: Any, people: list[Any], quarter: str, first: date) -> None:
    from daybook.quarterly.models import SheetWriting

    fields = {f"score:{code}": "90.5" for code in ELEMENTS} | {"comment": "工作扎实，按期完成。"}
    fields |= {f"reason:{code}": "逐项核对台账，数据一致" for code in ELEMENTS}
    SheetWriting.objects.bulk_create(
        SheetWriting(
            writer=head,
            person=person,
            quarter=quarter,
            first_day=first,
            fields=fields,
            saved_at=datetime.now(UTC),
        )
        for person in people
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
