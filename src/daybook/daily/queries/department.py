"""A department's page: people and duties, the goals of the year, what was recorded lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from daybook.daily.access import Reader
from daybook.daily.models import LogEntry
from daybook.daily.queries.feed import with_names
from daybook.daily.queries.seeing import seen_by
from daybook.daily.seen import SeenEntry
from daybook.org.enums import HEAD_ROLES
from daybook.org.models import Appointment, Department, Person, Portfolio
from daybook.org.roster import touching
from daybook.plans.models import DepartmentGoal
from daybook.plans.queries import department_goals_of

MOST_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """Everything a department's page shows; `since` is the Monday of the week whose entries it tells."""

    department: Department
    posts: Sequence[Appointment]
    leader: Person | None
    goals: Sequence[DepartmentGoal]
    since: date
    entries: Sequence[SeenEntry]
    more: bool
    today: date


def department_page(reader: Reader, department: Department) -> DepartmentPage:
    """The page of a department of the reader's bureau, as of today."""
    today = reader.today
    monday = today - timedelta(days=today.weekday())
    week = LogEntry.objects.filter(department=department, work_date__range=(monday, today))
    entries = list(with_names(week).order_by("-id")[: MOST_ENTRIES + 1])
    return DepartmentPage(
        department=department,
        posts=_posts(department, today),
        leader=_leader(department, today),
        goals=department_goals_of(department, today),
        since=monday,
        entries=seen_by(reader, entries[:MOST_ENTRIES]),
        more=len(entries) > MOST_ENTRIES,
        today=today,
    )


def _posts(department: Department, today: date) -> list[Appointment]:
    """Who is appointed there today: the head first, then by number."""
    span = touching(today, today, start="valid_from", end="valid_to")
    posts = Appointment.objects.filter(span, department=department).select_related("person")
    return sorted(posts, key=lambda post: (post.role not in HEAD_ROLES, post.person.number))


def _leader(department: Department, today: date) -> Person | None:
    span = touching(today, today, start="valid_from", end="valid_to")
    held = Portfolio.objects.filter(span, department=department).select_related("leader").first()
    return held.leader if held else None
