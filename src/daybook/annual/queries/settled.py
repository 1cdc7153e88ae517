"""A bureau's year, settled from what stands in the database; nothing is changed by asking."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache

from daybook.annual.queries.facts import year_facts
from daybook.org.models import Bureau
from daybook.org.policies import policy
from daybook.rules.policy import Policy
from daybook.rules.record import year_record
from daybook.rules.result import YearResult
from daybook.rules.year import settle


def settled_year(bureau: Bureau, year: int, replayed_under: str = "") -> YearResult:
    """The year under its own policy, or replayed under another.

    Its own is the bureau's policy as in force on 31 December; a published sheet keeps the policy of the day it
    was published. A replay applies the other policy to everything, and sets decided seats aside.
    Raises PolicyFault where a policy does not hold.
    """
    last = date(year, 12, 31)
    if replayed_under and replayed_under != bureau.policy:
        facts = year_facts(bureau, year, with_seats=False)
        return settle(policy(replayed_under, last), facts)
    facts = year_facts(bureau, year)
    return settle(policy(bureau.policy, last), facts, _policy_on(bureau.policy))


def settled_line(bureau: Bureau, year: int, replayed_under: str = "") -> str:
    """The settled year as one line of JSON, unescaped UTF-8."""
    record = year_record(settled_year(bureau, year, replayed_under))
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _policy_on(policy_id: str) -> Callable[[date], Policy]:
    @cache
    def policy_on(day: date) -> Policy:
        return policy(policy_id, day)

    return policy_on
