"""A year settled once for the same facts: each page reads the facts anew, but repeats no arithmetic.

What is remembered is a function of what it was made from, and is given again only where all of that is the
same: every fact, and every policy that was consulted. So no page can show what its facts do not give.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from daybook.rules.facts import YearFacts
from daybook.rules.policy import Policy
from daybook.rules.result import YearResult
from daybook.rules.settlement import PolicyOn
from daybook.rules.year import settle

KEPT = 2
"""How many results a process remembers: a year, and what would become of it."""

FACTS = tuple(each.name for each in fields(YearFacts))


@dataclass(frozen=True, slots=True)
class _Settling:
    """What a result was made from; the policies of sheets by id and day of publishing."""

    policy: Policy
    facts: YearFacts
    policies: Mapping[tuple[str, date], Policy]
    result: YearResult

    def holds(self, policy: Policy, facts: YearFacts, policy_on: PolicyOn) -> bool:
        """Whether the same comes of these."""
        return (
            self.policy is policy
            and all(getattr(self.facts, name) == getattr(facts, name) for name in FACTS)
            and all(policy_on(*asked) is found for asked, found in self.policies.items())
        )


LAST: deque[_Settling] = deque(maxlen=KEPT)


def settle_remembered(policy: Policy, facts: YearFacts, policy_on: PolicyOn) -> YearResult:
    """What `settle` gives, and raises; one of the last results where it is the same.

    A result is shared by whoever asks, so nobody may change it.
    """
    for last in tuple(LAST):
        if last.holds(policy, facts, policy_on):
            return last.result
    consulted: dict[tuple[str, date], Policy] = {}

    def noted(policy_id: str, day: date) -> Policy:
        found = consulted[policy_id, day] = policy_on(policy_id, day)
        return found

    result = settle(policy, facts, noted)
    LAST.append(_Settling(policy, facts, consulted, result))
    return result
