"""Changing a plan after its deadline: the person asks with a reason, the superior consents or declines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.checked import checked, text_given
from daybook.org.deciding import decides_for
from daybook.org.enums import Role
from daybook.org.keys import new_key
from daybook.org.models import Appointment, Person
from daybook.org.moments import local_day, moment
from daybook.org.roster import touching
from daybook.plans.actions.goals import given_key
from daybook.plans.actions.holding import hold
from daybook.plans.actions.items import cancel, held, require_own, told
from daybook.plans.actions.month import (
    PlanLine,
    goal_within,
    require_employed,
    require_unsealed,
    written,
)
from daybook.plans.deadlines import plan_deadline
from daybook.plans.enums import ChangeKind
from daybook.plans.models import PlanChange, PlanItem
from daybook.web.refusals import Refused


def ask_plan_change(
    *,
    person: Person,
    month: str,
    kind: ChangeKind,
    item: PlanItem | None = None,
    line: PlanLine | None = None,
    reason: str,
    key: str = "",
    at: datetime | None = None,
) -> PlanChange:
    """Ask for a change of one's own plan: an item to add, to revise or to drop. Raises Refused.

    Until the deadline only dropping is asked for (of an item that records serve); the rest is one's own.
    The principal leader's takes effect at once and stays in sight like any other. The same `key` twice is the
    same change sent twice.
    """
    instant = moment(at)
    with recorded():
        hold(person)
        known = PlanChange.objects.filter(person=person, month=month, key=key).first() if key else None
        if known is not None:
            return known
        if key and PlanChange.objects.filter(bureau=person.bureau_id, key=key).exists():
            raise Refused(_("This key is another's."), field="key")
        require_employed(person, month)
        require_unsealed(person, month)
        _require_late(person, month, kind, instant)
        row = _item_of(person, month, kind, item)
        change = PlanChange(bureau=person.bureau, person=person, month=month, kind=kind, item=row)
        change.key, change.asked_at = given_key(key, instant), instant
        _put(change, line or PlanLine(""))
        change.reason = text_given(reason, "reason")
        checked(change).save()
        note(person, person.bureau, "ask_plan_change", "plan_change", change.key, after=_asked(change))
        if _is_principal_leader(person, instant):
            _carry_out(change, person, instant, "decide_plan_change")
    return change


def consent_plan_changes(*, changes: Sequence[PlanChange], by: Person, at: datetime | None = None) -> None:
    """Consent to changes that wait, all of them or none; each takes effect. Raises Refused.

    By the superior of the day; where the chain ends, the personnel office records what the committee decided,
    but in nobody's own case. Of two who decide at once, the second is told.
    """
    instant = moment(at)
    with recorded():
        for change in changes:
            row = _waiting(change)
            _require_decider(row, by, instant)
            _carry_out(row, by, instant, "consent_plan_change")


def decline_plan_change(
    *, change: PlanChange, by: Person, answer: str, at: datetime | None = None
) -> PlanChange:
    """Decline a change with a sentence; the plan stays as it is. By whoever consents. Raises Refused."""
    instant = moment(at)
    with recorded():
        row = _waiting(change)
        _require_decider(row, by, instant)
        row.answer = text_given(answer, "answer")
        checked(row)
        _decide(row, by, instant, "decline_plan_change", consented=False)
    return row


def withdraw_plan_change(*, change: PlanChange, actor: Person, at: datetime | None = None) -> PlanChange:
    """Take back a change of one's own that waits; it stays in sight as withdrawn. Raises Refused."""
    instant = moment(at)
    with recorded():
        row = _waiting(change)
        if row.person_id != actor.pk:
            raise Refused(_("A plan is changed by the person it belongs to."))
        _decide(row, actor, instant, "withdraw_plan_change", consented=False)
    return row


def _require_late(person: Person, month: str, kind: ChangeKind, at: datetime) -> None:
    day = local_day(person.bureau, at)
    if kind != ChangeKind.DROP and day <= plan_deadline(person, month, day):
        raise Refused(_("The plan is still your own to change; nobody need consent."))


def _item_of(person: Person, month: str, kind: ChangeKind, item: PlanItem | None) -> PlanItem | None:
    """The item that a change is about, as it stands now; none for one to be added."""
    if kind == ChangeKind.ADD:
        return None
    if item is None or item.month != month:
        raise Refused(_("This item is not in the plan any more."))
    row = held(item)
    require_own(row, person)
    if PlanChange.objects.filter(item=row, decided_at=None).exists():
        raise Refused(_("A change of this item waits already; withdraw it first."))
    return row


