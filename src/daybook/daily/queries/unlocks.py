"""Requests to unlock a day (开锁): those that wait for somebody, and somebody's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, ExtractMonth, ExtractYear, LPad
from django.utils.translation import gettext as _

from daybook.daily.access import own_reader_of
from daybook.daily.models import LogEntry, LogUnlock, LogVersion
from daybook.daily.unlocked import unlock_deadlines
from daybook.org.deciding import decides_for
from daybook.org.enums import HEAD_ROLES, LEADER_ROLES
from daybook.org.frame import Frame
from daybook.org.models import Person
from daybook.plans.models import SealedMonth
from daybook.rules.policy import Policy
from daybook.web.refusals import Refused

MONTH = Concat(
    Cast(ExtractYear("day"), CharField()),
    Value("-"),
    LPad(Cast(ExtractMonth("day"), CharField()), 2, Value("0")),
)
OWN_SHOWN = 30  # the last requests of one's own; older ones have nothing left to say


@dataclass(frozen=True, slots=True)
class OwnUnlock:
    """An own request; `until` is the last day on which a granted one may be used."""

    unlock: LogUnlock
    until: date | None
    today: date

    @property
    def is_waiting(self) -> bool:
        """Whether the superior has not answered yet."""
        return self.unlock.decided_at is None

    @property
    def is_usable(self) -> bool:
        """Whether the day may be recorded now."""
        return self.until is not None and self.today <= self.until


@dataclass(frozen=True, slots=True)
class UnlocksPage:
    """What waits for somebody's answer and what he asked for; `leads` says whether anybody is under him."""

    waiting: Sequence[LogUnlock]
    own: Sequence[OwnUnlock]
    leads: bool


def unlocks_page(frame: Frame) -> UnlocksPage:
    """The page of unlocks for whoever asks, in a fixed number of statements.

    An administrator answers nobody's request: of others' days he learns nothing.
    """
    policy, answers = frame.policy, not own_reader_of(frame).is_administrator
    return UnlocksPage(
        waiting=unlocks_waiting_for(frame.person, frame.today) if answers else [],
        own=unlocks_of(frame.person, frame.today, policy) if policy else [],
        leads=answers and frame.standing.role in HEAD_ROLES | LEADER_ROLES,
    )


def person_written(viewer: Person, text: str) -> Person:
    """The one person of the viewer's bureau with this number, else this name. Raises Refused."""
    fits = Q(number=text) | Q(name=text)
    found = list(Person.objects.filter(fits, bureau=viewer.bureau_id).select_related("bureau")[:20])
    numbered = [each for each in found if each.number == text]
    if len(numbered or found) != 1:
        several = _("Several people have this name; write the staff number.")
        raise Refused(several if found else _("Nobody is called so."), field="person")
    return (numbered or found)[0]


def unanswered() -> QuerySet[LogUnlock]:
    """The requests that nobody has answered yet.

    A request for a day of a month submitted meanwhile waits for nobody until the month is returned.
    """
    sealed = SealedMonth.objects.filter(person=OuterRef("person"), month=OuterRef("month"))
    return LogUnlock.objects.alias(month=MONTH).filter(~Exists(sealed), decided_at__isnull=True)


def granted_to(person: Person, since: date) -> QuerySet[LogUnlock]:
    """What was granted to somebody since a day and is not used yet: nothing of the day is recorded since."""
    later = {"recorded_at__gte": OuterRef("decided_at")}
    entries = LogEntry.objects.filter(person=person, work_date=OuterRef("day"), **later)
    versions = LogVersion.objects.filter(entry__person=person, entry__work_date=OuterRef("day"), **later)
    granted = LogUnlock.objects.filter(person=person, granted=True, decided_at__date__gte=since)
    return granted.exclude(Exists(entries)).exclude(Exists(versions))


def unlocks_waiting_for(superior: Person, on: date) -> list[LogUnlock]:
    """The requests that wait for somebody's answer, oldest first, in at most four statements.

    Those of the people he is superior of today, and for the personnel office those that are the committee's.
    """
    rows = unanswered().filter(person__bureau=superior.bureau_id)
    waiting = list(rows.select_related("person").order_by("asked_at", "id"))
    if not waiting:
        return []
    answered = decides_for(superior, [each.person for each in waiting], on)
    return [each for each in waiting if each.person.number in answered]


def unlocks_of(person: Person, on: date, policy: Policy) -> list[OwnUnlock]:
    """A person's own requests, the latest first, with their answers, in two statements."""
    rows = LogUnlock.objects.filter(person=person).select_related("decided_by").order_by("-asked_at", "-id")
    mine = list(rows[:OWN_SHOWN])
    until = _until(person, mine, policy)
    return [OwnUnlock(each, until.get(each.pk), on) for each in mine]


def _until(person: Person, unlocks: Sequence[LogUnlock], policy: Policy) -> dict[int, date]:
    granted = [each for each in unlocks if each.granted]
    deadlines = unlock_deadlines(person.bureau, granted, policy)
    return {each.pk: last for each, last in zip(granted, deadlines, strict=True)}
