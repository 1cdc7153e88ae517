"""A poll as its voters and the personnel office see it: who may vote, who has; never what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

from daybook.annual.models import AnnualReport, BallotParticipation, PaperBatch, Poll
from daybook.annual.queries.electorate import Electorate, Member, electorate_of
from daybook.org.models import Appointment, Bureau, Department
from daybook.org.policies import policy_of
from daybook.org.roster import touching
from daybook.rules.electorate import CLASS_OF_ROLE
from daybook.rules.policy import Policy
from daybook.rules.units import CATEGORY_OF_ROLE


class State(Enum):
    """What a voter finds on the page of his ballot."""

    NONE = "none"
    OUTSIDE = "outside"
    VOTED = "voted"
    OVER = "over"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Ratee:
    """Somebody on a ballot: post and department as of the opening; whether a summary can be read.

    `few` says that so few of the voter's class rate him that the class alone nearly tells who it was.
    """

    member: Member
    post: str
    department: str
    has_summary: bool
    few: bool

    @property
    def number(self) -> str:
        """The number."""
        return self.member.voter.number

    @property
    def name(self) -> str:
        """The name."""
        return self.member.name


@dataclass(frozen=True)
class OwnBallot:
    """A voter's ballot: the poll, and whom he rates."""

    poll: Poll
    electorate: Electorate
    number: str
    has_voted: bool
    today: date

    @property
    def policy(self) -> Policy:
        """The policy that the poll is held under."""
        return self.electorate.policy

    @cached_property
    def rated(self) -> Sequence[Member]:
        """Whom the voter rates, by number."""
        return self.electorate.ratees(self.number)

    @property
    def given(self) -> str:
        """The voter's class; empty where he has no vote."""
        return self.electorate.class_of(self.number) if self.rated else ""

    @cached_property
    def ratees(self) -> Sequence[Ratee]:
        """Whom the voter rates as the page tells of them, in two statements; nobody once he has voted."""
        return [] if self.has_voted else _ratees(self.poll, self.electorate, self.given, self.rated)

    @property
    def state(self) -> State:
        """What the page is."""
        if self.has_voted:
            return State.VOTED
        if self.poll.closed or (self.poll.closes_on is not None and self.poll.closes_on < self.today):
            return State.OVER
        return State.OPEN if self.rated else State.OUTSIDE

    @property
    def is_signed(self) -> bool:
        """Whether the voter's class is a signed one."""
        return self.given in self.policy.assessment.signed

    @property
    def few(self) -> list[Ratee]:
        """Those on whom the class alone nearly tells whose a ballot is."""
        return [each for each in self.ratees if each.few]


def poll_of(bureau: Bureau, year: int) -> Poll | None:
    """The poll of a year, if there is one."""
    return Poll.objects.filter(bureau=bureau, year=year).select_related("bureau").first()


def poll_policy(poll: Poll, today: date) -> Policy:
    """The policy that a poll is held under: that of the day it opened. Raises PolicyFault."""
    return policy_of(poll.bureau, poll.opened_on or today)


def own_ballot(poll: Poll, number: str, today: date) -> OwnBallot:
    """The ballot of a voter, by number; in two statements."""
    electorate = electorate_of(poll, poll_policy(poll, today))
    taken = BallotParticipation.objects.filter(poll=poll, voter__number=number)
    return OwnBallot(poll, electorate, number, taken.exists(), today)


def _ratees(poll: Poll, electorate: Electorate, given: str, found: Sequence[Member]) -> list[Ratee]:
    """Heads first, then the staff, department by department."""
    rows = [each.row for each in found]
    posts = _posts(rows, poll.opened_on or date.max)
    readable = AnnualReport.objects.filter(year=poll.year, person__in=rows, submitted_at__isnull=False)
    written = frozenset(readable.values_list("person_id", flat=True))
    least = electorate.policy.assessment.shown_min_ballots
    ratees = [
        Ratee(
            member=each,
            post=posts[each.row].post if each.row in posts else "",
            department=_name(posts.get(each.row)),
            has_summary=each.row in written,
            few=electorate.are_few(given, each.voter, least),
        )
        for each in found
    ]
    return sorted(
        ratees, key=lambda each: (each.member.voter.role == "staff", _place(posts.get(each.member.row)))
    )


def _posts(rows: Sequence[int], on: date) -> Mapping[int, Appointment]:
    span = touching(on, on, start="valid_from", end="valid_to")
    found = Appointment.objects.filter(span, person__in=rows).select_related("department")
    return {each.person_id: each for each in found}


def _name(post: Appointment | None) -> str:
    return post.department.name if post and post.department else ""


def _place(post: Appointment | None) -> tuple[int, str]:
    return (post.department.order, post.department.code) if post and post.department else (0, "")


def without_summary(bureau: Bureau, year: int, electorate: Electorate) -> int:
    """How many of those who are rated have submitted no summary of the year; in one statement."""
    rated = {each.row for each in electorate.members.values() if each.voter.role in CATEGORY_OF_ROLE}
    submitted = AnnualReport.objects.filter(bureau=bureau, year=year, submitted_at__isnull=False)
    return len(rated.difference(submitted.values_list("person_id", flat=True)))


@dataclass(frozen=True, slots=True)
class Turnout:
    """The voters of a department, or the leaders: who has voted, and who has not."""

    name: str
    voted: Sequence[Member]
    missing: Sequence[Member]


@dataclass(frozen=True)
class Participation:
    """Who has voted in a poll, never what; and the paper that is being entered."""

    poll: Poll
    electorate: Electorate
    taken: frozenset[int]
    departments: Sequence[Department]
    batches: Sequence[PaperBatch]

    @property
    def voters(self) -> Sequence[Member]:
        """Everybody who has a vote."""
        return list(self.electorate.voters.values())

    @property
    def voted(self) -> int:
        """How many have voted."""
        return len(self.taken)

    @property
    def missing(self) -> Sequence[Member]:
        """Those who have not voted."""
        return [each for each in self.voters if each.row not in self.taken]

    @cached_property
    def classes(self) -> list[tuple[str, int, int]]:
        """Of each class how many have voted, and of how many."""
        counts = {given: [0, 0] for given in sorted(set(CLASS_OF_ROLE.values()))}
        for each in self.voters:
            count = counts[CLASS_OF_ROLE[each.voter.role]]
            count[0] += each.row in self.taken
            count[1] += 1
        return [(given, voted, of) for given, (voted, of) in counts.items()]

    @cached_property
    def turnouts(self) -> list[Turnout]:
        """The voters department by department, leaders first (without a name)."""
        groups: list[Turnout] = []
        for code, name in [(None, ""), *((each.code, each.name) for each in self.departments)]:
            own = [each for each in self.voters if each.voter.department == code]
            voted = [each for each in own if each.row in self.taken]
            if own:
                groups.append(Turnout(name, voted, [each for each in own if each.row not in self.taken]))
        return groups


def participation_of(poll: Poll, today: date) -> Participation:
    """Who has voted, in four statements."""
    taken = BallotParticipation.objects.filter(poll=poll).values_list("voter_id", flat=True)
    return Participation(
        poll=poll,
        electorate=electorate_of(poll, poll_policy(poll, today)),
        taken=frozenset(taken),
        departments=list(Department.objects.filter(bureau=poll.bureau_id)),
        batches=list(PaperBatch.objects.filter(poll=poll).prefetch_related("typings").order_by("number")),
    )


def is_waiting(batch: PaperBatch) -> bool:
    """Whether a batch of paper still waits to be entered."""
    return PaperBatch.objects.filter(pk=batch.pk).exists()
