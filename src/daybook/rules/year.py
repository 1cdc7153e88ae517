"""One bureau-year from its facts to its result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from daybook.rules.facts import YearFacts
    from daybook.rules.policy import Policy
    from daybook.rules.result import YearResult


def settle(
    policy: Policy, facts: YearFacts, policy_on: Callable[[date], Policy] | None = None
) -> YearResult:
    """Settle the year of one bureau under ``policy``, the one in force on its last day.

    ``policy_on`` gives the policy in force on the day a sheet was published, so that a published quarter keeps
    the weights it was published under; left out, ``policy`` scores every sheet (a replay).
    """
    from daybook.rules.settlement import Settlement

    return Settlement(policy, facts, policy_on).result()
