"""Sealing a month: what is submitted stands still until it is returned."""

from __future__ import annotations

from daybook.org.models import Person
from daybook.plans.models import SealedMonth


def seal_plan(person: Person, month: str) -> None:
    """Seal a person's month: plan, answers and record change no more. Inside the act that submits it."""
    SealedMonth.objects.get_or_create(person=person, month=month)


def unseal_plan(person: Person, month: str) -> None:
    """Open a returned month again."""
    SealedMonth.objects.filter(person=person, month=month).delete()
