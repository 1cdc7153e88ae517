"""Appraisal units (考核单元) and pools, as of a day (31 December, or the day a poll opens)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from daybook.rules.facts import Appointment, Department, Member, Portfolio
from daybook.rules.periods import holds_on
from daybook.rules.policy import Policy

HEADS = "HEADS"
NOBODY = ""
PRINCIPAL = "principal_leader"
CATEGORY_OF_ROLE = {"department_head": "head", "acting_head": "head", "staff": "staff"}


class UnitMap:
    """Which unit holds a department on a day. Source: bureau_account, confirmed_default (units.heads)."""

    __slots__ = ("day", "heads_apart", "leaders", "principal")

    def __init__(
        self,
        policy: Policy,
        day: date,
        portfolios: Iterable[Portfolio],
        appointments: Iterable[Appointment],
    ) -> None:
        self.day = day
        self.leaders = {
            each.department: each.leader
            for each in portfolios
            if holds_on(each.valid_from, each.valid_to, day)
        }
        self.principal = principal_on(appointments, day)
        self.heads_apart = policy.units.heads == "own_pool"

    def unit_of_department(self, department: str | None) -> str:
        """The leader in charge of a department; the principal leader where nobody is; "" without one."""
        return self.leaders.get(department or "", self.principal)

    def unit_of(self, department: str | None, category: str) -> str:
        """The unit of a person of a category in a department."""
        return HEADS if self.heads_apart and category == "head" else self.unit_of_department(department)

    def departments_of(self, departments: Sequence[Department]) -> dict[str, tuple[str, ...]]:
        """The departments that exist on the day, by unit, in order of code."""
        units: dict[str, list[str]] = {}
        for each in sorted(departments):
            if holds_on(each.valid_from, each.valid_to, self.day):
                units.setdefault(self.unit_of_department(each.code), []).append(each.code)
        return {unit: tuple(codes) for unit, codes in units.items()}


def principal_on(appointments: Iterable[Appointment], day: date) -> str:
    """The principal leader on a day, the first by number should there be two; "" where there is none."""
    holders = (each.person for each in appointments if each.role == PRINCIPAL and _holds(each, day))
    return min(holders, default=NOBODY)


def _holds(appointment: Appointment, day: date) -> bool:
    return holds_on(appointment.valid_from, appointment.valid_to, day)


@lru_cache(maxsize=64)
def pool_of_category(policy: Policy) -> Mapping[str, str]:
    """The pool of each staff category. Source: confirmed_default."""
    return {category: pool for pool, categories in policy.pools.items() for category in categories}


def counted_member(frozen: Mapping[str, Member], number: str, known: Member) -> Member:
    """Where a person counts, given the units as frozen last and where the facts known today have the person.

    Without a freeze (an empty ``frozen``) that is what is known. Once units are frozen it is what was frozen,
    whatever was learned since; who was not among the frozen is in nobody's base until they are frozen anew.
    Source: confirmed_default.
    """
    if not frozen:
        return known
    return frozen.get(number) or known._replace(appraised=False)


def frozen_bases(frozen: Mapping[str, Member], pool: str) -> dict[str, int]:
    """The bases of a pool's units as frozen, units in order of the leader's number."""
    units = [each.unit for each in frozen.values() if each.pool == pool and each.appraised]
    return {unit: units.count(unit) for unit in sorted({*units})}


class Difference(NamedTuple):
    """Somebody who would count elsewhere if the units were frozen today; an empty side has no such person."""

    number: str
    frozen: Member | None
    known: Member | None


def differences(frozen: Mapping[str, Member], known: Mapping[str, Member]) -> list[Difference]:
    """What was learned since the units were frozen and would change them, by number; empty without a freeze.

    Not appraised then and now is no difference, wherever it is shown.
    """
    if not frozen:
        return []
    pairs = [
        Difference(number, frozen.get(number), known.get(number))
        for number in sorted(frozen.keys() | known.keys())
    ]
    return [each for each in pairs if _counts(each.frozen) != _counts(each.known)]


def _counts(member: Member | None) -> tuple[str, str] | None:
    return (member.pool, member.unit) if member and member.appraised else None
