"""Entering a closed poll: ballots go in without voter or time, in an order that pairs with nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random, SystemRandom

from django.utils.translation import gettext as _

from daybook.annual.enums import BallotClass, BallotOption, Virtue
from daybook.annual.models import Ballot, BallotParticipation, Poll, PollMember
from daybook.annual.queries.electorate import Electorate, electorate_on
from daybook.ledger.actions import recorded
from daybook.org.actions.guards import note, require_bureau, require_office
from daybook.org.keys import ALPHABET
from daybook.org.lines import Lines, lines_of
from daybook.org.models import Bureau, Department, Person
from daybook.org.moments import local_day, moment
from daybook.org.policies import policy_of
from daybook.rules.electorate import CLASS_OF_ROLE, Voter, ballot_class
from daybook.rules.policy import Policy
from daybook.web.refusals import Refused

NOT_RATED = "-"
OPTIONS = frozenset({*BallotOption.values, NOT_RATED})
SERIAL_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Paper:
    """One ballot as it was filled in: a letter a virtue, in their order, `-` where none was given."""

    ballot_class: str
    ratee: Person
    options: str


def enter_closed_poll(
    *,
    bureau: Bureau,
    year: int,
    papers: Sequence[Paper],
    voters: Sequence[Person],
    opened_on: date,
    actor: Person | None = None,
    at: datetime | None = None,
    random: Random | None = None,
) -> Poll:
    """Enter the poll of a year that was held and is closed; by the personnel office. Raises Refused.

    The electorate is that of the day it opened: nobody can have more ballots of a class than it has voters
    who may rate him. `random` makes serials and order repeatable; without it they are the system's.
    """
    instant = moment(at)
    with recorded():
        require_office(actor, bureau, local_day(bureau, instant))
        require_no_poll(bureau, year)
        classes = _classes(bureau, papers, voters, opened_on)
        days = {"opened_on": opened_on, "closed_at": instant}
        poll = Poll.objects.create(bureau=bureau, year=year, closed=True, **days)
        keep_electorate(poll, electorate_on(bureau, opened_on, policy_of(bureau, opened_on)))
        Ballot.objects.bulk_create(_ballots(poll, papers, random or SystemRandom()), batch_size=500)
        BallotParticipation.objects.bulk_create(
            BallotParticipation(poll=poll, ballot_class=classes[voter.number], voter=voter)
            for voter in sorted(voters, key=lambda each: (classes[each.number], each.number))
        )
        after = {"ballots": len(papers), "voters": len(voters), "opened_on": opened_on}
        note(actor, bureau, "enter_closed_poll", "poll", str(year), after=after)
    return poll


def require_no_poll(bureau: Bureau, year: int) -> None:
    """Refuse a second poll of a year."""
    if Poll.objects.filter(bureau=bureau, year=year).exists():
        raise Refused(_("There is a poll of this year already."), field="year")


def keep_electorate(poll: Poll, electorate: Electorate) -> None:
    """Write down who was what on the day the poll opened."""
    rows = {number: each.row for number, each in electorate.members.items()}
    departments = dict(Department.objects.filter(bureau=poll.bureau_id).values_list("code", "pk"))
    PollMember.objects.bulk_create(
        (
            PollMember(
                poll=poll,
                person_id=each.row,
                role=each.voter.role,
                department_id=departments.get(each.voter.department or ""),
                leader_id=rows.get(each.voter.leader),
                votes=each.voter.number in electorate.voters,
            )
            for each in electorate.members.values()
        ),
        batch_size=500,
    )


def _classes(
    bureau: Bureau, papers: Sequence[Paper], voters: Sequence[Person], opened_on: date
) -> dict[str, str]:
    """The class of each voter, if everything agrees with the electorate of that day. Raises Refused."""
    require_bureau(bureau, *voters, *(paper.ratee for paper in papers))
    lines = lines_of(bureau, opened_on)
    electorate = {person.number: _voter(lines, person, opened_on) for person in voters}
    if len(electorate) < len(voters):
        raise Refused(_("Nobody votes twice."), field="voters")
    for paper in papers:
        _require_filled(paper)
    _require_possible(lines, policy_of(bureau, opened_on), papers, list(electorate.values()), opened_on)
    return {number: CLASS_OF_ROLE[voter.role] for number, voter in electorate.items()}


def _voter(lines: Lines, person: Person, on: date) -> Voter:
    held = lines.structure.appointment_on(person.number, on)
    if held is None:
        raise Refused(_("%(name)s held no post that day.") % {"name": person.name}, field="voters")
    leader = lines.structure.leader_on(held.department, on) or ""
    return Voter(person.number, held.role, held.department, leader)


def _require_filled(paper: Paper) -> None:
    if len(paper.options) != len(Virtue) or not OPTIONS.issuperset(paper.options):
        raise Refused(
            _("A ballot holds one of A, B, C, D, N or - for each of the five virtues."), field="options"
        )
    if paper.ballot_class not in BallotClass.values:
        raise Refused(_("There is no such class of ballots."), field="ballot_class")


def _require_possible(
    lines: Lines, policy: Policy, papers: Sequence[Paper], voters: Sequence[Voter], on: date
) -> None:
    for (number, given), count in Counter((paper.ratee, paper.ballot_class) for paper in papers).items():
        ratee = _voter(lines, number, on)
        able = sum(ballot_class(policy, voter, ratee) == given for voter in voters)
        if count > able:
            words = {"name": number.name, "class": given, "count": count, "able": able}
            raise Refused(
                _("%(name)s has %(count)s ballots of class %(class)s from %(able)s voters.") % words,
                field="papers",
            )


def _ballots(poll: Poll, papers: Sequence[Paper], random: Random) -> Iterator[Ballot]:
    """The rows in the order of random serials, which is no order at all."""
    serials = sorted(random_serials(len(papers), random))
    shuffled = random.sample(list(papers), len(papers))
    for serial, paper in zip(serials, shuffled, strict=True):
        yield Ballot(
            poll=poll,
            ballot_class=paper.ballot_class,
            serial=serial,
            ratee=paper.ratee,
            options=paper.options,
        )


def random_serials(count: int, random: Random) -> set[str]:
    """So many serials of ballots, all different."""
    found: set[str] = set()
    while len(found) < count:
        found.add("".join(random.choices(ALPHABET, k=SERIAL_LENGTH)))
    return found
