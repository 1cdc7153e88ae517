"""The record of a span beside its scores: entries, plan and indicators, with no more rows than are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from daybook.daily.access import Reader, entries_visible_to, is_closed
from daybook.daily.queries.seeing import seen_by
from daybook.daily.seen import SeenEntry
from daybook.monthly.access import MonthReader
from daybook.monthly.models import MonthlyReport
from daybook.monthly.statement import Indicators, indicators_of
from daybook.org.above import Above
from daybook.org.models import Absence
from daybook.org.policies import policy_of
from daybook.org.roster import fact_of, touching
from daybook.plans.models import PlanItem
from daybook.plans.months import month_bounds, month_of
from daybook.quarterly.queries.grid import OwnSpan
from daybook.rules import facts
from daybook.rules.facts import ONE_DAY
from daybook.rules.policy_fault import PolicyFault
from daybook.rules.presence import due_parts

# What a line of the evidence never shows.
UNSHOWN = ("measures", "place", "backfill_reason", "recorded_at", "department", "internal_reason", "version")


@dataclass(frozen=True, slots=True)
class RecordedMonth:
    """A month's indicators, where they are the reader's to know, and whether it was handed in."""

    month: str
    indicators: Indicators | None
    is_submitted: bool


@dataclass
class Recorded:
    """The months that a span touches, as far as they have begun, each part read once."""

    reader: Reader
    about: OwnSpan
    above: Above

    @cached_property
    def months(self) -> list[str]:
        """The months."""
        day, found = self.about.span.first, []
        while day <= min(self.about.span.last, self.reader.today):
            found.append(month_of(day))
            day = month_bounds(found[-1])[1] + ONE_DAY
        return found

    @property
    def bounds(self) -> tuple[date, date]:
        """The first and the last day of these months; none where the span has not begun."""
        if not self.months:
            return self.about.span.first, self.about.span.first - ONE_DAY
        return month_bounds(self.months[0])[0], month_bounds(self.months[-1])[1]

    @cached_property
    def seen(self) -> list[SeenEntry]:
        """All entries of these months, the latest first."""
        rows = entries_visible_to(self.reader).filter(person=self.about.person, work_date__range=self.bounds)
        found = list(rows.defer(*UNSHOWN).order_by("-work_date", "-id"))
        for entry in found:
            if is_closed(entry):  # only of those is it asked who stands above the author
                entry.person = self.about.person
        return seen_by(self.reader, found, told_fully=False)

    @property
    def entries(self) -> list[SeenEntry]:
        """Those of the span that can be read."""
        return [each for each in self.seen if self._inside(each) and not each.mute]

    @property
    def hidden(self) -> int:
        """How many of the span cannot be read."""
        return sum(self._inside(each) and each.hidden and not each.withdrawn for each in self.seen)

    @cached_property
    def items(self) -> list[PlanItem]:
        """The plan of these months, month by month."""
        rows = PlanItem.objects.filter(person=self.about.person, month__in=self.months)
        return sorted(rows, key=lambda item: (item.month, item.key))

    @property
    def served(self) -> Mapping[int | None, int]:
        """How many entries serve each plan item."""
        return Counter(each.entry.plan_item_id for each in self.seen if not each.mute)

    def by_month(self) -> list[RecordedMonth]:
        """How each month stands."""
        rows = MonthlyReport.objects.filter(person=self.about.person, month__in=self.months)
        submitted = set(rows.filter(submitted_at__isnull=False).values_list("month", flat=True))
        knows = MonthReader(self.reader, self.about.person, self.above).knows_indicators
        return [
            RecordedMonth(month, self._indicators(month) if knows(month) else None, month in submitted)
            for month in self.months
        ]

    def _indicators(self, month: str) -> Indicators | None:
        """What is hidden from the reader cannot be reckoned for him."""
        first, last = month_bounds(month)
        seen = [each for each in self.seen if first <= each.entry.work_date <= last]
        if any(each.hidden and not each.entry.quarantined for each in seen):
            return None
        items = [item for item in self.items if item.month == month]
        told = [each.entry for each in seen if not each.withdrawn]
        with suppress(PolicyFault):
            policy = policy_of(self.about.person.bureau, last)
            calendar, person = self.about.lines.calendar, fact_of(self.about.person)
            due = due_parts(calendar, person, self._away, first, min(last, self.reader.today))
            return indicators_of(policy, due, items, told)
        return None

    @cached_property
    def _away(self) -> Sequence[facts.Absence]:
        span = touching(*self.bounds, start="first_day", end="last_day")
        rows = Absence.objects.filter(span, person=self.about.person)
        return [facts.Absence(each.kind, each.first_day, each.last_day, each.half_day) for each in rows]

    def _inside(self, seen: SeenEntry) -> bool:
        return self.about.span.first <= seen.entry.work_date <= self.about.span.last
