"""Adding to one's own plan from another program: at once until the deadline, afterwards with consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.plans.actions.changes import ask_plan_change
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.plans.deadlines import plan_deadline
from daybook.plans.enums import ChangeKind
from daybook.plans.models import PlanChange, PlanItem
from daybook.web.refusals import Refused


def add_to_plan(
    *, person: Person, month: str, lines: Sequence[PlanLine], reason: str = "", at: datetime | None = None
) -> None:
    """Add lines to one's own plan, all of them or none. Raises Refused.

    Past the deadline each is asked for as a change, with the reason, and waits for the superior. A line whose
    key the plan or a change of it has already is the same line sent twice; two lines of one key are refused.
    """
    instant = moment(at)
    _require_told_apart(lines)
    with recorded():
        new = _new(person, month, lines)
        if not new:
            return
        if not _is_late(person, month, instant):
            plan_month(person=person, month=month, lines=new, at=instant)
            return
        if not reason.strip():
            raise Refused(
                _("The plan's deadline is over: give a reason, and the superior is asked for consent."),
                field="reason",
            )
        for line in new:
            ask_plan_change(
                person=person,
                month=month,
                kind=ChangeKind.ADD,
                line=line,
                reason=reason,
                key=line.key,
                at=instant,
            )


def _require_told_apart(lines: Sequence[PlanLine]) -> None:
    keys = [line.key for line in lines if line.key]
    if len(set(keys)) < len(keys):
        raise Refused(_("Two items of this call have the same key; give each its own."), field="key")


def _is_late(person: Person, month: str, at: datetime) -> bool:
    day = local_day(person.bureau, at)
    return day > plan_deadline(person, month, day)


def _new(person: Person, month: str, lines: Sequence[PlanLine]) -> list[PlanLine]:
    keys = {line.key for line in lines if line.key}
    own = {"person": person, "month": month, "key__in": keys}
    known = {*PlanItem.objects.filter(**own).values_list("key", flat=True)}
    known |= {*PlanChange.objects.filter(**own).values_list("key", flat=True)}
    return [line for line in lines if line.key not in known]
