"""Month statements: one person's or many people's, in a fixed number of statements to the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, time
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from daybook.daily.access import Reader, entries_visible_to
from daybook.daily.models import LogEntry
from daybook.daily.queries.person import record_begins
from daybook.daily.queries.seeing import seen_by
from daybook.daily.seen import SeenEntry
from daybook.daily.statement import statement
from daybook.monthly.access import MonthReader
from daybook.monthly.models import MonthlyReport
from daybook.monthly.statement import Indicators, MonthStatement, gaps_of, indicators_of
from daybook.org.above import Above, above_of
from daybook.org.calendar import work_calendar
from daybook.org.models import Absence, Bureau, Person
from daybook.org.policies import policy_of
from daybook.org.roster import fact_of, touching
from daybook.plans.models import PlanItem
from daybook.plans.months import month_bounds, month_of
from daybook.rules import facts
from daybook.rules.month import UNWORKED
from daybook.rules.policy import Policy
from daybook.rules.policy_fault import PolicyFault
from daybook.rules.presence import due_parts
from daybook.rules.superiors import Structure

PersonMonth = tuple[int, str]
Row = TypeVar("Row")
NOBODY = Above(Structure((), ()), ())


@dataclass(frozen=True, slots=True)
class Known:
    """What a page has read already: who stands above the people, over the months; the calendar.

    And, of all these people and months, absences and reports.
    """

    above: Above | None = None
    calendar: facts.WorkCalendar | None = None
    absences: Mapping[int, list[facts.Absence]] | None = None
    reports: Mapping[PersonMonth, list[MonthlyReport]] | None = None


def statement_of(
    reader: Reader, person: Person, month: str, *, reviews: bool = False, known: Known | None = None
) -> MonthStatement:
    """A person's month as a reader sees it; in at most ten statements. Raises Refused for no month."""
    return statements_of(reader, [person], [month], reviews=reviews, known=known)[0]


def statements_of(
    reader: Reader,
    people: Sequence[Person],
    months: Sequence[str],
    *,
    reviews: bool = False,
    known: Known | None = None,
) -> list[MonthStatement]:
    """The months of some people of the reader's bureau, person by person; in at most ten statements.

    With `reviews` the reader reviews these months, as a superior or as his deputy, and is told what only the
    superior is told. What is `known` is not asked again. Raises Refused for what is no month.
    """
    if not people or not months:
        return []
    about = _About(reader, people, months, reviews=reviews, known=known or Known())
    return [about.statement(person, month) for person in people for month in months]


