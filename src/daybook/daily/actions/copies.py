"""Copying a day or a week: last time's words become drafts, to be made today's before they are saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from daybook.daily.actions.marks import first_free, marks
from daybook.daily.actions.writings import lay_out
from daybook.daily.entry_form import typed
from daybook.daily.enums import EntryState
from daybook.daily.models import LogEntry, Writing
from daybook.org.calendar import work_calendar
from daybook.org.models import Person
from daybook.plans.models import PlanItem
from daybook.plans.months import month_of
from daybook.rules.facts import ONE_DAY
from daybook.rules.month import UNWORKED
from daybook.web.refusals import Refused

WEEK = timedelta(weeks=1)


def copy_day(*, author: Person, source: date, target: date, at: datetime | None = None) -> list[Writing]:
    """Lay the entries of one day out as drafts of another. Copied twice they stand once. Raises Refused."""
    made = _copied(author, {source: target}, at)
    if made is None:
        raise Refused(_("Nothing is recorded on that day that could be copied."), field="source")
    return made


def copy_week(*, author: Person, day: date, today: date, at: datetime | None = None) -> list[Writing]:
    """Lay last week out as drafts of the week of `day`, up to today; days with a record are left alone.

    Raises Refused where last week holds nothing for the days that are left.
    """
    monday = day - ONE_DAY * day.weekday()
    week = [monday + ONE_DAY * number for number in range(7)]
    calendar = work_calendar(author.bureau, monday.year, (monday + WEEK).year)
    told = LogEntry.objects.filter(person=author, work_date__range=(week[0], week[-1]), withdrawn_reason="")
    recorded = set(told.values_list("work_date", flat=True))
    open_days = [
        each for each in week if each <= today and calendar.is_workday(each) and each not in recorded
    ]
    made = _copied(author, {each - WEEK: each for each in open_days}, at)
    if made is None:
        raise Refused(
            _("Last week holds nothing for the days of this week that are still empty."), field="week"
        )
    return made


def _copied(author: Person, days: Mapping[date, date], at: datetime | None) -> list[Writing] | None:
    """The drafts made, `None` where nothing stands on these days."""
    entries = list(
        LogEntry.objects.filter(person=author, work_date__in=days, withdrawn_reason="", quarantined=False)
        .exclude(state__in=UNWORKED)
        .select_related("plan_item", "matter")
        .order_by("work_date", "id")
    )
    if not entries:
        return None
    items = PlanItem.objects.filter(person=author, month__in={month_of(day) for day in days.values()})
    plan = list(items.order_by("key"))
    made: list[Writing] = []
    for target in sorted(set(days.values())):
        of_day = [entry for entry in entries if days[entry.work_date] == target]
        keys = _keys(author, of_day, target)
        forms = [(keys[entry.pk], _fields(entry, target, plan)) for entry in of_day]
        made += lay_out(author=author, day=target, forms=forms, at=at)
    return made


def _fields(entry: LogEntry, target: date, plan: Sequence[PlanItem]) -> dict[str, str]:
    """Last time's words; what came of it is today's to say, and a finished matter goes on."""
    fields = typed(entry) | {"outcome": "", "plan_item": _same_item(entry, target, plan)}
    if entry.state == EntryState.DONE:
        fields |= {"state": EntryState.ONGOING.value, "progress": ""}
    return fields | {"source": entry.work_date.isoformat()}


def _same_item(entry: LogEntry, target: date, plan: Sequence[PlanItem]) -> str:
    """The key of the item of the target's month that the entry would serve; empty for none."""
    item = entry.plan_item
    if item is None:
        return ""
    for other in plan:
        same = other.title == item.title or (item.matter_id and other.matter_id == item.matter_id)
        if other.month == month_of(target) and (other.pk == item.pk or same):
            return other.key
    return ""


def _keys(author: Person, entries: Sequence[LogEntry], target: date) -> dict[int, str]:
    """The key of each copy: the same for the same copy, so that two clicks lay it out once.

    Another where the entry made of the copy was withdrawn, set aside, or moved to another day.
    """
    keys = {entry.pk: marks("daybook.daily.copies", f"{author.pk}:{entry.key}:{target}") for entry in entries}
    made = LogEntry.objects.filter(
        bureau=author.bureau_id, key__in=[key for each in keys.values() for key in each]
    )
    there = Q(work_date=target, withdrawn_reason="", quarantined=False)
    gone = set(made.exclude(there).values_list("key", flat=True))
    return {row: first_free(each, gone) for row, each in keys.items()}
