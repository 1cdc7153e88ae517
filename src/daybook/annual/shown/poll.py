"""The personnel office's page of a poll: before it, while it is open, and afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from daybook.annual.actions.mixing import LEAST_TOGETHER
from daybook.annual.actions.papers import MOST, Difference
from daybook.annual.enums import BallotClass, Virtue
from daybook.annual.models import PaperBatch, PaperTyping, Poll
from daybook.annual.queries.electorate import Electorate, Member
from daybook.annual.queries.polls import Participation
from daybook.rules.deadlines import add_workdays
from daybook.rules.facts import WorkCalendar

USUAL_WORKDAYS = 5
"""What the form proposes for how long to vote; the office chooses."""


class ClassLine(NamedTuple):
    """A class of ballots: who votes in it, on how many, and how many have."""

    letter: str
    name: str
    voters: int
    voted: int = 0
    names: str = ""


@dataclass(frozen=True)
class PollPage:
    """What was typed and refused, on every state of the page."""

    year: int
    today: date
    sent: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    fault: str = field(default="", kw_only=True)
    at: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class PreviewPage(PollPage):
    """Before a poll: who would vote on whom, were it opened today."""

    electorate: Electorate
    calendar: WorkCalendar
    missing: int
    """How many who would be rated have handed in no summary."""

    @property
    def closes_on(self) -> str:
        """The last day as it was typed, or the usual one."""
        return (
            self.sent.get("closes_on") or add_workdays(self.calendar, self.today, USUAL_WORKDAYS).isoformat()
        )

    @property
    def classes(self) -> list[ClassLine]:
        """Each class with its voters; the names where they are few."""
        return [ClassLine(each, _name(each), self.electorate.classes[each]) for each in BallotClass.values]

    @property
    def voters(self) -> int:
        """How many have a vote."""
        return len(self.electorate.voters)

    @property
    def without(self) -> list[Member]:
        """Those of the electorate who have no vote: administrators, and who would rate nobody."""
        return [
            each for number, each in self.electorate.members.items() if number not in self.electorate.voters
        ]


@dataclass(frozen=True)
class OpenPage(PollPage):
    """While a poll is open, and once it is closed: who has voted, never what."""

    found: Participation

    @property
    def poll(self) -> Poll:
        """The poll."""
        return self.found.poll

    @property
    def classes(self) -> list[ClassLine]:
        """Each class: how many have voted, of how many."""
        return [ClassLine(each, _name(each), of, voted) for each, voted, of in self.found.classes]

    @property
    def is_due(self) -> bool:
        """Whether the last day of voting is over."""
        return self.poll.closes_on is not None and self.poll.closes_on < self.today

    @property
    def least(self) -> int:
        """How many ballots of a kind are moved together."""
        return LEAST_TOGETHER

    @property
    def most(self) -> int:
        """How many sheets a batch takes."""
        return MOST

    @property
    def batches(self) -> list[BatchLine]:
        """The batches of paper that are not accepted yet."""
        return [BatchLine(each, len(each.typings.all())) for each in self.found.batches]


class BatchLine(NamedTuple):
    """A batch of paper, and how often it was entered."""

    batch: PaperBatch
    typed: int

    @property
    def name(self) -> str:
        """The class in words."""
        return _name(self.batch.ballot_class)


@dataclass(frozen=True)
class PaperPage:
    """The page on which a batch is entered: sheets by ratees, one's own typing, what differs."""

    batch: PaperBatch
    electorate: Electorate
    able: Mapping[str, int]
    own: PaperTyping | None
    other: PaperTyping | None
    differing: Sequence[Difference]
    typed: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""

    @property
    def sheets(self) -> list[tuple[int, list[tuple[Member, str, str]]]]:
        """Each sheet: its number, and per ratee the field's name and what stands in it."""
        numbers = range(1, len(self.batch.voters) + 1)
        return [(number, [self._line(number, ratee) for ratee in sorted(self.able)]) for number in numbers]

    def _line(self, sheet: int, ratee: str) -> tuple[Member, str, str]:
        name = field_of(sheet, ratee)
        kept = self.own.sheets[sheet - 1].get(ratee, "") if self.own else ""
        return self.electorate.members[ratee], name, self.typed.get(name, kept)

    @property
    def voters(self) -> str:
        """Who handed in a ballot."""
        return _(", ").join(self.electorate.members[number].name for number in self.batch.voters)

    @property
    def class_name(self) -> str:
        """The class in words."""
        return _name(self.batch.ballot_class)

    @property
    def differences(self) -> list[tuple[int, str, str, str, str]]:
        """What differs: sheet, ratee, virtue, one's own letter, the other's."""
        virtues = [str(each.label) for each in Virtue]
        return [
            (
                each.sheet,
                self.electorate.members[each.ratee].name,
                virtues[each.virtue],
                each.first,
                each.second,
            )
            for each in self.differing
        ]


def field_of(sheet: int, ratee: str) -> str:
    """The name of a field on the page of a batch."""
    return f"p.{sheet}.{ratee}"


def _name(ballot_class: str) -> str:
    return str(BallotClass(ballot_class).label)
