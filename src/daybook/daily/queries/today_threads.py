"""The open matters of a day: the month's plan items, and what was begun on the last days beside the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404

from daybook.daily.enums import EntryState
from daybook.daily.models import LogEntry
from daybook.daily.threads import Thread
from daybook.org.models import Person
from daybook.plans.enums import PlanState
from daybook.plans.models import PlanItem
from daybook.plans.months import month_bounds, month_of
from daybook.rules.facts import ONE_DAY

SETTLED = frozenset({EntryState.DONE, EntryState.CANCELLED})
ANSWERED = frozenset({PlanState.DONE, PlanState.CANCELLED})
# How long a matter beside the plan stays in sight without a new entry; a piece of work without a matter
# stays for one working day only.
BESIDE_THE_PLAN = timedelta(days=14)
MOST_BESIDE_THE_PLAN = 8


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """A thread of work with what was said of it today, if anything was."""

    thread: Thread
    today: LogEntry | None
    carried_over: bool
    day: date

    @property
    def state(self) -> str:
        """The state tapped or written today."""
        return self.today.state if self.today else ""

    @property
    def progress(self) -> int | None:
        """How far it is, in per cent: as told that day, else as last time."""
        told = self.today.progress if self.today else None
        return self.thread.progress if told is None else told

    @property
    def is_planned(self) -> bool:
        """Whether it is in the month's plan."""
        return self.thread.item is not None

    @property
    def taps(self) -> list[tuple[str, str]]:
        """The four states, each with its label."""
        return [(value, str(label)) for value, label in EntryState.choices]


@dataclass(frozen=True, slots=True)
class Lately:
    """A person's plan of this month and the last one, and the entries of both up to the end of the month."""

    day: date
    items: Sequence[PlanItem]
    last_items: Sequence[PlanItem]
    entries: Sequence[LogEntry]

    @property
    def of_day(self) -> list[LogEntry]:
        """The day's own entries."""
        return [entry for entry in self.entries if entry.work_date == self.day]

    @property
    def before(self) -> list[LogEntry]:
        """The entries of earlier days, the latest first."""
        return [entry for entry in reversed(self.entries) if entry.work_date < self.day]


def lately(person: Person, day: date) -> Lately:
    """Read what the open matters are made of, in two statements."""
    month = month_of(day)
    last_month = month_of(day.replace(day=1) - ONE_DAY)
    plans = PlanItem.objects.filter(person=person, month__in=(month, last_month)).select_related("matter")
    items = sorted(plans, key=lambda item: item.key)
    span = (month_bounds(last_month)[0], month_bounds(month)[1])
    told = LogEntry.objects.filter(person=person, work_date__range=span)
    entries = told.select_related("plan_item", "matter", "entered_by").order_by("work_date", "id")
    return Lately(
        day,
        [item for item in items if item.month == month],
        [item for item in items if item.month == last_month],
        list(entries),
    )


def open_matters(found: Lately) -> list[OpenMatter]:
    """The plan's items first, then what is beside the plan; what was finished before that day is left out."""
    told = [entry for entry in found.before if not entry.withdrawn_reason and not entry.quarantined]
    planned = list(_planned(found, told))
    beside = list(_beside(found, told, [each.thread for each in planned]))
    return planned + beside[:MOST_BESIDE_THE_PLAN]


def _planned(found: Lately, told: Sequence[LogEntry]) -> Iterator[OpenMatter]:
    for item in found.items:
        thread = Thread(item, None, None)
        earlier = _same_item(item, found.last_items)
        last = next((entry for entry in told if thread.holds(entry) or _serves(entry, earlier)), None)
        if item.state in ANSWERED or (last and last.plan_item_id == item.pk and last.state in SETTLED):
            continue
        yield _open(found, Thread(item, None, last), carried_over=earlier is not None)


def _beside(found: Lately, told: Sequence[LogEntry], planned: Sequence[Thread]) -> Iterator[OpenMatter]:
    """The latest entry of each matter or piece of work that serves no item of the plan."""
    seen: set[object] = {thread.item.matter_id for thread in planned if thread.item}
    workday = told[0].work_date if told else found.day
    for entry in told:
        mark: object = entry.matter_id or entry.content
        if entry.plan_item_id is not None or mark in seen:
            continue
        seen.add(mark)
        oldest = found.day - BESIDE_THE_PLAN
        since = oldest if entry.matter_id else max(workday, oldest)
        if entry.work_date >= since and _is_unfinished(entry):
            yield _open(found, Thread(None, entry.matter, entry), carried_over=False)


def _is_unfinished(entry: LogEntry) -> bool:
    """A matter is unfinished until it is said to be; a piece of work only where it tells how far it is."""
    if entry.state in SETTLED:
        return False
    return entry.matter_id is not None or (entry.progress is not None and entry.progress < 100)


def _open(found: Lately, thread: Thread, *, carried_over: bool) -> OpenMatter:
    standing = [entry for entry in found.of_day if not entry.withdrawn_reason and not entry.quarantined]
    today = next((entry for entry in reversed(standing) if thread.holds(entry)), None)
    return OpenMatter(thread, today, carried_over, found.day)


def _same_item(item: PlanItem, others: Iterable[PlanItem]) -> PlanItem | None:
    """The unfinished item of last month that this one goes on with: the same matter, or the same words."""
    for other in others:
        same = other.title == item.title or (item.matter_id and other.matter_id == item.matter_id)
        if same and other.state not in ANSWERED:
            return other
    return None


def _serves(entry: LogEntry, item: PlanItem | None) -> bool:
    return item is not None and entry.plan_item_id == item.pk


def thread_for(person: Person, day: date, ref: str) -> Thread:
    """The open thread with this mark, of the person's own. Raises Http404."""
    for matter in open_matters(lately(person, day)):
        if matter.thread.ref == ref:
            return matter.thread
    raise Http404
