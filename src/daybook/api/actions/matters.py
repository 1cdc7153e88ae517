"""Taking a matter over from another system, once however often it is handed over."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded
from daybook.org.models import Department, Person
from daybook.plans.actions.goals import open_matter
from daybook.plans.models import DepartmentGoal, Matter
from daybook.web.refusals import Refused


class AnotherMatter(Refused):
    """The number stands for another matter already."""


def take_over_matter(
    *,
    key: str,
    title: str,
    department: Department | None = None,
    department_goal: DepartmentGoal | None = None,
    first_day: date | None = None,
    actor: Person,
    at: datetime | None = None,
) -> tuple[Matter, bool]:
    """The matter with the other system's number, and whether it is new. Raises Refused; AnotherMatter."""
    with recorded():
        known = Matter.objects.filter(bureau=actor.bureau_id, key=key).first()
        if known is None:
            made = open_matter(
                bureau=actor.bureau,
                title=title,
                department=department,
                department_goal=department_goal,
                first_day=first_day,
                key=key,
                actor=actor,
                at=at,
            )
            return made, True
    if (known.title, known.department_id) != (title.strip(), department.pk if department else None):
        raise AnotherMatter(
            _("This key stands for another matter, with another title or department."), field="key"
        )
    return known, False
