"""The hours of a bureau's month, reckoned by the database as the rule reckons them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from fractions import Fraction
from random import Random

from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybook.daily.models import LogEntry
from daybook.monthly.queries.hours import hours_of, minutes_in
from daybook.org.models import Person
from daybook.org.policies import policy_of
from daybook.rules.month import Recorded, recorded_hours
from tests.people import Cast

MONTH, FIRST, LAST = "2026-03", date(2026, 3, 1), date(2026, 3, 31)
RECORDED_AT = datetime(2026, 4, 1, tzinfo=UTC)
UNCOUNTED = (
    {"visibility": "internal", "internal_reason": "petition"},
    {"quarantined": True},
    {"withdrawn_reason": "重复"},
)


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _said(random: Random, number: int) -> dict[str, object]:
    """When an entry says it was: by the clock, by the half-day, both, by a beginning alone, or not at all."""
    start = random.randrange(7 * 60, 19 * 60)
    end = start + random.randrange(1, 240)
    by_clock: dict[str, object] = {"start": _clock(start), "end": _clock(end)}
    half: dict[str, object] = {"half_day": random.choice(("morning", "afternoon", "evening"))}
    ways: Sequence[dict[str, object]] = (
        by_clock,
        by_clock,
        by_clock,
        half,
        by_clock | half,
        {"start": _clock(start)},
        {},
    )
    return random.choice(ways) | {"key": f"E-{number}", "content": f"事项{number}"}


def _entries(random: Random, person: Person, department: int | None) -> Iterator[LogEntry]:
    """Some days of somebody, several entries on each; one in six does not count."""
    for number in range(60):
        day = date(2026, 3, random.randrange(1, 11))
        hidden = random.choice(UNCOUNTED) if number % 6 == 0 else {}
        yield LogEntry(
            bureau=person.bureau,
            department_id=department,
            person=person,
            work_date=day,
            recorded_at=RECORDED_AT,
            **_said(random, person.pk * 1000 + number),
            **hidden,
        )


def _recorded(entry: LogEntry) -> Recorded:
    return Recorded(entry.work_date, entry.start, entry.end, entry.half_day)


def test_the_database_reckons_the_hours_as_the_rule_does(cast: Cast) -> None:
    random, policy = Random(7), policy_of(cast.bureau, LAST)
    parts = {"S01": "D01", "S02": "D01", "S03": "D02", "L02": ""}
    expected: dict[int | None, Fraction] = {}
    for number, code in parts.items():
        department = cast.departments[code].pk if code else None
        entries = list(_entries(random, cast[number], department))
        LogEntry.objects.bulk_create(entries)
        told = [
            _recorded(each)
            for each in entries
            if each.visibility == "open" and not each.quarantined and not each.withdrawn_reason
        ]
        expected[department] = expected.get(department, Fraction()) + recorded_hours(policy, told)
    with CaptureQueriesContext(connection) as asked:
        found = minutes_in(cast.bureau, MONTH, policy)
    assert {key: hours_of(minutes) for key, minutes in found.items()} == expected
    assert len(asked) == 1


def test_only_the_days_of_the_month_count(cast: Cast) -> None:
    days = (date(2026, 2, 28), FIRST, LAST, date(2026, 4, 1))
    LogEntry.objects.bulk_create(
        LogEntry(
            bureau=cast.bureau,
            department=cast.departments["D01"],
            person=cast["S01"],
            key=f"E-{day}",
            content="核对台账",
            work_date=day,
            start=time(9),
            end=time(9, 1 << number),
            recorded_at=RECORDED_AT,
        )
        for number, day in enumerate(days)
    )
    found = minutes_in(cast.bureau, MONTH, policy_of(cast.bureau, LAST))
    assert found == {cast.departments["D01"].pk: 2 + 4}


def test_a_month_without_hours_has_none(cast: Cast) -> None:
    assert minutes_in(cast.bureau, MONTH, policy_of(cast.bureau, LAST)) == {}
