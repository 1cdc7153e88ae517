"""What happened to a month, what was put off for it, and its report: in one statement for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, DateField, F, IntegerField, Q, Value
from django.db.models.functions import Cast

from daybook.monthly.enums import MonthEventKind
from daybook.monthly.models import MonthEvent, MonthlyReport
from daybook.org.models import Person
from daybook.plans.enums import MonthAct
from daybook.plans.models import MonthExtension

REPORT = "report"


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of a month's course: submitted, returned, asked back, or an act put off `until` a day."""

    kind: str
    who: str
    reason: str
    at: datetime
    until: date | None
    person: int | None
    row: int

    @property
    def is_extension(self) -> bool:
        """Whether a deadline was put off."""
        return self.until is not None


@dataclass(frozen=True, slots=True)
class Course:
    """The course of a month, oldest first, and its report, if there is one."""

    lines: Sequence[Happened]
    report: MonthlyReport | None

    @property
    def put_off(self) -> dict[tuple[str, int | None], date]:
        """The last day of every extension, as deadlines take them."""
        found: dict[tuple[str, int | None], date] = {}
        for each in self.lines:
            if each.until is not None:
                key = (each.kind, each.person)
                found[key] = max(each.until, found.get(key, each.until))
        return found

    @property
    def events(self) -> list[Happened]:
        """What happened to the month itself."""
        return [each for each in self.lines if not each.is_extension]

    @property
    def returned(self) -> Happened | None:
        """The return that the month has not been submitted again after."""
        return self._last(MonthEventKind.RETURNED)

    @property
    def asked_back(self) -> Happened | None:
        """The request for the month that nobody has answered by a return."""
        return self._last(MonthEventKind.ASKED_BACK)

    @property
    def extension(self) -> Happened | None:
        """The latest extension of the day to submit."""
        told = [each for each in self.lines if each.is_extension and each.kind == MonthAct.SUBMIT]
        return told[-1] if told else None

    def _last(self, kind: MonthEventKind) -> Happened | None:
        events = self.events
        return events[-1] if events and events[-1].kind == kind else None


def course_of(person: Person, month: str) -> Course:
    """The course of a person's month, in one statement."""
    events = MonthEvent.objects.filter(person=person, month=month).order_by()
    whom = Q(person__isnull=True) | Q(person=person)
    put_off = MonthExtension.objects.filter(whom, bureau=person.bureau_id, month=month).order_by()
    no_day = Cast(Value(None), DateField())
    nobody = Cast(Value(None), IntegerField())
    reports = MonthlyReport.objects.filter(person=person, month=month).order_by()
    told = events.values_list("kind", "actor__name", "reason", F("at"), no_day, nobody, "id")
    handed = reports.values_list(_word(REPORT), _word(""), "summary", "submitted_at", no_day, nobody, "id")
    extended = put_off.values_list(
        "act", "granted_by__name", "reason", "granted_at", "until", "person_id", "id"
    )
    rows = [Happened(*row) for row in told.union(extended, handed, all=True)]
    lines = sorted((each for each in rows if each.kind != REPORT), key=lambda each: (each.at, each.row))
    return Course(lines, next((_report(each, person, month) for each in rows if each.kind == REPORT), None))


def _report(row: Happened, person: Person, month: str) -> MonthlyReport:
    told = {"summary": row.reason, "submitted_at": row.at}
    return MonthlyReport(pk=row.row, bureau=person.bureau, person=person, month=month, **told)


def _word(text: str) -> Value:
    return Value(text, output_field=CharField())


def returned_to(person: Person) -> dict[str, MonthEvent]:
    """The months that were returned to a person and not submitted again, each with its return; by month."""
    open_again = MonthlyReport.objects.filter(person=person, submitted_at__isnull=True)
    rows = MonthEvent.objects.filter(
        person=person, kind=MonthEventKind.RETURNED, month__in=open_again.values("month")
    )
    return {event.month: event for event in rows.select_related("actor").order_by("at", "id")}
