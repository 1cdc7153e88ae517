"""Linking entries to the plan: a tap says which item an entry serves, another takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from daybook.daily.actions.amend import Revision, revise_all
from daybook.daily.actions.fill import draft_of
from daybook.daily.models import LogEntry
from daybook.ledger.actions import recorded
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.plans.models import PlanItem
from daybook.plans.months import month_of
from daybook.web.refusals import Refused


def link_entries(
    *, person: Person, entries: Sequence[LogEntry], item: PlanItem | None, at: datetime | None = None
) -> int:
    """Say which item of the plan entries serve, or that they serve none; how many it changed. Raises Refused.

    Every change is a version of its entry. All of them or none; until the month is submitted.
    """
    instant = moment(at)
    with recorded():
        changed = [entry for entry in entries if entry.plan_item_id != (item.pk if item else None)]
        for entry in changed:
            _require_month(entry, item)
        prefetch_related_objects(changed, "plan_item", "matter")
        revisions = [
            Revision(entry, replace(draft_of(entry), plan_item=item), entry.version) for entry in changed
        ]
        revise_all(revisions=revisions, actor=person, at=instant)
    return len(changed)


def _require_month(entry: LogEntry, item: PlanItem | None) -> None:
    if item is not None and (item.person_id, item.month) != (entry.person_id, month_of(entry.work_date)):
        raise Refused(_("An entry serves an item of its author's plan of that month."), field="item")
