"""The annual assessment, as home and the clock tell of it: who has still to vote, who closes what is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.annual.actions.voting import occasion
from daybook.annual.models import BallotParticipation, Poll, PollMember
from daybook.inbox.actions import Telling
from daybook.inbox.enums import MessageKind
from daybook.org.calendar import work_calendar
from daybook.org.enums import RightKind
from daybook.org.models import Bureau, Person, Right
from daybook.org.roster import touching
from daybook.rules.deadlines import add_workdays
from daybook.supervision.todo import ToDo
from daybook.supervision.waiting import Waiting

VOTE, CLOSE = "vote", "close"
BALLOT_MINUTES, CLOSE_MINUTES = 5, 2


def poll_rows(person: Person, today: date) -> list[QuerySet[Any, Any]]:
    """Rows of `Waiting`: the poll in which somebody has still to vote, and the one he has to close."""
    open_ones = Poll.objects.filter(bureau=person.bureau_id, closed=False, closes_on__isnull=False)
    member = PollMember.objects.filter(poll=OuterRef("pk"), person=person, votes=True)
    voted = BallotParticipation.objects.filter(poll=OuterRef("pk"), voter=person)
    waiting = open_ones.filter(Exists(member), ~Exists(voted), closes_on__gte=today)
    span = touching(today, today, start="first_day", end="last_day")
    office = Right.objects.filter(span, person=person, kind=RightKind.PERSONNEL_OFFICE)
    over = open_ones.filter(Exists(office), closes_on__lt=today)
    return [_told(waiting, VOTE), _told(over, CLOSE)]


def _told(rows: QuerySet[Poll], kind: str) -> QuerySet[Any, Any]:
    text, empty = (Value(each, output_field=CharField()) for each in (kind, ""))
    year = Cast("year", CharField())
    return rows.order_by().values_list(text, empty, empty, empty, "closes_on", year, "opened_at")


def poll_todos(found: Sequence[Waiting], today: date) -> Iterator[ToDo]:
    """What of it waits."""
    for each in found:
        if each.kind == VOTE:
            what = _("Vote in the assessment of %(year)s") % {"year": each.words}
            more = _("anonymous; kept in your browser alone until you cast it")
            href = reverse("ballot", args=[int(each.words)])
            yield ToDo(what, more, each.day, BALLOT_MINUTES, today, href, _("Vote"))
        elif each.kind == CLOSE:
            what = _("Close the assessment of %(year)s") % {"year": each.words}
            more = _("voting is over; ballots count once it is closed")
            href = reverse("poll", args=[int(each.words)])
            yield ToDo(what, more, each.day, CLOSE_MINUTES, today, href, pgettext("act", "Close"))


@dataclass
class PollTick:
    """The open polls of a bureau on a day: who is told that one is open, and that it closes soon."""

    bureau: Bureau
    today: date
    reminded: int

    @cached_property
    def polls(self) -> list[Poll]:
        """The polls that are not closed; one at most, as a rule."""
        rows = Poll.objects.filter(bureau=self.bureau, closed=False, closes_on__isnull=False)
        return list(rows.order_by("year"))

    def missing(self, poll: Poll) -> list[int]:
        """Who (by row) has still to vote."""
        voted = BallotParticipation.objects.filter(poll=poll).values("voter")
        rows = PollMember.objects.filter(poll=poll, votes=True).exclude(person__in=voted)
        return sorted(rows.values_list("person_id", flat=True))

    def tellings(self) -> Iterator[Telling]:
        """Who is missing is told once that a poll is open, and once more before its last day."""
        for poll in self.polls:
            if poll.closes_on is None or self.today > poll.closes_on:
                continue
            calendar = work_calendar(self.bureau, self.today.year, poll.closes_on.year)
            soon = add_workdays(calendar, self.today, self.reminded) >= poll.closes_on
            said = {"year": poll.year, "until": poll.closes_on.isoformat()}
            for row in self.missing(poll):
                yield self._telling(poll, row, MessageKind.BALLOT_OPEN, said)
                if soon and calendar.is_workday(self.today):
                    yield self._telling(poll, row, MessageKind.BALLOT_SOON, said)

    def done(self) -> Iterator[tuple[str, list[int]]]:
        """A poll, for everybody who has voted; and for everybody once nobody can."""
        for poll in self.polls:
            members = PollMember.objects.filter(poll=poll).values_list("person_id", flat=True)
            over = poll.closes_on is not None and poll.closes_on < self.today
            missing = frozenset() if over else frozenset(self.missing(poll))
            yield occasion(poll), [row for row in sorted(members) if row not in missing]

    def _telling(self, poll: Poll, row: int, kind: MessageKind, said: dict[str, Any]) -> Telling:
        return Telling(row, kind, occasion(poll), reverse("ballot", args=[poll.year]), said)
