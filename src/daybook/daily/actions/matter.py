"""Closing a matter: by those who worked on it, or who divide the work of its department."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from daybook.daily.access import may_close_matter
from daybook.ledger.actions import recorded
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.plans.actions import goals
from daybook.plans.models import Matter
from daybook.web.refusals import Refused


def close_matter(*, matter: Matter, last_day: date, actor: Person, at: datetime | None = None) -> Matter:
    """Close a matter with its last day: its story stays. Raises Refused."""
    instant = moment(at)
    today = local_day(matter.bureau, instant)
    with recorded():
        row = (
            Matter.objects.select_for_update(of=("self",))
            .select_related("bureau", "department")
            .get(pk=matter.pk)
        )
        if not may_close_matter(actor, row, today):
            raise Refused(_("A matter is closed by those who worked on it or head its department."))
        if row.last_day is not None:
            raise Refused(_("This matter is closed already."))
        if last_day > today:
            raise Refused(_("The last day cannot lie in the future."), field="last_day")
        return goals.close_matter(matter=row, last_day=last_day, actor=actor, at=instant)
