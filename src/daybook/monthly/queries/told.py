"""What happened to a month of some people: handed in, given back, reviewed, written, away; two statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from daybook.monthly.enums import MonthEventKind, WritingKind
from daybook.monthly.models import MonthEvent, MonthlyReport, MonthlyReview, MonthWriting
from daybook.org.enums import DelegationKind
from daybook.org.models import Absence, Delegation, Person
from daybook.org.roster import touching
from daybook.plans.months import month_bounds
from daybook.rules import facts

REPORT, DRAFT, ABSENCE, DEPUTY = "report", "draft", "absence", "deputy"


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a month: what, by whom, when, and the reason told."""

    kind: str
    name: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A review somebody is writing: its fields, how often it was saved, and when last."""

    fields: Mapping[str, str]
    version: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Deputy:
    """Somebody who reviews in one's place for a span; its end may be open."""

    name: str
    first_day: date
    last_day: date | None


@dataclass(slots=True)
class Told:
    """Everything known of one month of some people, by row; drafts are the reader's own."""

    month: str
    reports: dict[int, tuple[datetime, str]] = field(default_factory=dict)
    events: dict[int, list[Happened]] = field(default_factory=dict)
    drafts: dict[tuple[int, date], Draft] = field(default_factory=dict)
    absences: dict[int, list[facts.Absence]] = field(default_factory=dict)
    deputies: list[Deputy] = field(default_factory=list)
    reviews: Sequence[MonthlyReview] = ()

    def submitted_at(self, person: int) -> datetime | None:
        """When the month was handed in; nothing while it is not."""
        return self.reports[person][0] if person in self.reports else None

    def first_submitted_at(self, person: int) -> datetime | None:
        """When it was first handed in, whatever happened afterwards."""
        handed = [each.at for each in self.events.get(person, []) if each.kind == MonthEventKind.SUBMITTED]
        return min(handed, default=self.submitted_at(person))

    def last_event(self, person: int) -> Happened | None:
        """What happened to it last."""
        found = self.events.get(person)
        return found[-1] if found else None

    def last_reason(self, person: int) -> str:
        """Why it was last given or asked back, where that still stands."""
        last = self.last_event(person)
        return last.reason if last else ""

    def was_returned(self, person: int) -> bool:
        """Whether it was given back at some time."""
        return any(each.kind == MonthEventKind.RETURNED for each in self.events.get(person, []))

    def review_of(self, person: int, first: date) -> MonthlyReview | None:
        """The review of a span."""
        return next((each for each in self.of_month(person) if each.first_day == first), None)

    def of_month(self, person: int) -> list[MonthlyReview]:
        """The reviews of a person's month."""
        return [each for each in self.reviews if (each.person_id, each.month) == (person, self.month)]

    def earlier(self, person: int) -> list[MonthlyReview]:
        """The reviews of a person's earlier months, the latest first."""
        found = [each for each in self.reviews if each.person_id == person and each.month < self.month]
        return sorted(found, key=lambda each: (each.month, each.first_day), reverse=True)

    def report(self, person: Person) -> MonthlyReport | None:
        """The submitted report of a person."""
        if person.pk not in self.reports:
            return None
        at, summary = self.reports[person.pk]
        return MonthlyReport(
            bureau=person.bureau, person=person, month=self.month, summary=summary, submitted_at=at
        )


def told_of(
    reader: Person, people: Sequence[Person], month: str, today: date, *, at_hand: str, since: str
) -> Told:
    """What is known of a month of these people; of the one `at_hand` also the reviews since a month.

    And who reviews in the reader's place, today or later.
    """
    told = Told(month)
    keys = [person.pk for person in people]
    rows = [_Row(*row) for row in _rows(reader, keys, month, today)]
    for row in sorted(rows, key=lambda row: row.order):
        _take(told, row)
    earlier = Q(person__number=at_hand, month__gte=since, month__lt=month)
    reviews = MonthlyReview.objects.filter(
        Q(month=month) | earlier, person__in=keys, reviewed_at__isnull=False
    )
    told.reviews = list(reviews.select_related("person", "reviewer", "on_behalf_of").order_by("first_day"))
    return told


