"""Whose summary of a year is submitted, department by department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from django.utils.translation import gettext as _

from daybook.annual.queries.reports import reports_submitted
from daybook.org.calendar import work_calendar
from daybook.org.enums import LEADER_ROLES
from daybook.org.models import Appointment, Bureau, Person
from daybook.org.policies import policy_of
from daybook.org.roster import touching
from daybook.rules.deadlines import summary_deadline


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who owes a summary of the year, and since when it is there."""

    person: Person
    post: str
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Group:
    """The people of a department, or the bureau's leaders."""

    name: str
    writers: Sequence[Writer]

    @property
    def submitted(self) -> list[Writer]:
        """Those whose summary is there."""
        return [each for each in self.writers if each.submitted_at]

    @property
    def missing(self) -> list[Writer]:
        """Those whose summary is not there."""
        return [each for each in self.writers if not each.submitted_at]


@dataclass(frozen=True, slots=True)
class ReportList:
    """The summaries of a bureau's year; `due` is their last day."""

    groups: Sequence[Group]
    due: date
    today: date

    @property
    def submitted(self) -> int:
        """How many are there."""
        return sum(len(group.submitted) for group in self.groups)

    @property
    def expected(self) -> int:
        """How many people write one."""
        return sum(len(group.writers) for group in self.groups)

    @property
    def is_late(self) -> bool:
        """Whether the last day is over."""
        return self.today > self.due


def report_list(bureau: Bureau, year: int, today: date) -> ReportList:
    """Everybody with a post on the last day of the year, or today while it runs.

    Two statements beside the calendar. Raises PolicyFault.
    """
    last = date(year, 12, 31)
    posts = _posts(bureau, min(last, max(today, date(year, 1, 1))))
    sent = reports_submitted([each.person for each in posts], year)
    groups: dict[str, list[Writer]] = {}
    for post in posts:
        name = post.department.name if post.department else _("Bureau leaders")
        report = sent.get(post.person_id)
        writer = Writer(post.person, post.post, report.submitted_at if report else None)
        groups.setdefault(name, []).append(writer)
    due = summary_deadline(policy_of(bureau, last), work_calendar(bureau, year, year + 1), year)
    return ReportList([Group(name, writers) for name, writers in groups.items()], due, today)


def _posts(bureau: Bureau, on: date) -> list[Appointment]:
    """The posts of a day: the leaders, then the departments in their order, each with its head first."""
    span = touching(on, on, start="valid_from", end="valid_to")
    rows = Appointment.objects.filter(span, person__bureau=bureau).select_related("person", "department")
    by_number = sorted(rows, key=attrgetter("person.number"))
    return sorted(by_number, key=_place)


def _place(post: Appointment) -> tuple[bool, int, str, bool]:
    department = post.department
    order, code = (department.order or 0, department.code) if department else (0, "")
    return (post.role not in LEADER_ROLES, order, code, post.role == "staff")
