"""Why it is this superior who scores a span: what makes him one, and who was passed over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple, Protocol

from daybook.rules.superiors import COMMITTEE, HEAD_ROLES, Structure

VACANT, VACANT_UNLED, IN_CHARGE, UNLED = "vacant", "vacant_unled", "in_charge", "unled"
ONESELF, RECUSED, LEFT = "oneself", "recused", "left"


class Part(Protocol):
    """A part of a quarter in which nothing about the superior changes."""

    @property
    def first(self) -> date:
        """The first day."""

    @property
    def last(self) -> date:
        """The last day."""


class Grounds(NamedTuple):
    """What the first in question is, and who was passed over why, nearest first.

    ``base`` is the head's role (``department_head``, ``acting_head``); ``vacant`` where nobody heads the
    department and its leader in charge does; ``in_charge`` of a head; ``vacant_unled`` and ``unled`` where
    the department is in nobody's portfolio, and is the principal leader's.
    """

    base: str
    passed: tuple[tuple[str, str], ...] = ()


def grounds_of(structure: Structure, person: str, span: Part, rater: str, left: Collection[str]) -> Grounds:
    """Why ``rater`` (a number, or COMMITTEE) scores a span of a person; ``left`` have left since.

    Source: bureau_account.
    """
    passed = [
        (each, ONESELF if each == person else RECUSED) for each in structure.passed_on(person, span.first)
    ]
    number, seen = structure.superior_on(person, span.first) or COMMITTEE, {person}
    while number not in {rater, COMMITTEE} and number not in seen:
        seen.add(number)
        passed.append((number, LEFT if number in left else RECUSED))
        number = structure.superior_on(number, span.last) or COMMITTEE
    return Grounds(_base(structure, person, span.first), tuple(passed))


def _base(structure: Structure, person: str, day: date) -> str:
    held = structure.appointment_on(person, day)
    department = held.department if held else None
    is_led = structure.is_led_on(department, day)
    if held is not None and held.role in HEAD_ROLES:
        return IN_CHARGE if is_led else UNLED
    head = structure.head_on(department, day)
    heads = structure.appointment_on(head, day) if head else None
    if heads is not None:
        return heads.role
    return VACANT if is_led else VACANT_UNLED