def _put(change: PlanChange, line: PlanLine) -> None:
    """Say on a change what shall stand; of what is dropped, what stands. Raises Refused."""
    dropped = change.item if change.kind == ChangeKind.DROP else None
    shall = dropped or written(
        PlanItem(bureau=change.bureau, person=change.person, month=change.month, key=change.key), line
    )
    for name in ("title", "measure", "weight", "due_date", "annual_goal", "matter"):
        setattr(change, name, getattr(shall, name))


def _waiting(change: PlanChange) -> PlanChange:
    """The change as it stands now, held for this transaction, if it still waits. Raises Refused."""
    rows = PlanChange.objects.select_for_update(of=("self",))
    row = rows.select_related("bureau", "person__bureau", "annual_goal", "matter").get(pk=change.pk)
    if row.decided_at is not None:
        raise Refused(_("This change was decided or withdrawn meanwhile."))
    require_unsealed(row.person, row.month)
    return row


def _require_decider(change: PlanChange, by: Person, at: datetime) -> None:
    if not decides_for(by, [change.person], local_day(change.bureau, at)):
        raise Refused(_("This needs the consent of the superior."))


def _is_principal_leader(person: Person, at: datetime) -> bool:
    """Whether the plan stands by the person's own word: nobody consents to the principal leader's."""
    day = local_day(person.bureau, at)
    held_on = touching(day, day, start="valid_from", end="valid_to")
    return Appointment.objects.filter(held_on, person=person, role=Role.PRINCIPAL_LEADER).exists()


def _carry_out(change: PlanChange, by: Person, at: datetime, act: str) -> None:
    before = CARRYING_OUT[ChangeKind(change.kind)](change)
    _decide(change, by, at, act, consented=True, before=before)


def _add(change: PlanChange) -> dict[str, Any]:
    item = PlanItem(bureau=change.bureau, person=change.person, month=change.month)
    # The same change makes the same item, however often its book is made.
    item.key = new_key(change.asked_at, Random(change.key))  # noqa: S311  # no secret
    change.item = written(item, _line(change))
    change.item.save()
    return {}


def _revise(change: PlanChange) -> dict[str, Any]:
    row, before = _standing(change)
    written(row, _line(change)).save()
    return before


def _drop(change: PlanChange) -> dict[str, Any]:
    row, before = _standing(change)
    cancel(row)
    return before


CARRYING_OUT: dict[ChangeKind, Callable[[PlanChange], dict[str, Any]]] = {
    ChangeKind.ADD: _add,
    ChangeKind.REVISE: _revise,
    ChangeKind.DROP: _drop,
}


def _standing(change: PlanChange) -> tuple[PlanItem, dict[str, Any]]:
    """The item that a change is carried out on, with what it says noted on the change."""
    if change.item is None:
        raise Refused(_("This item is not in the plan any more."))
    row = held(change.item)
    require_own(row, change.person)
    change.old_title, change.old_measure = row.title, row.measure
    change.old_weight, change.old_due_date = row.weight, row.due_date
    return row, told(row)


def _line(change: PlanChange) -> PlanLine:
    """What shall stand. A book may bring a change that serves another year's goal: it is left behind."""
    goal = goal_within(change.annual_goal, change.month)
    return PlanLine(change.title, change.measure, change.weight, change.due_date, goal, change.matter)


def _decide(
    change: PlanChange,
    by: Person,
    at: datetime,
    act: str,
    *,
    consented: bool,
    before: dict[str, Any] | None = None,
) -> None:
    change.decided_by, change.decided_at, change.consented = by, at, consented
    change.save()
    after = {**_asked(change), "answer": sealed(change.answer)}
    note(by, change.bureau, act, "plan_change", change.key, before=before, after=after)


def _asked(change: PlanChange) -> dict[str, Any]:
    return {
        "kind": str(change.kind),
        "item": change.item.key if change.item else "",
        "title": sealed(change.title),
        "measure": sealed(change.measure),
        "weight": f"{change.weight.normalize():f}",
        "due_date": change.due_date.isoformat() if change.due_date else "",
        "annual_goal": change.annual_goal.key if change.annual_goal else "",
        "matter": change.matter.key if change.matter else "",
        "reason": sealed(change.reason),
    }
