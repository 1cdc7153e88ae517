"""Taking a matter over from another system, once however often it is handed over."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded
from daybook.org.models import Department, Person
from daybook.plans.actions.goals import KeyTaken, open_matter
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
    """The matter with the other system's number, and whether it is new. Raises Refused; AnotherMatter.

    Of two programs that hand one over at once, the second finds the matter of the first.
    """
    with recorded():
        known = _known(actor, key)
        if known is not None:
            return _same(known, title, department), False
        try:
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
        except KeyTaken:
            known = _known(actor, key)
            if known is None:
                raise
            return _same(known, title, department), False
    return made, True


def _known(actor: Person, key: str) -> Matter | None:
    return Matter.objects.filter(bureau=actor.bureau_id, key=key).first()


def _same(known: Matter, title: str, department: Department | None) -> Matter:
    if (known.title, known.department_id) != (title.strip(), department.pk if department else None):
        raise AnotherMatter(
            _("This key stands for another matter, with another title or department."), field="key"
        )
    return known
