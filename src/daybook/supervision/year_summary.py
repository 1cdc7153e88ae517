"""The summary of the year that ended last, as the clock tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from daybook.annual.models import AnnualReport, Poll
from daybook.inbox.actions import Telling
from daybook.inbox.enums import MessageKind
from daybook.org.calendar import work_calendar
from daybook.org.models import Bureau, Person
from daybook.org.policies import policy_of
from daybook.plans.models import AnnualGoal
from daybook.rules.deadlines import add_workdays, summary_deadline

SUMMARY = "summary"


def owing(bureau: Bureau, year: int) -> QuerySet[Person]:
    """Who had goals in a year and has not submitted its summary; nobody once the poll is closed."""
    goals = AnnualGoal.objects.filter(person=OuterRef("pk"), year=year)
    submitted = AnnualReport.objects.filter(person=OuterRef("pk"), year=year, submitted_at__isnull=False)
    closed = Poll.objects.filter(bureau=OuterRef("bureau"), year=year, closed=True)
    rows = Person.objects.filter(bureau=bureau)
    return rows.filter(Exists(goals), ~Exists(submitted), ~Exists(closed))


@dataclass
class SummaryTick:
    """The summaries of last year on a day: what of them is to be told, and what is done."""

    bureau: Bureau
    today: date
    reminded: int

    @property
    def year(self) -> int:
        """The year that ended last."""
        return self.today.year - 1

    @cached_property
    def missing(self) -> list[int]:
        """Who (by row) has not submitted and still works here."""
        here = Q(employed_to__isnull=True) | Q(employed_to__gte=self.today)
        return list(owing(self.bureau, self.year).filter(here).order_by("pk").values_list("pk", flat=True))

    def tellings(self) -> Iterator[Telling]:
        """Who is missing is reminded once before the last day, and told once that it is late."""
        if not self.missing:
            return
        calendar = work_calendar(self.bureau, self.year, self.today.year)
        policy = policy_of(self.bureau, date(self.year, 12, 31))
        due = summary_deadline(policy, calendar, self.year)
        if not calendar.is_workday(self.today) or add_workdays(calendar, self.today, self.reminded) < due:
            return
        kind = MessageKind.SUMMARY_LATE if self.today > due else MessageKind.SUMMARY_SOON
        said = {"year": self.year, "until": due.isoformat()}
        for row in self.missing:
            yield Telling(row, kind, self._about, reverse("year_summary", args=[self.year]), said)

    def done(self) -> Iterator[tuple[str, list[int]]]:
        """The summary, for everybody who owes none any more."""
        rows = Person.objects.filter(bureau=self.bureau).order_by("pk").values_list("pk", flat=True)
        missing = set(self.missing)
        yield self._about, [row for row in rows if row not in missing]

    @property
    def _about(self) -> str:
        return f"{SUMMARY}:{self.year}"
