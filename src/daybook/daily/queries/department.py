"""A department's page: people and duties, the goals of the year, a week as a grid and day by day.

Everybody sees what is recorded. A due day without a record is shown to the person and to who was the superior
that day; to all others it looks like a free day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from daybook.daily.access import Reader
from daybook.daily.day_rows import order_of
from daybook.daily.half_days import HalfDays, half_days_of
from daybook.daily.models import LogEntry
from daybook.daily.queries.person import record_begins
from daybook.daily.queries.seeing import seen_by
from daybook.daily.seen import SeenEntry
from daybook.daily.week import Week
from daybook.org.above import Above, above_of
from daybook.org.calendar import work_calendar
from daybook.org.enums import HEAD_ROLES, RightKind
from daybook.org.models import Absence, Appointment, Department, Person, Portfolio
from daybook.org.roster import fact_of, touching
from daybook.plans.models import DepartmentGoal
from daybook.plans.queries import department_goals_of
from daybook.rules import facts
from daybook.rules.facts import ONE_DAY
from daybook.rules.month import UNWORKED
from daybook.rules.periods import holds_on
from daybook.rules.presence import absent_parts, due_parts

MOST_ENTRIES = 150


@dataclass(frozen=True, slots=True)
class WeekCell:
    """A day of a person; at most one of the marks holds, beside `off` for a day that is no workday."""

    day: date
    off: bool
    recorded: bool
    due: bool
    leave: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A person's week in the department."""

    person: Person
    cells: Sequence[WeekCell]


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    """What was recorded of a day."""

    day: date
    entries: Sequence[SeenEntry]


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """Everything a department's page shows; `posts` are today's, the rest is the week's."""

    department: Department
    posts: Sequence[Appointment]
    leader: Person | None
    goals: Sequence[DepartmentGoal]
    week: Week
    rows: Sequence[WeekRow]
    days: Sequence[DayOfWeek]
    more: bool
    sees_gaps: bool
    today: date


def department_page(reader: Reader, department: Department, week: Week) -> DepartmentPage:
    """The page of a department of the reader's bureau: its people as of today, and one week."""
    today = reader.today
    posts = _posts(department, min(week.first, today), max(week.last, today))
    there = Presence([post for post in posts if _touches(post, week)])
    reader.above = above_of(reader.person.bureau, list(there.people), week.first, week.last)
    sight = _sight(reader, there, week, reader.above)
    told, more = _told(reader, there, week)
    return DepartmentPage(
        department=department,
        posts=[post for post in posts if holds_on(post.valid_from, post.valid_to, today)],
        leader=_leader(department, today),
        goals=department_goals_of(department, today),
        week=week,
        rows=[_row(there, person, week, sight) for person in there.people.values()],
        days=told,
        more=more,
        sees_gaps=any(sight.near.values()),
        today=today,
    )


class Presence:
    """Who was in the department on which days of a week."""

    def __init__(self, posts: Sequence[Appointment]) -> None:
        self.posts = posts
        self.people = {post.person_id: post.person for post in posts}

    def holds(self, person: int, day: date) -> bool:
        """Whether somebody was there on a day."""
        own = (post for post in self.posts if post.person_id == person)
        return any(holds_on(post.valid_from, post.valid_to, day) for post in own)


@dataclass(frozen=True, slots=True)
class Sight:
    """What the reader may see; `near` are the days on which he is the person, or was the superior."""

    reader: Reader
    calendar: facts.WorkCalendar
    recorded: Collection[tuple[int, date]]
    near: Mapping[int, Collection[date]]
    absences: Mapping[int, Sequence[facts.Absence]]
    begun: date | None

    def gaps(self, person: Person, week: Week) -> set[date]:
        """Due days of somebody near without regard to what is recorded; others' look like free days.

        Today can still be recorded, and nobody could before the bureau began to.
        """
        if self.begun is None:
            return set()
        first, last = max(week.first, self.begun), min(week.last, self.reader.today - ONE_DAY)
        due = due_parts(self.calendar, fact_of(person), self.absences.get(person.pk, ()), first, last)
        return {day for day in due if day in self.near[person.pk]}

    def leave(self, person: Person, week: Week) -> set[date]:
        """Days of leave, seen by those near and by the personnel office."""
        away = absent_parts(self.calendar, self.absences.get(person.pk, ()), week.first, week.last)
        office = RightKind.PERSONNEL_OFFICE in self.reader.rights
        return {day for day in away if office or day in self.near[person.pk]}


