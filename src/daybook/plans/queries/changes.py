"""Changes of plans: those of a month, and those that wait for a superior."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from daybook.org.deciding import decides_for
from daybook.org.models import Person
from daybook.plans.enums import ChangeKind
from daybook.plans.models import PlanChange, SealedMonth
from daybook.web.dates import day_words


@dataclass(frozen=True, slots=True)
class Step:
    """What a change does to one thing of an item: its label, what stood, what shall stand."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change with what it does."""

    change: PlanChange
    steps: Sequence[Step]
    waits: bool

    @property
    def withdrawn(self) -> bool:
        """Whether the person took it back."""
        return self.change.decided_by_id == self.change.person_id and not self.change.consented

    @property
    def by_oneself(self) -> bool:
        """Whether it stands by the word of the person, above whom nobody stands."""
        return self.change.decided_by_id == self.change.person_id and self.change.consented


def unanswered() -> QuerySet[PlanChange]:
    """The changes that nobody has answered yet.

    A change of a month that is submitted waits for nobody until the month is returned.
    """
    sealed = SealedMonth.objects.filter(person=OuterRef("person"), month=OuterRef("month"))
    return PlanChange.objects.filter(~Exists(sealed), decided_at__isnull=True)


def changes_waiting_for(superior: Person, on: date) -> list[PlanChange]:
    """The changes that wait for somebody's consent on a day, oldest first; in four statements at most.

    Those of the people he is superior of, and for the personnel office those whose answer is the committee's.
    """
    waiting = list(
        unanswered()
        .filter(bureau=superior.bureau_id)
        .exclude(person=superior)
        .select_related("person__bureau", "item__annual_goal", "annual_goal", "matter")
        .order_by("asked_at", "key")
    )
    if not waiting:
        return []
    answered = decides_for(superior, [change.person for change in waiting], on)
    return [each for each in waiting if each.person.number in answered]


def shown_waiting(superior: Person, on: date) -> list[ShownChange]:
    """The changes that wait for a superior, with what they do."""
    return [ShownChange(each, steps_of(each, on), True) for each in changes_waiting_for(superior, on)]


def changes_of(person: Person, month: str) -> list[PlanChange]:
    """The changes of a person's month, oldest first."""
    found = PlanChange.objects.filter(person=person, month=month)
    named = ("person__bureau", "item__annual_goal", "annual_goal", "matter", "decided_by")
    return list(found.select_related(*named).order_by("asked_at", "key"))


def steps_of(change: PlanChange, today: date) -> Sequence[Step]:
    """What a change does, thing by thing: everything of a new item, the differences of a revised one."""
    if change.kind == ChangeKind.DROP:
        return ()
    return [step for step in _steps(change, today) if step.before != step.after]


def _steps(change: PlanChange, today: date) -> Iterator[Step]:
    title, measure, weight, due, goal = _stood(change)
    yield Step(_("Item"), title, change.title)
    yield Step(_("Measure of success"), measure, change.measure)
    yield Step(_("Weight"), weight, f"{change.weight.normalize():f}")
    yield Step(_("Due"), _day(due, today), _day(change.due_date, today))
    now = change.annual_goal.title if change.annual_goal else ""
    yield Step(_("Annual goal"), now if goal is None else goal, now)


def _stood(change: PlanChange) -> tuple[str, str, str, date | None, str | None]:
    """What stood before a change: as decided on, else as it stands now. A goal of the past is not told."""
    if change.kind == ChangeKind.ADD:
        return "", "", "", None, ""
    if change.decided_at is not None and change.consented:
        weight = f"{change.old_weight.normalize():f}" if change.old_weight is not None else ""
        return change.old_title, change.old_measure, weight, change.old_due_date, None
    item = change.item
    if item is None:
        return "", "", "", None, None
    goal = item.annual_goal.title if item.annual_goal else ""
    return item.title, item.measure, f"{item.weight.normalize():f}", item.due_date, goal


def _day(day: date | None, today: date) -> str:
    return day_words(day, today) if day else ""