@dataclass
class _About:
    """Everything that the statements are made from, each part read once."""

    reader: Reader
    people: Sequence[Person]
    months: Sequence[str]
    reviews: bool
    known: Known
    above: Above = field(init=False, default=NOBODY)

    def __post_init__(self) -> None:
        if self.known.above is not None:
            self.above = self.known.above
            self.reader = replace(self.reader, above=self.above)
        elif any(person != self.reader.person for person in self.people):
            keys = [person.pk for person in self.people]
            first, last = min(self.first, self.reader.today), max(self.last, self.reader.today)
            self.above = above_of(self.bureau, keys, first, last)
            self.reader = replace(self.reader, above=self.above)

    @property
    def bureau(self) -> Bureau:
        return self.reader.person.bureau

    @property
    def first(self) -> date:
        return min(month_bounds(month)[0] for month in self.months)

    @property
    def last(self) -> date:
        return max(month_bounds(month)[1] for month in self.months)

    @cached_property
    def items(self) -> Mapping[PersonMonth, list[PlanItem]]:
        rows = PlanItem.objects.filter(
            bureau=self.bureau, person__in=self.people, month__in=self.months
        ).select_related("annual_goal", "matter")
        return _grouped((item.person_id, item.month, item) for item in sorted(rows, key=_key))

    @cached_property
    def entries(self) -> Mapping[PersonMonth, list[SeenEntry]]:
        rows = entries_visible_to(self.reader).filter(
            person__in=self.people, work_date__range=(self.first, self.last)
        )
        found = sorted(rows.select_related("person", "department", "matter"), key=_as_worked)
        seen = seen_by(self.reader, found, told_fully=False)
        return _grouped((each.entry.person_id, month_of(each.entry.work_date), each) for each in seen)

    @cached_property
    def reports(self) -> Mapping[PersonMonth, list[MonthlyReport]]:
        if self.known.reports is not None:
            return self.known.reports
        rows = MonthlyReport.objects.filter(bureau=self.bureau, person__in=self.people, month__in=self.months)
        return _grouped((report.person_id, report.month, report) for report in rows)

    @cached_property
    def absences(self) -> Mapping[int, list[facts.Absence]]:
        if self.known.absences is not None:
            return self.known.absences
        span = touching(self.first, self.last, start="first_day", end="last_day")
        found: dict[int, list[facts.Absence]] = defaultdict(list)
        for each in Absence.objects.filter(span, person__in=self.people):
            away = facts.Absence(each.kind, each.first_day, each.last_day, each.half_day)
            found[each.person_id].append(away)
        return found

    @cached_property
    def calendar(self) -> facts.WorkCalendar:
        return self.known.calendar or work_calendar(self.bureau, self.first.year, self.last.year)

    @cached_property
    def begins(self) -> date:
        return record_begins(self.bureau) or date.max

    def statement(self, person: Person, month: str) -> MonthStatement:
        place = (person.pk, month)
        items, seen = self.items.get(place, []), self.entries.get(place, [])
        policy = _policy(self.bureau, month)
        reader = MonthReader(self.reader, person, self.above, reviews=self.reviews)
        return MonthStatement(
            person=person,
            month=month,
            joined=statement(policy, items, seen),
            report=next(iter(self.reports.get(place, [])), None),
            policy=policy,
            indicators=self._indicators(policy, person, month) if reader.knows_indicators(month) else None,
            gaps=[gap for gap in gaps_of(seen) if reader.knows_gaps(gap.seen.entry.work_date)],
            missing_days=self._missing(reader, month),
        )

    def _indicators(self, policy: Policy | None, person: Person, month: str) -> Indicators | None:
        """What is hidden from the reader cannot be reckoned for him."""
        seen = self.entries.get((person.pk, month), [])
        if policy is None or any(each.hidden and not each.entry.quarantined for each in seen):
            return None
        told = [each.entry for each in seen if not each.withdrawn]
        return indicators_of(policy, self._due(person, month), self.items.get((person.pk, month), []), told)

    def _due(self, person: Person, month: str) -> dict[date, Fraction]:
        """The due workdays of a month, of a running one up to today."""
        first, last = month_bounds(month)
        away = self.absences.get(person.pk, [])
        return due_parts(self.calendar, fact_of(person), away, first, min(last, self.reader.today))

    def _missing(self, reader: MonthReader, month: str) -> list[date]:
        """Due workdays without an entry, as far as they are the reader's to know.

        Neither today, nor a day before the bureau kept a record.
        """
        seen = self.entries.get((reader.person.pk, month), [])
        told = {
            each.entry.work_date for each in seen if not each.withdrawn and each.entry.state not in UNWORKED
        }
        due = self._due(reader.person, month)
        gaps = [day for day in due if day not in told and day < self.reader.today and reader.knows_gaps(day)]
        return [day for day in gaps if day >= self.begins]


def _policy(bureau: Bureau, month: str) -> Policy | None:
    """The policy in force at the month's end; nothing where its files do not hold."""
    with suppress(PolicyFault):
        return policy_of(bureau, month_bounds(month)[1])
    return None


def _grouped(rows: Iterable[tuple[int, str, Row]]) -> dict[PersonMonth, list[Row]]:
    found: dict[PersonMonth, list[Row]] = defaultdict(list)
    for person, month, row in rows:
        found[person, month].append(row)
    return found


def _key(item: PlanItem) -> str:
    return item.key


def _as_worked(entry: LogEntry) -> tuple[date, time, int]:
    """Entries in the order of the work; those without a time first of their day."""
    return entry.work_date, entry.start or time.min, entry.pk
