"""The assessment that is open when the demonstration is made in its days, and only then."""

from __future__ import annotations

from datetime import date
from random import Random
from types import SimpleNamespace
from typing import Any
from typing import cast as typed

import pytest
import time_machine

from daybook.annual.models import BallotParticipation, Poll, StagedBallot
from daybook.demo.dates import dates_of
from daybook.demo.founding import Stage
from daybook.demo.voting import OFFICER, OpenPoll, window
from tests.factories import noon
from tests.people import Cast


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (date(2026, 1, 9), None),
        (date(2026, 1, 14), (2025, date(2026, 1, 12), date(2026, 1, 22))),
        (date(2026, 1, 26), None),
        (date(2026, 11, 28), None),
        (date(2026, 12, 16), (2026, date(2026, 12, 15), date(2026, 12, 28))),
        (date(2026, 12, 31), None),
    ],
)
def test_bureaus_vote_in_december_or_january(today: date, found: tuple[int, date, date] | None) -> None:
    with time_machine.travel(noon(today.year, today.month, today.day), tick=False):
        assert window(dates_of(today)) == found


@pytest.mark.django_db
def test_some_have_voted_and_others_still_can(cast: Cast) -> None:
    today = date(2026, 1, 14)
    with time_machine.travel(noon(2026, 1, 14), tick=False):
        people: dict[str, Any] = {each.name: each for each in cast.people.values()}
        people[OFFICER] = cast["S01"]
        stage = SimpleNamespace(bureau=cast.bureau, people=people, dates=dates_of(today))
        poll = OpenPoll(typed("Stage", stage), Random(1))
        assert poll.is_due
        voted = poll.run()
    assert 0 < voted < 12
    assert BallotParticipation.objects.count() == voted
    assert StagedBallot.objects.exists()
    assert not Poll.objects.get().closed
    assert not poll.is_due
