"""Sealing a month: what is submitted stands still until it is returned.

Whoever changes a person's month first keeps it from being sealed; whoever seals it waits for those, and has
those who come later wait: nothing is committed into a month that is being submitted. SQLite's writers are
alone anyway.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.db.models import BigIntegerField, CharField

from daybook.org.models import Person
from daybook.plans.models import SealedMonth
from daybook.web.prepared import repeated
from daybook.web.statements import Question, Slot, insert

# The weakest lock that sealing waits for; those who record for the same person do not wait for each other.
KEEP = "SELECT FROM org_person WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"
HOLD = "SELECT FROM org_person WHERE id = %s FOR UPDATE"
SEALED = Question(
    lambda: SealedMonth.objects.filter(
        person=Slot("person", BigIntegerField()), month=Slot("month", CharField())
    ).values_list("id")
)


def keep_unsealed(people: Collection[int]) -> None:
    """Keep the months of these people (by row) from being sealed while this transaction lasts.

    To be asked before it is looked whether a month is sealed: what was sealed meanwhile is then seen.
    """
    if connection.vendor == "postgresql":
        with repeated() as cursor:
            cursor.execute(KEEP, [sorted(people)])


def hold_to_seal(person: Person) -> None:
    """Wait until nobody is changing this person's months, and keep everybody from it in this transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(HOLD, [person.pk])


def is_sealed(person: Person, month: str) -> bool:
    """Whether a person's month is submitted."""
    return bool(SEALED.bare(person=person.pk, month=month))


def seal_plan(person: Person, month: str) -> None:
    """Seal a person's month: plan, answers and record change no more. Inside the act that submits it."""
    hold_to_seal(person)
    if not is_sealed(person, month):
        insert([SealedMonth(person=person, month=month)])


def unseal_plan(person: Person, month: str) -> None:
    """Open a returned month again."""
    SealedMonth.objects.filter(person=person, month=month).delete()
