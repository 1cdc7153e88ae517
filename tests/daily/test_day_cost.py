"""What it costs to change a day: as many statements for thirty rows as for ten, and hardly fewer for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybook.daily.actions.fill import fill_day
from daybook.daily.actions.record import record_day
from daybook.daily.disclosures import missing_disclosures
from daybook.daily.models import EntryPerson, LogEntry, LogVersion
from daybook.ledger.queries import chain_faults
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
