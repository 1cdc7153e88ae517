"""The assessment on the first page and by the clock: who has still to vote, who closes what is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from django.utils import translation

from daybook.annual.actions.voting import close_poll
from daybook.annual.models import Poll
from daybook.inbox.models import Message
from daybook.supervision.tick import tick
from tests.annual.voting import OPENED, opened, vote
from tests.factories import noon
from tests.pages import page, reading, words
from tests.people import Cast

# Open from Friday, 9 January 2026, to Tuesday, the 20th.
EVE, LAST, AFTER = (noon(2026, 1, day) for day in (19, 20, 21))


@pytest.fixture
def poll(cast: Cast) -> Iterator[Poll]:
    with translation.override("en"):
        yield opened(cast)


def told(number: str) -> set[str]:
    """What of the assessment somebody was told and has not opened."""
    rows = Message.objects.filter(person__number=number, seen_at=None, about__startswith="ballot:")
    return set(rows.values_list("kind", flat=True))


def ticked(at: datetime) -> None:
    list(tick(at=at))


def test_voters_are_told_that_it_is_open_and_reminded_on_the_eve(cast: Cast, poll: Poll) -> None:
    ticked(OPENED)
    assert told("S03") == told("L01") == {"ballot_open"}
    vote(poll, cast["S03"])
    assert told("S03") == set()
    ticked(EVE)
    ticked(LAST)
    assert (told("S03"), told("S04")) == (set(), {"ballot_open", "ballot_soon"})
    assert Message.objects.filter(person=cast["S04"], kind="ballot_soon").count() == 1
    message = Message.objects.get(person=cast["S04"], kind="ballot_soon")
    assert (message.href, message.said) == ("/years/2025/ballot", {"year": 2025, "until": "2026-01-20"})


def test_when_voting_is_over_nobody_is_told_any_more(cast: Cast, poll: Poll) -> None:
    ticked(EVE)
    ticked(AFTER)
    assert told("S04") == set()


def test_the_close_settles_what_was_told(cast: Cast, poll: Poll) -> None:
    ticked(OPENED)
    close_poll(poll=poll, actor=cast["S01"], at=EVE)
    assert told("S04") == set()
    ticked(EVE)
    assert told("S04") == set()


@pytest.mark.parametrize(("day", "voter", "office"), [(12, True, False), (21, False, True)])
def test_home_leads_to_the_ballot_and_then_to_the_close(
    cast: Cast, poll: Poll, day: int, voter: bool, office: bool
) -> None:
    with time_machine.travel(noon(2026, 1, day), tick=False):
        assert ('href="/years/2025/ballot"' in page(reading(cast["S04"]), "/")) is voter
        assert ('href="/years/2025/poll"' in page(reading(cast["S01"]), "/")) is office
        vote(poll, cast["S04"], at=noon(2026, 1, 12))
        assert "Vote in the assessment" not in words(page(reading(cast["S04"]), "/"))
    assert poll.closes_on == date(2026, 1, 20)
