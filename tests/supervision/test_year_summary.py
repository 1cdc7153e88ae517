"""The summary of last year, on home and by `daybook tick`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.utils import translation

from daybook.annual.actions.reports import ReportDraft, submit_annual_report
from daybook.annual.models import Poll
from daybook.inbox.models import Message
from daybook.plans.actions.answers import Answer
from daybook.plans.actions.goals import set_annual_goal
from daybook.plans.enums import PlanState
from daybook.supervision.tick import tick
from tests.factories import noon
from tests.pages import page, reading, words
from tests.people import Cast

# Due on the tenth workday of January 2027, whose holidays are not known yet: the 14th, a Thursday.
EVE, LAST, AFTER = (noon(2027, 1, day) for day in (13, 14, 15))
WAITS = "Write the summary of 2026"


@pytest.fixture(autouse=True)
def _english(cast: Cast) -> Iterator[None]:
    with translation.override("en"):
        person = cast["S02"]
        set_annual_goal(person=person, year=2026, title="预案", key="G1", actor=person, at=noon(2026, 1, 5))
        yield


def told(at: datetime, number: str = "S02") -> set[str]:
    list(tick(at=at))
    rows = Message.objects.filter(person__number=number, seen_at=None, about="summary:2026")
    return set(rows.values_list("kind", flat=True))


def submit(cast: Cast, at: datetime) -> None:
    draft = ReportDraft({"G1": Answer(PlanState.DONE)}, "完成。")
    submit_annual_report(person=cast["S02"], year=2026, draft=draft, at=at)


def test_whoever_is_missing_is_reminded_once_and_told_once_that_it_is_late(cast: Cast) -> None:
    assert told(noon(2027, 1, 12)) == set()
    assert told(EVE) == {"summary_soon"}
    assert told(LAST) == {"summary_soon"}
    assert told(AFTER) == {"summary_soon", "summary_late"}
    assert Message.objects.filter(about="summary:2026").count() == 2
    assert told(AFTER, "S03") == set()
    submit(cast, AFTER)
    assert told(AFTER) == set()


def test_home_asks_for_it_until_it_is_there_or_voting_is_over(cast: Cast) -> None:
    with time_machine.travel(EVE, tick=False):
        client = reading(cast["S02"])
        assert WAITS in words(page(client, "/"))
        assert WAITS not in words(page(reading(cast["S03"]), "/"))
        poll = Poll.objects.create(bureau=cast.bureau, year=2026, closed=True)
        assert WAITS not in words(page(client, "/"))
        poll.delete()
        submit(cast, EVE)
        assert WAITS not in words(page(client, "/"))