class _Row(NamedTuple):
    """A row of any kind; what a kind has not is empty."""

    kind: str
    person: int
    first: date | None
    last: date | None
    text: str
    more: str
    at: datetime | None
    number: int

    @property
    def order(self) -> tuple[float, int]:
        """In the order in which things happened; what has no instant stands first."""
        return self.at.timestamp() if self.at else 0.0, self.number


def asked_back(people: Iterable[int]) -> QuerySet[MonthEvent]:
    """The requests for a month that nobody has answered: it stands submitted, without a review."""
    same = {"person": OuterRef("person"), "month": OuterRef("month")}
    after = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    later = MonthEvent.objects.filter(after, **same)
    reviewed = MonthlyReview.objects.filter(**same, reviewed_at__isnull=False)
    asked = MonthEvent.objects.filter(kind=MonthEventKind.ASKED_BACK, person__in=people)
    return asked.filter(~Exists(later), ~Exists(reviewed))


def _take(told: Told, row: _Row) -> None:
    if row.kind == REPORT and row.at is not None:
        told.reports[row.person] = (row.at, row.text)
    elif row.kind == DRAFT and row.first is not None and row.at is not None:
        told.drafts[row.person, row.first] = Draft(json.loads(row.text), row.number, row.at)
    elif row.kind == ABSENCE and row.first is not None:
        away = facts.Absence(row.text, row.first, row.last, row.more)
        told.absences.setdefault(row.person, []).append(away)
    elif row.kind == DEPUTY and row.first is not None:
        told.deputies.append(Deputy(row.text, row.first, row.last))
    elif row.at is not None:
        happened = Happened(row.kind, row.more, row.at, row.text)
        told.events.setdefault(row.person, []).append(happened)


def _rows(reader: Person, keys: Sequence[int], month: str, today: date) -> QuerySet[Any, Any]:
    """Rows of each kind: kind, person, first and last day, text, another, when, count."""
    first, last = month_bounds(month)
    span = touching(first, last, start="first_day", end="last_day")
    of_month = {"person__in": keys, "month": month}
    reports = MonthlyReport.objects.filter(**of_month, submitted_at__isnull=False)
    events = MonthEvent.objects.filter(**of_month)
    drafts = MonthWriting.objects.filter(**of_month, writer=reader, kind=WritingKind.REVIEW)
    absences = Absence.objects.filter(span, person__in=keys)
    ahead = Q(last_day__isnull=True) | Q(last_day__gte=today)
    deputies = Delegation.objects.filter(ahead, person=reader, kind=DelegationKind.REVIEW_MONTHS)
    no_day, no_time = Cast(Value(None), DateField()), Cast(Value(None), DateTimeField())
    days = ("first_day", "last_day")
    reported = _told(reports, _word(REPORT), "person_id", no_day, no_day, "summary", _word(), "submitted_at")
    written = (
        _word(DRAFT),
        "person_id",
        "first_day",
        no_day,
        Cast("fields", TextField()),
        _word(),
        "saved_at",
    )
    return reported.union(
        _told(events, F("kind"), "person_id", no_day, no_day, "reason", "actor__name", "at"),
        _told(drafts, *written, count=F("version")),
        _told(absences, _word(ABSENCE), "person_id", *days, "kind", "half_day", no_time),
        _told(deputies, _word(DEPUTY), "deputy_id", *days, "deputy__name", _word(), no_time),
        all=True,
    )


def _told(rows: QuerySet[Any], *columns: Any, count: Any = None) -> QuerySet[Any, Any]:
    number = Cast(count if count is not None else F("pk"), IntegerField())
    return rows.order_by().values_list(*columns, number)


def _word(text: str = "") -> Value:
    return Value(text, output_field=CharField())
