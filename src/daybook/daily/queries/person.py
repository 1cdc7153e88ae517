"""A person's page: what the person is, the year as a calendar, a month as plan and record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from daybook.daily.access import Reader
from daybook.daily.models import LogEntry
from daybook.daily.queries.seeing import seen_by
from daybook.daily.statement import Statement, statement
from daybook.daily.year_grid import DayMarks, MonthGrid, weekday_letters, year_grid
from daybook.org.above import Above, above_of
from daybook.org.calendar import work_calendar
from daybook.org.enums import RightKind
from daybook.org.models import Absence, Appointment, Bureau, Person
from daybook.org.roster import fact_of, touching
from daybook.plans.models import AnnualGoal
from daybook.plans.months import month_bounds, month_of
from daybook.plans.queries import goals_of, plan_of
from daybook.rules import facts
from daybook.rules.facts import ONE_DAY
from daybook.rules.month import UNWORKED
from daybook.rules.periods import holds_on
from daybook.rules.policy import Policy
from daybook.rules.presence import absent_parts, due_parts


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What a person's page shows of one year and one of its months; `since` is the first year recorded."""

    person: Person
    appointment: Appointment | None
    earlier: Sequence[Appointment]
    superior: Person | None
    grid: Sequence[MonthGrid]
    month: str
    statement: Statement
    goals: Sequence[AnnualGoal]
    sees_gaps: bool
    since: int
    today: date

    @property
    def year(self) -> int:
        """The year of the calendar."""
        return int(self.month[:4])

    @property
    def weekdays(self) -> list[str]:
        """A letter for each weekday, Monday first."""
        return weekday_letters()

    @property
    def years(self) -> range:
        """The years that can be asked for: from the first one recorded up to the present one."""
        last = min(self.person.employed_to or self.today, self.today).year
        return range(min(self.since, self.year), max(last, self.year) + 1)


def asked_month(person: Person, today: date, month: str, year: str) -> str:
    """The month that an address asks for: itself, or the last of a year, or the present one.

    Raises Refused for what is none.
    """
    if month:
        month_bounds(month)
        return month
    latest = month_of(min(person.employed_to or today, today))
    if not year or latest.startswith(f"{year}-"):
        return latest
    month_bounds(f"{year}-12")
    return f"{year}-12"


def person_page(reader: Reader, person: Person, month: str, policy: Policy | None) -> PersonPage:
    """The page of a person for a reader of the same bureau; the year is the month's."""
    first, last = month_bounds(month)
    year = first.year
    span = (min(first, reader.today), max(last, reader.today))
    above = reader.above = above_of(reader.person.bureau, [person.pk], *span)
    posts = list(
        Appointment.objects.filter(person=person).select_related("department").order_by("-valid_from")
    )
    now = next((post for post in posts if holds_on(post.valid_from, post.valid_to, reader.today)), None)
    recorded = recorded_days(person)
    near = reader.person == person or above.superior_on(person.number, reader.today) == reader.person.number
    return PersonPage(
        person=person,
        appointment=now or next(iter(posts), None),
        earlier=[post for post in posts if post not in (now, None) and post.valid_from <= reader.today],
        superior=_superior(above, person, reader),
        grid=year_grid(year, _marks(reader, person, year, recorded, near=near)),
        month=month,
        statement=_statement(reader, person, month, policy),
        goals=goals_of(person, year),
        sees_gaps=near,
        since=min(recorded, default=reader.today).year,
        today=reader.today,
    )


def _superior(above: Above, person: Person, reader: Reader) -> Person | None:
    number = above.superior_on(person.number, reader.today)
    if number == reader.person.number:
        return reader.person
    return Person.objects.filter(bureau=person.bureau_id, number=number).first() if number else None


def _statement(reader: Reader, person: Person, month: str, policy: Policy | None) -> Statement:
    first, last = month_bounds(month)
    items = plan_of(person, month)
    entries = LogEntry.objects.filter(person=person, work_date__range=(first, last))
    found = sorted(entries.select_related("person", "department", "matter"), key=_as_worked)
    return statement(policy, items, seen_by(reader, found, told_fully=False))


def _as_worked(entry: LogEntry) -> tuple[date, time, int]:
    """Entries in the order of the work; those without a time first of their day."""
    return entry.work_date, entry.start or time.min, entry.pk


def _marks(reader: Reader, person: Person, year: int, recorded: Collection[date], *, near: bool) -> DayMarks:
    first, last = date(year, 1, 1), date(year, 12, 31)
    calendar = work_calendar(reader.person.bureau, year, year)
    marks = marks_between(reader, person, calendar, (first, last), recorded, near=near)
    since = record_begins(reader.person.bureau) if near else None
    # Today can still be recorded, and nobody could before the bureau kept a record: neither is a gap.
    gaps = {day for day in marks.due if since and since <= day < reader.today}
    return replace(marks, due=gaps)


def marks_between(
    reader: Reader,
    person: Person,
    calendar: facts.WorkCalendar,
    span: tuple[date, date],
    recorded: Collection[date],
    *,
    near: bool,
) -> DayMarks:
    """The marks of some days, due ones up to today: for those who are `near` (the person, the superior) only.

    The personnel office sees leave, not gaps. In one statement.
    """
    first, last = span
    absences = _absences(person, first, last) if near or RightKind.PERSONNEL_OFFICE in reader.rights else []
    return DayMarks(
        recorded=recorded,
        off={day for day in _days(first, last) if not calendar.is_workday(day)},
        due=due_parts(calendar, fact_of(person), absences, first, min(last, reader.today)) if near else (),
        leave=absent_parts(calendar, absences, first, last),
        today=reader.today,
    )


def _absences(person: Person, first: date, last: date) -> list[facts.Absence]:
    rows = Absence.objects.filter(touching(first, last, start="first_day", end="last_day"), person=person)
    return [facts.Absence(each.kind, each.first_day, each.last_day, each.half_day) for each in rows]


def record_begins(bureau: Bureau) -> date | None:
    """The first day with an entry of anybody in the bureau; `None` where nothing is recorded yet."""
    told = LogEntry.objects.filter(bureau=bureau, withdrawn_reason="").order_by("work_date")
    return told.values_list("work_date", flat=True).first()


def recorded_days(person: Person, since: date = date.min) -> set[date]:
    """The days on which a person recorded work, from a day on."""
    told = LogEntry.objects.filter(person=person, work_date__gte=since, withdrawn_reason="")
    return set(told.exclude(state__in=UNWORKED).values_list("work_date", flat=True).distinct())


def _days(first: date, last: date) -> list[date]:
    return [first + ONE_DAY * number for number in range((last - first).days + 1)]
