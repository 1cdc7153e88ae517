"""What the tests of the review queue set up: months handed in, pages of the queue, ratings sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import time_machine
from django.test import Client

from daybook.org.models import Person
from tests.factories import entry_of, noon, submitted
from tests.pages import reading
from tests.people import Cast

MARCH, FIRST = "2026-03", "2026-03-01"
APRIL_2, APRIL_8 = noon(2026, 4, 2), noon(2026, 4, 8)
RATED: dict[str, Any] = {
    "execution_rating": "well",
    "saturation_rating": "fairly_well",
    "completion_rating": "well",
    "comment": "台账核对细，三季度请提前。",
}


def handed_in(person: Person, at: datetime = APRIL_2, day: date = date(2026, 3, 5)) -> None:
    """A month with an entry, submitted."""
    entry_of(person, day)
    submitted(person, MARCH, at)


def way(number: str, first: str = FIRST, more: str = "") -> str:
    """The address of one turn."""
    return f"/reviews/{MARCH}/{number}/{first}{more}"


def sent(client: Client, address: str, at: datetime = APRIL_8, **given: Any) -> Any:
    """What came back of something posted at an instant."""
    with time_machine.travel(at, tick=False):
        return client.post(address, given)


def got(client: Client, address: str, at: datetime = APRIL_8) -> Any:
    """What came back of an address at an instant."""
    with time_machine.travel(at, tick=False):
        return client.get(address)


def states(cast: Cast, number: str, month: str = MARCH, at: datetime = APRIL_8) -> list[tuple[str, str]]:
    """The queue of somebody: whom, and how the month stands."""
    from daybook.monthly.access import reviewer_on
    from daybook.monthly.queries.queue import queue_of
    from daybook.org.moments import local_day
    from daybook.org.policies import policy_of

    today = local_day(cast.bureau, at)
    reviewer = reviewer_on(cast[number], today)
    assert reviewer is not None
    queue = queue_of(reviewer, month, today, policy_of(cast.bureau, today))
    return [(turn.person.number, turn.state) for turn in queue.turns]


__all__ = [
    "APRIL_2",
    "APRIL_8",
    "FIRST",
    "MARCH",
    "RATED",
    "got",
    "handed_in",
    "reading",
    "sent",
    "states",
    "way",
]
