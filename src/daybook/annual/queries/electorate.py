"""Who votes on whom: the electorate as it stood on the day a poll opened, or as it would stand on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from daybook.annual.models import Poll, PollMember
from daybook.org.enums import RightKind
from daybook.org.lines import lines_of
from daybook.org.models import Bureau, Right
from daybook.org.rights import ADMINISTRATORS
from daybook.org.roster import touching
from daybook.org.rows import bare_rows
from daybook.rules.electorate import CLASS_OF_ROLE, Voter, able_voters, ballot_class, ratees_of
from daybook.rules.policy import Policy

BY_NUMBER = "portfolio_staff"
"""The right that asks for the voter's own number."""


class Member(NamedTuple):
    """Somebody of an electorate: what the rules ask, the row, the name, and whether he votes."""

    voter: Voter
    row: int
    name: str
    votes: bool


@dataclass(frozen=True)
class Electorate:
    """Everybody of a poll by number, in order; the policy says who rates whom.

    One that was `kept` when a poll opened knows who has a vote; else it is found out.
    """

    members: Mapping[str, Member]
    policy: Policy
    kept: bool = False

    @cached_property
    def everybody(self) -> Sequence[Voter]:
        """All of them, as the rules see them."""
        return [each.voter for each in self.members.values()]

    @cached_property
    def voters(self) -> Mapping[str, Member]:
        """Those who have a vote and somebody to rate."""
        voting = {number: each for number, each in self.members.items() if each.votes}
        if self.kept:
            return voting
        return {number: each for number, each in voting.items() if self._rates_somebody(each.voter)}

    def _rates_somebody(self, voter: Voter) -> bool:
        """Whether somebody rates anybody; those of one role and department are alike but for themselves."""
        rights = self.policy.assessment.electorate.get(CLASS_OF_ROLE[voter.role], ())
        alike = voter if BY_NUMBER in rights else voter._replace(number="")
        if alike not in self._first_two:
            rated = (each.number for each in self.everybody if ballot_class(self.policy, alike, each))
            self._first_two[alike] = list(islice(rated, 2))
        return any(number != voter.number for number in self._first_two[alike])

    @cached_property
    def _first_two(self) -> dict[Voter, list[str]]:
        return {}

    def ratees(self, number: str) -> list[Member]:
        """Those whom somebody rates, by number; nobody where he has no vote."""
        member = self.members.get(number)
        if member is None or not member.votes:
            return []
        if number not in self._ratees:
            rated = ratees_of(self.policy, member.voter, self.everybody)
            self._ratees[number] = [self.members[each] for each in rated]
        return self._ratees[number]

    @cached_property
    def _ratees(self) -> dict[str, list[Member]]:
        return {}

    def class_of(self, number: str) -> str:
        """The class of ballots in which somebody votes."""
        return CLASS_OF_ROLE[self.members[number].voter.role]

    @cached_property
    def classes(self) -> Counter[str]:
        """How many voters each class has."""
        return Counter(CLASS_OF_ROLE[each.voter.role] for each in self.voters.values())

    def are_few(self, given: str, ratee: Voter, least: int) -> bool:
        """Whether fewer than so many may rate somebody in a class."""
        able = able_voters(self.policy, given, self._electors[given], ratee)
        return len(list(islice(able, least))) < least

    @cached_property
    def _electors(self) -> Mapping[str, list[Voter]]:
        found: dict[str, list[Voter]] = {given: [] for given in CLASS_OF_ROLE.values()}
        for each in self.members.values():
            if each.votes:
                found[CLASS_OF_ROLE[each.voter.role]].append(each.voter)
        return found


def electorate_of(poll: Poll, policy: Policy) -> Electorate:
    """The electorate kept when the poll opened, in one statement."""
    columns = ("person_id", "person__number", "person__name", "role", "department__code", "leader__number")
    rows = PollMember.objects.filter(poll=poll).values_list(*columns, "votes")
    members = {
        number: Member(Voter(number, role, department, leader or ""), row, name, bool(votes))
        for row, number, name, role, department, leader, votes in bare_rows(rows)
    }
    return Electorate(dict(sorted(members.items())), policy, kept=True)


def electorate_on(bureau: Bureau, day: date, policy: Policy) -> Electorate:
    """The electorate as it stands on a day: everybody employed who holds a post, in five statements."""
    lines = lines_of(bureau, day)
    away = _administrators(bureau, day)
    members: dict[str, Member] = {}
    for number in sorted(person.number for person in lines.roster.people):
        held = lines.structure.appointment_on(number, day)
        if held is None or held.role not in CLASS_OF_ROLE:
            continue
        leader = lines.structure.leader_on(held.department, day) or ""
        voter = Voter(number, held.role, held.department, leader)
        row, name = lines.rows[number], lines.roster.names[number]
        members[number] = Member(voter, row, name, row not in away)
    return Electorate(members, policy)


def _administrators(bureau: Bureau, day: date) -> frozenset[int]:
    """Those who can neither score nor vote."""
    span = touching(day, day, start="first_day", end="last_day")
    kinds: Sequence[RightKind] = ADMINISTRATORS
    held = Right.objects.filter(span, person__bureau=bureau, kind__in=kinds)
    return frozenset(held.values_list("person_id", flat=True))
