"""A person's plan of a month, with what may be taken into it and what was changed in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from daybook.org.above import above_of
from daybook.org.models import Appointment, Department, Person
from daybook.plans.apart import Choice, matter_choices
from daybook.plans.deadlines import plan_deadline
from daybook.plans.edition import edition_of
from daybook.plans.enums import FINISHED, PlanState
from daybook.plans.models import AnnualGoal, Matter, PlanItem, SealedMonth
from daybook.plans.months import month_bounds, month_of
from daybook.plans.queries import by_key, goals_of
from daybook.plans.queries.changes import ShownChange, changes_of, steps_of
from daybook.plans.queries.posts import post_of
from daybook.rules.facts import ONE_DAY

MOST_MATTERS = 200


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An item in the table: whether it came over from last month, whether a change of it waits."""

    item: PlanItem
    carried: bool
    waits: bool

    @property
    def edition(self) -> str:
        """The edition that a form of this item is opened on."""
        return edition_of(self.item)


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """Everything a month's page shows of the plan."""

    person: Person
    month: str
    today: date
    deadline: date
    post: Appointment | None
    superior: Person | None
    items: Sequence[PlannedItem]
    unfinished: Sequence[PlanItem]
    goals: Sequence[AnnualGoal]
    matters: Sequence[Matter]
    changes: Sequence[ShownChange]
    sealed: bool
    own: bool
    consents: bool

    @property
    def is_open(self) -> bool:
        """Whether the plan is the person's own to change."""
        return self.today <= self.deadline and not self.sealed

    @property
    def writes(self) -> bool:
        """Whether the reader changes this plan in place."""
        return self.own and self.is_open

    @property
    def lies_ahead(self) -> bool:
        """Whether the month has not begun: its plan may be written, and nobody waits for it yet."""
        return self.month > month_of(self.today)

    @property
    def asks(self) -> bool:
        """Whether the reader asks for changes of this plan."""
        return self.own and not self.is_open and not self.sealed

    @property
    def matter_choices(self) -> list[Choice]:
        """The matters to choose from, those of one title told apart."""
        return matter_choices(self.matters)

    @property
    def unplanned_goals(self) -> list[AnnualGoal]:
        """The goals of the year that no item of this month serves."""
        served = {each.item.annual_goal_id for each in self.items}
        return [goal for goal in self.goals if goal.pk not in served]

    @property
    def weight(self) -> Decimal:
        """The weights of the items that count."""
        weights = (each.item.weight for each in self.items if each.item.state != PlanState.CANCELLED)
        return sum(weights, Decimal(0)).normalize()

    @property
    def waiting(self) -> list[ShownChange]:
        """The changes that wait for the superior."""
        return [each for each in self.changes if each.waits]

    @property
    def before(self) -> str:
        """The month before."""
        return month_of(month_bounds(self.month)[0] - ONE_DAY)

    @property
    def after(self) -> str:
        """The month after."""
        return month_of(month_bounds(self.month)[1] + ONE_DAY)


def month_plan(reader: Person, person: Person, month: str, today: date) -> MonthPlan:
    """A person's month as a reader of the same bureau sees it. Raises Refused for what is no month."""
    first, _last = month_bounds(month)
    post = post_of(person, today)
    own = reader == person
    items, earlier, sealed = _items(person, month)
    changes = changes_of(person, month)
    waiting = {each.item_id for each in changes if each.decided_at is None}
    titles = {item.title for item in earlier}
    planned = {item.title for item in items}
    superior = _superior(reader, person, today)
    return MonthPlan(
        person=person,
        month=month,
        today=today,
        deadline=plan_deadline(person, month, today),
        post=post,
        superior=superior,
        items=[PlannedItem(item, item.title in titles, item.pk in waiting) for item in items],
        unfinished=[item for item in earlier if item.title not in planned] if own else [],
        goals=goals_of(person, first.year) if own else [],
        matters=matters_open_in(person, post.department if post else None, month) if own else [],
        changes=[
            ShownChange(each, steps_of(each, today), each.decided_at is None and not sealed)
            for each in changes
        ],
        sealed=sealed,
        own=own,
        consents=superior == reader,
    )


def _items(person: Person, month: str) -> tuple[list[PlanItem], list[PlanItem], bool]:
    """The items of a month, the unfinished ones of the month before, and whether the month is sealed."""
    before = month_of(month_bounds(month)[0] - ONE_DAY)
    found = PlanItem.objects.filter(person=person, month__in=(month, before))
    rows = by_key(found.select_related("annual_goal", "matter"))
    sealed = SealedMonth.objects.filter(person=person, month=month).exists()
    items = [row for row in rows if row.month == month]
    return items, [row for row in rows if row.month == before and row.state not in FINISHED], sealed


def _superior(reader: Person, person: Person, today: date) -> Person | None:
    number = above_of(person.bureau, [person.pk], today, today).superior_on(person.number, today)
    if number == reader.number:
        return reader
    return Person.objects.filter(bureau=person.bureau_id, number=number).first() if number else None


def matters_open_in(person: Person, department: Department | None, month: str) -> list[Matter]:
    """The matters of a department, and of the whole bureau, that are open in a month; by title."""
    first, last = month_bounds(month)
    found = Matter.objects.filter(
        Q(department=department) | Q(department__isnull=True),
        Q(last_day__isnull=True) | Q(last_day__gte=first),
        Q(first_day__isnull=True) | Q(first_day__lte=last),
        bureau=person.bureau_id,
    )
    rows = found.select_related("department").order_by("-id")[:MOST_MATTERS]
    return sorted(rows, key=lambda matter: (matter.title, matter.key))
