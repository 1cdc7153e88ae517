"""The same form sent several times in one instant is one entry, and everybody is told that it is saved."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connection

from daybook.daily.actions.record import record_day
from daybook.daily.models import LogEntry
from daybook.ledger.models import LedgerLine
from daybook.ledger.queries import chain_faults
from tests.factories import WHOLE
from tests.people import Cast

TIMES = 4


@pytest.mark.django_db(transaction=True)
def test_the_same_entry_sent_at_once_is_one(cast: Cast) -> None:
    together = Barrier(TIMES)

    def sent(key: str) -> int:
        try:
            together.wait(10)
            draft = replace(WHOLE, key=key)
            at = datetime(2026, 3, 3, 10, tzinfo=UTC)
            return record_day(author=cast["S03"], day=date(2026, 3, 3), drafts=[draft], at=at)[0].pk
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        for key in ("first", "second", "third"):
            assert len(set(pool.map(sent, [key] * TIMES))) == 1
    assert sorted(LogEntry.objects.values_list("key", flat=True)) == ["first", "second", "third"]
    assert LedgerLine.objects.filter(action="record_day").count() == 3
    assert list(chain_faults(cast.bureau.code)) == []
