"""A poll to vote in: the cast with a department of many, who each vote so that a test knows them again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import cycle

from daybook.annual.actions.voting import Form, cast_ballots, open_poll
from daybook.annual.models import Poll
from daybook.annual.queries.electorate import Electorate, electorate_of
from daybook.org.enums import Role
from daybook.org.models import Person
from daybook.org.policies import policy_of
from tests.people import Cast, join

OPENED = datetime(2026, 1, 9, 1, 0, tzinfo=UTC)  # Friday, nine in the morning there
CLOSES_ON = date(2026, 1, 20)
LATER = OPENED + timedelta(days=3)
LETTERS = "ABCDN"


def crowded(cast: Cast, count: int, *departments: str) -> list[Person]:
    """So many more people in D02, or in some departments in turn."""
    numbers, turns = [f"S{100 + each}" for each in range(count)], cycle(departments or ("D02",))
    for number, department in zip(numbers, turns, strict=False):
        join(cast, number, f"同志{number}", Role.STAFF, department)
    return [cast[number] for number in numbers]


def opened(cast: Cast, year: int = 2025) -> Poll:
    """The poll of a year, opened by the personnel office."""
    return open_poll(bureau=cast.bureau, year=year, closes_on=CLOSES_ON, actor=cast["S01"], at=OPENED)


def electorate(poll: Poll) -> Electorate:
    """The poll's electorate under its policy."""
    assert poll.opened_on is not None
    return electorate_of(poll, policy_of(poll.bureau, poll.opened_on))


def form_of(poll: Poll, voter: Person, options: str = "ABABN", *, confirmed: bool = True) -> Form:
    """The same five letters for everybody whom somebody rates."""
    ratees = electorate(poll).ratees(voter.number)
    return Form({each.voter.number: options for each in ratees}, confirmed)


def fingerprint(place: int) -> str:
    """Five letters that only one voter gives: his place among the voters, in base 5."""
    return "".join(LETTERS[place // 5**power % 5] for power in range(5))


def vote(poll: Poll, voter: Person, options: str = "ABABN", at: datetime = LATER) -> None:
    """Cast a ballot that gives everybody the same."""
    cast_ballots(voter=voter, poll=poll, form=form_of(poll, voter, options), at=at)
