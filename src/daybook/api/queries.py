"""What the interface reads beside the queries of the pages: ranges of days, plans, goals, matters by key."""

from __future__ import annotations

from django.db.models import QuerySet

from daybook.daily.access import Reader
from daybook.daily.models import LogEntry
from daybook.daily.queries.feed import FeedWish, discreet, feed_page, sequence_of, with_names
from daybook.org.models import Bureau, Department, Person
from daybook.plans.models import AnnualGoal, DepartmentGoal, Matter, PlanChange, PlanItem, SealedMonth


def entries_page(reader: Reader, wish: FeedWish, before: str, size: int) -> tuple[list[LogEntry], str | None]:
    """A page of entries, newest first, and the key after which the next one begins."""
    bureau = reader.person.bureau
    mark = sequence_of(bureau, before) if before else None
    if before and mark is None:
        return [], None
    found = feed_page(bureau, discreet(wish, reader), mark, size + 1)
    return found[:size], found[size - 1].key if found[size:] else None


def ids_of(rows: QuerySet[Person] | QuerySet[Department] | QuerySet[Matter]) -> list[int]:
    """The rows that a filter fits; none fits no entry."""
    return list(rows.values_list("pk", flat=True))


def people_numbered(bureau: Bureau, number: str) -> QuerySet[Person]:
    """The person with a number."""
    return Person.objects.filter(bureau=bureau, number=number)


def departments_coded(bureau: Bureau, code: str) -> QuerySet[Department]:
    """The department with a code."""
    return Department.objects.filter(bureau=bureau, code=code)


def matters_keyed(bureau: Bureau, key: str) -> QuerySet[Matter]:
    """The matter with a key."""
    return Matter.objects.select_related("department", "department_goal").filter(bureau=bureau, key=key)


def goals_keyed(bureau: Bureau, key: str) -> QuerySet[AnnualGoal]:
    """The annual goal with a key."""
    return AnnualGoal.objects.select_related("person", "department_goal").filter(bureau=bureau, key=key)


def department_goals_keyed(bureau: Bureau, key: str) -> QuerySet[DepartmentGoal]:
    """The department's goal with a key."""
    return DepartmentGoal.objects.filter(bureau=bureau, key=key)


def items_keyed(bureau: Bureau, key: str) -> QuerySet[PlanItem]:
    """The plan item with a key."""
    return PlanItem.objects.filter(bureau=bureau, key=key)


def items_of(person: Person, month: str) -> list[PlanItem]:
    """The items of a person's month, as they were written."""
    rows = PlanItem.objects.select_related("annual_goal", "matter")
    return list(rows.filter(person=person, month=month).order_by("id"))


def changes_of(person: Person, month: str) -> list[PlanChange]:
    """The changes of a person's plan, as they were asked for."""
    rows = PlanChange.objects.select_related("item", "decided_by")
    return list(rows.filter(person=person, month=month).order_by("id"))


def is_submitted(person: Person, month: str) -> bool:
    """Whether a month is submitted."""
    return SealedMonth.objects.filter(person=person, month=month).exists()


def goals_of(person: Person, year: int) -> list[AnnualGoal]:
    """The goals of a person's year."""
    rows = AnnualGoal.objects.select_related("person", "department_goal")
    return list(rows.filter(person=person, year=year).order_by("id"))


def entry_keyed(bureau: Bureau, key: str) -> LogEntry | None:
    """The entry with a key, whoever may read it; to tell whether the key stands already."""
    return LogEntry.objects.select_related("person").filter(bureau=bureau, key=key).first()


def entry_named(bureau: Bureau, pk: int) -> LogEntry | None:
    """One entry of the bureau with the names it is told with."""
    return with_names(LogEntry.objects.filter(bureau=bureau, pk=pk)).first()


def matters_page(
    bureau: Bureau, *, words: str, department: str, is_open: bool | None, before: str, size: int
) -> tuple[list[Matter], str | None]:
    """A page of matters, newest first, and the key after which the next one begins."""
    rows = Matter.objects.select_related("department", "department_goal").filter(bureau=bureau)
    rows = rows.filter(title__icontains=words) if words else rows
    rows = rows.filter(department__code=department) if department else rows
    rows = rows if is_open is None else rows.filter(last_day__isnull=is_open)
    if before:
        mark = Matter.objects.filter(bureau=bureau, key=before).values_list("pk", flat=True).first()
        rows = rows.filter(pk__lt=mark or 0)
    found = list(rows.order_by("-id")[: size + 1])
    return found[:size], found[size - 1].key if found[size:] else None
