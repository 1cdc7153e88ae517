"""A bureau's year, settled from what stands in the database; nothing is changed by asking."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from daybook.annual.queries.corrections import Change
from daybook.annual.queries.facts import roster_of_year, year_facts
from daybook.annual.queries.remembered import settle_remembered
from daybook.org.models import Bureau
from daybook.org.policies import changed_policy, policy
from daybook.org.roster import Roster
from daybook.rules.assessment import BadBallot
from daybook.rules.facts import Member, YearFacts
from daybook.rules.policy import Policy
from daybook.rules.policy_fault import Fault, PolicyFault
from daybook.rules.policy_layers import Table
from daybook.rules.record import year_record
from daybook.rules.result import YearResult
from daybook.rules.settlement import PolicyOn
from daybook.rules.sheet import UnfitSheet
from daybook.rules.year import settle


@dataclass(frozen=True, slots=True)
class Replay:
    """What a year is replayed under: a policy, and values laid over it as its file would name them."""

    policy_id: str
    values: Table


@dataclass(frozen=True, slots=True)
class Settled:
    """A settled year with what is needed to show it: the policy it stands on, and what people are called.

    `frozen` are the units as they were frozen last, by number; empty without a freeze, and in a replay.
    """

    result: YearResult
    policy: Policy
    roster: Roster
    frozen: Mapping[str, Member]


def settled_year(
    bureau: Bureau,
    year: int,
    replayed_under: str = "",
    *,
    values: Table | None = None,
    changed: Change | None = None,
) -> Settled:
    """The year under its own policy, or replayed under another, or with other values.

    Its own is the policy in force on 31 December; a published sheet keeps the policy of the day it
    was published. A replay applies the other policy to everything, and sets aside what was decided or frozen
    under the own one: seats and units. `values` are laid over the policy's as a file of the bureau's would
    be; of its own policy sheets then still keep theirs. `changed` gives other facts than those that stand.
    Raises PolicyFault where a policy does not hold, has no form for a published sheet,
    or lacks an option of a ballot that was cast.
    """
    roster = roster_of_year(bureau, year)
    facts = year_facts(bureau, year, roster)
    if changed:
        facts = changed(facts)
    return _replayed(bureau, Replay(replayed_under or bureau.policy, values or {}), facts, roster)


def settled_beside(bureau: Bureau, year: int, replay: Replay) -> tuple[Settled, Settled]:
    """The year as it stands and as replayed, from one reading. Raises PolicyFault."""
    roster = roster_of_year(bureau, year)
    facts = year_facts(bureau, year, roster)
    own = _replayed(bureau, Replay(bureau.policy, {}), facts, roster)
    return own, _replayed(bureau, replay, facts, roster)


def settled_both(bureau: Bureau, year: int, changed: Change) -> tuple[Settled, Settled]:
    """The year as it stands, and from changed facts: two proposals from one reading."""
    own, roster = bureau.policy, roster_of_year(bureau, year)
    facts, policy_on = year_facts(bureau, year, roster), _policy_on(own)
    return _settled(own, facts, roster, policy_on), _settled(own, changed(facts), roster, policy_on)


def _replayed(bureau: Bureau, replay: Replay, facts: YearFacts, roster: Roster) -> Settled:
    own, last = replay.policy_id, date(facts.year, 12, 31)
    if own == bureau.policy and not replay.values:
        return _settled(own, facts, roster, _policy_on(own))
    chosen = changed_policy(own, replay.values, last) if replay.values else policy(own, last)
    # Under the own policy a published sheet stays what it is: of a sheet no value can be chosen.
    policy_on = _policy_on(own) if own == bureau.policy else None
    return _settled(own, facts.set_aside(), roster, policy_on, chosen)


def _settled(
    own: str, facts: YearFacts, roster: Roster, policy_on: PolicyOn | None, chosen: Policy | None = None
) -> Settled:
    in_force = chosen or policy(own, date(facts.year, 12, 31))
    try:
        if policy_on is None or chosen:
            result = settle(in_force, facts, policy_on)
        else:
            result = settle_remembered(in_force, facts, policy_on)
    except UnfitSheet as unfit:
        raise PolicyFault([Fault(own, "sheets", "unfit_sheet", {"value": str(unfit)})]) from unfit
    except BadBallot:
        # Of the ballot nothing is told, not even to a log.
        raise PolicyFault([Fault(own, "assessment.options", "unfit_ballot")]) from None
    return Settled(result, in_force, roster, facts.members)


def settled_line(bureau: Bureau, year: int, replayed_under: str = "") -> str:
    """The settled year as one line of JSON, unescaped UTF-8."""
    record = year_record(settled_year(bureau, year, replayed_under).result)
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _policy_on(own: str) -> PolicyOn:
    @cache
    def policy_on(policy_id: str, day: date) -> Policy:
        return policy(policy_id or own, day)

    return policy_on
