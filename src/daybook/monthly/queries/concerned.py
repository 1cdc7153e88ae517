"""Whom an act of a month concerns: who has it to do, and has not done it yet."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from daybook.org.enums import HEAD_ROLES, LEADER_ROLES
from daybook.org.models import Appointment, Person
from daybook.org.roster import touching
from daybook.plans.enums import MonthAct
from daybook.plans.models import MonthExtension, PlanItem, SealedMonth
from daybook.plans.months import month_bounds


def concerned_by(extension: MonthExtension) -> list[int]:
    """The people (by row) whom an extension for everybody concerns, in one statement."""
    first, last = month_bounds(extension.month)
    held = touching(first, last, start="valid_from", end="valid_to")
    posts = Appointment.objects.filter(held, person=OuterRef("pk"))
    if extension.act == MonthAct.REVIEW:
        posts = posts.filter(role__in=HEAD_ROLES | LEADER_ROLES)
    people: QuerySet[Person] = Person.objects.filter(Exists(posts), bureau=extension.bureau_id)
    done = {"person": OuterRef("pk"), "month": extension.month}
    if extension.act == MonthAct.PLAN:
        people = people.exclude(Exists(PlanItem.objects.filter(**done)))
    if extension.act == MonthAct.SUBMIT:
        people = people.exclude(Exists(SealedMonth.objects.filter(**done)))
    return list(people.order_by("pk").values_list("pk", flat=True))
