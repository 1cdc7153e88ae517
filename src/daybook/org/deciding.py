"""Who answers what a person asks for: the superior; where the chain ends, the committee.

Until the committee has a list of its members, the personnel office records what it decided, never in a case
of the officer's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from daybook.org.above import above_of
from daybook.org.enums import RightKind
from daybook.org.models import Person
from daybook.org.rights import holds_right


def decides_for(decider: Person, people: Iterable[Person], on: date) -> frozenset[str]:
    """The numbers of those among some people whose requests somebody answers on a day.

    In two statements, and a third where one of them has nobody above.
    """
    asking = {each.number: each.pk for each in people if each.bureau_id == decider.bureau_id}
    asking.pop(decider.number, None)
    if not asking:
        return frozenset()
    above = above_of(decider.bureau, set(asking.values()), on, on)
    superiors = {number: above.superior_on(number, on) for number in asking}
    committee = "" in superiors.values() and holds_right(decider, RightKind.PERSONNEL_OFFICE, on)
    answered = {decider.number, ""} if committee else {decider.number}
    return frozenset(number for number, superior in superiors.items() if superior in answered)
