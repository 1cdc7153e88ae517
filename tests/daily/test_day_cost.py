"""What it costs to change a day: as many statements for thirty rows as for ten, and hardly fewer for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybook.daily.actions.fill import fill_day
from daybook.daily.actions.record import record_day
from daybook.daily.actions.save_day import save_day
from daybook.daily.actions.writings import keep_writing
from daybook.daily.disclosures import missing_disclosures
from daybook.daily.models import EntryPerson, LogEntry, LogVersion, Writing
from daybook.ledger.queries import chain_faults
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.month import PlanLine, plan_month
from tests.factories import WHOLE, noon
from tests.people import Cast

DAY, AT = date(2026, 7, 7), noon(2026, 7, 7)
SINGLE = 3  # a single row and a single line of the ledger go in fewer statements than several


def costs(of: Callable[[int], int]) -> list[int]:
    """The statements for one, ten and thirty rows, once what is looked up once in a process is known."""
    of(2)
    return [of(count) for count in (1, 10, 30)]


def counted(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum("SAVEPOINT" not in each["sql"] for each in captured.captured_queries)


def hold(cost: list[int]) -> None:
    one, ten, thirty = cost
    assert (ten, ten - one <= SINGLE) == (thirty, True), cost


@pytest.mark.django_db
def test_a_days_gaps_are_filled_in_as_many_statements_however_many_they_are(cast: Cast) -> None:
    def filled(count: int) -> int:
        drafts = [replace(WHOLE, content=f"第{count}-{row}件", outcome="") for row in range(count)]
        record_day(author=cast["S03"], day=DAY, drafts=drafts, at=AT)
        return counted(lambda: fill_day(author=cast["S03"], day=DAY, at=AT))

    hold(costs(filled))
    assert LogVersion.objects.count() == LogEntry.objects.count() == EntryPerson.objects.count() == 43
    assert [missing_disclosures(entry) for entry in LogEntry.objects.all()] == [[]] * 43
    assert list(chain_faults(cast.bureau.code)) == []


def line(number: int) -> dict[str, str]:
    return {"line": f"14:00-15:00 与陈明 谈话{number} #水利投资"}


def form(number: int) -> dict[str, str]:
    told = {"content": f"谈话{number}", "start": "9:00", "end": "10:00", "people": "陈明"}
    return {**told, "plan_item": "P1", "matter": "# 防汛"}


@pytest.fixture
def aims(cast: Cast) -> None:
    lines = [PlanLine("水利投资", key="P1")]
    plan_month(person=cast["S03"], month="2026-07", lines=lines, at=noon(2026, 7, 1))
    open_matter(bureau=cast.bureau, title="防汛", key="M1", actor=cast["H01"], at=noon(2026, 7, 1))


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [line, form])
def test_a_day_is_saved_in_as_many_statements_however_many_drafts_it_has(
    cast: Cast, aims: None, fields: Callable[[int], dict[str, str]]
) -> None:
    def saved(count: int) -> int:
        for row in range(count):
            key = f"W{count}-{row}"
            keep_writing(author=cast["S03"], key=key, day=DAY, fields=fields(row), version=0, at=AT)
        return counted(lambda: save_day(author=cast["S03"], day=DAY, at=AT))

    hold(costs(saved))
    assert (LogEntry.objects.count(), Writing.objects.count()) == (43, 0)
    assert LogEntry.objects.filter(plan_item__key="P1", people="陈明").count() == 43
    assert LogEntry.objects.filter(matter__key="M1").count() == (43 if fields is form else 0)


@pytest.mark.django_db
def test_a_days_changes_are_saved_in_as_many_statements_however_many_they_are(cast: Cast, aims: None) -> None:
    def saved(count: int) -> int:
        drafts = [replace(WHOLE, key=f"E{count}-{row}") for row in range(count)]
        for entry in record_day(author=cast["S03"], day=DAY, drafts=drafts, at=AT):
            given: dict[str, Any] = {"fields": form(count), "entry": entry, "base": 1, "version": 0}
            keep_writing(author=cast["S03"], key=f"C-{entry.key}", day=DAY, at=AT, **given)
        return counted(lambda: save_day(author=cast["S03"], day=DAY, at=AT))

    hold(costs(saved))
    assert (LogVersion.objects.count(), Writing.objects.count()) == (43, 0)
    assert LogEntry.objects.filter(plan_item__key="P1", matter__key="M1", version=2).count() == 43
    assert list(chain_faults(cast.bureau.code)) == []
