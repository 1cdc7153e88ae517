"""One's own plan until its deadline: an item is added, revised, dropped, taken over from last month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.plans.actions.holding import hold
from daybook.plans.actions.month import (
    PlanLine,
    goal_within,
    plan_month,
    require_superior,
    require_unsealed,
    written,
)
from daybook.plans.deadlines import plan_deadline
from daybook.plans.edition import require_edition
from daybook.plans.enums import FINISHED, PlanState
from daybook.plans.models import AnnualGoal, PlanItem
from daybook.web.dates import day_words
from daybook.web.refusals import Refused


class PastDeadline(Refused):
    """The plan is no longer the person's own: the change must be asked for."""


class Served(Refused):
    """Records serve the item already: it can be cancelled with the superior's word, not deleted."""


def add_plan_item(*, person: Person, month: str, line: PlanLine, at: datetime | None = None) -> PlanItem:
    """Add one line to one's own plan. Raises Refused; PastDeadline after the deadline.

    A line whose key stands already is the same line sent twice, and is not added again.
    """
    instant = moment(at)
    with recorded():
        hold(person)
        require_unsealed(person, month)
        known = PlanItem.objects.filter(person=person, month=month, key=line.key).first()
        if known is not None:
            return known
        _require_own_time(person, month, instant)
        return plan_month(person=person, month=month, lines=[line], at=instant)[0]


def revise_plan_item(
    *, item: PlanItem, line: PlanLine, edition: str = "", actor: Person, at: datetime | None = None
) -> PlanItem:
    """Write an item of one's own plan anew. Raises Refused; PastDeadline; Overtaken for an old `edition`."""
    instant = moment(at)
    with recorded():
        row = held(item)
        require_own(row, actor)
        require_unsealed(row.person, row.month)
        _require_own_time(row.person, row.month, instant)
        require_edition(row, edition)
        before = told(row)
        written(row, line).save()
        note(actor, row.bureau, "revise_plan_item", "plan_item", row.key, before=before, after=told(row))
    return row


def drop_plan_item(
    *, item: PlanItem, actor: Person, confirmed_by: Person | None = None, at: datetime | None = None
) -> None:
    """Drop an item of one's own plan; with the superior's word it is cancelled instead and stays in sight.

    Raises Refused; PastDeadline, or Served where records serve the item, without the superior's word.
    """
    instant = moment(at)
    with recorded():
        row = held(item)
        require_own(row, actor)
        require_unsealed(row.person, row.month)
        before = told(row)
        if confirmed_by is None:
            _require_own_time(row.person, row.month, instant)
            _delete(row)
        else:
            require_superior(row.person, confirmed_by, local_day(row.bureau, instant))
            cancel(row)
        after = {"confirmed_by": confirmed_by.number if confirmed_by else ""}
        note(actor, row.bureau, "drop_plan_item", "plan_item", item.key, before=before, after=after)


def carry_plan_items(
    *, person: Person, month: str, items: Sequence[PlanItem], at: datetime | None = None
) -> list[PlanItem]:
    """Take items of another month over into a plan of one's own (结转). Raises Refused; PastDeadline.

    What stands in the plan under the same title is not taken over again; a due date is left behind, and in
    January the goal of the year that is over.
    """
    instant = moment(at)
    with recorded():
        hold(person)
        require_unsealed(person, month)
        _require_own_time(person, month, instant)
        if any(item.person_id != person.pk or item.state in FINISHED for item in items):
            raise Refused(_("Only one's own unfinished items are taken over."))
        standing = set(PlanItem.objects.filter(person=person, month=month).values_list("title", flat=True))
        lines = [carried(item, month) for item in items if item.title not in standing]
        return plan_month(person=person, month=month, lines=lines, at=instant) if lines else []


def plan_annual_goal(*, goal: AnnualGoal, month: str, actor: Person, at: datetime | None = None) -> PlanItem:
    """Put an annual goal into one's own plan of a month, once. Raises Refused; PastDeadline."""
    instant = moment(at)
    with recorded():
        hold(actor)
        require_unsealed(actor, month)
        _require_own_time(actor, month, instant)
        known = PlanItem.objects.filter(person=actor, month=month, annual_goal=goal).first()
        if known is not None:
            return known
        return plan_month(person=actor, month=month, lines=[line_of_goal(goal)], at=instant)[0]


def carried(item: PlanItem, month: str) -> PlanLine:
    """What an item says, as a line of another month; the goal of another year is left behind."""
    goal = goal_within(item.annual_goal, month)
    return PlanLine(item.title, item.measure, item.weight, None, goal, item.matter)


def line_of_goal(goal: AnnualGoal) -> PlanLine:
    """A goal's own words as a line of a month."""
    return PlanLine(goal.title, goal.measure, annual_goal=goal)


def cancel(row: PlanItem) -> None:
    """Cancel an item; it stays in sight and counts no more."""
    row.state, row.progress = PlanState.CANCELLED, None
    row.save(update_fields=["state", "progress"])


def held(item: PlanItem) -> PlanItem:
    """The item as it stands now, held for this transaction. Raises Refused where it is gone."""
    rows = PlanItem.objects.select_for_update(of=("self",)).select_related("bureau", "person__bureau")
    row = rows.filter(pk=item.pk).first()
    if row is None:
        raise Refused(_("This item is not in the plan any more."))
    return row


def require_own(row: PlanItem, actor: Person) -> None:
    """Refuse whoever the item does not belong to, and to change what is cancelled."""
    if row.person_id != actor.pk:
        raise Refused(_("A plan is changed by the person it belongs to."))
    if row.state == PlanState.CANCELLED:
        raise Refused(_("This item is cancelled."))


def told(row: PlanItem) -> dict[str, Any]:
    """What an item says, for the ledger."""
    return {
        "title": sealed(row.title),
        "measure": sealed(row.measure),
        "weight": f"{row.weight.normalize():f}",
        "due_date": row.due_date,
        "annual_goal": row.annual_goal.key if row.annual_goal else "",
        "matter": row.matter.key if row.matter else "",
        "state": str(row.state),
    }


def _require_own_time(person: Person, month: str, at: datetime) -> None:
    day = local_day(person.bureau, at)
    last = plan_deadline(person, month, day)
    if day > last:
        words = {"day": day_words(last, day)}
        raise PastDeadline(
            _("The plan was one's own until %(day)s. Give a reason, and the superior consents.") % words,
            field="reason",
        )


def _delete(row: PlanItem) -> None:
    try:
        row.delete()
    except ProtectedError as fault:
        message = _("Records serve this item already. Give a reason, and the superior can cancel it.")
        raise Served(message, field="reason") from fault
