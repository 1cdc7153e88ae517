"""What is new since the last look: late commits, imports, and each entry once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from daybook.daily.live.watch import Watch
from daybook.daily.models import LogEntry
from tests.people import Cast

pytestmark = pytest.mark.django_db


def standing(cast: Cast, *ids: int) -> list[int]:
    """Entries with these ids, as their transactions commit."""
    told = {"bureau": cast.bureau, "person": cast["S02"], "content": "某事", "work_date": date(2026, 3, 2)}
    at = datetime(2026, 3, 2, tzinfo=UTC)
    LogEntry.objects.bulk_create(LogEntry(id=row, key=f"k{row}", recorded_at=at, **told) for row in ids)
    return list(ids)


def test_an_entry_that_commits_late_is_told_of_and_each_only_once(cast: Cast) -> None:
    standing(cast, 100, 101)
    watch = Watch(101)
    assert watch.look(0.0) == {}
    standing(cast, 105)
    assert watch.look(1.0) == {cast.bureau.pk: [105]}
    standing(cast, 103, 99, 107)
    assert watch.look(2.0) == {cast.bureau.pk: [99, 103, 107]}
    assert watch.look(3.0) == {}
    standing(cast, 104)
    assert watch.look(9.0) == {cast.bureau.pk: [104]}


def test_the_look_back_ends(cast: Cast) -> None:
    standing(cast, 100)
    watch = Watch(100)
    watch.look(0.0)
    standing(cast, 105)
    watch.look(1.0)
    watch.look(11.5)
    assert watch.floor == 105
    standing(cast, 103)
    assert watch.look(12.0) == {}


def test_what_is_written_before_the_first_look_is_told_of(cast: Cast) -> None:
    watch = Watch(100)
    standing(cast, 99, 100, 101)
    assert watch.look(0.0) == {cast.bureau.pk: [101]}


def test_an_import_is_told_of_by_its_newest_entries(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daybook.daily.live.watch.MOST", 10)
    watch = Watch(0)
    standing(cast, *range(1, 31))
    assert watch.look(0.0) == {cast.bureau.pk: list(range(21, 31))}
    watch.look(11.0)
    assert watch.look(12.0) == {}
