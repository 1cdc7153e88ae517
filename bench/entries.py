"""Fill a bureau made by `bench.staff` with very many entries, quickly: `python -m bench.entries COUNT`.

The first entries go in as a book's do, with their words; the others are copies of them made by the database,
moved on by whole blocks. How often a word stands in the record is therefore known:

* 协调 with 排水: in every third entry each, together in every ninth;
* 晴日 and 雨夜: in every tenth entry each, never together;
* 洄游 with 鲟鱼: in a score of the oldest entries alone.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.book import OUTCOMES, PLACES, THINGS, VERBS

BLOCK = 10_000
RARE = 20
COMMON, NEVER_MET, SELDOM = ("协调", "排水"), ("晴日", "雨夜"), ("洄游", "鲟鱼")
# The words of a copy; all of the first entries are in the first block of the index.
IN_ITS_BLOCK = {
    "sqlite": "'块' || ({id} / {block}) || substr(words, 3)",
    "postgresql": "('块' || ({id} / {block}) || ':1')::tsvector || ts_delete(words, '块0')",
}
FIELDS = (
    "bureau", "department", "matter", "key", "person", "work_date", "start", "end", "half_day", "place",
    "people", "content", "measures", "progress", "state", "outcome", "visibility", "internal_reason",
    "recorded_at", "backfill_reason", "withdrawn_reason", "version", "quarantined",
)  # fmt: skip


def main(count: int) -> None:
    """Write the first block and copy it until there are as many entries as asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")
    import django

    django.setup()
    from django.db import transaction

    from daybook.daily.actions.load import load_entries
    from daybook.org.models import Appointment, Bureau

    bureau = Bureau.objects.get()
    posts = list(
        Appointment.objects.filter(role="staff").order_by("id").values_list("person_id", "department_id")
    )
    with transaction.atomic():
        for _ in load_entries(bureau, FIELDS, _rows(bureau.pk, posts, min(count, BLOCK))):
            pass
    for number in range(1, count // BLOCK):
        with transaction.atomic():
            _copy(number)
    _settle()


def _rows(bureau: int, posts: list[tuple[int, int]], count: int) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(1)
    first = datetime.now(UTC).date() - timedelta(days=60)
    for number in range(count):
        person, department = posts[number % len(posts)]
        day = (first + timedelta(days=number * 60 // count)).isoformat()
        hour = chance.randint(8, 16)
        yield (
            number, bureau, department, None, f"E{number:05}", person, day,
            f"{hour:02}:00:00", f"{hour + 1:02}:30:00", "", chance.choice(PLACES), "",
            _content(number, chance), f"逐项{chance.choice(VERBS)}", chance.randint(0, 10) * 10, "ongoing",
            chance.choice(OUTCOMES), "open", "", f"{day} 09:30:00", "", "", 1, False,
        )  # fmt: skip


def _content(number: int, chance: random.Random) -> str:
    said = [f"{chance.choice(VERBS)}{chance.choice(THINGS)}第{chance.randint(1, 99)}号"]
    said += [word for word, every in zip(COMMON, (3, 9), strict=True) if number % every == 0]
    said += [word for word, rest in zip(NEVER_MET, (4, 7), strict=True) if number % 10 == rest]
    return "，".join(said + ([*SELDOM] if number < RARE else []))


def _copy(number: int) -> None:
    """Every row of the first block again, with another key; of the seldom words, without them."""
    from django.db import connection

    from daybook.daily import search
    from daybook.daily.models import LogEntry

    columns = [field.column for field in LogEntry._meta.concrete_fields]
    moved = {"id": f"id + {number * BLOCK}", "key": f"key || '-{number}'"}
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(moved.get(str(column), f'"{column}"') for column in columns)
    key = search.KEY_COLUMN[connection.vendor]
    words = IN_ITS_BLOCK[connection.vendor].format(id=f"({key} + {number * BLOCK})", block=search.BLOCK)
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id) FROM daily_logentry")
        first = cursor.fetchone()[0]
        block = f"BETWEEN {first + RARE} AND {first + BLOCK - 1}"
        cursor.execute(
            f"INSERT INTO daily_logentry ({names}) SELECT {values} FROM daily_logentry WHERE id {block}"
        )
        cursor.execute(
            f"INSERT INTO daily_search ({key}, words) "
            f"SELECT {key} + {number * BLOCK}, {words} FROM daily_search WHERE {key} {block} ORDER BY {key}"
        )


def _settle() -> None:
    """Let the planner see the tables as they are now, and go on with ids of its own."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('daily_logentry', 'id'), max(id)) FROM daily_logentry"
            )
            cursor.execute("VACUUM ANALYZE daily_logentry")
            cursor.execute("VACUUM ANALYZE daily_search")
        else:
            cursor.execute("ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]))