def _posts(department: Department, first: date, last: date) -> list[Appointment]:
    """Who was appointed there between two days: the heads first, then by number."""
    span = touching(first, last, start="valid_from", end="valid_to")
    posts = Appointment.objects.filter(span, department=department).select_related("person")
    return sorted(posts, key=lambda post: (post.role not in HEAD_ROLES, post.person.number))


def _touches(post: Appointment, week: Week) -> bool:
    return post.valid_from <= week.last and (post.valid_to is None or post.valid_to >= week.first)


def _leader(department: Department, today: date) -> Person | None:
    span = touching(today, today, start="valid_from", end="valid_to")
    held = Portfolio.objects.filter(span, department=department).select_related("leader").first()
    return held.leader if held else None


def _sight(reader: Reader, there: Presence, week: Week, above: Above) -> Sight:
    near = {row: _near_days(reader, person, week, above) for row, person in there.people.items()}
    office = RightKind.PERSONNEL_OFFICE in reader.rights
    return Sight(
        reader=reader,
        calendar=work_calendar(reader.person.bureau, week.first.year, week.last.year),
        recorded=_recorded(there, week),
        near=near,
        absences=_absences([row for row in near if near[row] or office], week),
        begun=record_begins(reader.person.bureau) if any(near.values()) else None,
    )


def _near_days(reader: Reader, person: Person, week: Week, above: Above) -> list[date]:
    """The days on which the reader is the person, or was the superior."""
    if person == reader.person:
        return week.days
    return [day for day in week.days if above.superior_on(person.number, day) == reader.person.number]


def _absences(people: Collection[int], week: Week) -> dict[int, list[facts.Absence]]:
    if not people:
        return {}
    span = touching(week.first, week.last, start="first_day", end="last_day")
    found: dict[int, list[facts.Absence]] = {}
    for each in Absence.objects.filter(span, person__in=people):
        told = facts.Absence(each.kind, each.first_day, each.last_day, each.half_day)
        found.setdefault(each.person_id, []).append(told)
    return found


def _recorded(there: Presence, week: Week) -> set[tuple[int, date]]:
    entries = LogEntry.objects.filter(person__in=list(there.people), work_date__range=(week.first, week.last))
    worked = entries.filter(withdrawn_reason="").exclude(state__in=UNWORKED)
    return set(worked.order_by().values_list("person_id", "work_date").distinct())


def _row(there: Presence, person: Person, week: Week, sight: Sight) -> WeekRow:
    gaps, leave = sight.gaps(person, week), sight.leave(person, week)
    cells = []
    for day in week.days:
        here = there.holds(person.pk, day)
        recorded = here and (person.pk, day) in sight.recorded
        away = here and not recorded and day in leave
        due = here and not recorded and not away and day in gaps
        cells.append(WeekCell(day, not sight.calendar.is_workday(day), recorded, due, away))
    return WeekRow(person, cells)


def _told(reader: Reader, there: Presence, week: Week) -> tuple[list[DayOfWeek], bool]:
    """What was recorded of the week's days, the latest first, and whether there is more than is shown."""
    entries = LogEntry.objects.filter(person__in=list(there.people), work_date__range=(week.first, week.last))
    ordered = entries.select_related("person", "department").order_by("-work_date", "person_id", "id")
    found = list(ordered[: MOST_ENTRIES + 1])
    here = [entry for entry in found[:MOST_ENTRIES] if there.holds(entry.person_id, entry.work_date)]
    halves = half_days_of(reader.person.bureau, week.last)
    seen = seen_by(reader, _as_listed(there, here, halves), told_fully=False)
    days = groupby(seen, key=lambda each: each.entry.work_date)
    return [DayOfWeek(day, list(of_day)) for day, of_day in days], len(found) > MOST_ENTRIES


def _as_listed(there: Presence, entries: Iterable[LogEntry], halves: HalfDays) -> list[LogEntry]:
    """The latest day first; within a day the people in the order of the grid, each as the work went."""
    order = {row: place for place, row in enumerate(there.people)}
    as_written = sorted(entries, key=lambda each: each.pk)
    as_worked = sorted(as_written, key=lambda each: order_of(each.start, each.half_day, halves))
    by_person = sorted(as_worked, key=lambda each: order[each.person_id])
    return sorted(by_person, key=lambda each: each.work_date, reverse=True)
