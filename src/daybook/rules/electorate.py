"""The electorate (投票范围): who votes on whom, as of the day the poll opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from daybook.rules.policy import Policy
from daybook.rules.superiors import HEAD_ROLES, LEADER
from daybook.rules.units import CATEGORY_OF_ROLE, PRINCIPAL

CLASS_OF_ROLE = {PRINCIPAL: "A", LEADER: "B", "department_head": "C", "acting_head": "C", "staff": "D"}


class Voter(NamedTuple):
    """A person on the day the poll opens: role, department, the leader in charge of it (the unit)."""

    number: str
    role: str
    department: str | None
    leader: str


Right = Callable[[Voter, Voter], bool]


def _is_head(ratee: Voter) -> bool:
    return ratee.role in HEAD_ROLES


def _same_department(voter: Voter, ratee: Voter) -> bool:
    return voter.department is not None and voter.department == ratee.department


RIGHTS: Mapping[str, Right] = {
    "everybody": lambda voter, ratee: True,
    "heads": lambda voter, ratee: _is_head(ratee),
    "portfolio_staff": lambda voter, ratee: not _is_head(ratee) and ratee.leader == voter.number,
    "own_staff": lambda voter, ratee: not _is_head(ratee) and _same_department(voter, ratee),
    "unit_staff": lambda voter, ratee: not _is_head(ratee) and ratee.leader == voter.leader,
    "own_head": lambda voter, ratee: _is_head(ratee) and _same_department(voter, ratee),
    "colleagues": lambda voter, ratee: not _is_head(ratee) and _same_department(voter, ratee),
}


def ballot_class(policy: Policy, voter: Voter, ratee: Voter) -> str | None:
    """The class in which a voter rates somebody, ``None`` where he does not. Source: confirmed_default.

    Only heads and staff are rated, nobody by himself.
    """
    own_class = CLASS_OF_ROLE.get(voter.role)
    return own_class if _may_rate(_rights_of(policy, own_class), voter, ratee) else None


def _rights_of(policy: Policy, given: str | None) -> list[Right]:
    """What the voters of a class may rate; nothing without a class."""
    return [RIGHTS[right] for right in policy.assessment.electorate.get(given or "", ())]


def _may_rate(rights: Iterable[Right], voter: Voter, ratee: Voter) -> bool:
    if ratee.role not in CATEGORY_OF_ROLE or voter.number == ratee.number:
        return False
    return any(right(voter, ratee) for right in rights)


def ratees_of(policy: Policy, voter: Voter, everybody: Iterable[Voter]) -> list[str]:
    """The numbers of those a voter rates, in order."""
    rights = _rights_of(policy, CLASS_OF_ROLE.get(voter.role))
    return sorted(each.number for each in everybody if _may_rate(rights, voter, each))


def able_voters(policy: Policy, given: str, voters: Iterable[Voter], ratee: Voter) -> Iterator[str]:
    """The numbers of those who may rate somebody in a class, in the order in which they are given."""
    return (each.number for each in voters if ballot_class(policy, each, ratee) == given)
