"""A bureau's year, settled from what stands in the database; nothing is changed by asking."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache

from daybook.annual.queries.corrections import Change
from daybook.annual.queries.facts import roster_of_year, year_facts
from daybook.org.models import Bureau
from daybook.org.policies import policy
from daybook.org.roster import Roster
from daybook.rules.facts import YearFacts
from daybook.rules.policy import Policy
from daybook.rules.policy_fault import Fault, PolicyFault
from daybook.rules.record import year_record
from daybook.rules.result import YearResult
from daybook.rules.settlement import PolicyOn
from daybook.rules.sheet import UnfitSheet
from daybook.rules.year import settle


@dataclass(frozen=True, slots=True)
class Settled:
    """A settled year with what is needed to show it: the policy it stands on, and what people are called."""

    result: YearResult
    policy: Policy
    roster: Roster


def settled_year(
    bureau: Bureau, year: int, replayed_under: str = "", *, changed: Change | None = None
) -> Settled:
    """The year under its own policy, or replayed under another.

    Its own is the policy in force on 31 December; a published sheet keeps the policy of the day it
    was published. A replay applies the other policy to everything, and sets decided seats aside. `changed`
    gives other facts than those that stand. Raises PolicyFault where a policy does not hold, or has no form
    for a published sheet.
    """
    replayed = bool(replayed_under) and replayed_under != bureau.policy
    own = replayed_under if replayed else bureau.policy
    roster = roster_of_year(bureau, year)
    facts = year_facts(bureau, year, roster, with_seats=not replayed)
    return _settled(own, changed(facts) if changed else facts, roster, None if replayed else _policy_on(own))


def settled_both(bureau: Bureau, year: int, changed: Change) -> tuple[Settled, Settled]:
    """The year as it stands, and from changed facts: two proposals from one reading."""
    own, roster = bureau.policy, roster_of_year(bureau, year)
    facts, policy_on = year_facts(bureau, year, roster), _policy_on(own)
    return _settled(own, facts, roster, policy_on), _settled(own, changed(facts), roster, policy_on)


def _settled(own: str, facts: YearFacts, roster: Roster, policy_on: PolicyOn | None) -> Settled:
    in_force = policy(own, date(facts.year, 12, 31))
    try:
        result = settle(in_force, facts, policy_on)
    except UnfitSheet as unfit:
        raise PolicyFault([Fault(own, "sheets", "unfit_sheet", {"value": str(unfit)})]) from unfit
    return Settled(result, in_force, roster)


def settled_line(bureau: Bureau, year: int, replayed_under: str = "") -> str:
    """The settled year as one line of JSON, unescaped UTF-8."""
    record = year_record(settled_year(bureau, year, replayed_under).result)
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _policy_on(own: str) -> PolicyOn:
    @cache
    def policy_on(policy_id: str, day: date) -> Policy:
        return policy(policy_id or own, day)

    return policy_on
