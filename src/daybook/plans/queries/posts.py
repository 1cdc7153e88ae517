"""What somebody is on a day, and who is appointed in a department."""

from __future__ import annotations

from datetime import date

from daybook.org.enums import HEAD_ROLES
from daybook.org.models import Appointment, Department, Person
from daybook.org.roster import touching


def post_of(person: Person, day: date) -> Appointment | None:
    """A person's appointment on a day, with its department."""
    span = touching(day, day, start="valid_from", end="valid_to")
    return Appointment.objects.filter(span, person=person).select_related("department").first()


def posts_in(department: Department, day: date) -> list[Appointment]:
    """Who is appointed in a department on a day: the head first, then by number."""
    span = touching(day, day, start="valid_from", end="valid_to")
    posts = Appointment.objects.filter(span, department=department).select_related("person__bureau")
    return sorted(posts, key=lambda post: (post.role not in HEAD_ROLES, post.person.number))


def day_within(year: int, today: date) -> date:
    """Today; in another year its day nearest to today."""
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


def years_around(year: int, today: date) -> range:
    """The years that a page of one leads to: its neighbours, and the present one."""
    return range(min(year, today.year) - 1, max(year, today.year) + 2)
