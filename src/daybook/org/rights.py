"""Rights of office: who holds which, and when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import BigIntegerField, DateField, QuerySet

from daybook.org.enums import RightKind
from daybook.org.models import Bureau, Person, Right
from daybook.org.roster import touching
from daybook.web.statements import Question, Slot

ADMINISTRATORS = (RightKind.SYSTEM_ADMIN, RightKind.SECURITY_ADMIN, RightKind.AUDIT_ADMIN)


def _rights() -> QuerySet[Any, Any]:
    day = Slot("day", DateField())
    span = touching(day, day, start="first_day", end="last_day")
    return Right.objects.filter(span, person=Slot("person", BigIntegerField())).values_list("kind")


RIGHTS = Question(_rights)  # asked by most acts


def holds_right(person: Person, kind: RightKind, first: date, last: date | None = None) -> bool:
    """Whether a person holds a right on a day, or with `last` given on some day of the span."""
    span = touching(first, last or first, start="first_day", end="last_day")
    return Right.objects.filter(span, person=person, kind=kind).exists()


def rights_of(person: Person, on: date) -> frozenset[str]:
    """Every right a person holds on a day."""
    return frozenset(kind for (kind,) in RIGHTS(person=person.pk, day=on))


def holders_of(bureau: Bureau, kind: RightKind, on: date) -> list[int]:
    """The rows of those who hold a right in a bureau on a day."""
    span = touching(on, on, start="first_day", end="last_day")
    held = Right.objects.filter(span, person__bureau=bureau, kind=kind)
    return list(held.values_list("person_id", flat=True))
